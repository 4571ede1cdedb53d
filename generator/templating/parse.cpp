#include "templating/templates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace rowsmith::templating {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::size_t deepest_block = 64;

bool is_name(std::string_view text) {
    constexpr std::string_view allowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    return !text.empty() && text.front() > '9' && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

class Parser {
public:
    explicit Parser(std::string origin) : origin_{std::move(origin)} {}

    Template parse(std::string_view text) {
        std::vector<std::string_view> lines = split(text, "\n");
        if (lines.back().empty())
            lines.pop_back();
        for (const std::string_view line : lines) {
            line_ = line.substr(0, line.size() - (line.ends_with('\r') ? 1 : 0));
            ++line_number_;
            parse_line();
        }
        if (!open_.empty())
            fail(nodes_[open_.back()].at, "this block has no '% end'");
        return {std::move(origin_), std::move(nodes_)};
    }

private:
    void parse_line() {
        const std::size_t start = std::min(line_.find_first_not_of(blanks), line_.size());
        const std::string_view content = line_.substr(start);
        if (content.starts_with("##"))
            return;
        const bool escaped = content.starts_with("%%");
        if (content.starts_with('%') && !escaped)
            return parse_statement(place(content), line_.substr(0, start), content);
        if (escaped)
            add_text(line_.substr(0, start));
        parse_text(escaped ? start + 1 : 0);
    }

    void parse_statement(Place at, std::string_view indent, std::string_view text) {
        std::vector<std::string_view> words = split(text, blanks);
        std::erase(words, "");
        const std::string_view word = words.size() > 1 && words[0] == "%" ? words[1] : "";
        const bool negated = words.size() > 2 && words[2] == "not";
        if (word == "for" && words.size() == 5 && words[3] == "in" && words[2] != "loop" && is_name(words[2]))
            open({.action = Action::loop, .at = at, .text = std::string{words[2]}, .path = path(words[4])});
        else if (word == "if" && words.size() == (negated ? 4 : 3))
            open({.action = Action::choice, .at = at, .path = path(words.back()), .negated = negated});
        else if (word == "else" && words.size() == 2)
            start_else(at);
        else if (word == "end" && words.size() == 2)
            close(at);
        else if (word == "include" && words.size() == 3)
            nodes_.push_back({.action = Action::include,
                              .at = at,
                              .text = std::string{words[2]},
                              .indent = std::string{indent}});
        else
            fail(at,
                 "expected '% for NAME in PATH' (NAME is not 'loop'), '% if [not] PATH', '% else', '% end', "
                 "'% include TEMPLATE', or '%%' for a '%'");
    }

    void open(Node block) {
        if (open_.size() == deepest_block)
            fail(block.at, fmt::format("blocks nest deeper than {}", deepest_block));
        open_.push_back(nodes_.size());
        nodes_.push_back(std::move(block));
    }

    void start_else(Place at) {
        if (open_.empty() || nodes_[open_.back()].action != Action::choice || nodes_[open_.back()].otherwise)
            fail(at, "'% else' belongs to no '% if'");
        nodes_[open_.back()].otherwise = boundary_ = nodes_.size();
    }

    void close(Place at) {
        if (open_.empty())
            fail(at, "'% end' closes no block");
        Node& block = nodes_[open_.back()];
        block.end = boundary_ = nodes_.size();
        block.otherwise = block.otherwise ? block.otherwise : block.end;
        open_.pop_back();
    }

    /// Literal text and `${path}`s, from an offset to the end of the line.
    void parse_text(std::size_t begin) {
        const std::size_t first = line_.find_first_not_of(blanks);
        for (std::size_t start; (start = line_.find("${", begin)) != std::string_view::npos;) {
            const std::size_t end = line_.find('}', start);
            if (end == std::string_view::npos)
                fail(place(line_.substr(start)), "'${' has no '}' on its line");
            if (start != first)
                add_text(line_.substr(begin, start - begin));
            const bool fills_line = start == first && end + 1 == line_.size();
            nodes_.push_back({.action = Action::print,
                              .at = place(line_.substr(start)),
                              .path = path(line_.substr(start + 2, end - start - 2)),
                              .indent = std::string{line_.substr(0, start == first ? start : 0)},
                              .fills_line = fills_line});
            if (fills_line)
                return;
            begin = end + 1;
        }
        add_text(line_.substr(begin), "\n");
    }

    void add_text(std::string_view text, std::string_view line_end = "") {
        if (text.empty() && line_end.empty())
            return;
        if (nodes_.size() == boundary_ || nodes_.back().action != Action::text)
            nodes_.push_back({.at = place(text)});
        nodes_.back().text.append(text).append(line_end);
    }

    Path path(std::string_view text) const {
        const std::vector<std::string_view> names = split(text, ".");
        if (!std::ranges::all_of(names, is_name))
            fail(place(text), fmt::format("expected a path such as 'model.name', found '{}'", text));
        return {place(text), {names.begin(), names.end()}};
    }

    /// Where a part of the current line begins.
    Place place(std::string_view part) const {
        return {line_number_, static_cast<std::size_t>(part.data() - line_.data()) + 1};
    }

    [[noreturn]] void fail(Place at, std::string_view message) const {
        throw TemplateError{origin_, at, message};
    }

    std::string origin_;
    std::vector<Node> nodes_;
    std::string_view line_;
    std::size_t line_number_ = 0;
    std::vector<std::size_t> open_; // indices of the blocks that wait for their `% end`, innermost last
    std::size_t boundary_ = 0;      // where a part of a block ended last: texts do not join across it
};

}

Template parse(std::string origin, std::string_view text) {
    return Parser{std::move(origin)}.parse(text);
}

}
