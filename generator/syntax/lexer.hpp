#pragma once
// Schema text to tokens. Comments and line ends leave no tokens; a token remembers whether it is the first on
// its line. What the lexer reports, it also repairs or replaces by an `invalid` token, so that the parser
// need not report it again.

#include "support/diagnostics.hpp"
#include "support/source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

enum class TokenKind : std::uint8_t {
    word,
    number, // sign included
    text,   // quotes included; a `"""` text may have many lines
    doc,    // one `///` line
    colon,
    double_colon,
    comma,
    semicolon,
    equals,
    question,
    open_paren,
    close_paren,
    open_bracket,
    close_bracket,
    open_brace,
    close_brace,
    arrow,
    invalid,  // empty where the rest of the file was refused
    line_end, // only as the parser sees a token that begins the next line
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    bool first_on_line = false;
    Span span;

    friend bool operator==(const Token&, const Token&) = default;
};

/// Bounds the memory that a file can ask for; a table of ten columns has about fifty.
inline constexpr std::size_t most_tokens = 3'000'000;

/// The last token is always `end`. What follows the first `limit` tokens is refused.
[[nodiscard]] std::vector<Token> lex(const Source& source, FileIndex index, Diagnostics& diagnostics,
                                     std::size_t limit = most_tokens);

/// What is wrong with an `invalid` token; nothing when it is empty, for that was reported.
[[nodiscard]] std::optional<Diagnostic> explain_invalid(const Source& source, const Token& token);

/// The text of a place in its file.
[[nodiscard]] std::string_view text_at(const Source& source, Span span);

}
