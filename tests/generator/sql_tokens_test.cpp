// What is a parameter in SQL, and what only looks like one; what becomes of it.

#include "sql/named_statement.hpp"
#include "sql/tokens.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;

namespace {

struct Row {
    std::string sql;
    std::string expected;
};

/// The parameters of a text, one after the other.
std::string parameters_in(std::string_view text) {
    std::string found;
    for (const sql::Token& token : sql::tokens_of(text))
        if (token.kind == sql::TokenKind::parameter)
            found.append(found.empty() ? "" : " ").append(sql::written(text, token));
    return found;
}

model::Query query_of(std::vector<std::string> parameters) {
    model::Query query{.name = "q"};
    for (auto& name : parameters)
        query.parameters.push_back({.name = std::move(name), .type = {.scalar = model::Scalar::int64}});
    return query;
}

std::string written(const sql::Dialect& dialect, const model::Query& query, const std::string& text) {
    const auto made = sql::named_statement(dialect, {}, query, {.text = text});
    std::string order;
    for (const auto index : made.parameters)
        order += " " + std::to_string(index);
    return made.sql + " |" + order;
}

}

TEST_CASE("parameters are found outside of texts, names, comments and casts", "[queries]") {
    const std::vector<Row> rows{
        {"select :a, :b_2", ":a :b_2"},
        {"x=:a and y>:a", ":a :a"},
        {"':a' 'it''s :a' :b", ":b"},
        {R"(":a" "say "":a""" `:a` :b)", ":b"},
        {"-- :a\n:b -- :c", ":b"},
        {"/* :a\n :b */ :c /* :d", ":c"},
        {"x::text, :a::int8, '1'::text", ":a"},
        {"x := :a", ":a"},
        {"E'it\\'s :a' :b e'\\\\' :c", ":b :c"},
        {"'it\\' :b", ":b"},
        {"$$ :a $$ :b $tag$ :c $$ :d $tag$ :e $1", ":b :e"},
        {"x[1:2] y[:a]", ":a"},
        {"12:30 :1 ::", ""},
        {"caf\xC3\xA9:a", ":a"},
        {"name$x:a", ":a"},
        {"'open :a", ""},
        {"\"open :a", ""},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sql);
        CHECK(parameters_in(row.sql) == row.expected);
    }
}

TEST_CASE("parameters are numbered in the order in which they appear", "[queries]") {
    const model::Query query = query_of({"a", "b", "ab"});
    CHECK(written(sql::sqlite(), query, "select :b + :a, :ab, ':a', :b") ==
          "select $1 + $2, $3, ':a', $1 | 1 0 2");
    CHECK(written(sql::sqlite(), query, "select 1") == "select 1 |");
    CHECK(written(sql::sqlite(), query, "delete from t where a=:a ; \n-- the end") ==
          "delete from t where a=$1 | 0");
}

TEST_CASE("where nothing tells a parameter's type, the database is told where it has to be", "[queries]") {
    const model::Query query = query_of({"a"});
    const std::string text = ":a is null or x = :a or :a IS NOT NULL, :a as y, cast(:a as int)";
    CHECK(written(sql::sqlite(), query, text) ==
          "$1 is null or x = $1 or $1 IS NOT NULL, $1 as y, cast($1 as int) | 0");
    CHECK(written(sql::postgres(), query, text) ==
          "cast($1 as bigint) is null or x = $1 or cast($1 as bigint) IS NOT NULL, cast($1 as bigint) as y, "
          "cast(cast($1 as bigint) as int) | 0");
}
