// Verbatim SQL, for all databases or for each its own.

#include "support/names.hpp"
#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

// Words that may follow SQL and are no database's, spelt well or not.
constexpr std::array<std::string_view, 29> other_words{
    "as",    "asc",     "check",    "comment",  "computed", "default", "deferrable", "deferred",
    "desc",  "from",    "header",   "identity", "index",    "inverse", "methods",    "on",
    "ops",   "primary", "readonly", "rename",   "renamed",  "stored",  "through",    "unique",
    "using", "version", "via",      "virtual",  "where",
};

bool is_other_word(const Cursor& cursor) {
    return !nearest(cursor.text(), other_words).empty();
}

constexpr std::string_view missing_text = "SQL in quotes or 'none' after";

DialectText take_dialect(Cursor& cursor) {
    DialectText own{.dialect = cursor.take_name(), .text = {}};
    if (cursor.at(TokenKind::text))
        own.text = cursor.take_text();
    else
        cursor.take(); // none
    return own;
}

/// A word after the SQL of other databases where nothing else can stand: its SQL is missing.
bool at_bare_dialect(const Cursor& cursor) {
    return cursor.at(TokenKind::word) && !cursor.at_line_start() &&
           cursor.kind_behind() != TokenKind::colon && !is_other_word(cursor);
}

void complain_about_bare_dialect(Cursor& cursor) {
    const Name dialect = cursor.take_name();
    cursor.complain_expected("RS0221", fmt::format("{} '{}'", missing_text, dialect.text),
                             "as in `sqlite \"...\" postgres \"...\"` or `sqlite none postgres \"...\"`");
}

/// All that follows for single databases; false when it went wrong.
bool parse_dialects(Cursor& cursor, SqlText& sql) {
    while (at_dialect(cursor))
        sql.dialects.push_back(take_dialect(cursor));
    const bool bare = !sql.dialects.empty() && at_bare_dialect(cursor);
    if (bare)
        complain_about_bare_dialect(cursor);
    return !bare;
}

std::optional<SqlText> finish_sql(Cursor& cursor, SqlText sql) {
    if (!parse_dialects(cursor, sql))
        return std::nullopt;
    sql.span = cursor.since(sql.span);
    return sql;
}

}

bool at_dialect(const Cursor& cursor) {
    const bool has_sql = cursor.kind_behind() == TokenKind::text || cursor.word_behind("none");
    return cursor.at(TokenKind::word) && has_sql && !is_other_word(cursor);
}

std::optional<SqlText> expect_sql_text(Cursor& cursor, std::string_view what, std::string help) {
    SqlText sql{.common = {}, .dialects = {}, .span = cursor.here().span};
    if (cursor.at(TokenKind::text)) {
        sql.common = cursor.take_text();
    } else if (!at_dialect(cursor)) {
        cursor.complain_expected("RS0221", what, std::move(help));
        return std::nullopt;
    }
    return finish_sql(cursor, std::move(sql));
}

std::optional<SqlText> expect_named_sql(Cursor& cursor, std::optional<Name>& name, std::string_view what,
                                        std::string help) {
    if (!at_dialect(cursor)) {
        if (cursor.at(TokenKind::word))
            name = cursor.take_name();
        return expect_sql_text(cursor, what, std::move(help));
    }
    const Span begin = cursor.here().span;
    DialectText first = take_dialect(cursor);
    if (first.text && !at_dialect(cursor)) {
        name = std::move(first.dialect);
        const Span span = first.text->span;
        return SqlText{.common = std::move(first.text), .dialects = {}, .span = span};
    }
    SqlText sql{.common = {}, .dialects = {}, .span = begin};
    sql.dialects.push_back(std::move(first));
    return finish_sql(cursor, std::move(sql));
}

}
