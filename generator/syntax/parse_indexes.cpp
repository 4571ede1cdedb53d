// Indexes: of columns, of calls, of SQL.

#include "syntax/grammar.hpp"
#include "syntax/parse_list.hpp"

#include <fmt/format.h>

#include <utility>

namespace rowsmith::syntax {

namespace {

// ---- calls

constexpr std::string_view call_help =
    "a call takes columns only; anything more is SQL in quotes, as in `index (\"lower(trim(name))\")`";

std::optional<Name> parse_argument(Cursor& cursor, const Name& function) {
    if (!cursor.at(TokenKind::word)) {
        cursor.complain_expected("RS0231", fmt::format("a column in '{}(...)'", function.text),
                                 std::string{call_help});
        return std::nullopt;
    }
    Name column = cursor.take_name();
    if (!cursor.at(TokenKind::open_paren))
        return column;
    cursor.report(column.span, {.code = "RS0231",
                                .message = fmt::format("expected a column in '{}(...)', found a call of '{}'",
                                                       function.text, column.text),
                                .help = std::string{call_help}});
    return std::nullopt;
}

std::optional<KeyCall> parse_call(Cursor& cursor, Name function) {
    if (cursor.kind_behind() == TokenKind::close_paren) {
        cursor.take();
        cursor.take();
        return KeyCall{.function = std::move(function), .columns = {}};
    }
    auto columns = parse_list<Name>(cursor, "columns", [&] { return parse_argument(cursor, function); });
    if (!columns)
        return std::nullopt;
    return KeyCall{.function = std::move(function), .columns = std::move(*columns)};
}

// ---- parts

using PartValue = decltype(IndexPart::value);

/// The result of a rule as a part's value.
template <typename Value>
std::optional<PartValue> as_part(std::optional<Value> value) {
    return value ? std::optional<PartValue>{std::move(*value)} : std::nullopt;
}

std::optional<PartValue> parse_part_value(Cursor& cursor) {
    constexpr std::string_view what = "a column, a call or SQL in quotes";
    if (cursor.at(TokenKind::text) || at_dialect(cursor))
        return as_part(expect_sql_text(cursor, what));
    if (!cursor.at(TokenKind::word)) {
        const bool number = cursor.at(TokenKind::number);
        cursor.complain_expected(number ? "RS0230" : "RS0206", what,
                                 "as in `index (name, lower(email), \"price * amount\")`");
        return std::nullopt;
    }
    Name name = cursor.take_name();
    return cursor.at(TokenKind::open_paren) ? as_part(parse_call(cursor, std::move(name))) : std::move(name);
}

/// `ops gin_trgm_ops`; false when the class is missing.
bool parse_operators(Cursor& cursor, IndexPart& part) {
    if (!cursor.accept_word("ops"))
        return true;
    part.operators = cursor.expect_name("an operator class after 'ops'",
                                        "as in `index (name ops gin_trgm_ops) using gin`");
    return part.operators.has_value();
}

std::optional<IndexPart> parse_part(Cursor& cursor) {
    const Span begin = cursor.here().span;
    std::optional<PartValue> value = parse_part_value(cursor);
    if (!value)
        return std::nullopt;
    IndexPart part{.value = std::move(*value), .operators = {}, .span = cursor.since(begin)};
    if (!parse_operators(cursor, part))
        return std::nullopt;
    part.descending = cursor.at_word("desc");
    if (part.descending || cursor.at_word("asc"))
        cursor.take();
    else if (cursor.at(TokenKind::word) && cursor.text().ends_with("_ops")) {
        cursor.complain_expected("RS0207", "',' or ')'",
                                 fmt::format("an operator class is written `ops {}`", cursor.text()));
        return std::nullopt;
    }
    return part;
}

// ---- what follows the parts

bool parse_where(Cursor& cursor, Index& index) {
    const Span begin = cursor.here().span;
    cursor.take();
    std::optional<SqlText> condition = expect_sql_text(cursor, "a condition in quotes after 'where'",
                                                       "as in `index (email) where \"active\"`");
    if (!condition)
        return false;
    if (index.where)
        report_repeated(cursor, "RS0212", "where", begin, index.where->span);
    else
        index.where = std::move(condition);
    return true;
}

bool parse_method(Cursor& cursor, Index& index) {
    const Span begin = cursor.here().span;
    cursor.take();
    std::optional<Name> method =
        cursor.expect_name("an index method after 'using'", "as in `index (tags) using gin`");
    if (!method)
        return false;
    if (index.method)
        report_repeated(cursor, "RS0212", "using", begin, index.method->span);
    else
        index.method = std::move(method);
    return true;
}

void parse_unique_mark(Cursor& cursor, std::optional<Span>& first) {
    const Span mark = cursor.here().span;
    cursor.take();
    if (first)
        report_repeated(cursor, "RS0212", "unique", mark, *first);
    else
        first = mark;
}

bool parse_tail(Cursor& cursor, Index& index) {
    std::optional<Span> unique;
    bool good = true;
    while (good) {
        if (at_db_clause(cursor))
            good = parse_db_clause(cursor, index.db, "RS0212");
        else if (cursor.at_word("where"))
            good = parse_where(cursor, index);
        else if (cursor.at_word("using"))
            good = parse_method(cursor, index);
        else if (cursor.at_word("unique"))
            parse_unique_mark(cursor, unique);
        else
            break;
    }
    index.unique = unique.has_value();
    return good;
}

}

std::optional<Member> parse_index(Cursor& cursor) {
    Index index{.doc = cursor.doc(),
                .name = {},
                .parts = {},
                .unique = false,
                .method = {},
                .where = {},
                .db = {},
                .span = cursor.here().span};
    cursor.take();
    if (cursor.at(TokenKind::word))
        index.name = cursor.take_name();
    auto parts = parse_list<IndexPart>(cursor, "columns", [&] { return parse_part(cursor); });
    if (!parts || !parse_tail(cursor, index))
        return std::nullopt;
    index.parts = std::move(*parts);
    index.span = cursor.since(index.span);
    return index;
}

}
