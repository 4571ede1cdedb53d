// Keys and checks of a table, the SQL of a view, and lists of columns. What stands for itself has a file of
// its own.

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

/// The same.
bool parse_method_of_key(Cursor& cursor) {
    cursor.complain({.code = "RS0514",
                     .message = "a unique key is a B-tree, which alone sees to it that values differ",
                     .help = "leave `using` out"});
    cursor.take();
    return cursor.expect_name("an index method after 'using'").has_value();
}

bool parse_unique_tail(Cursor& cursor, UniqueKey& key) {
    bool good = true;
    while (good) {
        if (cursor.at_word("where"))
            good = parse_condition_of_key(cursor);
        else if (cursor.at_word("using"))
            good = parse_method_of_key(cursor);
        else if (at_db_clause(cursor))
            good = parse_db_clause(cursor, key.db, "RS0212");
        else
            return true;
    }
    return false;
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

std::optional<Member> parse_view_sql(Cursor& cursor) {
    const Span begin = cursor.here().span;
    cursor.take();
    std::optional<SqlText> text = expect_sql_text(cursor, "the view's SQL in quotes after 'sql'",
                                                  "as in `sql \"select ... from ...\"`");
    if (!text)
        return std::nullopt;
    return ViewSql{.text = std::move(*text), .span = cursor.since(begin)};
}

constexpr std::array<std::string_view, 2> words_of_unique{"as", "renamed"};
constexpr std::array<std::string_view, 5> words_of_index{"as", "renamed", "unique", "using", "where"};

struct KeyRule {
    std::string_view word;
    std::optional<Member> (*parse)(Cursor&);
    std::span<const std::string_view> words{}; // that may follow the columns
};
constexpr std::array key_rules{
    KeyRule{"primary", parse_primary_key},         KeyRule{"unique", parse_unique_key, words_of_unique},
    KeyRule{"index", parse_index, words_of_index}, KeyRule{"check", parse_table_check},
    KeyRule{"partition", parse_partition_member},  KeyRule{"sql", parse_view_sql},
};

/// Null where the word at hand begins no key.
const KeyRule* rule_at(const Cursor& cursor) {
    const auto* rule = std::ranges::find_if(
        key_rules, [&cursor](const KeyRule& candidate) { return cursor.at_word(candidate.word); });
    return rule == key_rules.end() ? nullptr : rule;
}

}

std::optional<std::vector<KeyPart>> parse_key_parts(Cursor& cursor) {
    return parse_list<KeyPart>(cursor, "columns", [&] { return parse_key_part(cursor); });
}

bool at_key(const Cursor& cursor) {
    return rule_at(cursor) != nullptr && cursor.kind_behind() != TokenKind::colon;
}

std::optional<Member> parse_key(Cursor& cursor) {
    const KeyRule* rule = rule_at(cursor);
    return rule == nullptr ? std::nullopt : rule->parse(cursor);
}

std::optional<std::vector<Name>> parse_names(Cursor& cursor, std::string_view what) {
    return parse_list<Name>(cursor, what, [&] { return cursor.expect_name("a column's name"); });
}

std::span<const std::string_view> key_words(const Cursor& cursor) {
    const KeyRule* rule = rule_at(cursor);
    return rule == nullptr ? std::span<const std::string_view>{} : rule->words;
}

}
