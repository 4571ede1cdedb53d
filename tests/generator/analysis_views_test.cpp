#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("a view has columns, a key and relations, and neither constraints nor indexes") {
    check_dumps({
        {R"(
table User {
  id: int64 primary identity
}
/// What is spent.
view UserTotal in "reports" {
  user:  User primary inverse total
  total: decimal(12, 2)? as "sum" as cpp "acme::Money" header "acme/money.hpp"
  best:  User? via best_id
  sql "select 1"
}
view Day {
  user: User inverse days
  day:  date
  primary (user_id, day)
  sql sqlite none postgres "select 2"
}
view Last {
  id:   int64 primary
  user: User unique inverse last
  sql "select 3" sqlite "select 4"
}
)",
         R"(
table User as "user" rank 0
  column id: int64 identity primary
  key (id)
  inverse total <- UserTotal.user unique
  inverse days <- Day.user
  inverse last <- Last.user unique
/// What is spent.
view UserTotal as "user_total" in "reports" rank 0
  sql "select 1"
  column user_id: int64 primary made
  column total as "sum": decimal(12, 2)? as cpp "acme::Money" header "acme/money.hpp"
  column best_id: int64? made
  key (user_id)
  relation user -> User (user_id) -> (id: int64) unique inverse total
  relation best -> User (best_id) -> (id: int64) optional
view Day as "day" rank 0
  sql sqlite none postgres "select 2"
  column user_id: int64 primary made
  column day: date primary
  key (user_id, day)
  relation user -> User (user_id) -> (id: int64) inverse days
view Last as "last" rank 0
  sql "select 3" sqlite "select 4"
  column id: int64 primary
  column user_id: int64 made
  key (id)
  relation user -> User (user_id) -> (id: int64) unique inverse last
)"},
        // without a key
        {R"(
view Total {
  amount: int64
  sql "select 1 as amount"
}
)",
         R"(
view Total as "total" rank 0
  sql "select 1 as amount"
  column amount: int64
)"},
    });
}

TEST_CASE("mistakes in what a view shares with tables are told as theirs") {
    check_reports({
        {R"(
view Total {
  amount: int64
  amount: int32
  id: int64 primary
  no: int64 primary
  sql "select 1;"
}
)",
         R"(
5:3 RS0310 'amount' is declared a second time in view 'Total'
7:13 RS0502 view 'Total' has a second primary key
8:7 RS0413 this SQL is not one statement: it contains `;`
)"},
    });
}

TEST_CASE("views of imported files rank below those of the files that import them") {
    const Texts texts{
        {"a.rows", "namespace n\nimport \"b.rows\"\nview A {\n  id: int64\n  sql \"select id from b\"\n}\n"},
        {"b.rows", "namespace n\nimport \"c.rows\"\nview B {\n  id: int64\n  sql \"select id from c\"\n}\n"},
        {"c.rows", "namespace n\nimport \"a.rows\"\nview C {\n  id: int64\n  sql \"select 1 as id\"\n}\n"
                   "view D {\n  id: int64\n  sql \"select 1 as id\"\n}\n"},
    };
    Texts line = texts;
    line["c.rows"].erase(12, line["c.rows"].find('\n', 12) - 11); // without its import
    const auto result = resolved(line, {"a.rows"});
    CHECK(result.reports == "");
    REQUIRE(result.schema.tables.size() == 4);
    CHECK(result.schema.tables[0].rank == 2);
    CHECK(result.schema.tables[1].rank == 1);
    CHECK(result.schema.tables[2].rank == 0);
    CHECK(result.schema.tables[3].rank == 0);
    CHECK(resolved(texts, {"a.rows"}).reports == ""); // files that import each other
}

TEST_CASE("what a view selects counts for the fingerprint") {
    const auto fingerprint = [](const std::string& sql) {
        const auto result = resolved("view V {\n  id: int64\n  sql \"" + sql + "\"\n}\n");
        REQUIRE(result.reports.empty());
        return model::fingerprint(result.schema, 0);
    };
    CHECK(fingerprint("select 1 as id") != fingerprint("select 2 as id"));
}
