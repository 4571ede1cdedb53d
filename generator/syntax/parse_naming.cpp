// How the database's names are made: `naming { table snake_plural, column snake, schema "accounts" }`.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::string_view rule_form = "as in `table snake_plural`";

/// After `schema`; false when something else stands there.
bool parse_schema(Cursor& cursor, Naming& naming, Span begin) {
    std::optional<Text> schema = cursor.expect_text("the name of a database schema in quotes after 'schema'",
                                                    "as in `schema \"accounts\"`");
    if (!schema)
        return false;
    if (naming.schema)
        report_repeated(cursor, "RS0224", "schema", begin, naming.schema->span);
    else
        naming.schema = std::move(schema);
    return true;
}

/// After what the style is for.
bool parse_style(Cursor& cursor, Naming& naming, Name what) {
    std::optional<Name> style =
        cursor.expect_name(fmt::format("a style after '{}'", what.text), std::string{rule_form});
    if (!style)
        return false;
    naming.rules.push_back({.what = std::move(what), .style = std::move(*style)});
    return true;
}

void parse_rule(Cursor& cursor, Naming& naming) {
    std::optional<Name> what = cursor.expect_name("a naming rule", std::string{rule_form});
    const bool schema = what && what->text == "schema";
    const bool good = what && (schema ? parse_schema(cursor, naming, what->span)
                                      : parse_style(cursor, naming, std::move(*what)));
    if (good && !cursor.at_member_end() && !cursor.at(TokenKind::comma))
        cursor.complain_expected("RS0207", "',', '}' or a new line after a naming rule");
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
}

}

std::optional<Naming> parse_naming(Cursor& cursor) {
    Naming naming{.rules = {}, .schema = {}, .span = cursor.here().span};
    cursor.take();
    if (!find_block(cursor, true, "naming rules are written `naming { table snake_plural, column snake }`"))
        return std::nullopt;
    parse_block(
        cursor, "the block of naming rules", [&] { parse_rule(cursor, naming); },
        [&cursor] { return cursor.at_declaration_head(); });
    naming.span = cursor.since(naming.span);
    return naming;
}

}
