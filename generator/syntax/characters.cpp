#include "syntax/characters.hpp"

#include "support/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace rowsmith::syntax {

namespace {

Span span_of(FileIndex index, std::size_t begin, std::size_t length) {
    return {.file = index,
            .begin = static_cast<std::uint32_t>(begin),
            .end = static_cast<std::uint32_t>(begin + length)};
}

bool reports_malformed(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    const std::string_view text = source.text();
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        if (!point.valid) {
            diagnostics.report(
                {.code = "RS0101",
                 .span = span_of(index, at, 1),
                 .message = "the file is not UTF-8 text",
                 .label = fmt::format("byte 0x{:02X}", static_cast<std::uint32_t>(point.value)),
                 .help = "save it in the encoding UTF-8"});
            return true;
        }
        at += point.length;
    }
    return false;
}

bool reports_nul(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    const std::size_t at = source.text().find('\0');
    if (at == std::string::npos)
        return false;
    diagnostics.report({.code = "RS0102",
                        .span = span_of(index, at, 1),
                        .message = "the file contains a NUL character",
                        .help = "a schema is plain text in UTF-8; is this the right file?"});
    return true;
}

void report_lone_return(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    const std::string& text = source.text();
    std::size_t at = text.find('\r');
    while (at != std::string::npos && at + 1 < text.size() && text[at + 1] == '\n')
        at = text.find('\r', at + 1);
    if (at == std::string::npos)
        return;
    diagnostics.report({.code = "RS0103",
                        .span = span_of(index, at, 1),
                        .message = "a carriage return stands without a line feed",
                        .help = "end lines with a line feed, or with carriage return and line feed"});
}

void report_hidden(FileIndex index, std::size_t at, CodePoint point, Diagnostics& diagnostics) {
    const std::string name = code_point_name(point.value);
    const std::string escape = fmt::format("\\u{{{:X}}}", static_cast<std::uint32_t>(point.value));
    const bool direction = is_direction_control(point.value);
    diagnostics.report({.code = direction ? "RS0106" : "RS0107",
                        .span = span_of(index, at, point.length),
                        .message = direction ? name + " changes the direction in which the text is shown"
                                             : "the control character " + name + " cannot stand in a schema",
                        .help = fmt::format("remove it, or write `{}` inside a string", escape)});
}

/// The first of a run is reported for all of them.
void report_hidden_characters(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    const std::string_view text = source.text();
    bool in_run = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        const bool allowed = point.value == '\t' || point.value == '\n' || point.value == '\r';
        const bool hidden = !allowed && (is_control(point.value) || is_direction_control(point.value));
        if (hidden && !in_run)
            report_hidden(index, at, point, diagnostics);
        in_run = hidden;
        at += point.length;
    }
}

struct SimpleEscape {
    char letter;
    char value;
};
constexpr std::array simple_escapes{
    SimpleEscape{'"', '"'},  SimpleEscape{'\\', '\\'}, SimpleEscape{'n', '\n'},
    SimpleEscape{'t', '\t'}, SimpleEscape{'r', '\r'},
};

/// `\u{...}`; a malformed one takes in what looks like a part of it.
Escape read_code_point_escape(std::string_view text) {
    constexpr std::string_view opening = "\\u{";
    Escape result{.value = 0, .length = 2, .problem = EscapeProblem::no_character};
    if (!text.starts_with(opening))
        return result;
    const std::size_t end =
        std::min(text.find_first_not_of("0123456789abcdefABCDEF", opening.size()), text.size());
    result.length = end;
    if (end == text.size() || text[end] != '}')
        return result;
    result.length = end + 1;
    std::uint32_t value = 0;
    const auto [stop, error] = std::from_chars(text.data() + opening.size(), text.data() + end, value, 16);
    const bool is_scalar = value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    if (error != std::errc{} || !is_scalar)
        return result;
    result.value = value;
    result.problem = value == 0 ? EscapeProblem::nul : EscapeProblem::none;
    return result;
}

struct ForeignQuote {
    std::string_view opening;
    std::string_view closing;
};
constexpr std::array foreign_quotes{
    ForeignQuote{"'", "'"},
    ForeignQuote{"`", "`"},
    ForeignQuote{"\u201C", "\u201D"},
    ForeignQuote{"\u2018", "\u2019"},
};

}

bool check_characters(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    if (reports_malformed(source, index, diagnostics) || reports_nul(source, index, diagnostics))
        return false;
    report_lone_return(source, index, diagnostics);
    report_hidden_characters(source, index, diagnostics);
    return true;
}

Escape read_escape(std::string_view text) {
    if (text.size() < 2)
        return {.value = 0, .length = text.size(), .problem = EscapeProblem::unknown};
    if (text[1] == 'u')
        return read_code_point_escape(text);
    if (text[1] == '0')
        return {.value = 0, .length = 2, .problem = EscapeProblem::nul};
    for (const SimpleEscape& escape : simple_escapes) {
        if (escape.letter == text[1])
            return {.value = static_cast<unsigned char>(escape.value),
                    .length = 2,
                    .problem = EscapeProblem::none};
    }
    return {.value = 0, .length = 1 + decode_utf8(text, 1).length, .problem = EscapeProblem::unknown};
}

std::string_view closing_foreign_quote(std::string_view text) {
    const auto found = std::ranges::find_if(
        foreign_quotes, [text](const ForeignQuote& quote) { return text.starts_with(quote.opening); });
    return found == foreign_quotes.end() ? std::string_view{} : found->closing;
}

Diagnostic explain_malformed_number(std::string_view number, Span span) {
    constexpr std::size_t longest = 40;
    return {.code = "RS0112",
            .span = span,
            .message = fmt::format("'{}' is neither a number nor a name", number.substr(0, longest)),
            .help = "numbers are decimal, as in `12`, `-0.5` or `1e-3`; names do not begin with a digit"};
}

Diagnostic explain_foreign_quote(Span span) {
    return {.code = "RS0116",
            .span = span,
            .message = "a string is written in double quotes",
            .help = "write `\"...\"` with straight double quotes"};
}

namespace {

/// What people write in languages that they know better.
std::string help_for_sign(char32_t value) {
    switch (value) {
    case '.':
        return "the parts of a namespace are joined by `::`; an enum's value stands alone, as in `= paid`";
    case '@':
        return "attributes are written without it: `primary`, `unique`, `index (a, b)`";
    case '<':
    case '>':
        return "arrays are written `string[]`, and the names of headers in double quotes";
    default:
        return "remove it";
    }
}

}

Diagnostic explain_foreign_character(char32_t value, Span span) {
    if (value < 0x80)
        return {.code = "RS0104",
                .span = span,
                .message = describe_character(value) + " has no meaning here",
                .help = help_for_sign(value)};
    return {.code = "RS0105",
            .span = span,
            .message = describe_character(value) + " cannot stand in a name",
            .help =
                "names consist of the letters a to z, digits and `_`; `as \"...\"` gives the database any "
                "other name"};
}

std::string describe_character(char32_t value) {
    if (value < 0x80)
        return fmt::format("'{}'", static_cast<char>(value));
    if (is_control(value) || is_invisible(value) || is_foreign_space(value) || display_width(value) == 0)
        return code_point_name(value);
    return fmt::format("'{}' ({})", encode_utf8(value), code_point_name(value));
}

}
