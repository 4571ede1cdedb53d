// What the scripts do on a real PostgreSQL.

#include "sql_samples.hpp"

#include "sql/ddl.hpp"
#include "sql/limits.hpp"
#include "sql/statements.hpp"

#include "support/postgres_server.hpp"

#include <array>
#include <future>
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
    return "set client_min_messages = warning;\n\\o /dev/null\nbegin;\n" +
           script(create_statements(sql::postgres(), schema, 0, CreateMode::if_not_exists)) +
           "commit;\n\\o\n";
}

std::string drop_all(const model::Schema& schema) {
    return "set client_min_messages = warning;\n\\o /dev/null\nbegin;\n" +
           script(drop_statements(sql::postgres(), schema, 0)) + "commit;\n\\o\n";
}

/// Of those that a user has made.
constexpr const char* objects =
    "select count(*) from pg_class where relnamespace >= 16384 or relnamespace = 'public'::regnamespace;\n"
    "select count(*) from pg_type where typnamespace >= 16384 or typnamespace = 'public'::regnamespace;\n";

}

TEST_CASE("every script runs, again where it may, and is undone by its drops") {
    if (server() == nullptr)
        return;
    for (const auto& schema : {test::shop(), test::ring(), test::shapes(), test::types(), test::features(),
                               test::scattered(), test::partitioned()}) {
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

TEST_CASE("several programs may create the same schema at once") {
    if (server() == nullptr)
        return;
    for (const auto& schema : {test::shop(), test::scattered(), test::partitioned()}) {
        Database database(*server());
        const auto text = create_all(schema);
        std::vector<std::future<std::string>> programs;
        for (int i = 0; i < 8; ++i)
            programs.push_back(std::async(std::launch::async, [&] { return database.execute(text); }));
        for (auto& program : programs)
            CHECK(program.get() == "");
    }
}

TEST_CASE("the same schema stands in two databases, and goes from one alone") {
    if (server() == nullptr)
        return;
    Database one(*server());
    Database other(*server());
    for (auto* database : {&one, &other})
        CHECK(database->execute(create_all(test::scattered())) == "");
    CHECK(one.execute(drop_all(test::scattered())) == "");
    CHECK(one.execute(objects) == "0\n0\n");
    CHECK(other.execute("insert into accounts.users default values; select * from accounts.users") ==
          "1|red\n");
}

TEST_CASE("tables, enums and sequences stand in their schemas, which stay") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::scattered())) == "");
    const auto statements = sql::qualified_statements(test::scattered().tables[0]);
    CHECK(database.execute("set search_path = ''; prepare it as " + statements.insert +
                           "; execute it(7, 'green'); insert into accounts.users default values;" +
                           statements.select) == "7|green\n1|red\n");
    CHECK(database.execute(
              "select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f'") ==
          "fk_orders_user_id|FOREIGN KEY (user_id) REFERENCES accounts.users(id)\n");
    CHECK(database.execute(
              "select indexrelid::regclass from pg_index where indrelid = 'accounts.users'::regclass "
              "order by indexrelid") == "accounts.users_pkey\naccounts.uq_users_colour\n");
    CHECK(database.execute("select obj_description('accounts.users'::regclass), "
                           "obj_description('numbers.ids'::regclass)") == "A user.|Counts.\n");
    CHECK(database.execute(drop_all(test::scattered())) == "");
    CHECK(database.execute("select nspname from pg_namespace where oid >= 16384 order by 1") ==
          "accounts\nnumbers\nsay \"hi\"\n");
}

TEST_CASE("who may not create schemas creates what is missing in those that are there") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(
        database.execute("create schema accounts; create schema numbers; create schema \"say \"\"hi\"\"\";"
                         "create role guest; grant all on schema public, accounts, numbers, "
                         "\"say \"\"hi\"\"\" to guest;") == "");
    CHECK(database.execute("set role guest;\n" + create_all(test::scattered())) == "");
    CHECK_THAT(database.execute("set role guest;\n" + create_all(test::partitioned())),
               Catch::Contains("permission denied"));
    CHECK(database.execute("drop owned by guest; drop role guest") == "");
}

TEST_CASE("rows go where the partitions say, and keys hold in all of them") {
    if (server() == nullptr)
        return;
    Database database(*server());
    REQUIRE(database.execute(script(test::partitioned())) == "");
    CHECK(database.execute(
              "insert into log.events values ('2025-06-01', 9), ('2026-01-01', 4), ('2026-01-01', 5);"
              "select tableoid::regclass, \"at\" at time zone 'utc', level from log.events order by 2, 3") ==
          "log.events_old|2025-06-01 00:00:00|9\n"
          "log.events_old|2026-01-01 00:00:00|4\n"
          "log.events_rest|2026-01-01 00:00:00|5\n");
    CHECK_THAT(database.execute("insert into log.events values ('2025-06-01', 9)"),
               Catch::Contains("duplicate key"));
    CHECK(database.execute("insert into words values ('it''s'); select tableoid::regclass from words") ==
          "words_a\n");
    CHECK_THAT(database.execute("insert into words values ('b')"),
               Catch::Contains("no partition of relation"));
    CHECK(database.execute("insert into counters default values; insert into counters default values;"
                           "select id from counters order by 1") == "1\n2\n");
}

TEST_CASE("an index is kept by its method") {
    if (server() == nullptr)
        return;
    Database database(*server());
    auto schema = test::schema({test::table("posts", {test::column("id", test::type(model::Scalar::int64)),
                                                      test::column("tags", test::array(test::text())),
                                                      test::column("title", test::text())})});
    auto& indexes = schema.tables[0].indexes;
    indexes.push_back({.db_name = "ix_tags", .parts = {test::part(1)}, .method = "gin"});
    indexes.push_back({.db_name = "ix_title", .parts = {test::part(2)}, .method = "spgist"});
    indexes.push_back({.db_name = "ix_words", .parts = {test::part(2, true), test::call("lower", {2})}});
    indexes.back().parts[0].operators = indexes.back().parts[1].operators = "text_pattern_ops";
    for (const auto* method : {"hash", "brin"})
        indexes.push_back(
            {.db_name = std::string("ix_") + method, .parts = {test::part(0)}, .method = method});
    REQUIRE(database.execute(script(schema)) == "");
    CHECK(database.execute(
              "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'posts'::regclass "
              "and not indisprimary order by 1") ==
          "CREATE INDEX ix_brin ON public.posts USING brin (id)\n"
          "CREATE INDEX ix_hash ON public.posts USING hash (id)\n"
          "CREATE INDEX ix_tags ON public.posts USING gin (tags)\n"
          "CREATE INDEX ix_title ON public.posts USING spgist (title)\n"
          "CREATE INDEX ix_words ON public.posts USING btree (title text_pattern_ops DESC, "
          "lower(title) text_pattern_ops)\n");
}

TEST_CASE("what is told of index methods is what the database says") {
    if (server() == nullptr)
        return;
    using model::Scalar;
    Database database(*server());
    for (const auto* method : {"hash", "gist", "spgist", "gin", "brin"}) {
        auto columns = std::vector{test::column("id", test::type(Scalar::int64))};
        for (auto scalar : {Scalar::boolean, Scalar::int16, Scalar::float64, Scalar::bytes, Scalar::date,
                            Scalar::time, Scalar::timestamp, Scalar::uuid, Scalar::json, Scalar::enumeration})
            columns.push_back(test::column("c" + std::to_string(columns.size()), test::type(scalar)));
        for (auto type : {test::text(), test::text(9), test::number(9, 2), test::array(test::text()),
                          test::array(test::type(Scalar::uuid))})
            columns.push_back(test::column("c" + std::to_string(columns.size()), type));
        for (std::size_t at = 0; at < columns.size(); ++at) {
            auto schema = test::schema({test::table("t", columns)});
            schema.enums.push_back({.name = "E", .db_name = "e", .values = {{.name = "a", .db_name = "a"}}});
            schema.tables[0].indexes.push_back(
                {.db_name = "ix", .parts = {test::part(at)}, .method = method});
            CAPTURE(method, at);
            CHECK((database.execute("begin;" + script(schema) + "rollback;") == "") == limits(sql::postgres(), schema).empty());
        }
    }
}
