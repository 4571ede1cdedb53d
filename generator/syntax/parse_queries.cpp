// Queries: a name, parameters, what comes back, and SQL.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::array<std::string_view, 5> kinds{"one", "optional", "many", "stream", "exec"};
constexpr std::string_view kind_form = "the kinds are one, optional, many, stream and exec";

/// `name: type`
std::optional<Value> parse_value(Cursor& cursor, std::string_view what, std::string_view form) {
    Value value{.doc = cursor.doc(), .name = {}, .type = {}};
    std::optional<Name> name = cursor.expect_name(what, std::string{form});
    if (!name)
        return std::nullopt;
    if (!cursor.accept(TokenKind::colon)) {
        cursor.complain(
            {.code = "RS0208",
             .message = fmt::format("expected ':' after '{}', found {}", name->text, cursor.found()),
             .help = std::string{form}});
        return std::nullopt;
    }
    std::optional<TypeName> type = parse_type(cursor);
    if (!type)
        return std::nullopt;
    value.name = std::move(*name);
    value.type = std::move(*type);
    return value;
}

/// `(name: type, name: type)`, which may be left out or be empty.
bool parse_parameters(Cursor& cursor, Query& query) {
    const Span opening = cursor.here().span;
    if (!cursor.accept(TokenKind::open_paren) || cursor.accept(TokenKind::close_paren))
        return true;
    do {
        std::optional<Value> value =
            parse_value(cursor, "a parameter's name", "parameters are written `(name: type, name: type)`");
        if (!value)
            return false;
        query.parameters.push_back(std::move(*value));
    } while (cursor.accept(TokenKind::comma));
    if (cursor.accept(TokenKind::close_paren))
        return true;
    cursor.complain({.code = "RS0207",
                     .message = fmt::format("expected ',' or ')', found {}", cursor.found()),
                     .related = {{.span = opening, .label = "the list begins here"}}});
    return false;
}

bool parse_kind(Cursor& cursor, Query& query) {
    if (!cursor.expect(TokenKind::arrow, "'->' and what comes back",
                       "as in `query names -> many \"select name from users\"`"))
        return false;
    std::optional<Name> kind = cursor.expect_name("a kind after '->'", std::string{kind_form});
    if (!kind)
        return false;
    if (std::ranges::find(kinds, kind->text) == kinds.end()) {
        cursor.report(kind->span, {.code = "RS0239",
                                   .message = fmt::format("a query has no kind '{}'", kind->text),
                                   .help = suggest(kind->text, kinds, kind_form)});
        return false;
    }
    query.kind = std::move(*kind);
    return true;
}

void parse_column(Cursor& cursor, Query& query) {
    std::optional<Value> column =
        parse_value(cursor, "a column's name", "columns are written `{ name: type, name: type }`");
    const bool ended = cursor.at_member_end() || cursor.at(TokenKind::comma);
    if (column && !ended)
        cursor.complain_expected("RS0207", "',', '}' or a new line after a column");
    query.complete = query.complete && column && ended;
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
    if (column)
        query.columns.push_back(std::move(*column));
}

bool parse_columns(Cursor& cursor, Query& query) {
    if (cursor.at_open_brace())
        parse_block(
            cursor, fmt::format("the columns of query '{}'", query.name.text),
            [&] { parse_column(cursor, query); }, [&cursor] { return cursor.at_declaration_head(); });
    return query.complete;
}

bool parse_sql(Cursor& cursor, Query& query) {
    query.from_file = cursor.accept_word("from");
    std::optional<SqlText> sql =
        query.from_file
            ? expect_sql_text(cursor, "a file's name in quotes after 'from'", "as in `from \"totals.sql\"`")
            : expect_sql_text(cursor, "SQL in quotes, or 'from' and a file",
                              "it begins on the line of the kind, as in `-> many \"select ...\"`; between "
                              "`\"\"\"` it goes on over several lines");
    if (sql)
        query.sql = std::move(*sql);
    return sql.has_value();
}

}

std::optional<Declaration> parse_query(Cursor& cursor) {
    Query query{.doc = cursor.doc(), .name = {}, .parameters = {}, .kind = {}, .columns = {}, .sql = {}};
    cursor.take();
    std::optional<Name> name =
        cursor.expect_name("a query's name", "as in `query totals -> many \"select ...\"`");
    if (name)
        query.name = std::move(*name);
    const bool good = name && parse_parameters(cursor, query) && parse_kind(cursor, query) &&
                      parse_columns(cursor, query) && parse_sql(cursor, query);
    query.complete = query.complete && good;
    if (!good) {
        cursor.skip_declaration();
        if (!cursor.at_line_start())
            cursor.skip_line();
    }
    return name ? std::optional<Declaration>{std::move(query)} : std::nullopt;
}

}
