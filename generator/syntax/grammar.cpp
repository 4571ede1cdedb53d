#include "syntax/grammar.hpp"

#include "support/names.hpp"

#include <fmt/format.h>

namespace rowsmith::syntax {

bool find_block(Cursor& cursor, bool head_is_good, std::string_view help,
                std::span<const std::string_view> words) {
    if (head_is_good && !cursor.at_open_brace())
        cursor.complain_expected("RS0207", "'{'", suggest_here(cursor, words, help));
    while (!cursor.at_open_brace() && !cursor.at_member_end())
        cursor.take();
    if (!cursor.at_open_brace())
        cursor.skip_declaration();
    return cursor.at_open_brace();
}

void open_block(Cursor& cursor) {
    cursor.take();
    if (cursor.at(TokenKind::open_brace)) {
        cursor.complain({.code = "RS0207", .message = "expected one '{', found two"});
        cursor.take();
    }
    cursor.begin_line();
}

void report_open_block(Cursor& cursor, Span opening, std::string_view owner) {
    const bool declaration = !cursor.at_end();
    cursor.complain({.code = "RS0218",
                     .message = declaration
                                    ? fmt::format("{} is not closed before the next declaration", owner)
                                    : fmt::format("{} is not closed", owner),
                     .label = "expected '}'",
                     .related = {{.span = opening, .label = "opened here"}}});
}

void report_repeated(Cursor& cursor, std::string_view code, std::string_view clause, Span begin, Span first) {
    cursor.report(cursor.since(begin), {.code = std::string{code},
                                        .message = fmt::format("'{}' is given twice", clause),
                                        .label = "given again",
                                        .related = {{.span = first, .label = "first given here"}}});
}

std::string suggest_here(const Cursor& cursor, std::span<const std::string_view> candidates,
                         std::string_view otherwise) {
    return cursor.at(TokenKind::word) ? suggest(cursor.text(), candidates, otherwise)
                                      : std::string{otherwise};
}

}
