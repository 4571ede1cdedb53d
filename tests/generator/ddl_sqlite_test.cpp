// What the scripts do on a real SQLite.

#include "sql_samples.hpp"

#include "sql/ddl.hpp"
#include "sql/statements.hpp"

#include "support/sqlite_database.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace rowsmith;
using sql::CreateMode;
using test::SqliteDatabase;
using Rows = std::vector<std::string>;

namespace {

std::string script(const model::Schema& schema) {
    return sql::ddl_script(sql::sqlite(), schema, std::array<std::size_t, 1>{0});
}

std::string script(const std::vector<sql::DdlStatement>& statements) {
    std::string result;
    for (const auto& statement : statements)
        result += statement.sql + ";\n";
    return result;
}

std::string create_all(const model::Schema& schema) {
    return script(create_statements(sql::sqlite(), schema, 0, CreateMode::if_not_exists));
}

std::string drop_all(const model::Schema& schema) {
    return "begin;\n" + script(drop_statements(sql::sqlite(), schema, 0)) + "commit;";
}

Rows tables(SqliteDatabase& database) {
    return database.rows("select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' "
                         "escape '\\' order by name");
}

}

TEST_CASE("every script runs, again where it may, and is undone by its drops") {
    for (const auto& schema : {test::shop(), test::ring(), test::shapes(), test::types(), test::features()}) {
        SqliteDatabase database;
        CHECK(database.execute(script(schema)) == "");
        CHECK(tables(database).size() >= schema.tables.size());
        CHECK(database.execute(create_all(schema)) == "");
        CHECK(database.rows("pragma foreign_key_check").empty());
        CHECK(database.execute(drop_all(schema)) == "");
        CHECK(tables(database).size() == (schema.sequences.empty() ? 0 : 1));
        CHECK(database.execute(drop_all(schema)) == "");
        CHECK(database.execute(create_all(schema)) == "");
    }
}

TEST_CASE("the shop's tables are what the schema says") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::shop())) == "");
    CHECK(
        database.rows("select name, type, \"notnull\", dflt_value, pk from pragma_table_info('purchases')") ==
        Rows{"id|INTEGER|1|null|1", "user_id|INTEGER|1|null|0", "product|TEXT|1|null|0",
             "status|TEXT|1|'pending'|0"});
    CHECK(database.rows(
              "select name, strict, wr from pragma_table_list where schema = 'main' and type = 'table' "
              "and name not like 'sqlite%' order by name") ==
          Rows{"purchases|1|0", "rowsmith_sequence|1|1", "users|1|0"});
    CHECK(database.rows(
              "select \"table\", \"from\", \"to\", on_delete from pragma_foreign_key_list('purchases')") ==
          Rows{"users|user_id|id|CASCADE"});
    CHECK(database.rows("select name, \"unique\" from pragma_index_list('users') order by name") ==
          Rows{"ix_users_name_created_at|0", "uq_users_email|1"});
    CHECK(database.rows(
              "select name, \"desc\" from pragma_index_xinfo('ix_users_name_created_at') where key") ==
          Rows{"name|0", "created_at|1"});
    CHECK(database.rows("select * from rowsmith_sequence") == Rows{"user_id_seq|1000"});
}

TEST_CASE("the shop's constraints bite") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::shop())) == "");
    REQUIRE(database.execute("insert into users (id, name, email) values (1, 'Ada', 'a@b.c');"
                             "insert into purchases (user_id, product) values (1, 'Engine')") == "");
    struct Row {
        std::string sql, message;
    };
    const auto rows = std::vector<Row>{
        {"insert into users (id, name) values (2, printf('%.51c', 'x'))",
         "CHECK constraint failed: length(\"name\") <= 50"},
        {"insert into users (id, name, email) values (2, 'Eve', 'a@b.c')",
         "UNIQUE constraint failed: users.email"},
        {"insert into users (id, name, age) values (2, 'Eve', -1)", "CHECK constraint failed: ck_users_age"},
        {"insert into users (id) values (2)", "NOT NULL constraint failed: users.name"},
        {"insert into users (id, name, balance) values (2, 'Eve', 'much')",
         "cannot store TEXT value in REAL column users.balance"},
        {"insert into purchases (user_id, product, status) values (1, 'Engine', 'lost')",
         "CHECK constraint failed: status"},
        {"insert into purchases (user_id, product) values (7, 'Engine')", "FOREIGN KEY constraint failed"},
    };
    for (const auto& row : rows)
        CHECK(database.execute(row.sql) == row.message);
    CHECK(database.execute(
              "insert into users (id, name) values (2, printf('%.50c', 'x')); delete from users") == "");
    CHECK(database.rows("select count(*) from purchases") == Rows{"0"});
}

TEST_CASE("a key that was counted is not given again, and none is NULL") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::shop())) == "");
    REQUIRE(database.execute("insert into users (id, name) values (1, 'Ada');"
                             "insert into purchases values (null, 1, 'a', 'paid'), (7, 1, 'b', 'paid');"
                             "delete from purchases where id = 7;"
                             "insert into purchases values (null, 1, 'c', 'paid')") == "");
    CHECK(database.rows("select id from purchases order by id") == Rows{"1", "8"});

    REQUIRE(database.execute(script(test::shapes())) == "");
    CHECK(database.execute("insert into order_lines values (null, 1, '')") ==
          "NOT NULL constraint failed: order_lines.order_id");
    CHECK(database.execute("insert into parcels values (null, 1, 1)") ==
          "NOT NULL constraint failed: parcels.code");
}

TEST_CASE("a sequence that exists goes on where it was") {
    SqliteDatabase database;
    REQUIRE(database.execute(create_all(test::shop())) == "");
    REQUIRE(database.execute("update rowsmith_sequence set next_value = 1050") == "");
    REQUIRE(database.execute(create_all(test::shop())) == "");
    CHECK(database.rows("select * from rowsmith_sequence") == Rows{"user_id_seq|1050"});
    REQUIRE(database.execute("insert into rowsmith_sequence values ('of another schema', 5)") == "");
    REQUIRE(database.execute(drop_all(test::shop())) == "");
    CHECK(database.rows("select * from rowsmith_sequence") == Rows{"of another schema|5"});
}

TEST_CASE("defaults are stored as the runtime stores values") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::types())) == "");
    REQUIRE(database.execute("insert into kinds default values; insert into kinds default values") == "");
    CHECK(
        database.rows("select boolean, int16, int32, int64, typeof(int64), float32, float64, printf('%!.2f', "
                      "decimal15), typeof(decimal15), decimal38 from kinds limit 1") ==
        Rows{"1|-32768|-2147483648|-9223372036854775808|integer|1.5|-1.0e-07|9999999999999.99|real|"
             "1234567890123456789012345678.0123456789"});
    CHECK(
        database.rows("select string, string3, hex(bytes), date, time, timestamp, uuid, json, label, texts, "
                      "computed from kinds limit 1") ==
        Rows{"it's \"so\" \\ ok|äöü|0027FF|2024-02-29|13:45:10.250000|2024-02-29 13:45:10.000000|"
             "123e4567-e89b-12d3-a456-426614174000|{\"a\": [1, null]}|it's 2nd|null|42"});
    CHECK(database.rows("select distinct instant like strftime('%Y-%m-%d %%', 'now') and instant glob "
                        "'*[0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]000' from kinds") ==
          Rows{"1"});
}

TEST_CASE("computed columns hold what their expressions give, at the column's scale") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::features())) == "");
    REQUIRE(database.execute(
                "insert into lines (code, price, amount) values ('Ab', 0.1, 3), ('Q', 10.05, 7)") == "");
    CHECK(database.rows(
              "select printf('%!.17g', total), printf('%!.17g', vat), typeof(total), label from lines") ==
          Rows{"0.29999999999999999|0.059999999999999998|real|AB",
               "70.349999999999994|13.369999999999999|real|Q"});
    CHECK(database.execute("update lines set amount = 2 where code = 'Q'") == "");
    CHECK(database.rows("select total from lines where code = 'Q'") == Rows{"20.1"});
    CHECK(database.execute("update lines set total = 1") == "cannot UPDATE generated column \"total\"");
}

TEST_CASE("a virtual column is computed when it is read, with the type that the column has") {
    SqliteDatabase database;
    auto half =
        test::computed("half", test::number(10, 2), test::sql_text("whole / 2"), model::Writing::on_read);
    half.type.nullable = true;
    const auto schema = test::schema(
        {test::table("parts", {test::column("id", test::type(model::Scalar::int64)),
                               test::column("whole", test::type(model::Scalar::int32, true)), half})});
    REQUIRE(database.execute(script(schema)) == "");
    REQUIRE(database.execute("insert into parts (id, whole) values (1, 8), (2, null)") == "");
    CHECK(database.rows("select half, typeof(half) from parts") == Rows{"4.0|real", "null|null"});
    CHECK(database.execute("create index i on parts (half)") == "");
}

TEST_CASE("a version is 1 when nothing else is said") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::features())) == "");
    REQUIRE(database.execute("insert into lines (code, price) values ('A', 1)") == "");
    CHECK(database.rows("select changes, length(token), note from lines") == Rows{"1|8|made here"});
}

TEST_CASE("a partial unique index is of some rows only, and checks of other databases are not there") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::features())) == "");
    CHECK(database.execute("insert into lines (code, price, deleted_at) values ('A', 1, null), ('A', 1, "
                           "'x'), ('A', 1, 'y')") == "");
    CHECK(database.execute("insert into lines (code, price) values ('A', 1)") ==
          "UNIQUE constraint failed: lines.code");
    CHECK(database.execute("insert into lines (code, price) values ('a', 1)") ==
          "CHECK constraint failed: ck_lines_code");
    CHECK(database.execute("insert into lines (code, price, amount) values ('B', 1, 2)") == "");
    CHECK(database.rows(
              "select name from sqlite_schema where type = 'index' and tbl_name = 'lines' order by name") ==
          Rows{"ix_lines_lower", "ix_lines_open", "ix_lines_sum", "ux_lines_code"});
    CHECK_THAT(database.rows("explain query plan select id from lines where lower(code) = 'a' and amount = 1")
                   .front(),
               Catch::Contains("INDEX ix_lines_lower"));
}

TEST_CASE("a uuid made by the database is of version 4") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::types())) == "");
    for (int i = 0; i < 200; ++i)
        REQUIRE(database.execute("insert into kinds default values") == "");
    CHECK(database.rows(
              "select count(distinct id), min(length(id)), max(length(id)), count(distinct substr(id, 20, 1))"
              " from kinds") == Rows{"200|36|36|4"});
    CHECK(database.rows("select count(*) from kinds where id like '________-____-4___-____-____________' and "
                        "substr(id, 20, 1) in ('8', '9', 'a', 'b') and "
                        "replace(id, '-', '') not glob '*[^0-9a-f]*'") == Rows{"200"});
}

TEST_CASE("values that do not fit their type are refused") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::types())) == "");
    struct Row {
        std::string column, value;
    };
    const auto rows =
        std::vector<Row>{{"boolean", "2"},  {"string3", "'abcd'"}, {"json", "'{'"},  {"label", "'second'"},
                         {"texts", "'[1'"}, {"int64", "'x'"},      {"int32", "1.5"}, {"bytes", "'text'"},
                         {"date", "x'00'"}, {"boolean", "null"},   {"id", "null"}};
    for (const auto& row : rows) {
        CAPTURE(row.column, row.value);
        CHECK(database.execute("insert into kinds (" + row.column + ") values (" + row.value + ")") != "");
    }
    CHECK(database.execute("insert into kinds (texts, labels) values ('[\"a\", null]', null)") == "");
}

TEST_CASE("rows in rings and trees do not keep their tables from being dropped") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::ring()) + script(test::shapes())) == "");
    REQUIRE(database.execute("insert into teams values (1, null); insert into players values (10, 1);"
                             "update teams set captain_id = 10;"
                             "insert into employees values (1, null), (2, 1), (3, 2)") == "");
    CHECK(database.execute(drop_all(test::ring())) == "");
    CHECK(database.execute(drop_all(test::shapes())) == "");
    CHECK(tables(database).empty());
}

TEST_CASE("a deferrable key is checked at the end") {
    SqliteDatabase database;
    REQUIRE(database.execute(script(test::ring())) == "");
    CHECK(database.execute(
              "begin; insert into players values (10, 1); insert into teams values (1, 10); commit") == "");
    CHECK(database.execute("begin; insert into players values (11, 2); commit") ==
          "FOREIGN KEY constraint failed");
    CHECK(database.execute("rollback; insert into teams values (2, 99)") == "FOREIGN KEY constraint failed");
}

TEST_CASE("the statements of every table are understood") {
    for (const auto& schema : {test::shop(), test::ring(), test::shapes(), test::types()}) {
        SqliteDatabase database;
        REQUIRE(database.execute(script(schema)) == "");
        for (const auto& table : schema.tables) {
            const auto statements = sql::table_statements(table);
            auto texts = std::vector{statements.insert, statements.select, statements.find, statements.erase};
            texts.insert(texts.end(), statements.find_by.begin(), statements.find_by.end());
            for (const auto& text : texts) {
                sqlite3_stmt* statement = nullptr;
                CAPTURE(text);
                CHECK(sqlite3_prepare_v2(database.handle(), text.c_str(), -1, &statement, nullptr) ==
                      SQLITE_OK);
                for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i)
                    CHECK(sqlite3_bind_parameter_name(statement, i) == "$" + std::to_string(i));
                sqlite3_finalize(statement);
            }
        }
    }
}

TEST_CASE("no name is dangerous") {
    SqliteDatabase database;
    REQUIRE(database.execute("create table t (x); insert into t values (1)") == "");
    const auto schema = test::hostile();
    REQUIRE(database.execute(script(schema)) == "");
    for (const auto& table : schema.tables) {
        CAPTURE(table.db_name);
        const auto statements = sql::table_statements(table);
        CHECK(database.execute("insert into " + statements.table + " default values") == "");
        CHECK(database.rows(statements.select) == Rows{"1|" + schema.enums[0].values[0].db_name});
        CHECK(database.rows("select name from sqlite_schema where type = 'table' and name = " +
                            sql::text_literal(table.db_name)) == Rows{table.db_name});
    }
    CHECK(database.execute(create_all(schema)) == "");
    CHECK(database.rows("select count(*) from sqlite_schema where type = 'index'") ==
          Rows{std::to_string(schema.tables.size())});
    CHECK(database.execute(drop_all(schema)) == "");
    CHECK(database.rows("select * from t") == Rows{"1"});
    CHECK(tables(database) == Rows{"rowsmith_sequence", "t"});
}

TEST_CASE("every word of the language is a name") {
    std::vector<std::string> words;
    for (int i = 0; i < sqlite3_keyword_count(); ++i) {
        const char* word = nullptr;
        int size = 0;
        sqlite3_keyword_name(i, &word, &size);
        words.emplace_back(word, static_cast<std::size_t>(size));
    }
    REQUIRE(words.size() > 100);
    const auto schema = test::named(words);
    SqliteDatabase database;
    CHECK(database.execute(script(schema)) == "");
    for (const auto& table : schema.tables) {
        const auto statements = sql::table_statements(table);
        CAPTURE(table.db_name);
        CHECK(database.execute(statements.select) == "");
        CHECK(database.execute("explain " + statements.insert) == "");
    }
    CHECK(database.execute(drop_all(schema)) == "");
}
