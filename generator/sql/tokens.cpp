#include "sql/tokens.hpp"

#include "support/names.hpp"

#include <algorithm>
#include <array>

namespace rowsmith::sql {

namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";
constexpr std::array<std::string_view, 12> long_signs{
    "->>", "::", ":=", "||", "<=", ">=", "<>", "!=", "==", "->", "<<", ">>"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
public:
    explicit Scanner(std::string_view sql) : sql_(sql) {}

    std::vector<Token> run() {
        while (skip_gap())
            token();
        return std::move(tokens_);
    }

private:
    [[nodiscard]] std::string_view rest() const { return sql_.substr(at_); }
    [[nodiscard]] char peek(std::size_t ahead) const {
        return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0';
    }
    /// The end of what `closing` closes, looked for from `from` on.
    [[nodiscard]] std::size_t closed(std::string_view closing, std::size_t from) const {
        const auto found = sql_.find(closing, from);
        return found == std::string_view::npos ? sql_.size() : found + closing.size();
    }

    bool skip_gap();
    void token();
    void push(TokenKind kind, std::size_t end) {
        tokens_.push_back({.kind = kind, .begin = at_, .end = end});
        at_ = end;
    }
    [[nodiscard]] std::size_t word_end(std::size_t from) const;
    [[nodiscard]] std::size_t number_end() const;
    [[nodiscard]] std::size_t quoted_end(char quote, bool escapes) const;
    void dollar();
    void sign();

    std::string_view sql_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

/// False at the end.
bool Scanner::skip_gap() {
    while (at_ < sql_.size()) {
        if (blanks.find(sql_[at_]) != std::string_view::npos)
            ++at_;
        else if (rest().starts_with("--"))
            at_ = std::min(sql_.find('\n', at_), sql_.size());
        else if (rest().starts_with("/*"))
            at_ = closed("*/", at_ + 2);
        else
            return true;
    }
    return false;
}

std::size_t Scanner::word_end(std::size_t from) const {
    while (from < sql_.size() && (starts_word(sql_[from]) || is_digit(sql_[from]) || sql_[from] == '$'))
        ++from;
    return from;
}

std::size_t Scanner::number_end() const {
    auto end = at_;
    while (end < sql_.size()) {
        const bool exponent = end > at_ && (sql_[end - 1] == 'e' || sql_[end - 1] == 'E');
        const bool sign = exponent && (sql_[end] == '+' || sql_[end] == '-');
        if (!sign && !is_digit(sql_[end]) && !starts_word(sql_[end]) && sql_[end] != '.')
            break;
        ++end;
    }
    return end;
}

/// A quote that is doubled belongs to the text.
std::size_t Scanner::quoted_end(char quote, bool escapes) const {
    for (auto end = at_ + 1; end < sql_.size(); ++end) {
        if (escapes && sql_[end] == '\\')
            ++end;
        else if (sql_[end] == quote && end + 1 < sql_.size() && sql_[end + 1] == quote)
            ++end;
        else if (sql_[end] == quote)
            return end + 1;
    }
    return sql_.size();
}

/// $1, $$ a text $$, $tag$ a text $tag$
void Scanner::dollar() {
    if (is_digit(peek(1))) {
        auto end = at_ + 1;
        while (end < sql_.size() && is_digit(sql_[end]))
            ++end;
        return push(TokenKind::positional, end);
    }
    auto end = at_ + 1;
    while (end < sql_.size() && (starts_word(sql_[end]) || is_digit(sql_[end])))
        ++end;
    if (end == sql_.size() || sql_[end] != '$')
        return push(TokenKind::sign, at_ + 1);
    const auto tag = sql_.substr(at_, end + 1 - at_);
    push(TokenKind::text, closed(tag, end + 1));
}

void Scanner::sign() {
    const auto* const found = std::ranges::find_if(
        long_signs, [this](std::string_view candidate) { return rest().starts_with(candidate); });
    push(TokenKind::sign, at_ + (found == long_signs.end() ? 1 : found->size()));
}

void Scanner::token() {
    const char c = sql_[at_];
    if (c == '\'') {
        // E'...' has escapes; what stands before it is a word of its own here.
        const bool escapes =
            !tokens_.empty() && tokens_.back().end == at_ && is_word(sql_, tokens_.back(), "e");
        push(TokenKind::text, quoted_end(c, escapes));
    } else if (c == '"' || c == '`') {
        push(TokenKind::quoted, quoted_end(c, false));
    } else if (c == '$') {
        dollar();
    } else if (c == ':' && starts_word(peek(1))) {
        push(TokenKind::parameter, word_end(at_ + 1));
    } else if (starts_word(c)) {
        push(TokenKind::word, word_end(at_));
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
        push(TokenKind::number, number_end());
    } else {
        sign();
    }
}

}

std::vector<Token> tokens_of(std::string_view sql) {
    return Scanner{sql}.run();
}

bool is_word(std::string_view sql, const Token& token, std::string_view word) {
    return token.kind == TokenKind::word && lower_ascii(written(sql, token)) == word;
}

std::string name_in(std::string_view sql, const Token& token) {
    const auto text = written(sql, token);
    if (token.kind != TokenKind::quoted)
        return std::string(text);
    std::string name;
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        name += text[at];
        if (text[at] == text.front())
            ++at; // doubled
    }
    return name;
}

}
