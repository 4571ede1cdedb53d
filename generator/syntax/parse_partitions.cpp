// Partitioned tables: by what, and which rows each part has.

#include "syntax/grammar.hpp"
#include "syntax/parse_list.hpp"

#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::string_view by_form = "as in `partition by range (created_at)`";
constexpr std::string_view rows_form =
    "write `from \"a\" to \"b\"`, `in (\"a\", \"b\")`, `modulus 4 remainder 0` or `default`";

std::optional<Member> parse_by(Cursor& cursor, Span begin) {
    cursor.take();
    std::optional<Name> method =
        cursor.expect_name("range, list or hash after 'partition by'", std::string{by_form});
    if (!method)
        return std::nullopt;
    auto parts = parse_key_parts(cursor);
    if (!parts)
        return std::nullopt;
    return PartitionBy{.method = std::move(*method), .parts = std::move(*parts), .span = cursor.since(begin)};
}

// ---- which rows

/// No call and no SQL, which defaults may be: a bound does not move.
std::optional<Default> parse_bound(Cursor& cursor) {
    const Span span = cursor.here().span;
    if (cursor.at(TokenKind::number))
        return Default{.value = cursor.take_number(), .span = span};
    if (cursor.at(TokenKind::text))
        return Default{.value = cursor.take_text(), .span = span};
    if (cursor.at(TokenKind::word))
        return Default{.value = WordDefault{.word = cursor.take_name()}, .span = span};
    cursor.complain_expected("RS0238", "a value that bounds a partition", std::string{rows_form});
    return std::nullopt;
}

/// One value, or several in parentheses.
std::optional<std::vector<Default>> parse_bounds(Cursor& cursor) {
    if (cursor.at(TokenKind::open_paren))
        return parse_list<Default>(cursor, "values", [&] { return parse_bound(cursor); });
    std::optional<Default> bound = parse_bound(cursor);
    if (!bound)
        return std::nullopt;
    std::vector<Default> bounds;
    bounds.push_back(std::move(*bound));
    return bounds;
}

using Rows = decltype(Partition::rows);

std::optional<Rows> parse_range(Cursor& cursor) {
    auto from = parse_bounds(cursor);
    if (!from)
        return std::nullopt;
    if (!cursor.accept_word("to")) {
        cursor.complain_expected("RS0238", "'to' after the first value", std::string{rows_form});
        return std::nullopt;
    }
    auto to = parse_bounds(cursor);
    if (!to)
        return std::nullopt;
    return RangeRows{.from = std::move(*from), .to = std::move(*to)};
}

std::optional<Rows> parse_values(Cursor& cursor) {
    auto values = parse_list<Default>(cursor, "values", [&] { return parse_bound(cursor); });
    if (!values)
        return std::nullopt;
    return ListRows{.values = std::move(*values)};
}

std::optional<Rows> parse_hash(Cursor& cursor) {
    std::optional<Number> modulus = cursor.expect_number("a number after 'modulus'", std::string{rows_form});
    if (!modulus)
        return std::nullopt;
    if (!cursor.accept_word("remainder")) {
        cursor.complain_expected("RS0238", "'remainder' after the modulus", std::string{rows_form});
        return std::nullopt;
    }
    std::optional<Number> remainder =
        cursor.expect_number("a number after 'remainder'", std::string{rows_form});
    if (!remainder)
        return std::nullopt;
    return HashRows{.modulus = std::move(*modulus), .remainder = std::move(*remainder)};
}

std::optional<Rows> parse_rows(Cursor& cursor) {
    if (cursor.accept_word("from"))
        return parse_range(cursor);
    if (cursor.accept_word("in"))
        return parse_values(cursor);
    if (cursor.accept_word("modulus"))
        return parse_hash(cursor);
    if (cursor.accept_word("default"))
        return RestRows{};
    cursor.complain_expected("RS0238", "which rows the partition has", std::string{rows_form});
    return std::nullopt;
}

std::optional<Member> parse_one(Cursor& cursor, Span begin) {
    Text name = cursor.take_text();
    const Span rows_begin = cursor.here().span;
    std::optional<Rows> rows = parse_rows(cursor);
    if (!rows)
        return std::nullopt;
    return Partition{.name = std::move(name),
                     .rows = std::move(*rows),
                     .rows_span = cursor.since(rows_begin),
                     .span = cursor.since(begin)};
}

}

std::optional<Member> parse_partition_member(Cursor& cursor) {
    const Span begin = cursor.here().span;
    cursor.take();
    if (cursor.at_word("by"))
        return parse_by(cursor, begin);
    if (cursor.at(TokenKind::text))
        return parse_one(cursor, begin);
    cursor.complain_expected("RS0238", "'by' or a name in quotes after 'partition'",
                             "as in `partition by range (at)` and `partition \"old\" from minvalue to "
                             "\"2026-01-01\"`");
    return std::nullopt;
}

}
