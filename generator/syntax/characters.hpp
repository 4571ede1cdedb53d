#pragma once
// The characters of a schema file before they are tokens: whether the file is text at all, and the parts of a
// string.

#include "support/diagnostics.hpp"
#include "support/source.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rowsmith::syntax {

/// Reports what may stand nowhere in a file, comments and strings included. False when the file is not text,
/// so that reading on would only produce nonsense.
[[nodiscard]] bool check_characters(const Source& source, FileIndex index, Diagnostics& diagnostics);

enum class EscapeProblem { none, unknown, no_character, nul };

/// One escape of a string. `value` counts when there is no problem.
struct Escape {
    char32_t value = 0;
    std::size_t length = 1; // in bytes, the backslash included
    EscapeProblem problem = EscapeProblem::none;
};

/// Reads the escape that begins with the backslash at the start of `text`.
[[nodiscard]] Escape read_escape(std::string_view text);

/// The quote that would end a string in other quotes than ours, where one begins `text`; else empty.
[[nodiscard]] std::string_view closing_foreign_quote(std::string_view text);

[[nodiscard]] Diagnostic explain_malformed_number(std::string_view number, Span span);
[[nodiscard]] Diagnostic explain_foreign_quote(Span span);
/// A character that belongs to no token.
[[nodiscard]] Diagnostic explain_foreign_character(char32_t value, Span span);

/// How a message names a character: itself where it can be seen, and its code point.
[[nodiscard]] std::string describe_character(char32_t value);

}
