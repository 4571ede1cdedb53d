#include "syntax/cursor.hpp"

#include "syntax/quoted_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::array<std::string_view, 9> declaration_words{
    "enum", "import", "mixin", "namespace", "naming", "query", "sequence", "table", "view",
};
constexpr std::array<std::string_view, 6> key_words{"primary", "unique",    "index",
                                                    "check",   "partition", "sql"};

std::string without_slashes(std::string_view line) {
    line.remove_prefix(3);
    if (line.starts_with(' '))
        line.remove_prefix(1);
    return std::string{line.substr(0, line.find_last_not_of(" \t") + 1)};
}

std::string quoted(std::string_view text) {
    constexpr std::size_t longest = 40;
    return fmt::format("'{}{}'", text.substr(0, longest), text.size() > longest ? "..." : "");
}

}

Cursor::Cursor(const Source& source, FileIndex index, Diagnostics& diagnostics, std::size_t token_limit)
    : source_(source), diagnostics_(diagnostics), tokens_(lex(source, index, diagnostics, token_limit)) {
    while (here().kind == TokenKind::doc)
        ++at_;
}

TokenKind Cursor::kind() const {
    const bool line_is_over = here().first_on_line && !fresh_ && parentheses_ == 0 && !at_end();
    return line_is_over ? TokenKind::line_end : here().kind;
}

bool Cursor::whole() const {
    if (tokens_.size() < 2)
        return true;
    const Token& last = tokens_[tokens_.size() - 2];
    return last.kind != TokenKind::invalid || last.span.begin != last.span.end;
}

bool Cursor::at_word(std::string_view word) const {
    return at(TokenKind::word) && text() == word;
}

bool Cursor::at_member_end() const {
    return at(TokenKind::line_end) || at(TokenKind::close_brace) || at_end();
}

bool Cursor::at_declaration() const {
    const bool is_keyword = here().first_on_line && here().kind == TokenKind::word &&
                            std::ranges::find(declaration_words, text()) != declaration_words.end();
    if (!is_keyword || kind_behind() == TokenKind::text)
        return is_keyword && text() == "import";
    if (kind_behind() == TokenKind::open_brace)
        return text() == "naming";
    // An enum's value may be one of the keywords: `table as "t"`, `table renamed from "t"`.
    const bool is_value = word_behind("as") || (word_behind("renamed") && has_word(at_ + 2, "from"));
    return kind_behind() == TokenKind::word && !is_value;
}

std::size_t Cursor::index_behind() const {
    std::size_t next = std::min(at_ + 1, tokens_.size() - 1);
    while (parentheses_ > 0 && tokens_[next].kind == TokenKind::doc)
        ++next;
    return next;
}

TokenKind Cursor::kind_behind() const {
    const Token& next = tokens_[index_behind()];
    return next.first_on_line && parentheses_ == 0 ? TokenKind::line_end : next.kind;
}

bool Cursor::has_word(std::size_t index, std::string_view word) const {
    return index < tokens_.size() && tokens_[index].kind == TokenKind::word &&
           text_at(source_, tokens_[index].span) == word;
}

bool Cursor::word_behind(std::string_view word) const {
    return kind_behind() == TokenKind::word && has_word(index_behind(), word);
}

bool Cursor::at_declaration_head() const {
    if (!at_declaration() || kind_behind() != TokenKind::word)
        return at_declaration();
    const Token& next = tokens_[at_ + 2]; // the end at the latest
    const bool clause = has_word(at_ + 2, "as") || has_word(at_ + 2, "in") || has_word(at_ + 2, "renamed") ||
                        has_word(at_ + 2, "methods");
    const bool query = next.kind == TokenKind::open_paren || next.kind == TokenKind::arrow;
    return query || next.kind == TokenKind::open_brace || next.kind == TokenKind::double_colon ||
           (!next.first_on_line && (next.kind == TokenKind::colon || clause));
}

Span Cursor::place() const {
    if (!at(TokenKind::line_end) && !at_end())
        return here().span;
    const std::uint32_t end = at_ == 0 ? 0 : tokens_[last_].span.end;
    return {.file = here().span.file, .begin = end, .end = end};
}

Span Cursor::since(Span begin) const {
    return {.file = begin.file, .begin = begin.begin, .end = tokens_[last_].span.end};
}

Doc Cursor::doc() const {
    std::size_t first = at_;
    while (first > 0 && tokens_[first - 1].kind == TokenKind::doc)
        --first;
    Doc doc;
    for (std::size_t i = first; i < at_; ++i) {
        if (i > first)
            doc += '\n';
        doc += without_slashes(text_at(source_, tokens_[i].span));
    }
    return doc.find_first_not_of(" \t\n") == Doc::npos ? Doc{} : doc; // what says nothing documents nothing
}

std::string Cursor::found() const {
    switch (kind()) {
    case TokenKind::text:
        return "a string";
    case TokenKind::line_end:
        return "the end of the line";
    case TokenKind::end:
        return "the end of the file";
    case TokenKind::word:
    case TokenKind::number:
    case TokenKind::doc:
    case TokenKind::colon:
    case TokenKind::double_colon:
    case TokenKind::comma:
    case TokenKind::semicolon:
    case TokenKind::equals:
    case TokenKind::question:
    case TokenKind::open_paren:
    case TokenKind::close_paren:
    case TokenKind::open_bracket:
    case TokenKind::close_bracket:
    case TokenKind::open_brace:
    case TokenKind::close_brace:
    case TokenKind::arrow:
    case TokenKind::invalid:
        return quoted(text());
    }
    return {};
}

void Cursor::begin_line() {
    fresh_ = true;
    parentheses_ = 0;
}

void Cursor::move() {
    last_ = at_;
    fresh_ = false;
    while (!at_end()) {
        ++at_;
        if (here().kind != TokenKind::doc)
            return;
    }
}

void Cursor::take() {
    if (here().kind == TokenKind::open_paren)
        ++parentheses_;
    else if (here().kind == TokenKind::close_paren && parentheses_ > 0)
        --parentheses_;
    move();
}

bool Cursor::accept(TokenKind kind) {
    const bool found = at(kind);
    if (found)
        take();
    return found;
}

bool Cursor::accept_word(std::string_view word) {
    const bool found = at_word(word);
    if (found)
        take();
    return found;
}

Name Cursor::take_name() {
    Name name{.text = std::string{text()}, .span = here().span};
    take();
    return name;
}

Text Cursor::take_text() {
    Text result{.value = unquote(text()), .span = here().span};
    take();
    return result;
}

Number Cursor::take_number() {
    Number number{.text = std::string{text()}, .span = here().span};
    if (number.text.starts_with('+'))
        number.text.erase(0, 1);
    take();
    return number;
}

std::optional<Name> Cursor::expect_name(std::string_view what, std::string help) {
    if (at(TokenKind::word))
        return take_name();
    complain_expected("RS0206", what, std::move(help));
    return std::nullopt;
}

std::optional<Text> Cursor::expect_text(std::string_view what, std::string help) {
    if (at(TokenKind::text))
        return take_text();
    complain_expected("RS0221", what, std::move(help));
    return std::nullopt;
}

std::optional<Number> Cursor::expect_number(std::string_view what, std::string help) {
    if (at(TokenKind::number))
        return take_number();
    complain_expected("RS0226", what, std::move(help));
    return std::nullopt;
}

bool Cursor::expect(TokenKind kind, std::string_view what, std::string help) {
    const bool found = accept(kind);
    if (!found)
        complain_expected("RS0207", what, std::move(help));
    return found;
}

void Cursor::complain(Complaint complaint) {
    const bool was_refused = at_end() && tokens_[last_].kind == TokenKind::invalid;
    if (at(TokenKind::invalid)) {
        if (std::optional<Diagnostic> explanation = explain_invalid(source_, here()))
            diagnostics_.report(std::move(*explanation));
    } else if (!was_refused) {
        report(place(), std::move(complaint));
    }
}

void Cursor::report(Span span, Complaint complaint) {
    diagnostics_.report({.code = std::move(complaint.code),
                         .span = span,
                         .message = std::move(complaint.message),
                         .label = std::move(complaint.label),
                         .related = std::move(complaint.related),
                         .help = std::move(complaint.help)});
}

void Cursor::complain_expected(std::string code, std::string_view what, std::string help) {
    complain({.code = std::move(code),
              .message = fmt::format("expected {}, found {}", what, found()),
              .help = std::move(help)});
}

void Cursor::skip_line() {
    skip_until(TokenKind::line_end);
}

void Cursor::skip_item() {
    skip_until(TokenKind::comma);
}

void Cursor::skip_until(TokenKind kind) {
    parentheses_ = 0;
    while (!at_member_end() && !at(kind)) {
        if (at_open_brace())
            skip_declaration();
        else
            move();
    }
}

void Cursor::skip_declaration() {
    std::size_t depth = 0;
    parentheses_ = 0;
    while (!at_end() && !at_declaration()) {
        if (here().kind == TokenKind::open_brace)
            ++depth;
        const bool closes = here().kind == TokenKind::close_brace && depth <= 1;
        if (here().kind == TokenKind::close_brace && depth > 0)
            --depth;
        move();
        if (closes)
            return;
    }
}

bool Cursor::begins_field(std::size_t index) const {
    const Token& token = tokens_[index];
    return token.first_on_line && token.kind == TokenKind::word &&
           tokens_[index + 1].kind == TokenKind::colon;
}

/// `index (...)`, `check "..."`: a part of a list hardly looks like it.
bool Cursor::begins_key(std::size_t index) const {
    const Token& token = tokens_[index];
    if (!token.first_on_line || token.kind != TokenKind::word)
        return false;
    const Token& next = tokens_[index + 1]; // the end at the latest
    const bool ends =
        next.first_on_line || next.kind == TokenKind::comma || next.kind == TokenKind::close_paren;
    return !ends && std::ranges::find(key_words, text_at(source_, token.span)) != key_words.end();
}

void Cursor::skip_list(std::size_t outside) {
    std::size_t open = parentheses_;
    std::size_t end = at_;
    for (; open > outside; ++end) {
        const TokenKind kind = tokens_[end].kind;
        const bool lost =
            kind == TokenKind::end || kind == TokenKind::open_brace || kind == TokenKind::close_brace;
        if (lost || begins_field(end) || begins_key(end))
            return;
        if (kind == TokenKind::open_paren)
            ++open;
        else if (kind == TokenKind::close_paren)
            --open;
    }
    while (at_ < end)
        take();
}

}
