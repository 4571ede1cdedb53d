// The tests' own tool for comparing statements: what it calls them, and that it fails when it should.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("the short form of selects and upserts") {
    const std::pair<const char*, const char*> cases[] = {
        {R"(select "id" from "users" where "id" in ($1, $2))", "S users"},
        {R"(select t0."id", t1."name" from "purchases" t0 join "users" t1 on t1."id" = t0."user_id")",
         "S purchases join users"},
        {R"(select t0."id" from "a" t0 left join "b" t1 on t1."id" = t0."b_id" join "c" t2 on t2."id" = 1)",
         "S a join b join c"},
        {R"(select "id" from "a" where exists (select 1 from "b" join "c" on "c"."id" = "b"."id"))", "S a"},
        {R"(select "id" from (select "id" from "a" where "x" = $1 limit 2) t0 left join "b" on "b"."a_id" = t0."id")",
         "S a join b"},
        {R"(select count(*) from "users" where "age" > $1)", "S count users"},
        {R"(select exists (select 1 from "users"))", "S exists users"},
        {R"(insert into "users" ("id") values ($1) on conflict ("email") do update set "name" = excluded."name", )"
         R"("age" = excluded."age" returning "id")",
         "I users 3 or U {name, age}"},
        {R"(insert into "users" ("id") values ($1) on conflict ("email") do nothing)",
         "I users 3 or nothing"},
        {R"(update "users" set "age" = "age" + $1, "name" = $2 where "id" = $3)", "U users 3 {age, name}"},
        {R"(update "users" set "age" = $1 returning "id", "name")", "U users 3 {age}"},
        {R"(select 1)", "select 1"},
    };
    for (const auto& [sql, expected] : cases)
        CHECK(in_short({.sql = sql, .rows = 3}) == expected);
}

TEST_CASE("statements that are as expected make no difference") {
    CHECK(difference({}, {}).empty());
    CHECK(difference({"I a 1", "U a 1 {x}"}, {"I a 1", "U a 1 {x}"}).empty());
    CHECK(difference({any_order({})}, {}).empty());
    const std::vector<Expected> with_group = {"I a 1", any_order({"U a 1 {x}", "U b 1 {y}"}), "D c 1"};
    CHECK(difference(with_group, {"I a 1", "U a 1 {x}", "U b 1 {y}", "D c 1"}).empty());
    CHECK(difference(with_group, {"I a 1", "U b 1 {y}", "U a 1 {x}", "D c 1"}).empty());
    CHECK(difference({any_order({"I a 1", "I a 1", "I b 1"})}, {"I a 1", "I b 1", "I a 1"}).empty());
}

TEST_CASE("statements that are missing, too many, others, or in another order make a difference") {
    const std::vector<Expected> with_group = {any_order({"U a 1 {x}", "U b 1 {y}"}), "D c 1"};
    CHECK_FALSE(difference({"I a 1"}, {}).empty());
    CHECK_FALSE(difference({}, {"I a 1"}).empty());
    CHECK_FALSE(difference({"I a 1"}, {"I a 2"}).empty());
    CHECK_FALSE(difference({"I a 1", "I b 1"}, {"I b 1", "I a 1"}).empty());
    CHECK_FALSE(difference({"I a 1"}, {"I a 1", "I a 1"}).empty());
    CHECK_FALSE(difference(with_group, {"U a 1 {x}", "D c 1", "U b 1 {y}"}).empty());
    CHECK_FALSE(difference(with_group, {"U a 1 {x}", "U a 1 {x}", "D c 1"}).empty());
    CHECK_FALSE(difference(with_group, {"U a 1 {x}", "U b 1 {y}"}).empty());
    CHECK_FALSE(difference(with_group, {"U a 1 {x}"}).empty());
}

TEST_CASE("a difference shows both lists side by side") {
    CHECK(difference({"I users 1", any_order({"U a 1 {x}", "U b 1 {y}"}), "D c 1"},
                     {"I users 1", "U b 1 {y}", "D c 1", "D d 1", "D e 1"}) == "  expected      sent\n"
                                                                               "  I users 1     I users 1\n"
                                                                               "! | U a 1 {x}   U b 1 {y}\n"
                                                                               "! | U b 1 {y}   D c 1\n"
                                                                               "! D c 1         D d 1\n"
                                                                               "!               D e 1\n");
    CHECK(difference({"I a 1", "D a 1"}, {"I a 1"}) == "  expected   sent\n"
                                                       "  I a 1      I a 1\n"
                                                       "! D a 1      \n");
}

TEST_CASE("expecting takes the statements on tables since the last time") {
    Shop shop;
    shop.sent.expect({});
    shop.users.add({});
    shop.session.commit();
    shop.sent.expect({"I users 1"});
    shop.sent.expect({});
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("an expectation that is not met fails the test", "[!shouldfail]") {
    Shop shop;
    shop.users.add({});
    shop.session.commit();
    shop.sent.expect({"I users 2"});
}
