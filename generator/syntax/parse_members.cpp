// Tables and mixins from the inside: columns and relations, and what separates members.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <utility>

namespace rowsmith::syntax {

namespace {

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
    field.complete = good;
    return field;
}

// ---- one member

/// What separates members is the end of a line. What people write besides is reported, and reading goes on
/// after it; false when something had to be passed over.
bool finish_member(Cursor& cursor, std::span<const std::string_view> words) {
    if (cursor.at_member_end())
        return true;
    if (cursor.at(TokenKind::comma) || cursor.at(TokenKind::semicolon)) {
        const bool comma = cursor.at(TokenKind::comma);
        cursor.complain({.code = comma ? "RS0217" : "RS0216",
                         .message = fmt::format("a member ends with its line, not with a {}",
                                                comma ? "comma" : "semicolon"),
                         .help = "write each member on a line of its own, without a comma or semicolon"});
        cursor.take();
        if (cursor.at(TokenKind::word) || cursor.at_member_end())
            return true;
    } else if (cursor.at(TokenKind::word) && cursor.kind_behind() == TokenKind::colon) {
        cursor.complain(
            {.code = "RS0220",
             .message = fmt::format("'{}' begins a second member on the same line", cursor.text()),
             .help = "write each member on a line of its own"});
        return true;
    } else {
        cursor.complain_expected("RS0207", "the end of the line", suggest_here(cursor, words, ""));
    }
    cursor.skip_line();
    return false;
}

void parse_member(Cursor& cursor, Members& members) {
    if (!cursor.at(TokenKind::word)) {
        cursor.complain_expected(
            "RS0206", "a column, relation, key, index or check",
            cursor.at(TokenKind::text)
                ? "names are written without quotes; `as \"...\"` gives the name in the database"
                : "");
        cursor.skip_line();
        members.complete = false;
        return;
    }
    bool good = true;
    const bool is_key = at_key(cursor);
    const auto words = is_key ? key_words(cursor) : std::span<const std::string_view>{};
    std::optional<Member> member = is_key ? parse_key(cursor) : parse_field(cursor, good);
    good = good && member;
    if (member)
        members.read.push_back(std::move(*member));
    if (good)
        good = finish_member(cursor, words);
    else
        cursor.skip_line();
    members.complete = members.complete && good;
}

}

Members parse_members(Cursor& cursor, std::string_view owner) {
    Members members{.read = {}};
    parse_block(cursor, owner, [&] { parse_member(cursor, members); });
    return members;
}

}
