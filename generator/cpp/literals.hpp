#pragma once
// Texts as C++ tokens. Whatever a schema says can only ever become the inside of a literal or of a comment.

#include <string>
#include <string_view>

namespace rowsmith::cpp {

/// `"..."` with escapes; bytes that are not printable, and characters that hide or reorder text, as
/// three-digit octal.
[[nodiscard]] std::string string_literal(std::string_view text);

/// SQL to be read and pasted: a raw literal, which starts and ends on lines of its own when it has several
/// lines. A text that could end a raw literal, or holds control characters, becomes an ordinary one.
[[nodiscard]] std::string sql_literal(std::string_view text);

/// `/// ...` for each line of a documentation text, without the last line's end; empty for an empty text. No
/// line can continue into the next line of code.
[[nodiscard]] std::string doc_comment(std::string_view text);

}
