// What an engine's listener is told.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

struct Heard {
    std::string sql;
    std::int64_t rows;
    std::int64_t executions;
    bool failed;
};

}

TEST_CASE("a run of one statement for several rows is told as one event, with its text and rows") {
    const TestDatabase database;
    Engine engine{database.url()};
    shop::create_all(engine);
    std::vector<Heard> heard;
    engine.on_statement([&](const StatementEvent& event) {
        heard.push_back({std::string(event.sql), event.rows, event.executions, event.failed});
        CHECK(event.duration.count() >= 0);
    });
    Session session{engine};
    shop::UserRepository users{session};
    users.add({.id = 1, .name = "secret"});
    users.add({.id = 2, .name = "secret"});
    session.commit();
    REQUIRE(heard.size() == 3);
    CHECK_THAT(heard[1].sql, Contains("insert into \"users\"") && !Contains("secret"));
    CHECK(heard[1].rows == 2);
    CHECK(heard[1].executions == by_capability(capabilities().batches, 1, 2));
    CHECK_FALSE(heard[1].failed);
    heard.clear();
    CHECK(users.rows().size() == 2);
    CHECK(users.find(9) == std::nullopt);
    REQUIRE(heard.size() == 3);
    CHECK(heard[1].rows == 2);
    CHECK(heard[1].executions == 1);
    CHECK(heard[2].rows == 0);
}

TEST_CASE("a statement that fails is told as failed") {
    Shop shop;
    shop.users.add({.id = 1, .email = "x"});
    shop.users.add({.id = 2, .email = "x"});
    CHECK_THROWS_AS(shop.session.commit(), UniqueViolation);
    const std::string failed = by_capability(capabilities().batches, "I users 0 failed", "I users 1 failed");
    CHECK(shop.sent.take_all() == Sent{"begin", failed, "rollback"});
}

TEST_CASE("what a listener throws changes nothing") {
    const TestDatabase database;
    Engine engine{database.url()};
    shop::create_all(engine);
    engine.on_statement([](const StatementEvent&) { throw std::runtime_error("listener"); });
    Session session{engine};
    shop::UserRepository users{session};
    users.add({.id = 1});
    session.commit();
    CHECK(users.rows().size() == 1);
}

TEST_CASE("the short form of a statement") {
    const std::pair<StatementEvent, std::string> cases[] = {
        {{.sql = R"(insert into "users" ("id") values ($1))", .rows = 3}, "I users 3"},
        {{.sql = R"(update "users" set "name" = $1, "age" = $2 where "id" = $3)", .rows = 1},
         "U users 1 {name, age}"},
        {{.sql = R"(delete from "users" where "id" = $1)", .rows = 0, .failed = true}, "D users 0 failed"},
        {{.sql = R"(select "id", "from" from "users")"}, "S users"},
        {{.sql = "begin"}, "begin"},
    };
    for (const auto& [event, expected] : cases)
        CHECK(in_short(event) == expected);
}
