// The language of Graphviz. Tables are HTML-like labels, whose rows lines begin and end at; crow's feet say
// how many.

#include "show/names.hpp"
#include "show/picture.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::show {
namespace {

// Pale fills and dark lines: readable on screens, in print and without colours.
constexpr std::string_view ink = "#1f2933";
constexpr std::string_view quiet = "#52606d";
constexpr std::string_view line_color = "#3e4c59";
constexpr std::string_view head_fill = "#d9e8f5";
constexpr std::string_view outside_fill = "#f0f0f0";

/// Text inside an HTML-like label.
std::string html(std::string_view raw) {
    std::string result;
    for (const char c : visible(raw)) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '[': // a cell that begins with `[` would be read as something else by some versions
            result += "&#91;";
            break;
        case ']':
            result += "&#93;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

/// A name between quotes. Ids and columns are words of the schema, which hold nothing to escape.
std::string id_text(std::string_view word) {
    return fmt::format("\"{}\"", word);
}

std::string small(std::string_view text) {
    return text.empty() ? " " : fmt::format(R"(<font point-size="9" color="{}">{}</font>)", quiet, text);
}

/// The name of the model, and what the database calls it where that is another name.
std::string head(const Box& box) {
    std::string text = fmt::format("<b>{}</b>", html(box.id));
    if (box.table != box.id)
        text += "  " + small(html(box.table));
    return fmt::format(R"(<tr><td port="head" colspan="3" bgcolor="{}" cellpadding="5">{}</td></tr>)",
                       box.outside ? outside_fill : head_fill, text);
}

std::string row(const BoxColumn& column) {
    const std::string name = column.primary ? fmt::format("<b>{}</b>", html(column.name)) : html(column.name);
    return fmt::format(
        R"(<tr><td align="left" port="{0}.l" sides="TLB">{1}</td>)"
        R"(<td align="left" sides="TB">{2}</td><td align="left" port="{0}.r" sides="TRB">{3}</td></tr>)",
        column.name, name, small(html(column.type_text)), small(joined(key_marks(column), " ")));
}

std::string box_text(const Box& box) {
    std::string text =
        fmt::format("    {} [label=<\n        <table border=\"0\" cellborder=\"1\" cellspacing=\"0\" "
                    "cellpadding=\"3\" color=\"{}\">\n        {}\n",
                    id_text(box.id), line_color, head(box));
    for (const BoxColumn& column : box.columns)
        text += fmt::format("        {}\n", row(column));
    return text + "        </table>>];\n";
}

std::string_view arrow(Count count) {
    switch (count) {
    case Count::one:
        return "teetee";
    case Count::at_most_one:
        return "teeodot";
    case Count::many:
        return "crowodot";
    }
    return {};
}

enum class Side { left, right };

/// Where a line meets a box: `"User":"id.r":e`. A box without that column is met at its head.
std::string end_text(const Picture& picture, const LineEnd& end, Side side) {
    const Box& box = picture.boxes[end.box];
    const bool left = side == Side::left;
    const std::string port =
        box.outside || end.column.empty() ? "head" : fmt::format("{}.{}", end.column, left ? 'l' : 'r');
    return fmt::format("{}:{}:{}", id_text(box.id), id_text(port), left ? 'w' : 'e');
}

/// A loop stands on the right, unless other lines begin there.
bool is_loop_on_the_left(const Picture& picture, std::size_t box) {
    return std::ranges::any_of(picture.lines,
                               [&](const Line& line) { return line.from.box == box && line.to.box != box; });
}

std::string line_text(const Picture& picture, const Line& line) {
    const bool is_loop = line.from.box == line.to.box;
    const bool on_the_left = is_loop && is_loop_on_the_left(picture, line.from.box);
    const bool to_the_right = is_loop && !on_the_left;
    std::string label = html(line.label);
    if (!line.through.empty())
        label += fmt::format("<br/><i>{}</i>", html(line.through));
    return fmt::format("    {} -> {} [arrowtail={}, arrowhead={}, label=< {} >];\n",
                       end_text(picture, line.from, on_the_left ? Side::left : Side::right),
                       end_text(picture, line.to, to_the_right ? Side::right : Side::left),
                       arrow(line.from.count), arrow(line.to.count), label);
}

}

std::string to_dot(const Picture& picture) {
    std::string text = fmt::format("// {}. Do not edit.\ndigraph schema {{\n", generated_marker);
    text +=
        fmt::format("    graph [rankdir=LR, ranksep=0.9, nodesep=0.35, pad=0.3, bgcolor=\"white\", "
                    "fontname=\"Helvetica\"];\n"
                    "    node [shape=plain, fontname=\"Helvetica\", fontsize=11, fontcolor=\"{}\"];\n"
                    "    edge [dir=both, color=\"{}\", fontname=\"Helvetica\", fontsize=9, fontcolor=\"{}\", "
                    "arrowsize=0.8];\n\n",
                    ink, line_color, quiet);
    for (const Box& box : picture.boxes)
        text += box_text(box);
    if (!picture.lines.empty())
        text += '\n';
    for (const Line& line : picture.lines)
        text += line_text(picture, line);
    return text + "}\n";
}

}
