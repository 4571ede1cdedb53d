// Texts of a schema that would like to be code: the generated C++ and SQL have the tokens that they have for
// a harmless schema of the same structure, and databases keep what was theirs.

#include "analysis/analysis.hpp"
#include "cpp/outputs.hpp"
#include "sql/ddl.hpp"
#include "sql/statements.hpp"
#include "support/unicode.hpp"

#include "support/cpp_tokens.hpp"
#include "support/postgres_server.hpp"
#include "support/sql_tokens.hpp"
#include "support/sqlite_database.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

using namespace rowsmith;
using test::Trigraphs;

namespace {

using Texts = std::vector<std::string>;

/// The model; none where the schema is refused.
std::optional<model::Schema> resolved(const std::string& text) {
    Diagnostics diagnostics;
    const auto program = analysis::load(std::vector<std::string>{"h.rows"}, {},
                                        analysis::memory_files({{"h.rows", text}}), diagnostics);
    std::vector<std::string_view> dialects;
    for (const sql::Dialect* dialect : sql::dialects())
        dialects.push_back(dialect->name);
    auto schema = analysis::resolve(program, diagnostics, dialects);
    UNSCOPED_INFO(render(diagnostics, program.sources));
    return diagnostics.has_errors() ? std::nullopt : std::optional{std::move(schema)};
}

std::vector<cpp::Output> outputs(const model::Schema& schema) {
    static const templating::Templates templates{templating::embedded_templates()};
    const auto dialects = sql::dialects();
    return cpp::outputs(schema,
                        {.outputs = {"h"}, .dialects = {dialects.begin(), dialects.end()}, .version = "0"},
                        templates);
}

std::string script(const sql::Dialect& dialect, const model::Schema& schema) {
    return sql::ddl_script(dialect, schema, std::array<std::size_t, 1>{0});
}

std::string script(const std::vector<sql::DdlStatement>& statements) {
    std::string text;
    for (const auto& statement : statements)
        text += statement.sql + ";\n";
    return text;
}

std::string create_all(const sql::Dialect& dialect, const model::Schema& schema) {
    return script(create_statements(dialect, schema, 0, sql::CreateMode::if_not_exists));
}

std::string drop_all(const sql::Dialect& dialect, const model::Schema& schema) {
    return "begin;\n" + script(drop_statements(dialect, schema, 0)) + "commit;\n";
}

/// All that programs and people may run.
std::string scripts(const sql::Dialect& dialect, const model::Schema& schema) {
    return script(dialect, schema) + create_all(dialect, schema) + drop_all(dialect, schema);
}

/// Link tables that are made are called in C++ by words of their text: nothing else of it gets there.
model::Schema with_link_names_of(model::Schema schema, const model::Schema& other) {
    for (std::size_t table = 0; table < schema.tables.size(); ++table) {
        std::string& name = schema.tables[table].name;
        CHECK(std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; }));
        if (schema.tables[table].made)
            name = other.tables[table].name;
    }
    return schema;
}

void check_same_tokens(const model::Schema& hostile_names, const model::Schema& harmless) {
    const model::Schema hostile = with_link_names_of(hostile_names, harmless);
    const auto given = outputs(hostile);
    const auto expected = outputs(harmless);
    REQUIRE(given.size() == expected.size());
    for (std::size_t at = 0; at < given.size(); ++at) {
        for (const auto trigraphs : {Trigraphs::ignored, Trigraphs::replaced}) {
            INFO(given[at].text);
            CHECK(test::without_texts(test::cpp_tokens(given[at].text, trigraphs)) ==
                  test::without_texts(test::cpp_tokens(expected[at].text, trigraphs)));
        }
    }
    for (const sql::Dialect* dialect : sql::dialects()) {
        const std::string sql = scripts(*dialect, hostile);
        INFO(sql);
        CHECK(test::sql_tokens(sql) == test::sql_tokens(scripts(*dialect, harmless)));
    }
}

/// A schema that says `line` wherever documentation may stand.
std::string documented(const std::string& line) {
    const std::string doc = "/// " + line + "\n";
    return "namespace n\n" + doc + "enum Color {\n" + doc + "red\n" + doc + "green\n}\n" + doc +
           "sequence s { }\n" + doc + doc + "table A {\n" + doc + "id: int64 primary = next(s)\n" + doc +
           "color: Color = red\n" + doc + "parent: A? inverse children\n" + doc + "index (color)\n" + doc +
           "others: B[] through \"links\" inverse others\n}\n" + doc + "table B {\n" + doc +
           "id: int32 primary\n" + doc + "more: Color[]\n}\n";
}

/// A schema with `text`, as the schema writes it, wherever there are texts; names in the database end with a
/// number.
std::string texts_everywhere(const std::string& text) {
    auto name = [&text, number = 0]() mutable { return '"' + text + std::to_string(++number) + '"'; };
    std::string schema = "namespace n\n";
    schema +=
        "enum Color as " + name() + " in " + name() + " { red as " + name() + ", green as " + name() + " }\n";
    schema += "sequence s as " + name() + " in " + name() + " { start 5 }\n";
    schema += "table A as " + name() + " in " + name() + " {\n";
    schema += "  id: int64 primary = next(s) as " + name() + "\n";
    schema += "  color: Color = green as " + name() + "\n";
    schema += "  text: string = \"" + text + "\" as " + name() + "\n";
    schema += "  parent: A? via parent_id inverse children\n";
    schema += "  others: B[] through " + name() + " inverse others\n";
    schema += "  unique (text) as " + name() + "\n  index (color desc, id) as " + name() + "\n}\n";
    schema += "table C as " + name() + " {\n  k: string primary as " + name() + "\n  partition by list (k)\n";
    schema += "  partition " + name() + " in (\"" + text + "\")\n  partition " + name() + " default\n}\n";
    schema += "table B as " + name() + " {\n  id: int32 primary identity as " + name() + "\n";
    return schema + "  a: A via a_id on delete cascade inverse many\n  a_id: int64 as " + name() + "\n}\n";
}

const Texts hostile_lines{"\\",
                          "ends in \\",
                          "blanks behind \\ \t ",
                          "?\?/",
                          "ends in ?\?/",
                          "?\?/ ",
                          "\\?\?/",
                          "?\?/\\",
                          "?\?=define id",
                          "*/ int x; /*",
                          "/* \" ' R\"(",
                          "R\"sql(",
                          ")sql\"; #error",
                          "#define int long",
                          "'; drop table a; --",
                          "''; drop table a; --",
                          "$$; drop table a; $$",
                          "$rowsmith$",
                          "\\'; drop table a; --",
                          "E'\\'",
                          "\"; drop table a; --",
                          "% end",
                          "% for x in y",
                          "%%",
                          "## x",
                          "${doc}",
                          "%s %n {} {0}",
                          "\\n",
                          "\\u000a",
                          "\\012",
                          "// /// //",
                          "é世😀",
                          "\ttab\t"};

const Texts hostile_texts{"\\\\",
                          "a\\n",
                          "\\n#error\\n",
                          "\\t\\r",
                          "?\?/",
                          "\\\\?\?/",
                          "?\?=",
                          "\\\"",
                          "\\\"; drop table t; --",
                          "'; drop table t; --",
                          "''",
                          "`",
                          "]; drop table t; --",
                          "[",
                          ")sql\\\"",
                          ")\\\"",
                          "*/ int x; /*",
                          "//",
                          "--",
                          "$$",
                          "$rowsmith$",
                          "$1",
                          ":a ?1 @b",
                          "%s ${x}",
                          "% end",
                          "## x",
                          "\\u{202E}",
                          "\\u{200B}",
                          "\\u{FEFF}",
                          "\\u{2028}",
                          "\\u{7F}",
                          "\\u{1}",
                          "é世😀",
                          "SELECT",
                          "a.b",
                          " "};

}

TEST_CASE("documentation stays in its comments, whatever it says") {
    const auto harmless = resolved(documented("words"));
    REQUIRE(harmless);
    for (const std::string& line : hostile_lines) {
        CAPTURE(line);
        const auto hostile = resolved(documented(line));
        REQUIRE(hostile);
        check_same_tokens(*hostile, *harmless);
    }
}

TEST_CASE("no character of documentation ends a comment, alone or behind a backslash") {
    const auto harmless = resolved(documented("words"));
    REQUIRE(harmless);
    std::size_t taken = 0;
    const auto try_one = [&](char32_t value) {
        for (const std::string& line :
             {"x" + encode_utf8(value), "\\" + encode_utf8(value), "?\?/" + encode_utf8(value)}) {
            const auto hostile = resolved(documented(line));
            if (!hostile)
                continue; // refused, which is as good
            ++taken;
            CAPTURE(code_point_name(value));
            check_same_tokens(*hostile, *harmless);
        }
    };
    for (char32_t value = 1; value < 0x100; ++value)
        try_one(value);
    for (const char32_t value : U"\u200B\u200E\u2028\u2029\u202E\u2066\u3000\uFEFF\uFFFD\U000E0001\U0010FFFF")
        try_one(value);
    CHECK(taken > 3 * 150);
}

TEST_CASE("texts stay in their literals and quotes, whatever they say") {
    const auto harmless = resolved(texts_everywhere("word"));
    REQUIRE(harmless);
    for (const std::string& text : hostile_texts) {
        CAPTURE(text);
        const auto hostile = resolved(texts_everywhere(text));
        REQUIRE(hostile);
        check_same_tokens(*hostile, *harmless);
    }
}

TEST_CASE("hostile names from a schema leave a stranger's table alone, on SQLite") {
    constexpr const char* tables =
        "select count(*) from sqlite_schema where type = 'table' and name not like "
        "'sqlite\\_%' escape '\\' and name <> 'rowsmith_sequence'";
    const auto& dialect = sql::sqlite();
    for (const std::string& text : hostile_texts) {
        CAPTURE(text);
        const auto schema = resolved(texts_everywhere(text));
        REQUIRE(schema);
        test::SqliteDatabase database;
        REQUIRE(database.execute("create table t (x); insert into t values (1)") == "");
        CHECK(database.execute(script(dialect, *schema)) == "");
        CHECK(database.execute(create_all(dialect, *schema)) == "");
        CHECK(database.rows(tables) == Texts{"5"});
        for (const model::Table& table : schema->tables) {
            const auto statements = sql::table_statements(table);
            for (const std::string& one :
                 {statements.insert, statements.select, statements.find, statements.erase})
                CHECK(database.execute("explain " + one) == "");
        }
        CHECK(database.execute(drop_all(dialect, *schema)) == "");
        CHECK(database.rows(tables) == Texts{"1"});
        CHECK(database.rows("select * from t") == Texts{"1"});
    }
}

TEST_CASE("hostile schemas leave a stranger's table alone, on PostgreSQL") {
    const auto server = test::PostgresServer::start();
    if (server == nullptr) {
        WARN("skipped: no PostgreSQL server is installed below /usr/lib/postgresql");
        return;
    }
    const std::string database = server->create_database();
    const auto execute = [&](const std::string& sql) {
        return server->execute(database, "set client_min_messages = warning;\n" + sql).output;
    };
    REQUIRE(execute("create table t (x int); insert into t values (1)") == "");
    struct Given {
        std::string source;
        std::string tables; // how many it makes, parts included, and the stranger's
    };
    std::vector<Given> all;
    for (const std::string& text : hostile_texts)
        all.push_back({texts_everywhere(text), "7"});
    for (const std::string& line : hostile_lines)
        all.push_back({documented(line), "4"});
    constexpr const char* tables =
        "select count(*) from pg_class where relkind in ('r', 'p') and "
        "(relnamespace = 'public'::regnamespace or relnamespace >= 16384);\n"; // or a schema of the test's
                                                                               // own
    const auto silently = [](const std::string& sql) { return "\\o /dev/null\n" + sql + "\\o\n"; };
    const auto& dialect = sql::postgres();
    for (const Given& given : all) {
        CAPTURE(given.source);
        const auto schema = resolved(given.source);
        REQUIRE(schema);
        std::string statements;
        for (const model::Table& table : schema->tables)
            statements += "prepare it as " + sql::qualified_statements(table).insert + ";\ndeallocate it;\n";
        CHECK(execute(script(dialect, *schema) + silently(create_all(dialect, *schema)) + statements +
                      tables + silently(drop_all(dialect, *schema)) + tables + "select * from t") ==
              given.tables + "\n1\n1\n");
    }
}

TEST_CASE("a macro of a system header is no name in generated code, wherever the schema says it") {
    const Texts macros{"errno",  "EOF",   "NULL",   "INT_MAX", "SIGINT",    "major",
                       "minor",  "linux", "unix",   "i386",    "st_atime",  "s6_addr",
                       "BUFSIZ", "stdin", "assert", "small",   "sa_handler"};
    const std::string key = "id: int64 primary identity\n";
    for (const std::string& macro : macros) {
        const Texts places{
            "enum E { " + macro + ", other }\ntable T {\n" + key + "e: E = " + macro + "\n}\n",
            "enum " + macro + " { one }\ntable T {\n" + key + "e: " + macro + " = one\n}\n",
            "sequence " + macro + " { }\ntable T { id: int64 primary = next(" + macro + ") }\n",
            "table " + macro + " {\n" + key + "}\ntable T {\n" + key + "to: " + macro + "?\n}\n",
            "table T {\n" + key + macro + ": int32? unique\nindex (" + macro + ")\n}\n",
            "table T {\n" + macro + ": int64 primary\n}\n",
            "table T {\n" + key + macro + ": T? inverse others\n}\n",
            "table T {\n" + key + "other: T? inverse " + macro + "\n}\n",
            "table T {\n" + key + "other: T? via " + macro + "\n}\n"};
        for (const std::string& place : places) {
            CAPTURE(place);
            const auto schema = resolved("namespace n\n" + place);
            REQUIRE(schema);
            for (const cpp::Output& output : outputs(*schema)) {
                const auto tokens = test::cpp_tokens(output.text);
                CHECK(std::ranges::find(tokens, macro) == tokens.end());
            }
        }
    }
}
