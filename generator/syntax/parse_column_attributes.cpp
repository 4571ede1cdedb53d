// The attributes of columns that are more than a word.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::string_view cpp_form = "as in `as cpp \"acme::Money\" header \"acme/money.hpp\"`";

std::optional<AttributeValue> parse_as_cpp(Cursor& cursor) {
    std::optional<Text> type =
        cursor.expect_text("the C++ type in quotes after 'as cpp'", std::string{cpp_form});
    if (!type)
        return std::nullopt;
    AsCpp as{.type = std::move(*type), .header = {}};
    if (!cursor.accept_word("header"))
        return as;
    as.header = cursor.expect_text("the header's name in quotes after 'header'", std::string{cpp_form});
    if (!as.header)
        return std::nullopt;
    return as;
}

/// `as postgres "citext"`. Another word than a dialect's is a name whose quotes were forgotten.
std::optional<AttributeValue> parse_as_type(Cursor& cursor) {
    Name dialect = cursor.take_name();
    if (cursor.at(TokenKind::text))
        return AsType{.dialect = std::move(dialect), .type = cursor.take_text()};
    const bool has_type =
        cursor.at(TokenKind::word) && !at_attribute_word(cursor) && cursor.kind_behind() != TokenKind::colon;
    if (has_type)
        cursor.complain_expected("RS0221", fmt::format("the type in quotes after 'as {}'", dialect.text),
                                 "as in `as postgres \"citext\"`");
    else
        cursor.report(dialect.span, {.code = "RS0221",
                                     .message = fmt::format("expected the database's name in quotes after "
                                                            "'as', found '{}'",
                                                            dialect.text),
                                     .help = "as in `as \"db_name\"`"});
    return std::nullopt;
}

void complain_about_kind(Cursor& cursor) {
    constexpr std::array<std::string_view, 2> kinds{"stored", "virtual"};
    cursor.complain({.code = "RS0211",
                     .message = fmt::format("unknown attribute '{}'", cursor.text()),
                     .help = suggest(cursor.text(), kinds, "a computed column is `stored` or `virtual`")});
}

}

std::optional<AttributeValue> parse_as_attribute(Cursor& cursor) {
    if (cursor.kind_behind() == TokenKind::word) {
        cursor.take();
        return cursor.accept_word("cpp") ? parse_as_cpp(cursor) : parse_as_type(cursor);
    }
    std::optional<Text> name = parse_as(cursor);
    if (!name)
        return std::nullopt;
    return As{.name = std::move(*name)};
}

std::optional<AttributeValue> parse_renamed_attribute(Cursor& cursor) {
    std::optional<Text> from = parse_renamed(cursor);
    if (!from)
        return std::nullopt;
    return Renamed{.from = std::move(*from)};
}

std::optional<AttributeValue> parse_check(Cursor& cursor) {
    cursor.take();
    std::optional<SqlText> condition =
        expect_sql_text(cursor, "a condition in quotes", "as in `check \"age >= 0\"`");
    if (!condition)
        return std::nullopt;
    return Check{.condition = std::move(*condition)};
}

std::optional<AttributeValue> parse_computed(Cursor& cursor) {
    cursor.take();
    std::optional<SqlText> expression = expect_sql_text(cursor, "an expression in quotes after 'computed'",
                                                        "as in `computed \"price * amount\" stored`");
    if (!expression)
        return std::nullopt;
    Computed computed{.expression = std::move(*expression), .kind = {}};
    if (cursor.at_word("stored") || cursor.at_word("virtual"))
        computed.kind = cursor.take_name();
    else if (cursor.at(TokenKind::word) && cursor.kind_behind() != TokenKind::colon &&
             !at_attribute_word(cursor)) {
        complain_about_kind(cursor);
        return std::nullopt;
    }
    return computed;
}

}
