#include "checking/select.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace rowsmith::checking {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> set_words{"union", "intersect", "except"};
constexpr std::array<std::string_view, 9> tail_words{"order", "limit",     "offset", "fetch", "for",
                                                     "union", "intersect", "except", ";"};
constexpr std::array<std::string_view, 13> from_end_words{
    "where", "group", "having", "window",    "order",  "limit", "offset",
    "fetch", "for",   "union",  "intersect", "except", ";",
};

bool is_any(const Sql& sql, std::size_t at, Words words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return word == ";" ? sql.sign(at, word) : sql.word(at, word); });
}

/// The first token from `at` on, outside of parentheses, that is one of the words.
std::size_t find(const Sql& sql, std::size_t at, std::size_t end, Words words) {
    while (at < end && !is_any(sql, at, words))
        at = sql.sign(at, "(") ? sql.behind(at) : at + 1;
    return std::min(at, end);
}

/// FROM, but not that of `is distinct from`.
std::size_t find_from(const Sql& sql, std::size_t at, std::size_t end) {
    constexpr std::array<std::string_view, 1> from{"from"};
    for (;;) {
        at = find(sql, at, end, from);
        if (at == end || !sql.word(at - 1, "distinct"))
            return at;
        ++at;
    }
}

/// Behind SELECT, DISTINCT and ON (...).
std::size_t list_start(const Sql& sql, std::size_t select) {
    auto at = select + 1;
    if (sql.word(at, "all"))
        return at + 1;
    if (!sql.word(at, "distinct"))
        return at;
    ++at;
    return sql.word(at, "on") && sql.sign(at + 1, "(") ? sql.behind(at + 1) : at;
}

Item item_of(const Sql& sql, Range range) {
    if (range.size() > 2 && sql.word(range.end - 2, "as") && sql.name(range.end - 1))
        return {.expression = {range.first, range.end - 2}, .name = range.end - 1};
    return {.expression = range, .name = std::nullopt};
}

constexpr std::array<std::string_view, 10> aggregates{
    "avg",        "count", "group_concat", "json_group_array", "json_group_object", "max", "min",
    "string_agg", "sum",   "total"};

/// A call of an aggregate that is no window function; those of SELECTs inside are their own.
bool has_aggregate(const Sql& sql, Range list) {
    for (auto at = list.first; at + 1 < list.end; ++at) {
        if (sql.sign(at, "(") && (sql.word(at + 1, "select") || sql.word(at + 1, "with"))) {
            at = sql.behind(at) - 1;
            continue;
        }
        if (!is_any(sql, at, aggregates) || !sql.sign(at + 1, "("))
            continue;
        auto behind = sql.behind(at + 1);
        if (sql.word(behind, "filter") && sql.sign(behind + 1, "("))
            behind = sql.behind(behind + 1);
        if (!sql.word(behind, "over"))
            return true;
    }
    return false;
}

/// Whether groups of groups have rows, in which what they are grouped by has no value.
bool has_totals(const Sql& sql, Range group) {
    constexpr std::array<std::string_view, 3> words{"rollup", "cube", "grouping"};
    for (auto at = group.first; at < group.end; ++at)
        if (is_any(sql, at, words) && (sql.sign(at + 1, "(") || sql.word(at + 1, "sets")))
            return true;
    return false;
}

/// `select ... from ...` in tokens [select, end).
std::optional<Branch> branch_of(const Sql& sql, Range range) {
    const auto first = list_start(sql, range.first);
    const auto from = find_from(sql, first, find(sql, first, range.end, from_end_words));
    if (first >= from)
        return std::nullopt;
    Branch branch{.begin = sql.tokens[range.first].begin,
                  .list_begin = sql.tokens[first].begin,
                  .list_end = sql.tokens[from - 1].end,
                  .end = sql.tokens[range.end - 1].end,
                  .items = items_of(sql, {first, from}),
                  .sources = {}};
    constexpr std::array<std::string_view, 1> group{"group"};
    const auto grouped = find(sql, from, range.end, group);
    branch.has_totals =
        grouped == range.end ? has_aggregate(sql, {first, from}) : has_totals(sql, {grouped, range.end});
    if (sql.word(from, "from") && from < range.end)
        branch.sources = sources_of(sql, {from + 1, find(sql, from + 1, range.end, from_end_words)});
    return branch;
}

}

std::vector<Item> items_of(const Sql& sql, Range list) {
    std::vector<Item> items;
    auto first = list.first;
    const auto add = [&](std::size_t end) {
        if (first < end) // else a database will refuse it
            items.push_back(item_of(sql, {first, end}));
        first = end + 1;
    };
    for (auto at = list.first; at < list.end; at = sql.sign(at, "(") ? sql.behind(at) : at + 1)
        if (sql.sign(at, ","))
            add(at);
    add(list.end);
    return items;
}

std::vector<Branch> branches_of(const Sql& sql, std::size_t first) {
    std::vector<Branch> branches;
    while (sql.word(first, "select")) {
        const auto end = find(sql, first + 1, sql.tokens.size(), tail_words);
        auto branch = branch_of(sql, {first, end});
        if (!branch)
            return {};
        branches.push_back(std::move(*branch));
        if (!is_any(sql, end, set_words))
            return branches;
        first = end + (sql.word(end + 1, "all") || sql.word(end + 1, "distinct") ? 2 : 1);
    }
    return {};
}

}
