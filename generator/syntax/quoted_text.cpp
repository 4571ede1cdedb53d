#include "syntax/quoted_text.hpp"

#include "support/unicode.hpp"
#include "syntax/characters.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::string_view indentation = " \t";

/// A line of a block text, without its line end, and where it begins in the text.
struct Line {
    std::string_view text;
    std::size_t at = 0;

    [[nodiscard]] bool blank() const { return text.find_first_not_of(indentation) == std::string_view::npos; }
    [[nodiscard]] std::string_view indent() const {
        return text.substr(0, std::min(text.find_first_not_of(indentation), text.size()));
    }
    void remove_prefix(std::size_t length) {
        length = std::min(length, text.size());
        text.remove_prefix(length);
        at += length;
    }
};

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r') && end < text.size())
            line.remove_suffix(1);
        lines.push_back({.text = line, .at = at});
        at = end + 1;
    }
    return lines;
}

std::size_t shared_length(std::string_view one, std::string_view other) {
    const auto [end, ignored] = std::ranges::mismatch(one, other);
    return static_cast<std::size_t>(end - one.begin());
}

/// How far all lines are indented that are not blank.
std::size_t shared_indent(const std::vector<Line>& lines, std::size_t first) {
    std::optional<std::string_view> shared;
    for (std::size_t i = first; i < lines.size(); ++i) {
        if (lines[i].blank())
            continue;
        const std::string_view indent = lines[i].indent();
        shared = shared ? shared->substr(0, shared_length(*shared, indent)) : indent;
    }
    return shared ? shared->size() : 0;
}

Unquoted unquote_block(std::string_view quoted) {
    const std::size_t length = block_length(quoted).value_or(quoted.size() + block_quotes.size());
    const std::size_t begin = block_quotes.size();
    std::vector<Line> lines = lines_of(quoted.substr(begin, length - 2 * block_quotes.size()));
    if (lines.size() > 1 && lines.back().blank())
        lines.pop_back();
    const bool starts_below = lines.size() > 1 && lines.front().blank();
    const std::size_t indent = shared_indent(lines, 1);
    Unquoted result;
    for (std::size_t i = starts_below ? 1 : 0; i < lines.size(); ++i) {
        Line& line = lines[i];
        if (i > 0)
            line.remove_prefix(line.blank() ? line.text.size() : indent);
        if (!result.origins.empty())
            result.value += '\n';
        result.origins.push_back({.value = result.value.size(), .written = begin + line.at});
        result.value += line.text;
    }
    return result;
}

Unquoted unquote_line(std::string_view quoted) {
    Unquoted result{.value = {}, .origins = {{.value = 0, .written = 1}}};
    for (std::size_t at = 1; at < quoted.size() && quoted[at] != '"';) {
        if (quoted[at] != '\\') {
            result.value += quoted[at++];
            continue;
        }
        const Escape escape = read_escape(quoted.substr(at));
        result.origins.push_back({.value = result.value.size(), .written = at});
        if (escape.problem == EscapeProblem::none)
            result.value += encode_utf8(escape.value);
        at += escape.length;
        result.origins.push_back({.value = result.value.size(), .written = at});
    }
    return result;
}

/// Where a byte of the value stands, counted from the opening quote.
std::size_t written_at(const std::vector<Origin>& origins, std::size_t value) {
    const auto next = std::ranges::upper_bound(origins, value, {}, &Origin::value);
    const Origin& before = next == origins.begin() ? origins.front() : *(next - 1);
    return before.written + (value - before.value);
}

}

std::optional<std::size_t> block_length(std::string_view text) {
    const std::size_t close = text.find(block_quotes, block_quotes.size());
    if (close == std::string_view::npos)
        return std::nullopt;
    return std::min(text.find_first_not_of('"', close), text.size());
}

Unquoted unquote_parts(std::string_view quoted) {
    return quoted.starts_with(block_quotes) ? unquote_block(quoted) : unquote_line(quoted);
}

std::string unquote(std::string_view quoted) {
    return unquote_parts(quoted).value;
}

Span place_inside(std::string_view quoted, Span place, std::size_t begin, std::size_t end) {
    const std::vector<Origin> origins = unquote_parts(quoted).origins;
    const auto offset = [&](std::size_t value) {
        const std::size_t written = std::min(written_at(origins, value), quoted.size());
        return place.begin + static_cast<std::uint32_t>(written);
    };
    return {.file = place.file, .begin = offset(begin), .end = std::max(offset(end), offset(begin))};
}

}
