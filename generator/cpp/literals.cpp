#include "cpp/literals.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::cpp {
namespace {

constexpr std::string_view raw_end = ")sql\"";

bool is_control(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7f;
}

/// The length of a character at the start of `text` that shows nothing or reorders what stands around it:
/// zero-width and bidirectional controls (U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF), else
/// 0.
std::size_t hidden_length(std::string_view text) {
    if (text.size() < 3)
        return 0;
    const auto at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned code = (at(0) & 0x0fU) << 12 | (at(1) & 0x3fU) << 6 | (at(2) & 0x3fU);
    const bool three_bytes = (at(0) & 0xf0U) == 0xe0U;
    const bool hidden = (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
                        (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
    return three_bytes && hidden ? 3 : 0;
}

std::string octal(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes)
        text += fmt::format("\\{:03o}", static_cast<unsigned char>(byte));
    return text;
}

bool has_hidden(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (hidden_length(text.substr(at)) > 0)
            return true;
    }
    return false;
}

bool fits_raw(std::string_view text) {
    const bool control =
        std::ranges::any_of(text, [](char character) { return is_control(character) && character != '\n'; });
    return !control && text.find(raw_end) == std::string_view::npos && !has_hidden(text);
}

/// What a line of a comment may show: control and hidden characters are spelled out.
std::string comment_line(std::string_view line) {
    std::string text;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const std::size_t hidden = hidden_length(line.substr(at));
        if (hidden > 0) {
            text += octal(line.substr(at, hidden));
            at += hidden - 1;
        } else if (is_control(line[at]) && line[at] != '\t') {
            text += octal(line.substr(at, 1));
        } else {
            text += line[at];
        }
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.pop_back();
    // A backslash at the end (or its trigraph) would take the next line into the comment.
    if (text.ends_with('\\') || text.ends_with("?\?/"))
        text += " .";
    return text;
}

}

std::string string_literal(std::string_view text) {
    std::string literal = "\"";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t hidden = hidden_length(text.substr(at));
        if (hidden > 0) {
            literal += octal(text.substr(at, hidden));
            at += hidden - 1;
        } else if (is_control(text[at]) || text[at] == '?') {
            literal += octal(text.substr(at, 1));
        } else {
            if (text[at] == '"' || text[at] == '\\')
                literal += '\\';
            literal += text[at];
        }
    }
    return literal + '"';
}

std::string sql_literal(std::string_view text) {
    if (!fits_raw(text))
        return string_literal(text);
    return fmt::format("R\"sql({}{}", text, raw_end);
}

std::string doc_comment(std::string_view text) {
    std::string comment;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line = comment_line(text.substr(0, end));
        if (!comment.empty())
            comment += '\n';
        comment += line.empty() ? "///" : "/// " + line;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return comment;
}

}
