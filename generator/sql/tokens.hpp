#pragma once
// The tokens of verbatim SQL, as far as they are the same on all databases: enough to tell what is a text, a
// comment, a quoted name or a parameter. Nothing is refused here.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::sql {

enum class TokenKind : std::uint8_t {
    word,
    quoted, // "a name", `a name`
    text,   // 'a text', $$a text$$
    number,
    parameter,  // :name
    positional, // $1
    sign,
};

struct Token {
    TokenKind kind = TokenKind::sign;
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const Token&, const Token&) = default;
};

/// A token stands where another one ends, or behind blanks and comments. What is not closed goes on to the
/// end.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view sql);

/// The token as it is written.
[[nodiscard]] inline std::string_view written(std::string_view sql, const Token& token) {
    return sql.substr(token.begin, token.end - token.begin);
}
/// Whether the token is this word, in small letters here, however it is written.
[[nodiscard]] bool is_word(std::string_view sql, const Token& token, std::string_view word);
/// The name that a word or a quoted name stands for.
[[nodiscard]] std::string name_in(std::string_view sql, const Token& token);

}
