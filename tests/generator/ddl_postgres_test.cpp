// What the scripts do on a real PostgreSQL.

#include "sql_samples.hpp"

#include "sql/ddl.hpp"
#include "sql/statements.hpp"

#include "support/postgres_server.hpp"

#include <array>
#include <sstream>

#include <catch2/catch.hpp>

using namespace rowsmith;
using sql::CreateMode;

namespace {

/// One server for all tests of this program; null when none is installed.
test::PostgresServer* server() {
    static const auto running = test::PostgresServer::start();
    if (running == nullptr)
        WARN("skipped: no PostgreSQL server is installed below /usr/lib/postgresql");
    return running.get();
}

/// A database of the test's own.
class Database {
public:
    explicit Database(test::PostgresServer& on) : server_(on), name_(on.create_database()) {}

    /// What psql prints; its rows, and the error that it stopped at.
    std::string execute(const std::string& script) { return server_.execute(name_, script).output; }

private:
    test::PostgresServer& server_;
    std::string name_;
};

std::string script(const model::Schema& schema) {
    return sql::ddl_script(sql::postgres(), schema, std::array<std::size_t, 1>{0});
}

std::string script(const std::vector<sql::DdlStatement>& statements) {
    std::string result;
    for (const auto& statement : statements)
        result += statement.sql + ";\n";
    return result;
}

/// With the notices about what exists, or does not, turned off.
std::string create_all(const model::Schema& schema) {
    return "set client_min_messages = warning;\n" +
           script(create_statements(sql::postgres(), schema, 0, CreateMode::if_not_exists));
}

std::string drop_all(const model::Schema& schema) {
    return "set client_min_messages = warning;\nbegin;\n" +
           script(drop_statements(sql::postgres(), schema, 0)) + "commit;\n";
}

constexpr const char* objects = "select count(*) from pg_class where relnamespace = 'public'::regnamespace;\n"
                                "select count(*) from pg_type where typnamespace = 'public'::regnamespace;\n";

}

TEST_CASE("every script runs, again where it may, and is undone by its drops") {
    if (server() == nullptr)
        return;
    for (const auto& schema : {test::shop(), test::ring(), test::shapes(), test::types(), test::features()}) {
        Database database(*server());
        CHECK(database.execute(script(schema)) == "");
        CHECK(database.execute(create_all(schema)) == "");
        CHECK(database.execute(drop_all(schema)) == "");
        CHECK(database.execute(objects) == "0\n0\n");
        CHECK(database.execute(drop_all(schema)) == "");
        CHECK(database.execute(create_all(schema) + create_all(schema)) == "");
    }
}

TEST_CASE("the shop's tables are what the schema says") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::shop())) == "");
    CHECK(database.execute("select column_name, data_type, is_nullable, column_default, is_identity "
                           "from information_schema.columns where table_name in ('users', 'purchases') "
                           "order by table_name desc, ordinal_position") ==
          "id|bigint|NO|nextval('user_id_seq'::regclass)|NO\n"
          "name|character varying|NO||NO\n"
          "email|character varying|YES||NO\n"
          "age|integer|YES||NO\n"
          "balance|numeric|NO|0.00|NO\n"
          "created_at|timestamp with time zone|NO|now()|NO\n"
          "id|bigint|NO||YES\n"
          "user_id|bigint|NO||NO\n"
          "product|character varying|NO||NO\n"
          "status|USER-DEFINED|NO|'pending'::order_status|NO\n");
    CHECK(database.execute(
              "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'users'::regclass "
              "order by 1") ==
          "CREATE INDEX ix_users_name_created_at ON public.users USING btree (name, created_at DESC)\n"
          "CREATE UNIQUE INDEX uq_users_email ON public.users USING btree (email)\n"
          "CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)\n");
    CHECK(database.execute(
              "select conname, pg_get_constraintdef(oid) from pg_constraint where contype in ('c', 'f') "
              "and connamespace = 'public'::regnamespace order by 1") ==
          "ck_users_age|CHECK ((age >= 0))\n"
          "fk_purchases_user|FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE\n");
    CHECK(database.execute("select seqstart, seqincrement, seqcache from pg_sequence "
                           "where seqrelid = 'user_id_seq'::regclass") == "1000|1|50\n");
    CHECK(database.execute(
              "select obj_description('users'::regclass), col_description('users'::regclass, 3)") ==
          "A person who buys things.|Where the person's bills go.\n");
}

TEST_CASE("the shop's constraints bite") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::shop())) == "");
    REQUIRE(database.execute("insert into users (name, email) values ('Ada', 'a@b.c');"
                             "insert into purchases (user_id, product) values (1000, 'Engine')") == "");
    struct Row {
        std::string sql, message;
    };
    const auto rows = std::vector<Row>{
        {"insert into users (name) values (repeat('x', 51))",
         "value too long for type character varying(50)"},
        {"insert into users (name, email) values ('Eve', 'a@b.c')", "unique constraint \"uq_users_email\""},
        {"insert into users (name, age) values ('Eve', -1)", "violates check constraint \"ck_users_age\""},
        {"insert into users (age) values (1)", "violates not-null constraint"},
        {"insert into purchases (user_id, product, status) values (1000, 'Engine', 'lost')",
         "invalid input value for enum order_status: \"lost\""},
        {"insert into purchases (user_id, product) values (7, 'Engine')",
         "violates foreign key constraint \"fk_purchases_user\""},
    };
    for (const auto& row : rows)
        CHECK_THAT(database.execute(row.sql), Catch::Contains(row.message));
    CHECK(database.execute("delete from users; select count(*) from purchases") == "0\n");
}

TEST_CASE("defaults are what the schema says") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::types())) == "");
    CHECK(database.execute(R"(set timezone = 'Asia/Tokyo'; insert into kinds default values;
        select boolean, int16, int32, int64, float32, float64, decimal15, decimal38 from kinds;
        select string, string3, bytes, date, "time", "timestamp" at time zone 'utc', uuid, json, label, computed
        from kinds; select now() - instant < interval '1 minute', id <> uuid from kinds)") ==
          "t|-32768|-2147483648|-9223372036854775808|1.5|-1e-07|9999999999999.99|"
          "1234567890123456789012345678.0123456789\n"
          "it's \"so\" \\ ok|äöü|\\x0027ff|2024-02-29|13:45:10.25|2024-02-29 13:45:10|"
          "123e4567-e89b-12d3-a456-426614174000|{\"a\": [1, null]}|it's 2nd|42\n"
          "t|t\n");
}

TEST_CASE("computed columns hold what their expressions give") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::features())) == "");
    CHECK(database.execute(
              "insert into lines (code, price, amount) values ('Ab', 0.1, 3), ('Q', 10.05, 7);"
              "select total, vat, label, changes, length(token), note is null from lines;"
              "update lines set amount = 1 where code = 'Q'; select total from lines where code = 'Q'") ==
          "0.30|0.06|AB|1|32|t\n70.35|13.37|Q|1|32|t\n10.05\n");
    CHECK_THAT(database.execute("update lines set total = 1"),
               Catch::Contains("column \"total\" can only be updated to DEFAULT"));
}

TEST_CASE("partial indexes are of some rows only, and types are the schema's") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::features())) == "");
    CHECK(
        database.execute("insert into lines (code, price, deleted_at) values ('A', 1, null), ('A', 1, now());"
                         "select count(*) from lines") ==
        "ERROR:  duplicate key value violates unique constraint \"ix_lines_words\"\n"
        "DETAIL:  Key (code, (length(code::text) % 3))=(A, 1) already exists.\n");
    CHECK(database.execute(
              "drop index ix_lines_words;"
              "insert into lines (code, price, deleted_at) values ('A', 1, null), ('A', 1, now())") == "");
    CHECK_THAT(database.execute("insert into lines (code, price) values ('A', 1)"),
               Catch::Contains("unique constraint \"ux_lines_code\""));
    CHECK_THAT(database.execute("insert into lines (code, price) values ('a', 1)"),
               Catch::Contains("\"ck_lines_code\""));
    CHECK_THAT(database.execute("insert into lines (code, price, amount) values ('B', 1, 2)"),
               Catch::Contains("\"ck_lines_amount\""));
    CHECK(
        database.execute(
            "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'lines'::regclass "
            "and indexrelid::regclass::text like 'ix%' order by 1") ==
        "CREATE INDEX ix_lines_lower ON public.lines USING btree (lower((code)::text), amount DESC)\n"
        "CREATE INDEX ix_lines_open ON public.lines USING btree (total) WHERE (amount > 1)\n"
        "CREATE INDEX ix_lines_sum ON public.lines USING btree (((price + total)), COALESCE(label, code))\n");
    CHECK(
        database.execute(
            "select column_name, udt_name, numeric_precision, collation_name from information_schema.columns "
            "where (table_name, column_name) in (('lines', 'code'), ('events', 'size'), "
            "('events', 'body'), ('events', 'tags')) order by 1") ==
        "body|json||\ncode|varchar||C\nsize|numeric|20|\ntags|_varchar||\n");
}

TEST_CASE("sequences start where they should") {
    if (server() == nullptr)
        return;
    Database database(*server());
    auto schema = test::schema({});
    schema.sequences = {{.doc = {}, .name = "a", .db_name = "a", .start = -5, .increment = 3},
                        {.doc = {}, .name = "b", .db_name = "b", .start = 7, .increment = -3, .cache = 5}};
    REQUIRE(database.execute(script(schema)) == "");
    CHECK(database.execute("select nextval('a'), nextval('a'), nextval('b'), nextval('b')") == "-5|-2|7|4\n");
}

TEST_CASE("the statements of every table are understood") {
    if (server() == nullptr)
        return;
    for (const auto& schema : {test::shop(), test::ring(), test::shapes(), test::types()}) {
        Database database(*server());
        REQUIRE(database.execute(script(schema)) == "");
        for (const auto& table : schema.tables) {
            const auto statements = sql::table_statements(table);
            auto texts = std::vector{statements.insert, statements.select, statements.find, statements.erase};
            texts.insert(texts.end(), statements.find_by.begin(), statements.find_by.end());
            for (const auto& text : texts)
                CHECK(database.execute("prepare it as " + text) == "");
        }
    }
}

TEST_CASE("no name is dangerous") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute("create table t (x int); insert into t values (1)") == "");
    const auto schema = test::hostile();
    REQUIRE(database.execute(script(schema)) == "");
    for (const auto& table : schema.tables) {
        CAPTURE(table.db_name);
        const auto statements = sql::table_statements(table);
        CHECK(database.execute("insert into " + statements.table + " default values;" + statements.select) ==
              "1|" + schema.enums[0].values[0].db_name + "\n");
        CHECK(database.execute("prepare it as " + statements.insert) == "");
        CHECK(database.execute("select obj_description(oid) = relname, relname = " +
                               sql::text_literal(table.db_name) + " from pg_class where oid = " +
                               sql::text_literal(statements.table) + "::regclass") == "t|t\n");
    }
    CHECK(database.execute(create_all(schema)) == "");
    CHECK(database.execute(drop_all(schema)) == "");
    CHECK(database.execute("select * from t;") == "1\n");
    CHECK(database.execute(objects) == "1\n2\n");
    CHECK(database.execute(create_all(schema) + create_all(schema)) == "");
    CHECK(database.execute("select * from t") == "1\n");
}

TEST_CASE("every word of the language is a name") {
    if (server() == nullptr)
        return;
    Database database(*server());
    std::istringstream list(database.execute("select word from pg_get_keywords()"));
    std::vector<std::string> words;
    for (std::string word; std::getline(list, word);)
        words.push_back(word);
    REQUIRE(words.size() > 300);
    const auto schema = test::named(words);
    CHECK(database.execute(script(schema)) == "");
    std::string statements;
    for (const auto& table : schema.tables) {
        const auto texts = sql::table_statements(table);
        statements += texts.select + ";\nprepare it as " + texts.insert + ";\ndeallocate it;\n";
    }
    CHECK(database.execute(statements) == "");
    CHECK(database.execute(drop_all(schema)) == "");
}
