#include "support/cpp_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace rowsmith::test {
namespace {

constexpr std::array<std::pair<char, char>, 9> trigraph_list{{{'=', '#'},
                                                              {'/', '\\'},
                                                              {'\'', '^'},
                                                              {'(', '['},
                                                              {')', ']'},
                                                              {'!', '|'},
                                                              {'<', '{'},
                                                              {'>', '}'},
                                                              {'-', '~'}}};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

class Reader {
public:
    Reader(std::string_view source, Trigraphs trigraphs) : source_(source), trigraphs_(trigraphs) {}

    std::vector<std::string> run();

private:
    [[noreturn]] void refuse(const std::string& what) const;
    [[nodiscard]] bool done() const { return at_ >= source_.size(); }
    void pass_splices();
    [[nodiscard]] char trigraph() const;
    [[nodiscard]] char peek();
    char take();
    [[nodiscard]] bool accept(char c);

    void next();
    void comment_or_slash();
    void word();
    void literal(char quote, std::string prefix);
    void raw_literal(std::string prefix);
    void sign(char c);
    void push(std::string token);

    std::string_view source_;
    Trigraphs trigraphs_;
    std::size_t at_ = 0;
    bool line_is_fresh_ = true;
    bool directive_ = false;
    std::string open_; // the closing signs that are awaited
    std::vector<std::string> tokens_;
};

void Reader::refuse(const std::string& what) const {
    const auto line =
        1 + std::count(source_.begin(), source_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    throw std::runtime_error(what + " in line " + std::to_string(line));
}

/// What the trigraph here stands for; 0 where there is none.
char Reader::trigraph() const {
    if (trigraphs_ == Trigraphs::ignored || at_ + 2 >= source_.size() || source_[at_] != '?' ||
        source_[at_ + 1] != '?')
        return '\0';
    const auto* const found =
        std::ranges::find(trigraph_list, source_[at_ + 2], &std::pair<char, char>::first);
    return found == trigraph_list.end() ? '\0' : found->second;
}

/// Past backslashes at the end of a line. Compilers allow blanks between.
void Reader::pass_splices() {
    while (!done()) {
        std::size_t length = source_[at_] == '\\' ? 1U : trigraph() == '\\' ? 3U : 0U;
        if (length == 0)
            return;
        while (at_ + length < source_.size() && is_blank(source_[at_ + length]))
            ++length;
        if (at_ + length >= source_.size() || source_[at_ + length] != '\n')
            return;
        at_ += length + 1;
    }
}

char Reader::peek() {
    pass_splices();
    if (done())
        return '\0';
    const char replaced = trigraph();
    return replaced != '\0' ? replaced : source_[at_];
}

char Reader::take() {
    const char c = peek();
    if (done())
        refuse("the source ends too early");
    at_ += trigraph() != '\0' ? std::size_t{3} : std::size_t{1};
    return c;
}

bool Reader::accept(char c) {
    const bool here = peek() == c && !done();
    if (here)
        take();
    return here;
}

void Reader::push(std::string token) {
    if (line_is_fresh_ && token == "#")
        directive_ = true;
    line_is_fresh_ = false;
    tokens_.push_back(std::move(token));
}

void Reader::comment_or_slash() {
    if (accept('/')) {
        while (!done() && peek() != '\n')
            take();
    } else if (accept('*')) {
        char before = take();
        for (char c = take(); before != '*' || c != '/'; c = take())
            before = c;
    } else {
        push("/");
    }
}

void Reader::literal(char quote, std::string prefix) {
    std::string token = std::move(prefix) + quote;
    while (peek() != quote) {
        if (peek() == '\n')
            refuse("a literal is open at the end");
        const char c = take();
        token += c;
        if (c == '\\')
            token += take();
    }
    push(token + take());
}

/// Neither trigraphs nor splices exist in it.
void Reader::raw_literal(std::string prefix) {
    const std::size_t open = source_.find('(', at_);
    if (open == std::string_view::npos || open - at_ > 17)
        refuse("a raw string has no beginning");
    const std::string end = ")" + std::string{source_.substr(at_ + 1, open - at_ - 1)} + "\"";
    const std::size_t close = source_.find(end, open);
    if (close == std::string_view::npos)
        refuse("a raw string is open");
    push(std::move(prefix) + std::string{source_.substr(at_, close + end.size() - at_)});
    at_ = close + end.size();
}

void Reader::word() {
    std::string token;
    const bool number = std::isdigit(static_cast<unsigned char>(peek())) != 0;
    const auto continues = [this, number] {
        return is_word(peek()) || (number && (peek() == '\'' || peek() == '.'));
    };
    while (!done() && continues())
        token += take();
    const bool is_prefix = token == "R" || token == "u8R" || token == "uR" || token == "UR" || token == "LR";
    if (is_prefix && peek() == '"')
        raw_literal(token);
    else
        push(token);
}

void Reader::sign(char c) {
    constexpr std::string_view opening = "([{";
    constexpr std::string_view closing = ")]}";
    if (static_cast<unsigned char>(c) < 0x20 || c == '@' || c == '`' || c == '\\' || c == '\x7f')
        refuse("a byte that no token has");
    if (const auto kind = opening.find(c); kind != std::string_view::npos)
        open_ += closing[kind];
    if (closing.find(c) != std::string_view::npos) {
        if (!open_.ends_with(c))
            refuse(std::string{"an unexpected '"} + c + "'");
        open_.pop_back();
    }
    push(std::string{c});
}

void Reader::next() {
    const char c = peek();
    if (done())
        return;
    if (is_word(c))
        return word();
    take();
    if (c == '\n') {
        if (std::exchange(directive_, false))
            tokens_.emplace_back("\n");
        line_is_fresh_ = true;
    } else if (c == '/') {
        comment_or_slash();
    } else if (c == '"' || c == '\'') {
        literal(c, {});
    } else if (!is_blank(c)) {
        sign(c);
    }
}

std::vector<std::string> Reader::run() {
    while (!done())
        next();
    if (!open_.empty())
        refuse("an open parenthesis");
    return std::move(tokens_);
}

bool is_text(std::string_view token) {
    return token.ends_with('"');
}

}

std::vector<std::string> cpp_tokens(std::string_view source, Trigraphs trigraphs) {
    return Reader{source, trigraphs}.run();
}

std::vector<std::string> without_texts(const std::vector<std::string>& tokens) {
    std::vector<std::string> result;
    for (const std::string& token : tokens) {
        if (!is_text(token))
            result.push_back(token);
        else if (result.empty() || result.back() != "\"\"")
            result.emplace_back("\"\"");
    }
    return result;
}

}
