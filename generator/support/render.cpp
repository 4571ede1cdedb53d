// The text form of diagnostics: a line that tools parse, the marked source, the help.

#include "support/diagnostics.hpp"
#include "support/paint.hpp"
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
    Style style = Style::error;
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
    bool to_line_end = false;

    [[nodiscard]] bool holds(const Mark& mark) const {
        return begin <= mark.begin && (mark.begin < end || to_line_end);
    }
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

/// Where the character begins that ends at `end`.
std::size_t previous_character(std::string_view line, std::size_t end) {
    constexpr std::size_t longest = 4;
    for (std::size_t length = 2; length <= std::min(longest, end); ++length) {
        if (decode_utf8(line, end - length).length == length)
            return end - length;
    }
    return end - 1;
}

/// Where the characters begin that fit into `columns` before `end`.
std::size_t fitting_before(std::string_view line, std::size_t end, std::size_t columns) {
    std::size_t at = end;
    while (at > 0) {
        const std::size_t previous = previous_character(line, at);
        const std::size_t width = shown_width(decode_utf8(line, previous));
        if (width > columns)
            break;
        columns -= width;
        at = previous;
    }
    return at;
}

Window window_around(std::string_view line, const Mark& mark) {
    const auto from = [line](std::size_t begin) {
        const std::size_t end = fitting(line, begin, widest_line);
        return Window{.begin = begin, .end = end, .to_line_end = end == line.size()};
    };
    const Window from_start = from(0);
    return from_start.holds(mark) ? from_start : from(fitting_before(line, mark.begin, context_before));
}

/// Marks of one file below each other, with the lines that they stand on.
class Frame {
public:
    Frame(const Source& source, std::size_t gutter, Paint paint)
        : source_(source), gutter_(gutter), paint_(paint) {}

    [[nodiscard]] std::string render(const std::vector<Mark>& marks);

private:
    void put_gutter(std::string_view number) {
        text_ += paint_(Style::gutter, fmt::format("{:>{}} |", number, gutter_));
    }
    void put_line(std::size_t number, Window window);
    void put_gap(std::size_t from, std::size_t to);
    void put_mark(const Mark& mark, Window window);

    const Source& source_;
    std::size_t gutter_;
    Paint paint_;
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
        text_ += paint_(Style::gutter, cut) + '\n';
}

void Frame::put_mark(const Mark& mark, Window window) {
    const std::string_view line = source_.line(mark.line);
    std::size_t begin = mark.begin;
    // A mark on an accent stands under the letter that carries it.
    while (begin > window.begin && begin < line.size() && shown_width(decode_utf8(line, begin)) == 0)
        begin = previous_character(line, begin);
    const std::size_t end = std::clamp(mark.end, begin, std::max(window.end, begin));
    const std::size_t indent =
        (window.begin > 0 ? cut.size() : 0) + width_of(line.substr(window.begin, begin - window.begin));
    const std::size_t length = std::max<std::size_t>(width_of(line.substr(begin, end - begin)), 1);
    std::string underline(length, mark.underline);
    if (!mark.label.empty())
        underline += ' ' + printable(mark.label);
    put_gutter("");
    text_ += ' ' + std::string(indent, ' ') + paint_(mark.style, underline) + '\n';
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
Mark mark_of(const Source& source, Span span, Mark mark) {
    const std::size_t number = source.position(span.begin).line;
    const std::string_view line = source.line(number);
    const auto line_start = static_cast<std::size_t>(line.data() - source.text().data());
    const std::size_t begin =
        std::min(span.begin - std::min<std::size_t>(line_start, span.begin), line.size());
    const std::size_t length = span.end > span.begin ? span.end - span.begin : 0;
    mark.line = number;
    mark.begin = begin;
    mark.end = std::min(begin + length, line.size());
    return mark;
}

Style style_of(Severity severity) {
    return severity == Severity::error ? Style::error : Style::warning;
}

std::string place_of(const Source& source, Span span) {
    const Position position = source.position(span.begin);
    return fmt::format("{}:{}:{}", printable(source.path()), position.line, position.column);
}

/// The marks of one file, in the order of their places.
std::vector<Mark> marks_in(FileIndex file, const Diagnostic& diagnostic, const Sources& sources) {
    std::vector<Mark> marks;
    if (diagnostic.span.file == file)
        marks.push_back(mark_of(sources[file], diagnostic.span,
                                {.style = style_of(diagnostic.severity), .label = diagnostic.label}));
    for (const Related& related : diagnostic.related) {
        if (related.span.file == file)
            marks.push_back(mark_of(sources[file], related.span,
                                    {.underline = '-', .style = Style::related, .label = related.label}));
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

std::string render_frames(const Diagnostic& diagnostic, const Sources& sources, std::size_t gutter,
                          Paint paint) {
    const FileIndex own = diagnostic.span.file;
    std::string text = Frame{sources[own], gutter, paint}.render(marks_in(own, diagnostic, sources));
    for (const FileIndex file : other_files(diagnostic, sources)) {
        const std::vector<Mark> marks = marks_in(file, diagnostic, sources);
        const auto first = std::ranges::find(diagnostic.related, file,
                                             [](const Related& related) { return related.span.file; });
        text += paint(Style::gutter, fmt::format("{:{}}:::", "", gutter));
        text += ' ' + place_of(sources[file], first->span) + '\n';
        text += Frame{sources[file], gutter, paint}.render(marks);
    }
    return text;
}

std::string render_one(const Diagnostic& diagnostic, const Sources& sources, Paint paint) {
    const bool has_place = diagnostic.span.file < sources.size();
    const std::string_view severity = diagnostic.severity == Severity::error ? "error:" : "warning:";
    std::string text = has_place ? place_of(sources[diagnostic.span.file], diagnostic.span) + ": " : "";
    text += paint(style_of(diagnostic.severity), severity);
    text += fmt::format(" {} [{}]\n", printable(diagnostic.message), diagnostic.code);
    const std::size_t gutter = has_place ? gutter_of(diagnostic, sources) : 1;
    if (has_place)
        text += render_frames(diagnostic, sources, gutter, paint);
    if (!diagnostic.help.empty())
        text += paint(Style::help, fmt::format("{:{}} = help:", "", gutter)) + ' ' +
                printable(diagnostic.help) + '\n';
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

std::string render(const Diagnostics& diagnostics, const Sources& sources, RenderOptions options) {
    const Paint paint{options.color};
    std::string text;
    Count errors{.all = diagnostics.error_count()};
    Count warnings{.all = diagnostics.warning_count()};
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        Count& count = diagnostic.severity == Severity::error ? errors : warnings;
        if (count.shown == options.limit)
            continue;
        if (!text.empty())
            text += '\n';
        text += render_one(diagnostic, sources, paint);
        ++count.shown;
    }
    return text + errors.rest("error") + warnings.rest("warning");
}

}
