// What is told about a schema, against what the databases do: whatever is not told they take, and what is
// told they refuse, or change.

#include "sql_samples.hpp"

#include "sql/ddl.hpp"
#include "sql/limits.hpp"

#include "support/postgres_server.hpp"
#include "support/sqlite_database.hpp"

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

using namespace rowsmith;
using model::DefaultKind;
using model::Scalar;
using test::column;
using test::type;

namespace {

test::PostgresServer* server() {
    static const auto running = test::PostgresServer::start();
    if (running == nullptr)
        WARN("skipped: no PostgreSQL server is installed below /usr/lib/postgresql");
    return running.get();
}

bool has_error(const sql::Dialect& dialect, const model::Schema& schema) {
    return std::ranges::any_of(sql::limits(dialect, schema),
                               [](const auto& limit) { return limit.severity == Severity::error; });
}

model::Schema with_enum(std::vector<model::Table> tables) {
    auto schema = test::schema(std::move(tables));
    schema.enums.push_back({.name = "Size", .db_name = "size", .values = {}});
    for (const auto* label : {"small", "12"})
        schema.enums[0].values.push_back({.name = label, .db_name = label});
    return schema;
}

/// A type, and values of it as the runtime stores them in SQLite.
struct Stored {
    model::Type type;
    std::vector<std::string> values;
};

std::vector<Stored> stored_values() {
    return {
        {type(Scalar::boolean), {"0", "1"}},
        {type(Scalar::int16), {"-32768", "0", "7"}},
        {type(Scalar::int64), {"9223372036854775807", "0", "-5"}},
        {type(Scalar::float32), {"1.5", "2.0"}},
        {type(Scalar::float64), {"0.1", "2.0", "1e17", "-0.5"}},
        {test::number(15, 2), {"0.1", "12.0", "9999999999999.99"}},
        {test::number(12, 0), {"7.0", "999999999999.0"}},
        {test::number(30, 2), {"'1.50'", "'12.00'", "'1234567890123456789012345678.00'"}},
        {test::text(), {"'abc'", "'12'", "'1.50'", "''", "'1e5'"}},
        {test::text(9), {"'abc'", "'007'"}},
        {type(Scalar::bytes), {"x''", "x'3132'", "x'ff'"}},
        {type(Scalar::date), {"'2024-02-29'", "'0001-01-01'"}},
        {type(Scalar::time), {"'13:45:10'", "'00:00:00.250000'"}},
        {type(Scalar::timestamp), {"'2024-02-29 13:45:10'", "'2024-02-29 13:45:10.250000'"}},
        {type(Scalar::uuid),
         {"'123e4567-e89b-12d3-a456-426614174000'", "'12345678-1234-1234-1234-123456789012'"}},
        {type(Scalar::json), {"'12'", "'{\"a\": [1, null]}'"}},
        {test::label(0), {"'small'", "'12'"}},
        {test::array(type(Scalar::int32)), {"'[]'", "'[12]'"}},
    };
}

const std::vector<std::string> sqlite_types{
    "INT",          "INTEGER",        "integer", "REAL",     "TEXT",      "BLOB", "ANY",
    "BIGINT",       "NUMERIC",        "BOOLEAN", "VARCHAR",  "CHAR(36)",  "CLOB", "DOUBLE PRECISION",
    "FLOAT",        "DECIMAL(10, 5)", "DATE",    "DATETIME", "TIMESTAMP", "JSON", "UUID",
    "NVARCHAR(10)", "POINT",          "STRING"};

/// Whether a value of the type, read back as `read` (its storage class and itself), is what the runtime
/// expects.
bool is_readable(const model::Type& type, const std::string& stored, const std::string& read) {
    const bool real = type.scalar == Scalar::float32 || type.scalar == Scalar::float64 ||
                      (type.scalar == Scalar::decimal && type.precision <= 15);
    if (!real || type.array)
        return read == stored;
    const auto whole = stored.ends_with(".0") ? "integer|" + stored.substr(5, stored.size() - 7) : stored;
    return read == stored || (type.scalar == Scalar::decimal && read == whole);
}

}

TEST_CASE("sqlite keeps the values of a type that is not refused, and of no other") {
    for (const auto& stored : stored_values()) {
        for (const auto& db_type : sqlite_types) {
            CAPTURE(static_cast<int>(stored.type.scalar), stored.type.array, db_type);
            auto value = column("value", stored.type);
            value.db_types = {{"sqlite", db_type}};
            const auto schema = with_enum({test::table("items", {column("id", type(Scalar::int64)), value})});
            test::SqliteDatabase database;
            REQUIRE(database.execute(create_table_statements(sql::sqlite(), schema, 0).front()) == "");
            bool kept = true;
            for (const auto& literal : stored.values) {
                const auto expected = database.rows("select typeof(" + literal + "), quote(" + literal + ")");
                kept = database.execute("delete from items; insert into items values (1, " + literal + ")") ==
                           "" &&
                       is_readable(stored.type, expected.front(),
                                   database.rows("select typeof(value), quote(value) from items").front()) &&
                       kept;
            }
            CHECK(kept == !has_error(sql::sqlite(), schema));
        }
    }
}

namespace {

std::vector<model::Type> all_types() {
    std::vector<model::Type> types;
    for (auto& stored : stored_values())
        types.push_back(stored.type);
    return types;
}

/// A literal of the type, as the model has it; the values of arrays are made by SQL.
std::string literal_of(const model::Type& type) {
    switch (type.scalar) {
    case Scalar::boolean:
        return "true";
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
        return "-5";
    case Scalar::float32:
    case Scalar::float64:
        return "1e-5";
    case Scalar::decimal:
        return type.scale == 0 ? "12" : "12.50";
    case Scalar::string:
        return "it's";
    case Scalar::bytes:
        return std::string("\0\xff'", 3);
    case Scalar::date:
        return "2024-02-29";
    case Scalar::time:
        return "13:45:10.000000";
    case Scalar::timestamp:
        return "2024-02-29 13:45:10.000000";
    case Scalar::uuid:
        return "123e4567-e89b-12d3-a456-426614174000";
    case Scalar::json:
        return "[1]";
    case Scalar::enumeration:
        return "small";
    }
    return {};
}

/// Tables in which a column of the type does all that columns can: it is a key, unique, referred to,
/// computed, indexed, checked, nullable, and has defaults.
model::Schema uses_of(const model::Type& of) {
    auto nullable = of;
    nullable.nullable = true;
    std::vector<model::Table> tables;
    const bool can_be_key = !of.array && of.scalar != Scalar::json;
    tables.push_back(can_be_key ? test::table("parents", {column("key", of)})
                                : test::table("parents", {column("key", type(Scalar::int64))}));
    auto items = test::table(
        "items",
        {column("id", type(Scalar::int64), test::made_by(DefaultKind::identity)), column("plain", of),
         column("empty", nullable),
         column("given", of,
                of.array ? test::sql_default(test::sql_text("'[]'", "'{}'")) : test::literal(literal_of(of))),
         column("parent", tables[0].columns[0].type),
         test::computed("same", nullable, test::sql_text("plain")), column("version", type(Scalar::int32))});
    items.columns[6].writing = model::Writing::version;
    items.unique_keys = {{.db_name = "uq_plain", .columns = {1}}, {.db_name = "uq_both", .columns = {2, 3}}};
    items.indexes = {{.db_name = "ix_all", .parts = {test::part(1, true), test::part(5), test::part(6)}},
                     {.db_name = "ix_call", .parts = {test::call("coalesce", {2, 1})}},
                     {.db_name = "ix_sql",
                      .parts = {test::part(test::sql_text("plain")), test::part(0)},
                      .unique = true,
                      .where = test::sql_text("\"empty\" is not null")}};
    items.checks = {{.db_name = "ck", .condition = test::sql_text("plain = \"given\" or plain is not null")}};
    items.relations = {test::relation("fk_parent", 0, {4})};
    items.rank = 1;
    tables.push_back(items);
    return with_enum(std::move(tables));
}

std::string script(const sql::Dialect& dialect, const model::Schema& schema) {
    return sql::ddl_script(dialect, schema, std::vector<std::size_t>{0});
}

}

TEST_CASE("each type does what columns can do, where nothing is told") {
    for (const auto& of : all_types()) {
        CAPTURE(static_cast<int>(of.scalar), of.array);
        auto schema = uses_of(of);
        CHECK_FALSE(has_error(sql::postgres(), schema));
        if (has_error(sql::sqlite(), schema)) { // a computed decimal of more than 15 digits
            CHECK(of.precision > 15);
            schema.tables[1].columns[5] = column("same", of);
            CHECK_FALSE(has_error(sql::sqlite(), schema));
        }
        test::SqliteDatabase database;
        CHECK(database.execute(script(sql::sqlite(), schema)) == "");
        if (server() != nullptr)
            CHECK(server()->execute(server()->create_database(), script(sql::postgres(), schema)).output ==
                  "");
    }
}

TEST_CASE("postgres sorts the values of all of its types but those that are told") {
    if (server() == nullptr)
        return;
    const auto database = server()->create_database();
    std::istringstream names(
        server()
            ->execute(database,
                      "select typname from pg_type where typtype = 'b' and typcategory not in ('A', 'Z') "
                      "and typnamespace = 'pg_catalog'::regnamespace and typname !~ "
                      "'^(pg_(brin|node|ndistinct|depend|mcv)|gtsvector|aclitem|cid$|refcursor)'")
            .output);
    int refused = 0;
    for (std::string name; std::getline(names, name);) {
        CAPTURE(name);
        auto value = column("value", test::text());
        value.db_types = {{"postgres", name == "char" ? "\"char\"" : name}};
        auto schema = test::schema({test::table("items", {column("id", type(Scalar::int64)), value})});
        schema.tables[0].indexes.push_back({.db_name = "ix", .parts = {test::part(1)}});
        const auto output =
            server()->execute(database, "begin;" + script(sql::postgres(), schema) + "rollback").output;
        CHECK((output != "") == has_error(sql::postgres(), schema));
        refused += output == "" ? 0 : 1;
    }
    CHECK(refused == 13);
}

TEST_CASE("postgres counts in the types that are not told") {
    if (server() == nullptr)
        return;
    const auto database = server()->create_database();
    for (const auto* name :
         {"smallint", "int", "INTEGER", "bigint", "int2", "int4", "int8", "numeric", "text", "oid", "real"}) {
        CAPTURE(name);
        auto id = column("id", type(Scalar::int64), test::made_by(DefaultKind::identity));
        id.db_types = {{"postgres", name}};
        const auto schema = test::schema({test::table("items", {id})});
        const auto output =
            server()->execute(database, "begin;" + script(sql::postgres(), schema) + "rollback").output;
        CHECK((output != "") == has_error(sql::postgres(), schema));
    }
}

TEST_CASE("postgres refuses the names and columns that are told") {
    if (server() == nullptr)
        return;
    auto clash = test::shop();
    clash.tables[0].indexes[0].db_name = "purchases_pkey";
    auto sequence = test::shop();
    sequence.tables[1].indexes[0].db_name = "purchases_id_seq";
    const auto long_name = std::string(40, 'x') + "größe";
    auto cut = test::schema({test::table(long_name, {column(std::string(30, 'y'), type(Scalar::int64),
                                                            test::made_by(DefaultKind::identity))})});
    cut.tables[0].indexes.push_back(
        {.db_name = std::string(29, 'x') + "_" + std::string(29, 'y') + "_seq", .parts = {test::part(0)}});
    const auto kept = test::schema({test::table("items", {column("ctid", type(Scalar::int64))})});
    const auto on_read =
        test::schema({test::table("items", {column("id", type(Scalar::int64)),
                                            test::computed("a", type(Scalar::int64), test::sql_text("id + 1"),
                                                           model::Writing::on_read)})});
    for (const auto& schema : {clash, sequence, cut, kept, on_read}) {
        CHECK(server()->execute(server()->create_database(), script(sql::postgres(), schema)).output != "");
        CHECK(has_error(sql::postgres(), schema));
    }
}
