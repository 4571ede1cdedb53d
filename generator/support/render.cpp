// The text form of diagnostics: a line that tools parse, the marked source, the help.

#include "support/diagnostics.hpp"
#include "support/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace rowsmith {

namespace {

constexpr std::size_t widest_line = 120;   // display columns of source that are shown
constexpr std::size_t context_before = 40; // and how many of them stand before a mark far to the right
constexpr std::string_view cut = "...";

/// One place to underline, on one line; `begin` and `end` are bytes of that line.
struct Mark {
    std::size_t line = 1;
    std::size_t begin = 0;
    std::size_t end = 0;
    char underline = '^';
    std::string label{};
};

/// A character as shown. Nothing that is shown may steer a terminal or change the order of a line.
std::string shown(CodePoint point) {
    if (!point.valid)
        return fmt::format("\\x{:02X}", static_cast<std::uint32_t>(point.value));
    if (point.value == '\t')
        return "    ";
    if (is_control(point.value) || is_invisible(point.value))
        return fmt::format("\\u{{{:X}}}", static_cast<std::uint32_t>(point.value));
    return encode_utf8(point.value);
}

std::size_t shown_width(CodePoint point) {
    const bool as_itself =
        point.valid && point.value != '\t' && !is_control(point.value) && !is_invisible(point.value);
    return as_itself ? display_width(point.value) : shown(point).size();
}

std::string printable(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        result += shown(point);
        at += point.length;
    }
    return result;
}

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        width += shown_width(point);
        at += point.length;
    }
    return width;
}

/// The part of a line that is shown: bytes [begin, end).
struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool holds(const Mark& mark) const { return begin <= mark.begin && mark.begin <= end; }
};

/// Where the characters end that fit into `columns`, from `begin` on.
std::size_t fitting(std::string_view line, std::size_t begin, std::size_t columns) {
    std::size_t at = begin;
    while (at < line.size()) {
        const CodePoint point = decode_utf8(line, at);
        const std::size_t width = shown_width(point);
        if (width > columns)
            break;
        columns -= width;
        at += point.length;
    }
    return at;
}

std::size_t step_back(std::string_view line, std::size_t at, std::size_t characters) {
    for (; at > 0 && characters > 0; --characters) {
        do
            --at;
        while (at > 0 && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U);
    }
    return at;
}

Window window_around(std::string_view line, const Mark& mark) {
    const Window from_start{.begin = 0, .end = fitting(line, 0, widest_line)};
    if (mark.begin < from_start.end || from_start.end == line.size())
        return from_start;
    const std::size_t begin = step_back(line, mark.begin, context_before);
    return {.begin = begin, .end = fitting(line, begin, widest_line)};
}

/// Marks of one file below each other, with the lines that they stand on.
class Frame {
public:
    Frame(const Source& source, std::size_t gutter) : source_(source), gutter_(gutter) {}

    [[nodiscard]] std::string render(const std::vector<Mark>& marks);

private:
    void put_gutter(std::string_view number) { text_ += fmt::format("{:>{}} |", number, gutter_); }
    void put_line(std::size_t number, Window window);
    void put_gap(std::size_t from, std::size_t to);
    void put_mark(const Mark& mark, Window window);

    const Source& source_;
    std::size_t gutter_;
    std::string text_;
};

void Frame::put_line(std::size_t number, Window window) {
    const std::string_view line = source_.line(number);
    put_gutter(std::to_string(number));
    std::string content{window.begin > 0 ? cut : ""};
    content += printable(line.substr(window.begin, window.end - window.begin));
    if (window.end < line.size())
        content += cut;
    content.erase(content.find_last_not_of(' ') + 1);
    if (!content.empty())
        text_ += ' ' + content;
    text_ += '\n';
}

void Frame::put_gap(std::size_t from, std::size_t to) {
    if (from == 0 || to <= from + 1)
        return;
    if (to == from + 2)
        put_line(from + 1, window_around(source_.line(from + 1), {}));
    else
        text_ += "...\n";
}

void Frame::put_mark(const Mark& mark, Window window) {
    const std::string_view line = source_.line(mark.line);
    const std::size_t end = std::clamp(mark.end, mark.begin, std::max(window.end, mark.begin));
    const std::size_t indent =
        (window.begin > 0 ? cut.size() : 0) + width_of(line.substr(window.begin, mark.begin - window.begin));
    const std::size_t length = std::max<std::size_t>(width_of(line.substr(mark.begin, end - mark.begin)), 1);
    put_gutter("");
    text_ += ' ' + std::string(indent, ' ') + std::string(length, mark.underline);
    if (!mark.label.empty())
        text_ += ' ' + printable(mark.label);
    text_ += '\n';
}

std::string Frame::render(const std::vector<Mark>& marks) {
    put_gutter("");
    text_ += '\n';
    std::size_t shown_line = 0;
    Window window;
    for (const Mark& mark : marks) {
        if (mark.line != shown_line || !window.holds(mark)) {
            put_gap(shown_line, mark.line);
            window = window_around(source_.line(mark.line), mark);
            put_line(mark.line, window);
            shown_line = mark.line;
        }
        put_mark(mark, window);
    }
    return std::move(text_);
}

/// A span that goes on over several lines is marked on its first.
Mark mark_of(const Source& source, Span span, char underline, std::string label) {
    const std::size_t number = source.position(span.begin).line;
    const std::string_view line = source.line(number);
    const auto line_start = static_cast<std::size_t>(line.data() - source.text().data());
    const std::size_t begin =
        std::min(span.begin - std::min<std::size_t>(line_start, span.begin), line.size());
    const std::size_t length = span.end > span.begin ? span.end - span.begin : 0;
    return {.line = number,
            .begin = begin,
            .end = std::min(begin + length, line.size()),
            .underline = underline,
            .label = std::move(label)};
}

std::string place_of(const Source& source, Span span) {
    const Position position = source.position(span.begin);
    return fmt::format("{}:{}:{}", printable(source.path()), position.line, position.column);
}

/// The marks of one file, in the order of their places.
std::vector<Mark> marks_in(FileIndex file, const Diagnostic& diagnostic, const Sources& sources) {
    std::vector<Mark> marks;
    if (diagnostic.span.file == file)
        marks.push_back(mark_of(sources[file], diagnostic.span, '^', diagnostic.label));
    for (const Related& related : diagnostic.related) {
        if (related.span.file == file)
            marks.push_back(mark_of(sources[file], related.span, '-', related.label));
    }
    std::ranges::stable_sort(marks, [](const Mark& a, const Mark& b) {
        return std::pair{a.line, a.begin} < std::pair{b.line, b.begin};
    });
    return marks;
}

/// The files of the related places, without the diagnostic's own, in the order of the places.
std::vector<FileIndex> other_files(const Diagnostic& diagnostic, const Sources& sources) {
    std::vector<FileIndex> files;
    for (const Related& related : diagnostic.related) {
        const FileIndex file = related.span.file;
        const bool shown_already =
            file == diagnostic.span.file || std::ranges::find(files, file) != files.end();
        if (!shown_already && file < sources.size())
            files.push_back(file);
    }
    return files;
}

std::size_t gutter_of(const Diagnostic& diagnostic, const Sources& sources) {
    std::size_t largest = sources[diagnostic.span.file].position(diagnostic.span.begin).line;
    for (const Related& related : diagnostic.related) {
        if (related.span.file < sources.size())
            largest = std::max(largest, sources[related.span.file].position(related.span.begin).line);
    }
    return std::to_string(largest).size();
}

std::string render_frames(const Diagnostic& diagnostic, const Sources& sources, std::size_t gutter) {
    const FileIndex own = diagnostic.span.file;
    std::string text = Frame{sources[own], gutter}.render(marks_in(own, diagnostic, sources));
    for (const FileIndex file : other_files(diagnostic, sources)) {
        const std::vector<Mark> marks = marks_in(file, diagnostic, sources);
        const auto first = std::ranges::find(diagnostic.related, file,
                                             [](const Related& related) { return related.span.file; });
        text += fmt::format("{:{}}::: {}\n", "", gutter, place_of(sources[file], first->span));
        text += Frame{sources[file], gutter}.render(marks);
    }
    return text;
}

std::string render_one(const Diagnostic& diagnostic, const Sources& sources) {
    const bool has_place = diagnostic.span.file < sources.size();
    const std::string_view severity = diagnostic.severity == Severity::error ? "error" : "warning";
    std::string text = has_place ? place_of(sources[diagnostic.span.file], diagnostic.span) + ": " : "";
    text += fmt::format("{}: {} [{}]\n", severity, printable(diagnostic.message), diagnostic.code);
    const std::size_t gutter = has_place ? gutter_of(diagnostic, sources) : 1;
    if (has_place)
        text += render_frames(diagnostic, sources, gutter);
    if (!diagnostic.help.empty())
        text += fmt::format("{:{}} = help: {}\n", "", gutter, printable(diagnostic.help));
    return text;
}

/// How many of one severity were shown, and how many there are.
struct Count {
    std::size_t shown = 0;
    std::size_t all = 0;

    [[nodiscard]] std::string rest(std::string_view noun) const {
        const std::size_t more = all - shown;
        return more == 0 ? "" : fmt::format("\n{} more {}{}\n", more, noun, more == 1 ? "" : "s");
    }
};

}

std::string render(const Diagnostics& diagnostics, const Sources& sources, std::size_t limit) {
    std::string text;
    Count errors;
    Count warnings;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        Count& count = diagnostic.severity == Severity::error ? errors : warnings;
        ++count.all;
        if (count.shown == limit)
            continue;
        if (!text.empty())
            text += '\n';
        text += render_one(diagnostic, sources);
        ++count.shown;
    }
    errors.all = diagnostics.error_count();
    return text + errors.rest("error") + warnings.rest("warning");
}

}
