#include "sql_samples.hpp"

#include "sql/statements.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace rowsmith;
using sql::table_statements;

TEST_CASE("a table's statements") {
    const auto schema = test::shop();
    const auto users = table_statements(schema.tables[0]);
    CHECK(users.insert == R"(insert into "users" ("id", "name", "email", "age", "balance", "created_at")
values ($1, $2, $3, $4, $5, $6))");
    CHECK(users.select == R"(select "id", "name", "email", "age", "balance", "created_at" from "users")");
    CHECK(users.find ==
          R"(select "id", "name", "email", "age", "balance", "created_at" from "users" where "id" = $1)");
    CHECK(users.erase == R"(delete from "users" where "id" = $1)");
    CHECK(
        users.find_by ==
        std::vector<std::string>{
            R"(select "id", "name", "email", "age", "balance", "created_at" from "users" where "email" = $1)"});
    CHECK(users.table == R"("users")");
    CHECK(users.columns == std::vector<std::string>{"\"id\"", "\"name\"", "\"email\"", "\"age\"",
                                                    "\"balance\"", "\"created_at\""});
}

TEST_CASE("keys of several columns are compared in key order") {
    auto table = test::shapes().tables[1];
    table.primary_key = {1, 0};
    table.unique_keys.push_back({.db_name = "uq", .columns = {2, 0}});
    const auto lines = table_statements(table);
    CHECK(lines.erase == R"(delete from "order_lines" where "line_no" = $1 and "order_id" = $2)");
    CHECK(lines.find_by[0] ==
          R"(select "order_id", "line_no", "note" from "order_lines" where "note" = $1 and "order_id" = $2)");
}

TEST_CASE("computed columns are not given but come back, and a delete asks for the version") {
    const auto schema = test::features();
    const auto table = std::ranges::find(schema.tables, "lines", &model::Table::name);
    REQUIRE(table != schema.tables.end());
    const auto lines = table_statements(*table);
    CHECK(lines.insert ==
          R"(insert into "lines" ("id", "code", "price", "amount", "deleted_at", "changes", "token", "note")
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning "total", "vat", "label")");
    CHECK(lines.erase == R"(delete from "lines" where "id" = $1 and "changes" = $2)");
    CHECK(lines.find.ends_with(R"(where "id" = $1)"));
}

TEST_CASE("long statements are broken between columns") {
    const auto statements = table_statements(test::types().tables[0]);
    CHECK(statements.insert == R"(insert into "kinds"
    ("id", "boolean", "int16", "int32", "int64", "float32", "float64", "decimal15", "decimal38",
     "string", "string3", "bytes", "date", "time", "timestamp", "uuid", "json", "label", "texts",
     "labels", "instant", "computed")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22))");
    CHECK(
        statements.find ==
        R"(select "id", "boolean", "int16", "int32", "int64", "float32", "float64", "decimal15", "decimal38",
       "string", "string3", "bytes", "date", "time", "timestamp", "uuid", "json", "label",
       "texts", "labels", "instant", "computed"
from "kinds"
where "id" = $1)");
}

TEST_CASE("a table in a schema has statements with its schema's name besides") {
    const auto table = test::scattered().tables[0];
    CHECK(sql::table_statements(table).select == R"(select "id", "colour" from "users")");
    const auto qualified = sql::qualified_statements(table);
    CHECK(qualified.table == R"("accounts"."users")");
    CHECK(qualified.insert == R"(insert into "accounts"."users" ("id", "colour") values ($1, $2))");
    CHECK(qualified.select == R"(select "id", "colour" from "accounts"."users")");
    CHECK(qualified.find == R"(select "id", "colour" from "accounts"."users" where "id" = $1)");
    CHECK(qualified.erase == R"(delete from "accounts"."users" where "id" = $1)");
    CHECK(qualified.find_by ==
          std::vector<std::string>{R"(select "id", "colour" from "accounts"."users" where "colour" = $1)"});
    CHECK(qualified.columns == sql::table_statements(table).columns);
}
