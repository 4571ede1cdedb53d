// Columns of the program's own types, deferred columns, and methods of refs.

#include "support/recorded_statements.hpp"
#include "support/test_database.hpp"

#include <own.rows.hpp>

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <stdexcept>
#include <type_traits>

using namespace rowsmith;
using own::Article;
using own::ArticleId;
using own::Money;

namespace {

using Sent = std::vector<std::string>;

Bytes bytes(std::string_view text) {
    Bytes result;
    for (const char character : text)
        result.push_back(static_cast<std::byte>(character));
    return result;
}

struct Store {
    Store() {
        own::create_all(engine);
        sent.clear();
    }

    Ref<Article> stored(Article article) {
        auto ref = articles.add(std::move(article));
        session.commit();
        sent.clear();
        return ref;
    }

    const test::TestDatabase database;
    Engine engine{database.url()};
    test::RecordedStatements sent{engine};
    Session session{engine};
    own::ArticleRepository articles{session};
    own::ReservationRepository reservations{session};
};

Article lamp() {
    return {.name = {"Lamp"},
            .price = Money(1250),
            .discount = Money(50),
            .tint = {1},
            .sizes = {3, 1, 2},
            .icon = {std::string("\x89\0P", 3)},
            .notes = "bright",
            .picture = bytes("pixels")};
}

}

TEST_CASE("models have the program's types, and keys made by the database too") {
    STATIC_REQUIRE(std::is_same_v<decltype(Article::id), ArticleId>);
    STATIC_REQUIRE(std::is_same_v<decltype(Article::discount), std::optional<Money>>);
    STATIC_REQUIRE(std::is_same_v<decltype(Article::notes), Deferred<std::optional<std::string>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(own::Reservation::article_id), ArticleId>);
    CHECK(Article{}.price == Money(0));
    CHECK(Article{}.tint.degree == 0);

    Store store;
    const auto ref = store.stored(lamp());
    CHECK(ref->id.number != 0);
    CHECK(store.articles.get(ref->id) == ref);
    CHECK(store.sent.take().empty());
}

TEST_CASE("converted values come back as they were written") {
    Store store;
    (void)store.stored(lamp());
    Session other{store.engine};
    const Article read = own::ArticleRepository{other}.rows().at(0);
    CHECK(read.name.text == "Lamp");
    CHECK(read.price == Money(1250));
    CHECK(read.discount == Money(50));
    CHECK(read.tint.degree == 1);
    CHECK(read.sizes == own::Sizes{1, 2, 3});
    CHECK(read.icon.pixels == std::string("\x89\0P", 3));
}

TEST_CASE("an optional of the program's type is NULL and back") {
    Store store;
    const auto ref = store.stored(lamp());
    ref.edit().discount.reset();
    store.session.commit();
    CHECK(store.sent.take() == Sent{"U article 1 {discount}"});
    Session other{store.engine};
    CHECK_FALSE(own::ArticleRepository{other}.rows().at(0).discount.has_value());
}

TEST_CASE("a converted value that is stored alike is no change") {
    Store store;
    const auto ref = store.stored(lamp());
    ref.edit().price = Money(1250);
    store.session.commit();
    CHECK(store.sent.take_all().empty());
    ref.edit().sizes.insert(9);
    store.session.commit();
    CHECK(store.sent.take() == Sent{"U article 1 {sizes}"});
}

TEST_CASE("unique keys are looked up by the program's type") {
    Store store;
    const auto ref = store.stored(lamp());
    Session other{store.engine};
    own::ArticleRepository articles{other};
    CHECK(articles.find_by_name({"Lamp"}).value()->id == ref->id);
    CHECK_FALSE(articles.find_by_name({"Bulb"}));
    CHECK_FALSE(articles.find(ArticleId{999}));
}

TEST_CASE("relations carry the key's type, also in composite keys") {
    Store store;
    const auto ref = store.stored(lamp());
    (void)store.reservations.add({.article_id = ref->id, .day = {.year = 2024, .month = 5, .day = 1}});
    store.session.commit();
    Session other{store.engine};
    own::ReservationRepository reservations{other};
    CHECK(reservations.get(ref->id, {.year = 2024, .month = 5, .day = 1})->article_id == ref->id);
}

TEST_CASE("what a converter throws passes through, and the session goes on") {
    Store store;
    (void)store.stored(lamp());
    store.engine.execute("update article set tint = 'blue'");
    Session other{store.engine};
    own::ArticleRepository articles{other};
    CHECK_THROWS_AS(articles.all(), std::domain_error);
    other.rollback();
    CHECK_THROWS_AS(articles.rows(), std::domain_error);
}

TEST_CASE("a converted value that does not fit names its column") {
    Store store;
    auto article = lamp();
    article.name.text = std::string(41, 'x');
    (void)store.articles.add(article);
    try {
        store.session.flush();
        FAIL("no error");
    } catch (const TooLong& error) {
        CHECK_THAT(error.what(), Catch::Contains("name"));
    }
}

TEST_CASE("deferred columns are not read with their row") {
    Store store;
    const auto id = store.stored(lamp())->id;
    Session other{store.engine};
    own::ArticleRepository articles{other};
    const auto ref = articles.get(id);
    CHECK_FALSE(ref->picture.loaded());
    CHECK_THROWS_AS(ref->picture.value(), LazyLoad);
    CHECK_FALSE(articles.rows().at(0).notes.loaded());

    store.sent.clear();
    CHECK(articles.load(ref, articles.picture) == bytes("pixels"));
    CHECK(articles.load(ref, articles.notes) == "bright");
    CHECK(store.sent.take() == Sent{"S article", "S article"});
    CHECK(*ref->picture == bytes("pixels"));
    CHECK(articles.load(ref, articles.picture) == bytes("pixels"));
    CHECK(store.sent.take().empty());
}

TEST_CASE("the page behind a row needs the values that it is ordered by, deferred ones too") {
    Store store;
    const auto id = store.stored(lamp())->id;
    Session other{store.engine};
    own::ArticleRepository articles{other};
    const auto ref = articles.get(id);
    const auto by_notes = articles.order_by(articles.notes);
    CHECK_THROWS_AS(by_notes.after(ref), UsageError);
    CHECK(articles.load(ref, articles.notes) == "bright");
    CHECK(by_notes.after(ref).all().empty());
}

TEST_CASE("an assigned deferred column is sent without having been loaded, and only then") {
    Store store;
    const auto id = store.stored(lamp())->id;
    Session other{store.engine};
    own::ArticleRepository articles{other};
    const auto ref = articles.get(id);
    ref.edit().price = Money(1);
    other.flush();
    ref.edit().picture = bytes("");
    other.commit();
    store.sent.clear();
    Session third{store.engine};
    own::ArticleRepository again{third};
    const auto read = again.get(id);
    CHECK(again.load(read, again.picture).empty());
    CHECK(again.load(read, again.notes) == "bright");
}

TEST_CASE("loading a deferred column of an edited row is no change, and a rollback keeps it apart") {
    Store store;
    const auto id = store.stored(lamp())->id;
    Session other{store.engine};
    own::ArticleRepository articles{other};
    const auto ref = articles.get(id);
    ref.edit().price = Money(2);
    store.sent.clear();
    (void)articles.load(ref, articles.picture);
    CHECK(store.sent.take() == Sent{"U article 1 {price}", "S article"});
    ref.edit().price = Money(3);
    {
        const NoAutoflush unflushed{other};
        (void)articles.load(ref, articles.notes);
    }
    other.flush();
    CHECK(store.sent.take() == Sent{"S article", "U article 1 {price}"});
    ref.edit().notes = std::nullopt;
    other.flush();
    CHECK(store.sent.take() == Sent{"U article 1 {notes}"});
    other.rollback();
    CHECK(ref->price == Money(1250));
    CHECK(articles.load(ref, articles.notes) == "bright");
}

TEST_CASE("a new row has of its deferred columns what was assigned") {
    Store store;
    const auto ref = store.articles.add({.name = {"Bulb"}, .notes = "small"});
    CHECK(store.articles.load(ref, store.articles.notes) == "small");
    CHECK_THROWS_AS(store.articles.load(ref, store.articles.picture), LazyLoad);
    store.session.commit();
    CHECK(store.articles.load(ref, store.articles.picture).empty());
}

TEST_CASE("merging leaves deferred columns alone that the struct does not have") {
    Store store;
    const auto key = store.stored(lamp())->id;
    store.session.clear();
    Article away = *store.articles.get(key);
    away.price = Money(1);
    store.sent.clear();
    auto ref = store.articles.merge(away);
    store.session.commit();
    store.sent.expect({"U article 1 {price}"});
    CHECK(store.articles.load(ref, own::ArticleRepository::notes) == "bright");
    store.sent.expect({"S article"});
    away.price = Money(2);
    store.articles.merge(away);
    CHECK(ref->notes.loaded());
    away.picture = bytes("other pixels");
    store.articles.merge(away);
    store.session.commit();
    store.sent.expect({"U article 1 {price, picture}"});
    CHECK(store.articles.load(ref, own::ArticleRepository::notes) == "bright");
    CHECK(store.sent.take().empty());
}

TEST_CASE("a deferred column of a row that is gone cannot be loaded") {
    Store store;
    const auto id = store.stored(lamp())->id;
    Session other{store.engine};
    own::ArticleRepository articles{other};
    const auto ref = articles.get(id);
    other.commit();
    store.engine.execute("delete from article");
    CHECK_THROWS_AS(articles.load(ref, articles.notes), NotFound);
}

TEST_CASE("refs have the methods that the schema names, and stay as small as they were") {
    STATIC_REQUIRE(sizeof(Ref<Article>) == sizeof(void*));
    Store store;
    const auto ref = store.stored(lamp());
    CHECK(ref.label() == "Lamp for 1250 cents");
    ref.raise(50);
    store.session.commit();
    CHECK(store.sent.take() == Sent{"U article 1 {price}"});
    CHECK(ref.label() == "Lamp for 1300 cents");
}

TEST_CASE("columns of own types are asked for by conditions") {
    Store store;
    const auto& articles = store.articles;
    static_cast<void>(store.stored(lamp()));
    CHECK(store.articles.where(articles.price == Money(1250)).count() == 1);
    CHECK(store.articles.where(articles.price > Money(1250)).count() == 0);
    CHECK(store.articles.where(articles.discount == std::nullopt).count() == 0);
    CHECK(store.articles.where(articles.price.in({Money(1), Money(1250)})).exists());
    CHECK(store.articles.where(articles.price.in(std::vector<Money>(100, Money(1250)))).exists());
    CHECK(store.articles.query().update(articles.price = Money(7)) == 1);
    CHECK(store.articles.where(articles.price == Money(7)).exists());
}

TEST_CASE("deferred columns are asked for by conditions, and come with a query that says so") {
    Store store;
    const auto& articles = store.articles;
    static_cast<void>(store.stored(lamp()));
    store.session.clear();
    const auto plain = store.articles.where(articles.notes == "bright").one();
    CHECK_FALSE(plain->notes.loaded());
    CHECK(store.articles.where(articles.picture.in(std::vector<Bytes>(100, bytes("pixels")))).exists());
    CHECK(store.articles.where(articles.picture == bytes("pixels")).exists());
    store.sent.clear();
    CHECK(store.articles.with(articles.notes, articles.picture).one() == plain);
    CHECK(store.sent.take() == Sent{"S article"});
    CHECK(plain->notes.value() == "bright");
    CHECK(*plain->picture == bytes("pixels"));
    CHECK(store.articles.query().update(articles.notes = "dark") == 1);
    CHECK(plain->notes.value() == "dark");
}
