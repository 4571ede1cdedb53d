#include "checking/parameters.hpp"

#include "checking/report.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace rowsmith::checking {

namespace {

using sql::TokenKind;

/// They would end, or change, the transaction that a session is in.
constexpr std::array<std::string_view, 12> foreign_verbs{
    "abort",  "attach",  "begin",   "commit",   "detach",    "end",
    "pragma", "prepare", "release", "rollback", "savepoint", "start",
};

std::optional<std::size_t> second_statement(const Sql& sql) {
    for (std::size_t at = 0; at + 1 < sql.tokens.size(); ++at)
        if (sql.sign(at, ";"))
            return at + 1;
    return std::nullopt;
}

std::vector<std::string_view> declared_names(const model::Query& query) {
    std::vector<std::string_view> names;
    for (const auto& parameter : query.parameters)
        names.push_back(parameter.name);
    return names;
}

}

bool check_form(const model::QueryText& text, const Statement& statement, Diagnostics& diagnostics) {
    const Sql& sql = statement.sql;
    const auto refuse = [&](std::string_view code, model::Place place, std::string message,
                            std::string help) {
        diagnostics.report(mistake(code, place, std::move(message), std::move(help)));
        return false;
    };
    if (statement.verb.empty())
        return refuse("RS0811", text.place, "the query has no SQL", "write one statement");
    if (const auto second = second_statement(sql))
        return refuse("RS0811", place_of(text, sql.tokens[*second]), "a second statement begins here",
                      "a query is one statement: make another query of it");
    if (std::ranges::find(foreign_verbs, statement.verb) != foreign_verbs.end())
        return refuse("RS0811", text.at(statement.verb_at, statement.verb_at + statement.verb.size()),
                      fmt::format("'{}' is no statement for a query", statement.verb),
                      "a query runs in the transaction of its session, which begins and ends it");
    const auto number = std::ranges::find(sql.tokens, TokenKind::positional, &sql::Token::kind);
    if (number != sql.tokens.end())
        return refuse("RS0812", place_of(text, *number), "parameters of a query have names",
                      "declare it, as in `query name(id: int64)`, and write `:id`");
    return true;
}

bool check_parameters(const model::Query& query, const model::QueryText& text, const Sql& sql,
                      Diagnostics& diagnostics) {
    const auto names = declared_names(query);
    bool good = true;
    std::set<std::string_view> reported;
    for (const auto& token : sql.tokens) {
        const auto name =
            token.kind == TokenKind::parameter ? sql::written(sql.text, token).substr(1) : std::string_view{};
        if (name.empty() || std::ranges::find(names, name) != names.end())
            continue;
        good = false;
        if (reported.insert(name).second)
            diagnostics.report(
                mistake("RS0802", place_of(text, token), fmt::format("parameter '{}' is not declared", name),
                        suggest(name, names,
                                fmt::format("declare it, as in `query {}({}: int64)`", query.name, name))));
    }
    return good;
}

void check_unused(const model::Query& query, Diagnostics& diagnostics) {
    std::set<std::string, std::less<>> used;
    for (const auto& own : query.sql) {
        if (!own.text)
            continue;
        for (const auto& token : sql::tokens_of(own.text->text))
            if (token.kind == TokenKind::parameter)
                used.emplace(sql::written(own.text->text, token).substr(1));
    }
    for (const auto& parameter : query.parameters)
        if (!used.contains(parameter.name))
            diagnostics.report(mistake(
                "RS0803", parameter.place, fmt::format("the SQL does not use parameter '{}'", parameter.name),
                fmt::format("write `:{}` where it belongs, or leave it out", parameter.name)));
}

}
