// Queries: parameters, kinds, declared columns, SQL.

#include "parsed.hpp"
#include "syntax/lexer.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::syntax;

namespace {

const std::string sample = R"(namespace n

/// Who spends most.
query top(min: decimal(12, 2), state: State?) -> many { total: int64?, names: string[] } """
  select 1
""" postgres "select 2"
query report -> one from "a.sql"
enum E { e }
)";

}

TEST_CASE("queries are read", "[parser]") {
    const std::vector<Row> rows{
        {"query q -> many \"s\"", "query q () -> many {} \"s\"\n"},
        {"query q() -> one \"s\"", "query q () -> one {} \"s\"\n"},
        {"query q(a: int32) -> optional \"s\"", "query q (a: int32) -> optional {} \"s\"\n"},
        {"query q(\n  a: int32,\n  /// doc\n  b: E[]?\n) -> exec \"s\"",
         "query q (a: int32, b: E[]?) -> exec {} \"s\"\n"},
        {"query q(query: int32, from: E) -> stream \"s\"",
         "query q (query: int32, from: E) -> stream {} \"s\"\n"},
        {"query q -> many { a: int32, b: string(5)? } \"s\"",
         "query q () -> many {a: int32, b: string(5)?} \"s\"\n"},
        {"query q -> many {\n  a: int32\n  table: string\n} \"s\"",
         "query q () -> many {a: int32, table: string} \"s\"\n"},
        {"query q -> many sqlite \"s\" postgres none", "query q () -> many {} sqlite \"s\" postgres none\n"},
        {"query q -> many \"\"\"\n  s\n\"\"\" postgres \"\"\"\n  t\n\"\"\"",
         "query q () -> many {} \"s\" postgres \"t\"\n"},
        {"query q -> many from \"a.sql\"", "query q () -> many {} from \"a.sql\"\n"},
        {"query q -> many from sqlite \"a.sql\" postgres \"b.sql\"",
         "query q () -> many {} from sqlite \"a.sql\" postgres \"b.sql\"\n"},
        {"/// d\nquery q -> many \"s\"", "/// d\nquery q () -> many {} \"s\"\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text + "\nenum E { e }\n");
        CHECK(result.reports.empty());
        CHECK(result.tree == "namespace (n)\n" + row.expected + "enum E\n  e\n");
    }
}

TEST_CASE("one mistake in a query gives one report, and the next declaration is read", "[parser]") {
    const std::vector<Row> rows{
        {"query", "2:6 RS0206 expected a query's name, found the end of the line"},
        {"query 5 -> many \"s\"", "2:7 RS0206 expected a query's name, found '5'"},
        {"query q", "2:8 RS0207 expected '->' and what comes back, found the end of the line"},
        {"query q \"s\"", "2:9 RS0207 expected '->' and what comes back, found a string"},
        {"query q ->", "2:11 RS0206 expected a kind after '->', found the end of the line"},
        {"query q -> all \"s\"", "2:12 RS0239 a query has no kind 'all'"},
        {"query q -> many",
         "2:16 RS0221 expected SQL in quotes, or 'from' and a file, found the end of the line"},
        {"query q -> many select 1",
         "2:17 RS0221 expected SQL in quotes, or 'from' and a file, found 'select'"},
        {"query q -> many from a.sql",
         "2:22 RS0221 expected a file's name in quotes after 'from', found 'a'"},
        {"query q -> many sqlite \"s\" postgres",
         "2:36 RS0221 expected SQL in quotes or 'none' after 'postgres', found the end of the line"},
        {"query q(a) -> many \"s\"", "2:10 RS0208 expected ':' after 'a', found ')'"},
        {"query q(a: ) -> many \"s\"", "2:12 RS0210 expected a type after ':', found ')'"},
        {"query q(a: int32 -> many \"s\"", "2:18 RS0207 expected ',' or ')', found '->'"},
        {"query q(a: int32,) -> many \"s\"", "2:18 RS0206 expected a parameter's name, found ')'"},
        {"query q(\n  a: int32,\n  b\n) -> many \"s\"", "5:1 RS0208 expected ':' after 'b', found ')'"},
        {"query q -> many { a } \"s\"", "2:21 RS0208 expected ':' after 'a', found '}'"},
        {"query q -> many { a: int32 b: int32 } \"s\"",
         "2:28 RS0207 expected ',', '}' or a new line after a column, found 'b'"},
        {"query q -> many \"s\" many", "2:21 RS0220 expected a new line after a query, found 'many'"},
        {"query q -> many \"s\";", "2:20 RS0216 a query ends with its line, not with a semicolon"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text + "\nenum E { e }\n");
        CHECK(result.reports == row.expected + '\n');
        CHECK(result.tree.ends_with("enum E\n  e\n"));
    }
}

TEST_CASE("a query that is cut, or lacks a token, or has one twice, gives few reports", "[parser]") {
    for (std::size_t length = 0; length < sample.size(); ++length) {
        const Parsed result = parsed(sample.substr(0, length));
        CAPTURE(length, result.reports);
        CHECK(result.count <= 2);
    }
    const Source source{"a.rows", sample};
    Diagnostics none;
    for (const Token& token : lex(source, 0, none)) {
        for (const bool twice : {false, true}) {
            std::string text = sample;
            if (twice)
                text.insert(token.span.end, ' ' + std::string{text_at(source, token.span)});
            else
                text.erase(token.span.begin, token.span.end - token.span.begin);
            const Parsed result = parsed(text);
            CAPTURE(text_at(source, token.span), twice, result.reports);
            CHECK(result.count <= 2);
        }
    }
}

TEST_CASE("any mixture of a query's tokens is read to its end", "[parser]") {
    const std::vector<std::string> words{
        "query", "->", "many", "one", "from", "sqlite",           "none", "a", ":", ",",     "int32", "\"s\"",
        "(",     ")",  "{",    "}",   "\n",   "\"\"\"x\ny\"\"\"", "?",    "[", "]", "///d\n"};
    std::minstd_rand random{7};
    for (int round = 0; round < 20'000; ++round) {
        std::string text = "namespace n\nquery ";
        for (int i = 0; i < 20; ++i)
            text += words[random() % words.size()] + ' ';
        (void)parsed(text);
    }
    SUCCEED();
}
