// What is told about a schema for each database.

#include "sql_samples.hpp"

#include "sql/dialect.hpp"
#include "sql/limits.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using model::Scalar;
using test::column;
using test::sql_text;
using test::type;

namespace {

/// "code: message", an asterisk before warnings, one per line.
std::string told(const sql::Dialect& dialect, const model::Schema& schema) {
    std::string result;
    for (const auto& limit : sql::limits(dialect, schema))
        result += (limit.severity == Severity::warning ? "*" : "") + limit.code + ": " + limit.message + "\n";
    return result;
}

/// A table of a key and this column.
model::Schema with(model::Column other) {
    return test::schema({test::table("items", {column("id", type(Scalar::int64)), std::move(other)})});
}

model::Column own(model::Column column, const std::string& dialect, const std::string& db_type) {
    column.db_types = {{dialect, db_type}};
    return column;
}

}

TEST_CASE("schemas that both databases take have no limits") {
    for (const auto& schema : {test::shop(), test::ring(), test::shapes(), test::types(), test::hostile(),
                               test::scattered(), test::partitioned()})
        for (const auto* dialect : sql::dialects())
            CHECK(told(*dialect, schema) == "");
    CHECK(told(sql::postgres(), test::features()) == "");
}

TEST_CASE("SQL that one database lacks is told for that one alone") {
    const model::SqlText only{.dialects = {{"sqlite", "x"}}};
    auto schema = with(column("code", test::text(), test::sql_default(only)));
    auto& table = schema.tables[0];
    table.columns.push_back(test::computed("sum", test::text(), only));
    table.checks.push_back({.db_name = "ck", .condition = only});
    table.indexes.push_back({.db_name = "ix", .parts = {test::part(0), test::part(only)}, .where = only});
    CHECK(told(sql::sqlite(), schema) == "");
    CHECK(told(sql::postgres(), schema) == R"(RS0701: the default of 'code' has no SQL for PostgreSQL
RS0701: the computed column 'sum' has no SQL for PostgreSQL
RS0701: this check has no SQL for PostgreSQL
RS0701: this entry of an index has no SQL for PostgreSQL
RS0701: this condition of an index has no SQL for PostgreSQL
)");
    const auto help = sql::limits(sql::postgres(), schema);
    CHECK(help[0].help == "add `postgres \"...\"`, or `postgres none` where it is to have nothing");
    CHECK(help[1].help == "add `postgres \"...\"`");
}

TEST_CASE("`none` is enough, but for what has to be computed") {
    auto schema = with(test::computed("sum", test::text(), sql_text("x", nullptr)));
    auto& table = schema.tables[0];
    table.columns.push_back(column("code", test::text(), test::sql_default(sql_text("x", nullptr))));
    table.columns.push_back(column("note", test::text(0, true), test::sql_default(sql_text("x", nullptr))));
    table.checks.push_back({.db_name = "ck", .condition = sql_text("x", nullptr)});
    table.indexes.push_back(
        {.db_name = "ix", .parts = {test::part(sql_text("x", nullptr))}, .where = sql_text("x", nullptr)});
    CHECK(told(sql::sqlite(), schema) == "");
    CHECK(told(sql::postgres(), schema) ==
          "RS0702: the computed column 'sum' has nothing on PostgreSQL to compute it from\n"
          "*RS0703: 'code' takes no NULL, and has no default on PostgreSQL: a row that leaves it out is "
          "refused "
          "there\n");
}

TEST_CASE("what a file only imports is another run's") {
    auto schema = with(test::computed("sum", test::text(), sql_text("x", nullptr)));
    schema.files[0].requested = false;
    CHECK(told(sql::postgres(), schema) == "");
}

TEST_CASE("types of sqlite") {
    struct Row {
        model::Column column;
        std::string text;
    };
    const std::string loose = "so table 'items' will not be STRICT: it takes values of any type\n";
    const auto rows = std::vector<Row>{
        {own(column("a", type(Scalar::date)), "sqlite", "text"), ""},
        {own(column("a", type(Scalar::date)), "sqlite", "DATE"),
         "*RS0704: SQLite's STRICT tables have no type 'DATE', " + loose},
        {own(column("a", type(Scalar::int64)), "sqlite", "real"),
         "RS0705: SQLite's type 'real' changes or refuses values of 'a', which are stored as integer\n"},
        {own(column("a", test::text()), "sqlite", "NUMERIC"),
         "RS0705: SQLite's type 'NUMERIC' changes or refuses values of 'a', which are stored as text\n"},
        {own(column("a", test::text()), "postgres", "citext"), ""},
    };
    for (const auto& row : rows)
        CHECK(told(sql::sqlite(), with(row.column)) == row.text);
    auto counted = test::schema({test::table(
        "items", {own(column("id", type(Scalar::int64), test::made_by(model::DefaultKind::identity)),
                      "sqlite", "INT")})});
    CHECK(told(sql::sqlite(), counted) ==
          "RS0706: SQLite counts in columns of type INTEGER only, and 'id' is INT\n");
    counted.tables[0].columns[0].db_types = {{"sqlite", "Integer"}};
    CHECK(told(sql::sqlite(), counted) == "");
}

TEST_CASE("decimals that sqlite keeps as texts are told where they are compared") {
    struct Row {
        int precision;
        model::SqlText check;
        bool is_told;
    };
    const auto rows = std::vector<Row>{
        {16, sql_text("amount > 0"), true},
        {16, sql_text("0 < \"Amount\""), true},
        {15, sql_text("amount > 0"), false},
        {16, sql_text("amounts > 0"), false},
        {16, sql_text("the_amount > 0"), false},
        {16, sql_text("'it''s amount' > code"), false},
        {16, sql_text("cast(amount as real) > 0"), false},
        {16, sql_text("CAST(amount AS REAL) > 0", "amount > 0"), false},
        {16, sql_text(nullptr, "amount > 0"), false},
    };
    for (const auto& row : rows) {
        auto schema = with(column("amount", test::number(row.precision, 2)));
        schema.tables[0].checks.push_back({.db_name = "ck", .condition = row.check});
        CHECK(told(sql::sqlite(), schema) ==
              (row.is_told
                   ? "*RS0707: SQLite keeps decimals of more than 15 digits as texts, and this SQL takes "
                     "'amount' as one: '10' comes before '9'\n"
                   : ""));
        CHECK(told(sql::postgres(), schema) == "");
    }
}

TEST_CASE("an order of texts is told, equality of them is not") {
    auto schema = with(column("amount", test::number(20, 2)));
    auto& table = schema.tables[0];
    table.unique_keys.push_back({.db_name = "uq", .columns = {1}});
    table.indexes.push_back({.db_name = "ux", .parts = {test::part(1)}, .unique = true});
    CHECK(told(sql::sqlite(), schema) == "");
    table.indexes.push_back({.db_name = "ix", .parts = {test::part(0), test::part(1)}});
    CHECK(told(sql::sqlite(), schema) == "*RS0707: SQLite keeps decimals of more than 15 digits as texts, "
                                         "and this index sorts 'amount' as one: "
                                         "'10' comes before '9'\n");
}

TEST_CASE("an index of a relation compares for equality only") {
    auto schema = with(column("amount", test::number(20, 2)));
    auto& table = schema.tables[0];
    table.relations.push_back(test::relation("fk", 0, {1}));
    table.indexes.push_back({.db_name = "ix", .parts = {test::part(1)}});
    CHECK(told(sql::sqlite(), schema) == "");
    table.indexes[0].parts[0].descending = true;
    CHECK(told(sql::sqlite(), schema) != "");
    table.indexes[0].parts = {test::part(0), test::part(1)};
    CHECK(told(sql::sqlite(), schema) != "");
}

TEST_CASE("sqlite computes decimals of 15 digits") {
    CHECK(told(sql::sqlite(), with(test::computed("a", test::number(15, 2), sql_text("id / 3")))) == "");
    CHECK(told(sql::sqlite(), with(test::computed("a", test::number(16, 2), sql_text("id / 3")))) ==
          "RS0708: SQLite computes with 15 digits, and 'a' has 16\n");
}

TEST_CASE("columns that postgres does not take") {
    struct Row {
        model::Column column;
        std::string text;
    };
    const auto rows = std::vector<Row>{
        {test::computed("a", test::text(), sql_text("id"), model::Writing::on_read),
         "RS0709: up to version 17 PostgreSQL has no virtual columns, and 'a' is one\n"},
        {column("xmin", type(Scalar::int64)),
         "RS0710: each table of PostgreSQL has a column 'xmin' of the database's own\n"},
        {column("Xmin", type(Scalar::int64)), ""},
        {own(column("a", test::text()), "sqlite", "blob"), ""},
    };
    for (const auto& row : rows)
        CHECK(told(sql::postgres(), with(row.column)) == row.text);
    auto counted = own(column("n", type(Scalar::int64), test::made_by(model::DefaultKind::identity)),
                       "postgres", "numeric(20)");
    CHECK(told(sql::postgres(), test::schema({test::table("items", {counted})})) ==
          "RS0706: PostgreSQL counts in columns of type smallint, integer and bigint only, and 'n' is "
          "numeric(20)\n");
}

TEST_CASE("values that postgres cannot sort are in no key and no index") {
    auto schema = with(own(column("a", type(Scalar::json)), "postgres", "JSON"));
    auto& table = schema.tables[0];
    CHECK(told(sql::postgres(), schema) == "");
    table.unique_keys.push_back({.db_name = "uq", .columns = {1}});
    table.indexes.push_back({.db_name = "ix", .parts = {test::part(1), test::call("lower", {1})}});
    const std::string line =
        "RS0711: PostgreSQL cannot sort values of its type json, so 'a' cannot be in a key or an index\n";
    CHECK(told(sql::postgres(), schema) == line + line);
    CHECK(told(sql::sqlite(), schema) == "");
}

TEST_CASE("foreign keys between types of the database's own are told when these differ") {
    auto schema = test::shapes();
    CHECK(told(sql::postgres(), schema) == "");
    schema.tables[0].columns[0].db_types = {{"postgres", "integer"}};
    CHECK(told(sql::postgres(), schema) == "");
    schema.tables[2].columns[0].db_types = {{"postgres", "citext"}};
    CHECK(told(sql::postgres(), schema) == "*RS0712: 'parcel_code' is varchar(10) in PostgreSQL, and "
                                           "'parcels.code', to which it refers, is citext: "
                                           "it may refuse to compare them\n");
    schema.tables[3].columns[1].db_types = {{"postgres", "citext"}};
    CHECK(told(sql::postgres(), schema) == "");
}

TEST_CASE("two words of postgres for one type are one type") {
    struct Row {
        std::string one;
        std::string other;
        bool is_told;
    };
    const auto rows = std::vector<Row>{
        {"int2", "smallint", false},
        {"INT4", "Integer", false},
        {"int", "integer", false},
        {"int8", "bigint", false},
        {"float4", "real", false},
        {"float8", "double precision", false},
        {"bool", "boolean", false},
        {"varchar(10)", "character varying(10)", false},
        {"varchar(10)", "character varying(20)", true},
        {"decimal(20,0)", "numeric(20, 0)", false},
        {"timestamptz", "timestamp with time zone", false},
        {"timestamptz(3)", "timestamp(3) with time zone", false},
        {"timestamptz", "timestamp", true},
        {"int4", "text", true},
        {"int4[]", "integer[]", false},
    };
    for (const auto& row : rows) {
        INFO(row.one << " " << row.other);
        auto schema = test::shapes();
        schema.tables[2].columns[0].db_types = {{"postgres", row.one}};
        schema.tables[3].columns[1].db_types = {{"postgres", row.other}};
        CHECK((told(sql::postgres(), schema) != "") == row.is_told);
        std::swap(schema.tables[2].columns[0].db_types, schema.tables[3].columns[1].db_types);
        CHECK((told(sql::postgres(), schema) != "") == row.is_told);
    }
}

TEST_CASE("a foreign key cannot have the name of its table's primary key in postgres") {
    auto schema = test::shapes();
    auto& relation = schema.tables[2].relations[0];
    relation.db_name = "parcels_pkey";
    CHECK(told(sql::postgres(), schema) ==
          "RS0713: 'parcels_pkey' is what PostgreSQL calls the index of the primary key of 'parcels'\n");
    CHECK(told(sql::sqlite(), schema) == "");
    relation.db_name = "employees_pkey";
    CHECK(told(sql::postgres(), schema) == "");
}

TEST_CASE("names that postgres gives itself are told where they are taken") {
    auto schema = test::shop();
    schema.tables[0].indexes[0].db_name = "purchases_pkey";
    schema.tables[0].unique_keys[0].db_name = "purchases_id_seq";
    schema.tables.push_back(test::table("users_pkey", {column("id", type(Scalar::int64))}));
    schema.sequences[0].db_name = "users_id_seq";
    CHECK(told(sql::postgres(), schema) ==
          "RS0713: 'purchases_id_seq' is what PostgreSQL calls the sequence behind 'purchases.id'\n"
          "RS0713: 'purchases_pkey' is what PostgreSQL calls the index of the primary key of 'purchases'\n"
          "RS0713: 'users_pkey' is what PostgreSQL calls the index of the primary key of 'users'\n");
    CHECK(told(sql::sqlite(), schema) == "");
}

TEST_CASE("names that only schemas keep apart are told for the database that has none") {
    auto schema = test::schema({});
    for (const auto* name : {"a", "b", "c"}) {
        auto table = test::table("users", {column("id", type(Scalar::int64))});
        table.name = name;
        table.db_schema = name;
        table.unique_keys.push_back({.db_name = std::string("uq_") + name, .columns = {0}});
        schema.tables.push_back(std::move(table));
    }
    schema.tables[2].db_name = "uq_A";
    schema.sequences = {{.name = "s", .db_name = "users", .db_schema = "x"},
                        {.name = "t", .db_name = "users", .db_schema = "y"}};
    CHECK(told(sql::postgres(), schema) == "");
    CHECK(told(sql::sqlite(), schema) ==
          "RS0714: table 'a' and table 'b' are both called 'users' on SQLite, which has no schemas\n"
          "RS0714: a unique key of 'a' and table 'c' are both called 'uq_A' on SQLite, which has no schemas\n"
          "RS0714: sequence 's' and sequence 't' are both called 'users' on SQLite, which has no schemas\n");
    schema.files.push_back(schema.files[0]);
    schema.files[1].name_space = {"other"};
    schema.tables[1].file = schema.tables[2].file = schema.sequences[1].file = 1;
    CHECK(told(sql::sqlite(), schema) == ""); // two databases
    schema.files[0].imports = {1};
    CHECK_THAT(told(sql::sqlite(), schema), Catch::StartsWith("RS0714: table 'a' and table 'b'"));
}

TEST_CASE("types that an index method takes only with an operator class are told for postgres") {
    struct Case {
        const char* method;
        model::Type type;
        bool taken;
    };
    const auto rows = std::vector<Case>{
        {"gin", test::array(test::text()), true},
        {"gin", type(Scalar::json), true},
        {"gin", test::text(), false},
        {"gin", type(Scalar::int32), false},
        {"gist", test::text(), false},
        {"gist", type(Scalar::date), false},
        {"spgist", test::text(9), true},
        {"spgist", type(Scalar::int64), false},
        {"brin", type(Scalar::timestamp), true},
        {"brin", type(Scalar::boolean), false},
        {"brin", test::array(test::text()), false},
        {"hash", type(Scalar::json), true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.method);
        auto schema = with(column("other", row.type));
        schema.tables[0].indexes.push_back({.db_name = "ix", .parts = {test::part(1)}, .method = row.method});
        CHECK(told(sql::postgres(), schema).starts_with("RS0715: ") != row.taken);
        CHECK(told(sql::sqlite(), schema) == "");
        schema.tables[0].indexes[0].parts[0].operators = "my_ops";
        CHECK(told(sql::postgres(), schema) == "");
    }
}

TEST_CASE("an index that a database leaves out needs no SQL there") {
    auto schema = with(column("code", test::text()));
    const model::SqlText only{.dialects = {{"postgres", "x"}}};
    schema.tables[0].indexes.push_back(
        {.db_name = "ix", .parts = {test::part(only)}, .method = "gin", .where = only});
    CHECK(told(sql::sqlite(), schema) == "");
    schema.tables[0].indexes[0].method.clear();
    CHECK_THAT(told(sql::sqlite(), schema), Catch::StartsWith("RS0701"));
}
