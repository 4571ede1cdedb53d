// What follows a member's name: its type, and its default.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <utility>

namespace rowsmith::syntax {

namespace {

// ---- types

std::string help_for_arguments(std::string_view type) {
    if (type == "string")
        return "a `string` without a length has no limit";
    return type == "decimal" ? "as in `decimal(12, 2)`" : "";
}

bool parse_type_arguments(Cursor& cursor, TypeName& type) {
    const std::size_t outside = cursor.parentheses();
    if (!cursor.accept(TokenKind::open_paren))
        return true;
    do {
        std::optional<Number> argument = cursor.expect_number(
            fmt::format("a number in '{}(...)'", type.name.text), help_for_arguments(type.name.text));
        if (!argument) {
            cursor.skip_list(outside);
            return false;
        }
        type.arguments.push_back(std::move(*argument));
    } while (cursor.accept(TokenKind::comma));
    const bool closed = cursor.expect(TokenKind::close_paren, "',' or ')'");
    cursor.skip_list(outside);
    return closed;
}

bool parse_array_mark(Cursor& cursor, TypeName& type) {
    if (!cursor.at(TokenKind::open_bracket))
        return true;
    if (type.nullable) {
        cursor.complain({.code = "RS0228",
                         .message = "the values of an array cannot be null",
                         .help = fmt::format("write `{}[]?` for an array that may be null", type.name.text)});
        return false;
    }
    cursor.take();
    type.array = true;
    return cursor.expect(
        TokenKind::close_bracket, "']'",
        "arrays have no length, as in `T[]`; the length of a string is written `string(50)`");
}

// ---- defaults

/// After `sql`, which may also be an enum's value.
bool at_sql_of_default(const Cursor& cursor) {
    const bool is_other_word = cursor.kind_behind() == TokenKind::colon || at_attribute_word(cursor);
    return cursor.at(TokenKind::text) || at_dialect(cursor) || (cursor.at(TokenKind::word) && !is_other_word);
}

std::optional<decltype(Default::value)> parse_word_default(Cursor& cursor) {
    Name word = cursor.take_name();
    if (word.text == "sql" && at_sql_of_default(cursor)) {
        std::optional<SqlText> sql =
            expect_sql_text(cursor, "SQL in quotes after 'sql'", "as in `= sql \"lower('X')\"`");
        if (!sql)
            return std::nullopt;
        return SqlDefault{.sql = std::move(*sql)};
    }
    const std::size_t outside = cursor.parentheses();
    if (cursor.at(TokenKind::close_paren)) {
        cursor.complain_expected("RS0207", fmt::format("'(' after '{}'", word.text),
                                 "the calls are `now()`, `uuid()` and `next(sequence)`");
        return std::nullopt;
    }
    if (!cursor.accept(TokenKind::open_paren))
        return WordDefault{.word = std::move(word)};
    CallDefault call{.function = std::move(word), .argument = {}};
    if (cursor.at(TokenKind::word))
        call.argument = cursor.take_name();
    if (!cursor.expect(TokenKind::close_paren, "')'",
                       "the calls are `now()`, `uuid()` and `next(sequence)`")) {
        cursor.skip_list(outside);
        return std::nullopt;
    }
    return call;
}

std::optional<decltype(Default::value)> parse_default_value(Cursor& cursor) {
    if (cursor.at(TokenKind::number))
        return cursor.take_number();
    if (cursor.at(TokenKind::text))
        return cursor.take_text();
    if (cursor.at(TokenKind::word))
        return parse_word_default(cursor);
    cursor.complain_expected(
        "RS0213", "a value after '='",
        "defaults are numbers, strings, words, `now()`, `uuid()`, `next(sequence)` or `sql \"...\"`");
    return std::nullopt;
}

}

std::optional<TypeName> parse_type(Cursor& cursor) {
    if (!cursor.at(TokenKind::word)) {
        cursor.complain_expected("RS0210", "a type after ':'", "as in `name: string(50)`");
        return std::nullopt;
    }
    TypeName type{.name = cursor.take_name(), .arguments = {}, .array = false, .nullable = false, .span = {}};
    if (!parse_type_arguments(cursor, type) || !parse_array_mark(cursor, type))
        return std::nullopt;
    type.nullable = cursor.accept(TokenKind::question);
    if (!type.array && !parse_array_mark(cursor, type))
        return std::nullopt;
    type.span = cursor.since(type.name.span);
    return type;
}

std::optional<Default> parse_default(Cursor& cursor) {
    const Span begin = cursor.here().span;
    auto value = parse_default_value(cursor);
    if (!value)
        return std::nullopt;
    return Default{.value = std::move(*value), .span = cursor.since(begin)};
}

}
