#include "checking/statement.hpp"

#include "checking/select.hpp"
#include "support/names.hpp"

#include <algorithm>
#include <array>

namespace rowsmith::checking {

namespace {

constexpr std::array<std::string_view, 4> writing_verbs{"insert", "update", "delete", "merge"};

bool is_writing(std::string_view verb) {
    return verb == "replace" || std::ranges::find(writing_verbs, verb) != writing_verbs.end();
}

/// Behind WITH and its tables, which are noted.
std::size_t skip_with(const Sql& sql, Statement& statement) {
    if (!sql.word(0, "with"))
        return 0;
    statement.recursive = sql.word(1, "recursive");
    std::size_t at = statement.recursive ? 2 : 1;
    while (sql.name(at)) {
        CommonTable table{.name = sql.name_of(at), .columns = sql.names_in(at + 1), .select = {}};
        ++at;
        if (sql.sign(at, "("))
            at = sql.behind(at);
        while (sql.has(at) && !sql.sign(at, "(")) // as, not, materialized
            ++at;
        table.select = {at + 1, sql.behind(at) - 1};
        statement.common_tables.push_back(std::move(table));
        at = sql.behind(at);
        if (!sql.sign(at, ","))
            return at;
        ++at;
    }
    return at;
}

/// A statement inside WITH begins behind a parenthesis.
bool writes_anywhere(const Sql& sql, const Statement& statement) {
    if (is_writing(statement.verb))
        return true;
    for (std::size_t at = 0; at + 1 < sql.tokens.size(); ++at)
        if (sql.sign(at, "(") &&
            std::ranges::any_of(writing_verbs, [&](std::string_view verb) { return sql.word(at + 1, verb); }))
            return true;
    return false;
}

/// The table that a statement writes: `update users as u`, `insert into users`, `delete from users`.
std::vector<Source> written_table(const Sql& sql, std::size_t verb) {
    constexpr std::array<std::string_view, 3> fill{"into", "from", "only"};
    auto at = verb + 1;
    if (sql.word(at, "or")) // insert or replace
        at += 2;
    while (std::ranges::any_of(fill, [&](std::string_view word) { return sql.word(at, word); }))
        ++at;
    if (!sql.name(at))
        return {};
    if (sql.sign(at + 1, ".") && sql.name(at + 2))
        at += 2;
    Source source{.table = sql.name_of(at), .alias = sql.name_of(at)};
    if (sql.word(at + 1, "as") && sql.name(at + 2))
        source.alias = sql.name_of(at + 2);
    return {source};
}

std::optional<std::size_t> find_returning(const Sql& sql, std::size_t from) {
    for (auto at = from; sql.has(at); ++at) {
        if (sql.word(at, "returning"))
            return at;
        if (sql.sign(at, "("))
            at = sql.behind(at) - 1;
    }
    return std::nullopt;
}

void add_returning(Statement& statement, std::size_t verb) {
    const Sql& sql = statement.sql;
    const auto returning = find_returning(sql, verb);
    if (!returning)
        return;
    const bool semicolon = sql.sign(sql.tokens.size() - 1, ";");
    const Range list{*returning + 1, sql.tokens.size() - (semicolon ? 1 : 0)};
    if (list.first >= list.end)
        return;
    const auto end = sql.tokens[list.end - 1].end;
    statement.branches.push_back({.begin = statement.verb_at,
                                  .list_begin = sql.tokens[list.first].begin,
                                  .list_end = end,
                                  .end = end,
                                  .items = items_of(sql, list),
                                  .sources = written_table(sql, verb)});
}

}

std::string Sql::name_of(std::size_t at) const {
    return lower_ascii(sql::name_in(text, tokens[at]));
}

std::size_t Sql::behind(std::size_t at) const {
    std::size_t depth = 0;
    for (; has(at); ++at) {
        if (sign(at, "("))
            ++depth;
        else if (sign(at, ")") && --depth == 0)
            return at + 1;
    }
    return at;
}

std::vector<std::string> Sql::names_in(std::size_t at) const {
    std::vector<std::string> names;
    if (!sign(at, "("))
        return names;
    for (const auto end = behind(at); at < end; ++at)
        if (name(at))
            names.push_back(name_of(at));
    return names;
}

const CommonTable* Statement::common_table(std::string_view name) const {
    const auto found = std::ranges::find(common_tables, name, &CommonTable::name);
    return found == common_tables.end() ? nullptr : &*found;
}

std::string Statement::text_of(Range range) const {
    if (range.first >= range.end || !sql.has(range.end - 1))
        return {};
    const auto begin = sql.tokens[range.first].begin;
    return sql.text.substr(begin, sql.tokens[range.end - 1].end - begin);
}

std::string Statement::list_of(const Branch& branch) const {
    return sql.text.substr(branch.list_begin, branch.list_end - branch.list_begin);
}

std::string Statement::with_list(const Branch& branch, std::string_view list) const {
    const std::string_view text = sql.text;
    std::string made(text.substr(0, verb_at));
    made += text.substr(branch.begin, branch.list_begin - branch.begin);
    made += list;
    return made += text.substr(branch.list_end, branch.end - branch.list_end);
}

Statement parse_statement(std::string text) {
    Statement statement;
    auto tokens = sql::tokens_of(text);
    statement.sql = {.text = std::move(text), .tokens = std::move(tokens)};
    const Sql& sql = statement.sql;
    const auto verb = skip_with(sql, statement);
    if (!sql.has(verb))
        return statement;
    statement.verb = lower_ascii(sql.written(verb));
    statement.verb_at = sql.tokens[verb].begin;
    statement.writes = writes_anywhere(sql, statement);
    if (statement.verb == "select")
        statement.branches = branches_of(sql, verb);
    else if (statement.writes)
        add_returning(statement, verb);
    return statement;
}

}
