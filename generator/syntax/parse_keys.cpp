// Keys and checks of a table, and lists of columns.

#include "syntax/grammar.hpp"
#include "syntax/parse_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

std::optional<KeyPart> parse_key_part(Cursor& cursor) {
    std::optional<Name> column = cursor.expect_name("a column's name");
    if (!column)
        return std::nullopt;
    if (cursor.at_word("desc") || cursor.at_word("asc")) {
        cursor.complain({.code = "RS0223",
                         .message = fmt::format("'{}' has no meaning in a key", cursor.text()),
                         .help = "only an index is sorted, as in `index (a desc)`"});
        cursor.take();
    }
    return KeyPart{.column = std::move(*column)};
}

std::optional<std::vector<KeyPart>> parse_key_parts(Cursor& cursor) {
    return parse_list<KeyPart>(cursor, "columns", [&] { return parse_key_part(cursor); });
}

std::optional<Member> parse_primary_key(Cursor& cursor) {
    PrimaryKey key{.parts = {}, .span = cursor.here().span};
    cursor.take();
    auto parts = parse_key_parts(cursor);
    if (!parts)
        return std::nullopt;
    key.parts = std::move(*parts);
    key.span = cursor.since(key.span);
    return key;
}

/// Reads on after it, so that the key is kept.
bool parse_condition_of_key(Cursor& cursor) {
    cursor.complain({.code = "RS0234",
                     .message = "a unique key has no condition",
                     .help = "write `index (...) unique where \"...\"`; a key holds for all rows"});
    cursor.take();
    return expect_sql_text(cursor, "a condition in quotes after 'where'").has_value();
}

bool parse_unique_tail(Cursor& cursor, UniqueKey& key) {
    while (at_db_clause(cursor) || cursor.at_word("where")) {
        const bool good = cursor.at_word("where") ? parse_condition_of_key(cursor)
                                                  : parse_db_clause(cursor, key.db, "RS0212");
        if (!good)
            return false;
    }
    return true;
}

std::optional<Member> parse_unique_key(Cursor& cursor) {
    UniqueKey key{.name = {}, .parts = {}, .db = {}, .span = cursor.here().span};
    cursor.take();
    if (cursor.at(TokenKind::word))
        key.name = cursor.take_name();
    auto parts = parse_key_parts(cursor);
    if (!parts || !parse_unique_tail(cursor, key))
        return std::nullopt;
    key.parts = std::move(*parts);
    key.span = cursor.since(key.span);
    return key;
}

std::optional<Member> parse_table_check(Cursor& cursor) {
    TableCheck check{.name = {}, .condition = {}, .span = cursor.here().span};
    cursor.take();
    std::optional<SqlText> condition =
        expect_named_sql(cursor, check.name, "a condition in quotes", "as in `check \"price >= 0\"`");
    if (!condition)
        return std::nullopt;
    check.condition = std::move(*condition);
    check.span = cursor.since(check.span);
    return check;
}

struct KeyRule {
    std::string_view word;
    std::optional<Member> (*parse)(Cursor&);
};
constexpr std::array key_rules{
    KeyRule{"primary", parse_primary_key},
    KeyRule{"unique", parse_unique_key},
    KeyRule{"index", parse_index},
    KeyRule{"check", parse_table_check},
};

}

bool at_key(const Cursor& cursor) {
    const bool is_key_word =
        std::ranges::any_of(key_rules, [&cursor](const KeyRule& rule) { return cursor.at_word(rule.word); });
    return is_key_word && cursor.kind_behind() != TokenKind::colon;
}

std::optional<Member> parse_key(Cursor& cursor) {
    for (const KeyRule& rule : key_rules) {
        if (cursor.at_word(rule.word))
            return rule.parse(cursor);
    }
    return std::nullopt;
}

std::optional<std::vector<Name>> parse_names(Cursor& cursor, std::string_view what) {
    return parse_list<Name>(cursor, what, [&] { return cursor.expect_name("a column's name"); });
}

std::span<const std::string_view> key_words() {
    static constexpr std::array<std::string_view, 4> words{"as", "renamed", "unique", "where"};
    return words;
}

}
