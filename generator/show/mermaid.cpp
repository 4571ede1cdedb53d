// Mermaid's erDiagram, in the words that all its versions know. Its lexer looks for keywords everywhere, in
// quotes too.

#include "show/names.hpp"
#include "show/picture.hpp"
#include "support/files.hpp"
#include "support/names.hpp"
#include "support/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowsmith::show {
namespace {

constexpr std::array<std::string_view, 19> keywords{
    "accdescr", "acctitle", "class", "classdef",   "direction", "end",      "erdiagram", "many", "o",   "one",
    "only",     "or",       "more",  "optionally", "style",     "subgraph", "title",     "to",   "zero"};

bool is_plain(char32_t value) {
    return value >= 0x80 || (value >= '0' && value <= '9') || (value >= 'a' && value <= 'z') ||
           (value >= 'A' && value <= 'Z') || value == ' ' || value == '_' || value == '(' || value == ')' ||
           value == '.' || value == ',' || value == '-' || value == '/';
}

/// Text between quotes. Other characters than plain ones become `#34;`; so does the first letter of a word
/// that would otherwise be taken for a command.
std::string in_quotes(std::string_view raw) {
    const std::string text = visible(raw);
    const std::string lowered = lower_ascii(text);
    std::string result = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        if (is_plain(point.value) && !std::string_view(lowered).substr(at).starts_with("direction"))
            result += text.substr(at, point.length);
        else
            result += fmt::format("#{};", static_cast<std::uint32_t>(point.value));
        at += point.length;
    }
    return result + '"';
}

/// `shop::User` is no word of Mermaid's.
std::string entity(const Box& box) {
    const bool is_word = box.id.find(':') == std::string::npos &&
                         std::ranges::find(keywords, lower_ascii(box.id)) == keywords.end() && box.id.size() > 1;
    return is_word ? box.id : fmt::format("\"{}\"", box.id);
}

/// The name of a column, which must not be a word for a key.
std::string attribute(const std::string& name) {
    const std::string word = lower_ascii(name);
    return word == "pk" || word == "fk" || word == "uk" ? name + "_" : name;
}

/// `decimal(10, 2)?` is three words; what does not fit into one becomes a comment.
std::string type_word(const BoxColumn& column) {
    std::string word = column.type_text.substr(0, column.type_text.find('?'));
    if (column.type.scalar == model::Scalar::decimal)
        word = column.type.array ? "decimal[]" : "decimal";
    if (const auto scope = word.rfind(':'); scope != std::string::npos)
        word.erase(0, scope + 1);
    return attribute(word);
}

std::string comment(const BoxColumn& column) {
    std::vector<std::string> notes;
    if (column.type.scalar == model::Scalar::decimal)
        notes.push_back(fmt::format("({}, {})", column.type.precision, column.type.scale));
    if (column.type.nullable)
        notes.emplace_back("nullable");
    return notes.empty() ? "" : fmt::format(" \"{}\"", joined(notes, ", "));
}

std::string box_text(const Box& box) {
    std::string text = "    " + entity(box);
    if (box.table != box.id)
        text += fmt::format("[{}]", in_quotes(fmt::format("{} ({})", box.id, box.table)));
    if (box.outside)
        return text + "\n";
    text += " {\n";
    for (const BoxColumn& column : box.columns) {
        const std::string marks = joined(key_marks(column), ", ");
        text += fmt::format("        {} {}{}{}{}\n", type_word(column), attribute(column.name),
                            marks.empty() ? "" : " ", marks, comment(column));
    }
    return text + "    }\n";
}

std::string_view left(Count count) {
    switch (count) {
    case Count::one:
        return "||";
    case Count::at_most_one:
        return "|o";
    case Count::many:
        return "}o";
    }
    return {};
}

std::string_view right(Count count) {
    switch (count) {
    case Count::one:
        return "||";
    case Count::at_most_one:
        return "o|";
    case Count::many:
        return "o{";
    }
    return {};
}

}

std::string to_mermaid(const Picture& picture) {
    std::string text = fmt::format("%% {}. Do not edit.\nerDiagram\n", generated_marker);
    for (const Box& box : picture.boxes)
        text += box_text(box);
    for (const Line& line : picture.lines) {
        const std::string label =
            line.through.empty() ? line.label : fmt::format("{}, through {}", line.label, line.through);
        text += fmt::format("    {} {}--{} {} : {}\n", entity(picture.boxes[line.from.box]),
                            left(line.from.count), right(line.to.count), entity(picture.boxes[line.to.box]),
                            in_quotes(label));
    }
    return text;
}

}
