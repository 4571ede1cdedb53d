// INSERT of what a SELECT gives.

#include "../session/written.hpp"
#include "fixtures.hpp"

#include <algorithm>
#include <tuple>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("rows of a SELECT are inserted by one statement, and the database makes what is left out") {
    Users shop;
    const auto& users = shop.users;
    const auto& purchases = shop.purchases;
    const auto texts = texts_of(shop.engine, [&] {
        CHECK(shop.purchases.insert(purchases.user_id, purchases.product)
                  .from(shop.users.where(users.age == 36).select(users.id, users.name)) == 2);
    });
    CHECK(texts == std::vector<std::string>{
                       R"(insert into "purchases" ("user_id", "product") )"
                       R"(select "users"."id", "users"."name" from "users" where "users"."age" = $1)"});
    CHECK(shop.sent.take().empty());
    const auto rows = shop.purchases.order_by(purchases.user_id).rows();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].product == "Ada");
    CHECK(rows[1].user_id == 4);
    CHECK(rows[1].status == shop::OrderStatus::pending); // its default
    CHECK(rows[0].id != rows[1].id);
    shop.session.rollback();
    CHECK(shop.purchases.query().count() == 0);
}

TEST_CASE("a table is filled from itself, with what is computed, and now() is the database's") {
    Users shop;
    const auto& users = shop.users;
    CHECK(shop.users.insert(users.id, users.name, users.balance)
              .from(shop.users.where(users.id < 3)
                        .select(users.id + 100, users.name + " II", users.balance * Decimal("0.333"))) == 2);
    const auto ada = shop.users.get(101);
    CHECK(ada->name == "Ada II");
    CHECK(ada->balance == euros("3.50")); // at the scale of the column
    CHECK(ada->age == std::nullopt);
    CHECK(ada->created_at != Timestamp{});
    CHECK(shop.users.where(users.balance == euros("3.50")).one() == ada);
}

TEST_CASE("the SELECT may have groups, an order and limits, or be put together from several") {
    Users shop;
    const auto& users = shop.users;
    const auto& purchases = shop.purchases;
    const auto fill = shop.purchases.insert(purchases.user_id, purchases.product);
    CHECK(fill.from(shop.users.query().select(users.id, users.name).order_by(users.id.desc()).limit(1)) == 1);
    CHECK(fill.from(shop.users.query()
                        .select(min(users.id), max(users.name))
                        .group_by(users.age)
                        .having(count(users.id) > 1)) == 0 + 1);
    CHECK(fill.from(shop.users.where(users.id == 1)
                        .select(users.id, users.name)
                        .union_all(shop.users.where(users.id == 2).select(users.id, users.name))) == 2);
    Names products;
    for (const auto& row : shop.purchases.order_by(purchases.id).rows())
        products.push_back(row.product);
    std::ranges::sort(products);
    CHECK(products == Names{"Ada", "Bob", "Dan", "Dan"});
}

TEST_CASE("the SELECT may be made of joins and of a SELECT with a name") {
    Users shop;
    shop.add_purchases(1, {"pen", "ink"});
    const auto& users = shop.users;
    const auto& purchases = shop.purchases;
    const auto counts = named<"counts">(
        shop.purchases.query().select(purchases.user_id, count()).group_by(purchases.user_id));
    CHECK(shop.purchases.insert(purchases.user_id, purchases.product)
              .returning(purchases.user_id, purchases.product)
              .from(shop.users.query()
                        .join(counts, counts.column<0>() == users.id)
                        .where(counts.column<1>() == 2)
                        .select(users.id, users.name)) ==
          std::vector{std::tuple{std::int64_t{1}, std::string("Ada")}});
    Written written;
    written.docs.add({.title = "a"});
    const auto titles = named<"titles">(written.docs.query().select(written.docs.title));
    CHECK(written.docs.insert(written.docs.title).from(titles.query().select(titles.column<0>() + "b")) == 1);
    CHECK(written.docs.where(written.docs.title == "ab").one()->version == 1);
}

TEST_CASE("an INSERT from a SELECT gives columns of its rows back") {
    Users shop;
    const auto& users = shop.users;
    const auto& purchases = shop.purchases;
    auto rows = shop.purchases.insert(purchases.user_id, purchases.product)
                    .returning(purchases.user_id, purchases.product + "?", purchases.status)
                    .from(shop.users.where(users.age == 36).select(users.id, users.name));
    std::ranges::sort(rows);
    CHECK(rows == std::vector{std::tuple{std::int64_t{1}, std::string("Ada?"), shop::OrderStatus::pending},
                              std::tuple{std::int64_t{4}, std::string("Dan?"), shop::OrderStatus::pending}});
}

TEST_CASE("lists that may have got rows are loaded again, and others are not") {
    Users shop;
    shop.add_purchases(1, {"pen"});
    const auto& users = shop.users;
    const auto& purchases = shop.purchases;
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    CHECK(ada.purchases().size() == 1);
    CHECK(bob.purchases().empty());
    shop.sent.clear();
    CHECK(shop.purchases.insert(purchases.user_id, purchases.product)
              .returning(purchases.product)
              .from(shop.users.where(users.id == 2).select(users.id, users.name)) == Names{"Bob"});
    CHECK(shop.sent.take() == Sent{"I purchases 1"});
    CHECK(ada.purchases().size() == 1);
    CHECK(shop.sent.take().empty());
    CHECK(bob.purchases().size() == 1);
    CHECK(shop.sent.take().size() == 1);
    shop.session.rollback();
    CHECK(bob.purchases().empty());
}

TEST_CASE("an INSERT from a SELECT flushes first, and its errors count as those of a flush") {
    Users shop;
    const auto& users = shop.users;
    const auto& purchases = shop.purchases;
    shop.users.add({.id = 9, .name = "Eve", .age = 1});
    CHECK(shop.purchases.insert(purchases.user_id, purchases.product)
              .from(shop.users.where(users.age == 1).select(users.id, users.name)) == 1);
    CHECK(shop.sent.take() == Sent{"I users 1", "I purchases 1"});
    CHECK_THROWS_AS(shop.purchases.insert(purchases.user_id, purchases.product)
                        .from(shop.users.query().select(users.id + 1'000, users.name)),
                    ForeignKeyViolation);
    CHECK_THROWS_AS(shop.users.query().count(), SessionFailed);
    shop.session.rollback();
    CHECK(shop.purchases.query().count() == 0);
}

TEST_CASE("versions are 1 and computed columns are computed in rows from a SELECT") {
    Written written;
    const auto& docs = written.docs;
    written.docs.add({.title = "a"});
    written.session.commit();
    written.docs.query().update(docs.title = "b");
    CHECK(written.docs.insert(docs.title).from(written.docs.query().select(docs.title + "2")) == 1);
    const auto copy = written.docs.where(docs.title == "b2").one();
    CHECK(copy->version == 1);
    copy.edit().title = "c";
    written.session.commit();
    CHECK(copy->version == 2);

    const auto& lines = written.lines;
    CHECK(written.lines.insert(lines.code, lines.price)
              .returning(lines.total, lines.label)
              .from(written.docs.where(docs.title == "c").select(docs.title, docs.version + 5)) ==
          std::vector{std::tuple{Decimal(7), std::optional<std::string>("C new")}});
}

TEST_CASE("columns that an INSERT cannot set, or cannot leave out, are refused before anything is sent") {
    Written written;
    const auto& docs = written.docs;
    const auto& lines = written.lines;
    const auto& people = written.people;
    const auto titles = written.docs.query().select(docs.title);
    const auto refused = [](auto insertion, const auto& select) {
        return message_of<UsageError>([&] { static_cast<void>(insertion.from(select)); });
    };
    CHECK_THAT(refused(written.lines.insert(lines.label), titles), Contains("'label' is computed"));
    CHECK_THAT(refused(written.docs.insert(docs.version), written.docs.query().select(docs.version)),
               Contains("'version' is a version"));
    CHECK_THAT(refused(written.docs.insert(docs.title, docs.title),
                       written.docs.query().select(docs.title, docs.title)),
               Contains("'title' is set twice"));
    CHECK_THAT(refused(written.people.insert(people.name), titles),
               Contains("'id' is neither nullable nor has it a default"));
    CHECK(written.lines.insert(lines.code, lines.price)
              .from(written.docs.query().select(docs.title, docs.id)) == 0);
    Users shop;
    CHECK_THAT(refused(written.docs.insert(docs.title), shop.users.query().select(shop.users.name)),
               Contains("another session"));
}

TEST_CASE("a key from a sequence is left to a database that draws by itself", "[keeps_draws]") {
    Users shop;
    const auto& users = shop.users;
    CHECK(shop.users.insert(users.name).from(shop.users.where(users.id == 1).select(users.name)) == 1);
    CHECK(shop.users.where(users.name == "Ada" && users.id != 1).one()->id >= 1000);
}

TEST_CASE("a key from a sequence is not left out where the database does not draw", "[not keeps_draws]") {
    Users shop;
    const auto& users = shop.users;
    const auto insert = [&] {
        static_cast<void>(
            shop.users.insert(users.name).from(shop.users.where(users.id == 1).select(users.name)));
    };
    CHECK_THAT(message_of<UsageError>(insert), Contains("'id' gets its values from a sequence"));
    CHECK(shop.sent.take_all().empty());
}
