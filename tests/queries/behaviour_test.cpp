// What queries do besides finding rows: what they refuse, lock, leave behind, and send.

#include "library.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::test;
using Catch::Matchers::Contains;
using ::library::Book;
using ::library::Genre;

namespace {

struct Filled {
    TestDatabase database{TestDatabase::For::several_engines};
    Library l{database.url()};
};

template <typename E, typename Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const E& error) {
        return error.what();
    }
    return "nothing was thrown";
}

/// The statements that an action sends, but for those that begin and end transactions.
template <typename Action>
std::vector<std::string> sent_by(Engine& engine, Action action) {
    std::vector<std::string> sent;
    engine.on_statement([&](const StatementEvent& event) { sent.emplace_back(event.sql); });
    action();
    engine.on_statement({});
    std::erase_if(sent, [](const std::string& sql) { return sql.find('"') == std::string::npos; });
    return sent;
}

}

TEST_CASE_METHOD(Filled, "what the session has changed is sent before values are asked for") {
    l.books.get(1).edit().title = "A new title";
    CHECK(l.books.where(l.books.title == "A new title").select(l.books.id).one() == 1);
    l.authors.add({.id = 100, .name = "Zed"});
    CHECK(l.authors.query().select(count()).one() == 13);
    CHECK(l.authors.query().select(max(l.authors.name)).one() == "Zed");
}

TEST_CASE_METHOD(Filled, "one() throws for no row and for several") {
    const auto ids = l.books.query().select(l.books.id);
    CHECK_THROWS_AS(ids.where(l.books.id == -1).one(), NotFound);
    CHECK_THROWS_AS(ids.one(), TooManyRows);
    CHECK(ids.where(l.books.id == 3).one() == 3);
    CHECK(ids.where(l.books.id == -1).first() == std::nullopt);
    CHECK_THROWS_AS(l.books.query().join(l.books.author).one(), TooManyRows);
}

TEST_CASE_METHOD(Filled,
                 "a column that is neither grouped nor in an aggregate is refused on every database") {
    const auto loose = l.books.query().select(l.books.title, count());
    CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(loose.all()); }), Contains("'title'"));
    CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(loose.group_by(l.books.genre).all()); }),
               Contains("group_by()"));
    const auto by_genre = l.books.query().select(l.books.genre, count()).group_by(l.books.genre);
    CHECK_THROWS_AS(by_genre.order_by(l.books.title).all(), UsageError);
    CHECK(by_genre.order_by(count().desc()).all().size() == 4);
    // What is made of grouped columns has one value, however it is made.
    const auto made = when(l.books.author_id > 3, "late").otherwise("early") + to_text(l.books.author_id);
    CHECK(l.books.query().select(made, count()).group_by(l.books.author_id).all().size() == 10);
    CHECK_THROWS_AS(l.books.query().select(made, count()).group_by(l.books.genre).all(), UsageError);
    // Of a key that is grouped there is one row.
    CHECK(l.books.query().select(l.books.title, count()).group_by(l.books.id).all().size() == 60);
}

TEST_CASE_METHOD(Filled, "groups are chosen, ordered and numbered by what they have one value of") {
    const auto by_genre = l.books.query().select(l.books.genre, count()).group_by(l.books.genre);
    CHECK_THROWS_AS(by_genre.having(l.books.title == "Book 1 of nights").all(), UsageError);
    CHECK(by_genre.having(l.books.genre == Genre::novel).all().size() == 1);
    const auto numbered = [&](const auto& window) {
        return l.books.query()
            .select(l.books.genre, rank().over(window))
            .group_by(l.books.genre)
            .all()
            .size();
    };
    CHECK_THROWS_AS(numbered(window().order_by(l.books.title)), UsageError);
    CHECK_THROWS_AS(numbered(window().partition_by(l.books.author_id)), UsageError);
    CHECK(numbered(window().order_by(sum(l.books.pages))) == 4);
    CHECK_THROWS_AS(l.books.query()
                        .select(l.books.genre, sum(l.books.pages).over(window()))
                        .group_by(l.books.genre)
                        .all(),
                    UsageError);
    CHECK(l.books.query()
              .select(l.books.genre, sum(sum(l.books.pages)).over(window()))
              .group_by(l.books.genre)
              .all()
              .size() == 4);
}

TEST_CASE_METHOD(Filled, "an aggregate anywhere makes one group of all rows") {
    const auto titles = l.books.query().select(l.books.title);
    CHECK_THROWS_AS(titles.order_by(count()).all(), UsageError);
    CHECK_THROWS_AS(titles.having(count() > 3).all(), UsageError);
    CHECK_THROWS_AS(
        l.books.query().select(l.books.title, rank().over(window().order_by(sum(l.books.pages)))).all(),
        UsageError);
}

TEST_CASE_METHOD(Filled, "distinct rows are ordered by what they are") {
    const auto joined = l.authors.query().join(l.authors.books).distinct();
    CHECK_THROWS_AS(joined.order_by(l.books.price).all(), UsageError);
    CHECK(joined.order_by(l.authors.name).all().size() == 10);
    const auto countries = l.authors.query().select(l.authors.country).distinct();
    CHECK_THROWS_AS(countries.order_by(l.authors.name).all(), UsageError);
    CHECK(countries.order_by(l.authors.country.desc()).all().size() == 4);
}

TEST_CASE_METHOD(Filled, "what is put together can be made distinct") {
    const auto ids = l.topics.query().select(l.topics.id);
    const auto twice = ids.union_all(ids);
    CHECK(twice.all().size() == 10);
    CHECK(twice.distinct().all().size() == 5);
    CHECK(twice.distinct().union_all(ids).all().size() == 10);
    CHECK(twice.distinct().order_by(twice.result<0>().desc()).limit(1).one() == 5);
}

TEST_CASE_METHOD(Filled, "rows that come with relations are locked as well", "[not one_writer]") {
    const auto sent = sent_by(l.engine, [&] {
        CHECK(l.books.where(l.books.id == 1).for_update().with(l.books.author).all().size() == 1);
    });
    CHECK_THAT(sent.front(), Contains("for update of t0"));
}

TEST_CASE_METHOD(Filled, "pages need an order by columns of the table") {
    const auto ref = l.books.get(1);
    CHECK_THROWS_AS(l.books.order_by(l.books.pages + 1).after(ref), UsageError);
    CHECK_THROWS_AS(l.books.query().join(l.books.author).order_by(l.authors.name).after(ref), UsageError);
    CHECK_NOTHROW(l.books.order_by(l.books.pages).after(ref).all());
    CHECK(l.books.query().page(5).after(Book{.id = 58}).all().size() == 2); // a struct will do
}

TEST_CASE_METHOD(Filled, "a negative limit is refused") {
    CHECK_THROWS_AS(l.books.query().page(-1), UsageError);
    CHECK_THROWS_AS(l.books.query().select(l.books.id).limit(-1), UsageError);
    CHECK_THROWS_AS(l.books.query().select(l.books.id).offset(-1), UsageError);
}

TEST_CASE_METHOD(Filled, "a database that locks no rows says so before anything is sent", "[one_writer]") {
    const auto sent = sent_by(l.engine, [&] {
        CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(l.books.query().for_update()); }),
                   Contains("locks no rows"));
        CHECK_THROWS_AS(l.books.query().for_share(), UsageError);
    });
    CHECK(sent.empty());
    CHECK_THROWS_AS(l.books.query().skip_locked(), UsageError);
}

TEST_CASE_METHOD(Filled, "workers take different rows, and rows that are locked can be refused",
                 "[not one_writer]") {
    Session other{l.engine};
    ::library::BookRepository books{other};
    const auto mine = l.books.order_by(l.books.id).limit(3).for_update().skip_locked().all();
    const auto theirs = books.order_by(books.id).limit(3).for_update().skip_locked().all();
    REQUIRE(mine.size() == 3);
    REQUIRE(theirs.size() == 3);
    CHECK(mine.front()->id == 1);
    CHECK(theirs.front()->id == 4);
    other.rollback();
    CHECK_THROWS_AS(books.where(books.id == 1).for_share().no_wait().all(), Error);
    other.rollback();
    CHECK(books.where(books.id == 4).for_update().no_wait().all().size() == 1);
    CHECK(l.books.query().join(l.books.author).where(l.authors.id == 1).for_update().all().size() == 6);
}

TEST_CASE_METHOD(Filled, "a SELECT is a value only where it has one row at most") {
    const auto sent = sent_by(l.engine, [&] {
        const auto refused = [&](const auto& select) {
            CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(select.as_value()); }),
                       Contains("may have several rows"));
        };
        refused(l.books.query().select(l.books.id));
        refused(l.books.where(l.books.id > 3).select(l.books.id));
        refused(l.books.where(l.books.author_id == 3).select(l.books.id));
        refused(l.books.where(l.books.id == 3 || l.books.id == 4).select(l.books.id));
        refused(l.books.where(l.books.id == l.books.author_id).select(l.books.id));
        refused(l.books.query().select(max(l.books.id)).group_by(l.books.author_id));
        refused(l.authors.where(l.authors.id == 1).join(l.authors.books).select(l.books.id));
        refused(l.books.query().select(max(l.books.id)).union_with(l.books.query().select(min(l.books.id))));
    });
    CHECK(sent.empty());
    const auto title = [&](const auto& select) {
        return l.books.where(l.books.id == 1).select(select.as_value()).one();
    };
    const auto third = l.books.where(l.books.id == 3);
    CHECK(title(third.select(l.books.id)) == 3);
    CHECK(title(third.where(l.books.pages > 0).join(l.books.author).select(l.authors.id)).has_value());
    CHECK(title(l.books.order_by(l.books.id.desc()).limit(1).select(l.books.id)) == l.books.query().count());
    CHECK(title(l.authors.query()
                    .correlated(l.books)
                    .where(l.books.author_id == l.authors.id)
                    .select(l.authors.id)) == l.books.get(1)->author_id);
}

TEST_CASE_METHOD(Filled, "what has no rows of a table locks none", "[not one_writer]") {
    const auto sent = sent_by(l.engine, [&] {
        const auto locked = l.books.query().for_update();
        CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(locked.count()); }),
                   Contains("count() and exists() lock no rows"));
        CHECK_THROWS_AS(locked.exists(), UsageError);
        CHECK_THROWS_AS(locked.join(l.books.author).distinct().all(), UsageError);
        CHECK_THROWS_AS(locked.select(l.books.title).distinct().all(), UsageError);
        CHECK_THROWS_AS(locked.select(count()).all(), UsageError);
        CHECK_THROWS_AS(locked.select(l.books.title).group_by(l.books.title).all(), UsageError);
        CHECK_THROWS_AS(locked.select(row_number().over(window())).all(), UsageError);
    });
    CHECK(sent.empty());
    CHECK(l.books.where(l.books.id < 3).for_update().select(l.books.id).all().size() == 2);
}

TEST_CASE_METHOD(Filled, "what databases do not compute is refused before they do") {
    const auto sent = sent_by(l.engine, [&] {
        CHECK_THAT(
            message_of<UsageError>([&] { static_cast<void>(sum(l.books.id).distinct().over(window())); }),
            Contains("no distinct() over windows"));
        const auto counts = l.books.query().select(l.books.author_id, count()).group_by(l.books.author_id);
        CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(counts.having(l.books.pages > 5).all()); }),
                   Contains("neither in group_by() nor in an aggregate"));
    });
    CHECK(sent.empty());
}

TEST_CASE_METHOD(Filled, "a stream of values leaves off where the program does, and holds the session") {
    {
        auto stream = l.books.query().select(l.books.id, l.books.title).order_by(l.books.id).stream();
        std::int64_t last = 0;
        for (const auto& [id, title] : stream) {
            last = id;
            if (id == 5)
                break;
        }
        CHECK(last == 5);
        CHECK_THROWS_AS(l.session.commit(), UsageError);
        CHECK(l.authors.query().count() == 12);
    }
    CHECK_NOTHROW(l.session.commit());
}

TEST_CASE_METHOD(Filled, "a query is a value: steps make others") {
    const auto all = l.books.query().select(l.books.id);
    const auto few = all.where(l.books.id < 4);
    CHECK(all.all().size() == 60);
    CHECK(few.all().size() == 3);
    CHECK(few.order_by(l.books.id.desc()).all() == std::vector<std::int64_t>{3, 2, 1});
}

TEST_CASE_METHOD(Filled, "the SQL of a query can be seen without sending it") {
    const auto sent = sent_by(l.engine, [&] {
        CHECK_THAT(l.books.where(l.books.pages > 3).sql(), Contains("where \"pages\" > $1"));
        CHECK(l.books.query().select(count()).sql() == "select count(*) from \"books\"");
    });
    CHECK(sent.empty());
}

TEST_CASE_METHOD(Filled, "what is asked about does not change the SQL") {
    const auto sql = [&](int pages, const char* title) {
        return l.books.where(l.books.pages > pages && l.books.title == title)
            .select(l.books.id, when(l.books.pages > pages, "long").otherwise("short"))
            .sql();
    };
    CHECK(sql(1, "a") == sql(2, "b'; drop table books; --"));
}

TEST_CASE_METHOD(Filled, "names of the program's own are quoted") {
    const auto odd = alias<"a \"quoted\" name">(l.members);
    CHECK(l.members.query().join(l.members.referrer, odd).select(odd[l.members.id]).all().size() == 17);
    const auto named_odd = named<"select">(l.books.query().select(l.books.id));
    CHECK(named_odd.query().select(count()).one() == 60);
    CHECK(named_odd.query().count() == 60);
    CHECK(named_odd.query().exists());
}

TEST_CASE_METHOD(Filled, "a condition that nests too deep is refused before the database does") {
    Condition<Book> deep = l.books.id == 0;
    const auto nest = [&] {
        for (int level = 0; level < 1000; ++level)
            deep = !deep;
    };
    CHECK_THROWS_AS(nest(), UsageError);
}

TEST_CASE_METHOD(Filled, "managed rows of a join are those that the session has") {
    const auto ref = l.books.get(11);
    const auto found = l.books.query().join(l.books.author).where(l.books.id == 11).one();
    CHECK(found == ref);
}

TEST_CASE_METHOD(Filled, "the rows of a relation of one row may be asked about inside of another query") {
    const auto war = l.topics.where(l.topics.name == "war").one();
    const auto of_war = war.books().where(l.books.id < 10);
    REQUIRE(of_war.count() == 3);
    CHECK(l.topics.where(exists(of_war)).count() == 5);
    CHECK(l.topics.where(exists(of_war.where(l.books.id < 0))).count() == 0);
    CHECK(l.books.where(l.books.id.in(of_war.select(l.books.id))).count() == 3);
}

TEST_CASE_METHOD(Filled, "a SELECT with a name stands in several places, and two may have the same name") {
    const auto early = named<"some">(l.books.where(l.books.id < 4).select(l.books.id));
    const auto late = named<"some">(l.books.where(l.books.id > 57).select(l.books.id));
    const auto ids = [](const auto& some) { return some.query().select(some.template column<0>()); };
    CHECK(l.books.where(l.books.id.in(ids(early)) && l.books.sequel_of_id.not_in(ids(early))).count() == 0);
    CHECK(l.books.where(l.books.id.in(ids(early)) || l.books.id.in(ids(early))).count() == 3);
    CHECK(ids(early).union_all(ids(early)).all().size() == 6);
    CHECK(ids(early).union_all(ids(late)).all() == std::vector<std::int64_t>{1, 2, 3, 58, 59, 60});
    const auto inside = early.query().where(early.column<0>().not_in(ids(late))).select(count());
    CHECK(inside.one() == 3);
}

TEST_CASE_METHOD(Filled, "rows are changed by conditions on other tables") {
    const auto german = l.authors.where(l.authors.country == "de").select(l.authors.id);
    const auto expected = l.books.where(l.books.author_id.in(german)).count();
    REQUIRE(expected > 0);
    CHECK(l.books.where(l.books.author_id.in(german)).update(l.books.title = l.books.title + "!") ==
          expected);
    CHECK(l.books.where(l.books.title.ends_with("!")).count() == expected);
    CHECK(l.books.where(l.books.author.is(l.authors.country == "de")).update(l.books.pages = std::nullopt) ==
          expected);
    const auto unlent = l.books.where(l.books.loans.none()).count();
    CHECK(l.loans.where(l.loans.book.is(l.books.title.ends_with("!"))).erase() > 0);
    CHECK(l.books.where(l.books.loans.none()).count() > unlent);
}

TEST_CASE_METHOD(Filled, "a member of a JSON document may have any name") {
    l.books.get(1).edit().details = Json{R"({"a.b": {"c d": [true, null, 1.5, "x"]}, "0": "zero"})"};
    const auto text = [&](const auto& expression) {
        return l.books.where(l.books.id == 1).select(expression).one();
    };
    CHECK(text(json_text(l.books.details, "a.b", "c d", 3)) == "x");
    CHECK(text(json_text(l.books.details, "a.b", "c d", 0)) == "true");
    CHECK(text(json_text(l.books.details, "a.b", "c d", 2)) == "1.5");
    CHECK(text(json_text(l.books.details, "a.b", "c d", 1)) == std::nullopt);
    CHECK(text(json_text(l.books.details, "0")) == "zero");
}
