#pragma once
// The tokens of a flat JSON array, one after the other. For array_json.cpp.

#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowsmith::array_json {

[[nodiscard]] ErrorDetail detail_of(const Column& column);
[[nodiscard]] std::string message_of(const Column& column, std::string_view what);

/// Throws the Failure "an element of column '...' <what>".
template <class Failure>
[[noreturn]] void fail(const Column& column, std::string_view what) {
    throw Failure(message_of(column, what), detail_of(column));
}

enum class TokenKind : std::uint8_t { string, number, truth, null };

struct Token {
    TokenKind kind = TokenKind::null;
    std::string_view text{}; // of a string, without escapes, or of a number
    bool truth = false;
    bool whole = false; // a number without decimals and exponent
};

/// Reads from a text that is valid UTF-8. Throws InvalidFormat for what is not JSON, ConversionError for an
/// array or object in the array, EncodingError for an escaped NUL.
class Scanner {
public:
    Scanner(const Column& column, std::string_view json) : column_(column), rest_(json) {}

    /// Skips white space, then takes `character` if it is next.
    bool take(char character);
    void expect(char character);
    void expect_end();
    /// The token's text is valid until the next one is read.
    Token token();

private:
    bool take_here(char character);
    bool take_word(std::string_view word);
    std::size_t take_digits();
    Token number();
    std::string_view string();
    std::string_view plain_part();
    void escape();
    std::uint32_t code_unit();
    std::uint32_t code_point();
    void append(std::uint32_t code_point);
    [[noreturn]] void fail_format() const;

    const Column& column_;
    std::string_view rest_;
    std::string unescaped_;
};

}
