#pragma once
// The rules of the grammar that one file of the parser uses from another. A rule begins at its first token.
// One that returns nothing has reported why; its caller decides where to go on.

#include "syntax/ast.hpp"
#include "syntax/cursor.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

/// Reads the members of a table or mixin from its `{` to its `}`; `owner` is how messages call it.
[[nodiscard]] std::vector<Member> parse_members(Cursor& cursor, std::string_view owner);

/// One key, index or check; the word at hand is `primary`, `unique`, `index` or `check`.
[[nodiscard]] std::optional<Member> parse_key(Cursor& cursor);
/// True where a key, index or check begins, and not a column of that name.
[[nodiscard]] bool at_key(const Cursor& cursor);

[[nodiscard]] std::optional<TypeName> parse_type(Cursor& cursor);
/// What follows `=`.
[[nodiscard]] std::optional<Default> parse_default(Cursor& cursor);
/// All attributes up to the end of the member; false when it went wrong on the way.
[[nodiscard]] bool parse_attributes(Cursor& cursor, std::vector<Attribute>& attributes);
/// `as "db_name"`
[[nodiscard]] std::optional<Text> parse_as(Cursor& cursor);

/// `(a, b)`
[[nodiscard]] std::optional<std::vector<Name>> parse_names(Cursor& cursor, std::string_view what);
/// `(a, b desc)`; an order of sorting is for indexes only.
[[nodiscard]] std::optional<std::vector<KeyPart>> parse_key_parts(Cursor& cursor, bool sortable);

/// `did you mean ...?` where `word` is nearly one of the candidates, else `otherwise`.
[[nodiscard]] std::string suggest(std::string_view word, std::span<const std::string_view> candidates,
                                  std::string_view otherwise);

/// `{ item item ... }`, from the opening brace on. An item takes at least one token or stops before a `}`.
template <typename ParseItem>
void parse_block(Cursor& cursor, std::string_view owner, ParseItem parse_item);

/// The block of `owner` is still open where the file ends or the next declaration begins.
void report_open_block(Cursor& cursor, Span opening, std::string_view owner);

template <typename ParseItem>
void parse_block(Cursor& cursor, std::string_view owner, ParseItem parse_item) {
    const Span opening = cursor.here().span;
    cursor.take();
    if (cursor.at(TokenKind::open_brace)) {
        cursor.complain({.code = "RS0207", .message = "expected one '{', found two"});
        cursor.take();
    }
    cursor.begin_line();
    while (!cursor.accept(TokenKind::close_brace)) {
        if (cursor.at_end() || cursor.at_declaration()) {
            report_open_block(cursor, opening, owner);
            return;
        }
        parse_item();
        cursor.begin_line();
    }
}

}
