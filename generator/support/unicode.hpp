#pragma once
// Code points in UTF-8 text, and the few properties of them that the lexer and the diagnostics need.

#include <cstddef>
#include <string>
#include <string_view>

namespace rowsmith {

/// The character at some place of a text. `value` of a malformed byte is that byte, and its length is 1.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1; // in bytes
    bool valid = true;
};

/// The code point at `offset`, which must lie inside `text`. Overlong forms and surrogates are malformed.
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t offset);
[[nodiscard]] std::string encode_utf8(char32_t value);

/// "U+00E9"
[[nodiscard]] std::string code_point_name(char32_t value);

/// C0 and C1 controls and DEL; line ends and tabs too.
[[nodiscard]] bool is_control(char32_t value);
/// Embeddings, overrides and isolates: they show a text in another order than the one it is read in.
[[nodiscard]] bool is_direction_control(char32_t value);
/// Zero-width characters, direction controls and marks, and the separators of lines and paragraphs.
[[nodiscard]] bool is_invisible(char32_t value);
/// Spaces other than the plain one.
[[nodiscard]] bool is_foreign_space(char32_t value);
/// The columns that a terminal gives to a character: 0, 1 or 2.
[[nodiscard]] std::size_t display_width(char32_t value);
/// The same of a text.
[[nodiscard]] std::size_t display_width(std::string_view text);

}
