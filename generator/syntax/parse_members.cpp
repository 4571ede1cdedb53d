// Tables and mixins from the inside: columns, relations, keys, indexes and checks.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

// ---- lists in parentheses

/// `(item, item)`; `what` names an item.
template <typename Item, typename ParseItem>
std::optional<std::vector<Item>> parse_list(Cursor& cursor, std::string_view what, ParseItem parse_item) {
    const Span opening = cursor.here().span;
    if (!cursor.expect(TokenKind::open_paren, "'('",
                       fmt::format("write the {} in parentheses, as in `(a, b)`", what)))
        return std::nullopt;
    std::vector<Item> items;
    if (cursor.at(TokenKind::close_paren)) {
        cursor.complain({.code = "RS0222", .message = fmt::format("expected {}, found an empty list", what)});
        return std::nullopt;
    }
    do {
        std::optional<Item> item = parse_item();
        if (!item)
            return std::nullopt;
        items.push_back(std::move(*item));
    } while (cursor.accept(TokenKind::comma));
    if (cursor.accept(TokenKind::close_paren))
        return items;
    cursor.complain({.code = "RS0207",
                     .message = fmt::format("expected ',' or ')', found {}", cursor.found()),
                     .related = {{.span = opening, .label = "the list begins here"}}});
    return std::nullopt;
}

std::optional<KeyPart> parse_key_part(Cursor& cursor, bool sortable) {
    std::optional<Name> column = cursor.expect_name("a column's name");
    if (!column)
        return std::nullopt;
    const bool descending = cursor.at_word("desc");
    const bool sorted = descending || cursor.at_word("asc");
    if (sorted && !sortable)
        cursor.complain({.code = "RS0223",
                         .message = fmt::format("'{}' has no meaning in a key", cursor.text()),
                         .help = "only an index is sorted, as in `index (a desc)`"});
    if (sorted)
        cursor.take();
    return KeyPart{.column = std::move(*column), .descending = descending};
}

// ---- keys, indexes, checks

std::optional<Member> parse_primary_key(Cursor& cursor) {
    PrimaryKey key{.parts = {}, .span = cursor.here().span};
    cursor.take();
    auto parts = parse_key_parts(cursor, false);
    if (!parts)
        return std::nullopt;
    key.parts = std::move(*parts);
    key.span = cursor.since(key.span);
    return key;
}

std::optional<Name> accept_name(Cursor& cursor) {
    return cursor.at(TokenKind::word) ? std::optional{cursor.take_name()} : std::nullopt;
}

/// `unique` and `as "db_name"` after an index's columns; false when it went wrong.
bool parse_index_tail(Cursor& cursor, bool* unique, std::optional<Text>& db_name) {
    while (true) {
        const bool again =
            (db_name && cursor.at_word("as")) || (unique && *unique && cursor.at_word("unique"));
        if (again)
            cursor.complain({.code = "RS0212", .message = fmt::format("'{}' is given twice", cursor.text())});
        if (cursor.at_word("as")) {
            db_name = parse_as(cursor);
            if (!db_name)
                return false;
        } else if (unique && cursor.accept_word("unique")) {
            *unique = true;
        } else {
            return true;
        }
    }
}

std::optional<Member> parse_unique_key(Cursor& cursor) {
    UniqueKey key{.name = {}, .parts = {}, .db_name = {}, .span = cursor.here().span};
    cursor.take();
    key.name = accept_name(cursor);
    auto parts = parse_key_parts(cursor, false);
    if (!parts || !parse_index_tail(cursor, nullptr, key.db_name))
        return std::nullopt;
    key.parts = std::move(*parts);
    key.span = cursor.since(key.span);
    return key;
}

std::optional<Member> parse_index(Cursor& cursor) {
    Index index{.doc = cursor.doc(),
                .name = {},
                .parts = {},
                .unique = false,
                .db_name = {},
                .span = cursor.here().span};
    cursor.take();
    index.name = accept_name(cursor);
    auto parts = parse_key_parts(cursor, true);
    if (!parts || !parse_index_tail(cursor, &index.unique, index.db_name))
        return std::nullopt;
    index.parts = std::move(*parts);
    index.span = cursor.since(index.span);
    return index;
}

std::optional<Member> parse_table_check(Cursor& cursor) {
    TableCheck check{.name = {}, .condition = {}, .span = cursor.here().span};
    cursor.take();
    check.name = accept_name(cursor);
    std::optional<Text> condition =
        cursor.expect_text("a condition in quotes", "as in `check \"price >= 0\"`");
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

// ---- columns and relations

bool expect_colon(Cursor& cursor, const Name& name) {
    if (cursor.accept(TokenKind::colon))
        return true;
    if (cursor.at(TokenKind::equals))
        cursor.complain(
            {.code = "RS0209",
             .message = fmt::format("expected ':' and a type after '{}', found '='", name.text),
             .help = "write `name: type`; a default follows the type, as in `name: type = value`"});
    else
        cursor.complain(
            {.code = "RS0208",
             .message = fmt::format("expected ':' after '{}', found {}", name.text, cursor.found()),
             .help = "write `name: type`"});
    return false;
}

/// A column whose attributes went wrong is kept: what refers to it is not wrong.
std::optional<Member> parse_field(Cursor& cursor, bool& good) {
    Field field{.doc = cursor.doc(), .name = cursor.take_name(), .type = {}, .attributes = {}};
    good = false;
    if (!expect_colon(cursor, field.name))
        return std::nullopt;
    std::optional<TypeName> type = parse_type(cursor);
    if (!type)
        return std::nullopt;
    field.type = std::move(*type);
    good = parse_attributes(cursor, field.attributes);
    return field;
}

// ---- one member

/// What separates members is the end of a line. What people write besides is reported, and reading goes on
/// after it.
void finish_member(Cursor& cursor) {
    if (cursor.at_member_end())
        return;
    if (cursor.at(TokenKind::comma) || cursor.at(TokenKind::semicolon)) {
        const bool comma = cursor.at(TokenKind::comma);
        cursor.complain({.code = comma ? "RS0217" : "RS0216",
                         .message = fmt::format("a member ends with its line, not with a {}",
                                                comma ? "comma" : "semicolon"),
                         .help = "write each member on a line of its own, without a comma or semicolon"});
        cursor.take();
        if (!cursor.at(TokenKind::word))
            cursor.skip_line();
    } else if (cursor.at(TokenKind::word) && cursor.kind_behind() == TokenKind::colon) {
        cursor.complain(
            {.code = "RS0220",
             .message = fmt::format("'{}' begins a second member on the same line", cursor.text()),
             .help = "write each member on a line of its own"});
    } else {
        cursor.complain_expected("RS0207", "the end of the line");
        cursor.skip_line();
    }
}

void parse_member(Cursor& cursor, std::vector<Member>& members) {
    if (!cursor.at(TokenKind::word)) {
        cursor.complain_expected(
            "RS0206", "a column, relation, key, index or check",
            cursor.at(TokenKind::text)
                ? "names are written without quotes; `as \"...\"` gives the name in the database"
                : "");
        cursor.skip_line();
        return;
    }
    bool good = true;
    std::optional<Member> member = at_key(cursor) ? parse_key(cursor) : parse_field(cursor, good);
    good = good && member;
    if (member)
        members.push_back(std::move(*member));
    if (good)
        finish_member(cursor);
    else
        cursor.skip_line();
}

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

std::optional<std::vector<KeyPart>> parse_key_parts(Cursor& cursor, bool sortable) {
    return parse_list<KeyPart>(cursor, "columns", [&] { return parse_key_part(cursor, sortable); });
}

std::vector<Member> parse_members(Cursor& cursor, std::string_view owner) {
    std::vector<Member> members;
    parse_block(cursor, owner, [&] { parse_member(cursor, members); });
    return members;
}

}
