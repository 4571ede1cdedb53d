// How the database's names are made: `naming { table snake_plural, column snake }`.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::string_view rule_form = "as in `table snake_plural`";

void parse_rule(Cursor& cursor, Naming& naming) {
    std::optional<Name> what = cursor.expect_name("a naming rule", std::string{rule_form});
    std::optional<Name> style;
    if (what)
        style = cursor.expect_name(fmt::format("a style after '{}'", what->text), std::string{rule_form});
    if (style) {
        if (!cursor.at_member_end() && !cursor.at(TokenKind::comma))
            cursor.complain_expected("RS0207", "',', '}' or a new line after a naming rule");
        naming.rules.push_back({.what = std::move(*what), .style = std::move(*style)});
    }
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
}

}

std::optional<Naming> parse_naming(Cursor& cursor) {
    Naming naming{.rules = {}, .span = cursor.here().span};
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
