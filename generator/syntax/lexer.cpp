#include "syntax/lexer.hpp"

#include "support/unicode.hpp"
#include "syntax/characters.hpp"
#include "syntax/quoted_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace rowsmith::syntax {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

struct Sign {
    char character;
    TokenKind kind;
};
constexpr std::array signs{
    Sign{':', TokenKind::colon},         Sign{',', TokenKind::comma},
    Sign{';', TokenKind::semicolon},     Sign{'=', TokenKind::equals},
    Sign{'?', TokenKind::question},      Sign{'(', TokenKind::open_paren},
    Sign{')', TokenKind::close_paren},   Sign{'[', TokenKind::open_bracket},
    Sign{']', TokenKind::close_bracket}, Sign{'{', TokenKind::open_brace},
    Sign{'}', TokenKind::close_brace},
};

struct LongSign {
    std::string_view text;
    TokenKind kind;
};
constexpr std::array long_signs{LongSign{"::", TokenKind::double_colon}, LongSign{"->", TokenKind::arrow}};

// What people write who come from elsewhere.
struct ForeignComment {
    std::string_view opening;
    std::string_view closing; // empty: the end of the line
};
constexpr std::array foreign_comments{
    ForeignComment{"/*", "*/"},
    ForeignComment{"--", ""},
    ForeignComment{"#", ""},
};

/// digits, perhaps `.digits`, perhaps an exponent
bool is_well_formed_number(std::string_view text) {
    const auto skip_digits = [&text] {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count > 0;
    };
    if (!text.empty() && (text[0] == '-' || text[0] == '+'))
        text.remove_prefix(1);
    if (!skip_digits())
        return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!skip_digits())
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (!text.empty() && (text[0] == '-' || text[0] == '+'))
            text.remove_prefix(1);
        if (!skip_digits())
            return false;
    }
    return text.empty();
}

bool is_all_invisible(std::string_view text) {
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text, 0);
        if (!is_invisible(point.value))
            return false;
        text.remove_prefix(point.length);
    }
    return true;
}

class Lexer {
public:
    Lexer(const Source& source, FileIndex index, Diagnostics& diagnostics, std::size_t limit)
        : text_(source.text()), index_(index), diagnostics_(diagnostics), limit_(limit) {}

    std::vector<Token> run();

private:
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
    [[nodiscard]] std::string_view rest_of_line();
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
        return {.file = index_,
                .begin = static_cast<std::uint32_t>(begin),
                .end = static_cast<std::uint32_t>(end)};
    }
    void report(std::string code, Span place, std::string message, std::string help);
    void push(TokenKind kind, std::size_t length);

    void next();
    bool skip_space();
    bool comment();
    bool foreign_comment();
    bool foreign_quote();
    bool block_text();
    bool text();
    bool number();
    bool word();
    bool sign();
    void stray_character();

    void check_escape(std::size_t place, const Escape& escape);
    void check_name(std::string_view name);

    std::string_view text_;
    FileIndex index_;
    Diagnostics& diagnostics_;
    std::size_t limit_;
    std::size_t at_ = 0;
    std::size_t line_end_ = 0; // of the line that `at_` was on when it was last asked for
    bool first_on_line_ = true;
    std::vector<Token> tokens_;
};

std::vector<Token> Lexer::run() {
    while (at_ < text_.size() && tokens_.size() < limit_)
        next();
    if (at_ < text_.size()) {
        report("RS0113", span(at_, at_), fmt::format("the file has more than {} words and signs", limit_),
               "split it into several files and `import` them");
        push(TokenKind::invalid, 0);
    }
    at_ = text_.size();
    push(TokenKind::end, 0);
    return std::move(tokens_);
}

std::string_view Lexer::rest_of_line() {
    // Kept, so that a file of one long line is not searched anew for every token.
    if (at_ >= line_end_)
        line_end_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    return text_.substr(at_, line_end_ - at_);
}

void Lexer::report(std::string code, Span place, std::string message, std::string help) {
    diagnostics_.report(
        {.code = std::move(code), .span = place, .message = std::move(message), .help = std::move(help)});
}

void Lexer::push(TokenKind kind, std::size_t length) {
    tokens_.push_back({.kind = kind, .first_on_line = first_on_line_, .span = span(at_, at_ + length)});
    first_on_line_ = false;
    at_ += length;
}

void Lexer::next() {
    const bool known = skip_space() || comment() || foreign_comment() || foreign_quote() || block_text() ||
                       text() || number() || word() || sign();
    if (!known)
        stray_character();
}

bool Lexer::skip_space() {
    const char c = text_[at_];
    const bool line_end = c == '\n' || c == '\r';
    // Control and direction characters were reported for the whole file.
    const CodePoint point = decode_utf8(text_, at_);
    if (!line_end && c != ' ' && !is_control(point.value) && !is_direction_control(point.value))
        return false;
    first_on_line_ = first_on_line_ || line_end;
    at_ += point.length;
    return true;
}

bool Lexer::comment() {
    if (!rest().starts_with("//"))
        return false;
    const std::size_t length = rest_of_line().size();
    const bool is_doc = rest().starts_with("///") && !rest().starts_with("////");
    if (is_doc && first_on_line_) {
        push(TokenKind::doc, length);
        return true;
    }
    if (is_doc)
        diagnostics_.report({.severity = Severity::warning,
                             .code = "RS0114",
                             .span = span(at_, at_ + length),
                             .message = "a `///` comment after code documents nothing",
                             .help = "put it on the line above what it documents, or write `//`"});
    at_ += length;
    return true;
}

bool Lexer::foreign_comment() {
    for (const auto& [opening, closing] : foreign_comments) {
        if (!rest().starts_with(opening))
            continue;
        report("RS0115", span(at_, at_ + opening.size()),
               fmt::format("'{}' does not begin a comment", opening),
               "comments begin with `//` and end with the line");
        const std::size_t end =
            closing.empty() ? std::string_view::npos : rest().find(closing, opening.size());
        if (closing.empty())
            at_ += rest_of_line().size();
        else
            at_ = end == std::string_view::npos ? text_.size() : at_ + end + closing.size();
        return true;
    }
    return false;
}

bool Lexer::foreign_quote() {
    const std::string_view closing = closing_foreign_quote(rest());
    if (closing.empty())
        return false;
    const std::string_view line = rest_of_line();
    const std::size_t end = line.find(closing, decode_utf8(line, 0).length);
    push(TokenKind::invalid, end == std::string_view::npos ? line.size() : end + closing.size());
    return true;
}

bool Lexer::block_text() {
    if (!rest().starts_with(block_quotes))
        return false;
    if (const auto length = block_length(rest())) {
        push(TokenKind::text, *length);
        return true;
    }
    report("RS0117", span(at_, at_ + block_quotes.size()), "the text does not end",
           "close it with `\"\"\"`; it may have many lines, and there are no escapes in it");
    push(TokenKind::text, rest().size());
    push(TokenKind::invalid, 0);
    return true;
}

bool Lexer::text() {
    if (text_[at_] != '"')
        return false;
    const std::string_view line = rest_of_line();
    std::size_t length = 1;
    while (length < line.size() && line[length] != '"') {
        if (line[length] != '\\') {
            ++length;
            continue;
        }
        const Escape escape = read_escape(line.substr(length));
        check_escape(at_ + length, escape);
        length += escape.length;
    }
    const bool closed = length < line.size();
    if (!closed)
        report("RS0108", span(at_, at_ + line.size()), "the string does not end on its line",
               "close it with `\"`; a line end inside a string is written `\\n`");
    push(TokenKind::text, closed ? length + 1 : line.size());
    return true;
}

void Lexer::check_escape(std::size_t place, const Escape& escape) {
    const Span marked = span(place, place + escape.length);
    switch (escape.problem) {
    case EscapeProblem::none:
        return;
    case EscapeProblem::unknown:
        if (escape.length > 1) // else the line ends here, which is reported as such
            report("RS0109", marked, "this escape is unknown",
                   "escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r` and `\\u{...}`; a backslash is written "
                   "`\\\\`");
        return;
    case EscapeProblem::no_character:
        report(
            "RS0110", marked, "this escape is no character",
            "write the code point in hexadecimal digits, as in `\\u{E9}`, at most 10FFFF and no surrogate");
        return;
    case EscapeProblem::nul:
        report("RS0111", marked, "a string cannot contain NUL",
               "databases cut texts at this character; remove it");
        return;
    }
}

bool Lexer::number() {
    const std::string_view line = rest_of_line();
    const auto digit_at = [line](std::size_t i) { return i < line.size() && is_digit(line[i]); };
    const bool is_signed = line[0] == '-' || line[0] == '+';
    const std::size_t start = is_signed ? 1 : 0;
    const bool starts_with_point = start < line.size() && line[start] == '.' && digit_at(start + 1);
    if (!digit_at(start) && !starts_with_point)
        return false;
    std::size_t length = start;
    const auto continues = [&](char c) {
        const bool exponent = length > 0 && (line[length - 1] == 'e' || line[length - 1] == 'E');
        return is_ascii_name_character(c) || c == '.' || ((c == '+' || c == '-') && exponent);
    };
    while (length < line.size() && continues(line[length]))
        ++length;
    const bool well_formed = is_well_formed_number(line.substr(0, length));
    push(well_formed ? TokenKind::number : TokenKind::invalid, length);
    return true;
}

bool Lexer::word() {
    std::size_t length = 0;
    const std::string_view line = rest_of_line();
    while (length < line.size()) {
        const CodePoint point = decode_utf8(line, length);
        if (!(is_ascii(line[length]) ? is_ascii_name_character(line[length])
                                     : !is_foreign_space(point.value)))
            break;
        length += point.length;
    }
    if (length == 0)
        return false;
    const std::string_view name = line.substr(0, length);
    const bool is_name = std::ranges::any_of(name, is_ascii);
    const bool is_nothing = is_all_invisible(name);
    if (is_name || is_nothing)
        check_name(name);
    if (is_nothing)
        at_ += length;
    else
        push(is_name ? TokenKind::word : TokenKind::invalid, length);
    return true;
}

/// One report per name; the name goes on as it is written.
void Lexer::check_name(std::string_view name) {
    const auto foreign = std::ranges::find_if_not(name, is_ascii);
    if (foreign == name.end())
        return;
    const auto offset = static_cast<std::size_t>(foreign - name.begin());
    const CodePoint point = decode_utf8(name, offset);
    const Span place = span(at_ + offset, at_ + offset + point.length);
    if (is_direction_control(point.value) || is_control(point.value))
        return;
    if (is_invisible(point.value))
        report("RS0106", place,
               fmt::format("the invisible character {} cannot stand here", code_point_name(point.value)),
               "remove it");
    else
        diagnostics_.report(explain_foreign_character(point.value, place));
}

bool Lexer::sign() {
    for (const auto& [text, kind] : long_signs) {
        if (!rest().starts_with(text))
            continue;
        push(kind, text.size());
        return true;
    }
    const auto found = std::ranges::find(signs, text_[at_], &Sign::character);
    if (found == signs.end())
        return false;
    push(found->kind, 1);
    return true;
}

void Lexer::stray_character() {
    const CodePoint point = decode_utf8(text_, at_);
    const Span place = span(at_, at_ + point.length);
    if (is_foreign_space(point.value)) {
        report("RS0104", place, describe_character(point.value) + " is not a plain space",
               "write a plain space");
        at_ += point.length;
        return;
    }
    push(TokenKind::invalid, point.length);
}

}

std::vector<Token> lex(const Source& source, FileIndex index, Diagnostics& diagnostics, std::size_t limit) {
    if (!check_characters(source, index, diagnostics)) {
        const Span start{.file = index, .begin = 0, .end = 0};
        return {{.kind = TokenKind::invalid, .first_on_line = true, .span = start},
                {.kind = TokenKind::end, .first_on_line = true, .span = start}};
    }
    return Lexer{source, index, diagnostics, limit}.run();
}

std::optional<Diagnostic> explain_invalid(const Source& source, const Token& token) {
    const std::string_view text = text_at(source, token.span);
    if (text.empty())
        return std::nullopt;
    const std::size_t start = text[0] == '-' || text[0] == '+' || text[0] == '.' ? 1 : 0;
    if (start < text.size() && (is_digit(text[start]) || text[start] == '.'))
        return explain_malformed_number(text, token.span);
    if (!closing_foreign_quote(text).empty())
        return explain_foreign_quote(token.span);
    return explain_foreign_character(decode_utf8(text, 0).value, token.span);
}

std::string_view text_at(const Source& source, Span span) {
    return std::string_view{source.text()}.substr(span.begin, span.end - span.begin);
}

}
