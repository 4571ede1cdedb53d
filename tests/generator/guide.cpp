#include "guide.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace rowsmith::tests {

namespace {

struct Prelude {
    std::string_view name;
    std::string_view text;
};

/// Tables that examples refer to without being about them.
constexpr std::array preludes{
    Prelude{"users", "table User as \"users\" {\n  id: int64 primary identity\n  name: string(50)\n}\n"},
    Prelude{"products",
            "table Product as \"products\" {\n  id: int64 primary identity\n  name: string(50)\n}\n"},
};

std::string trimmed(std::string_view line) {
    constexpr std::string_view space = " \t\r";
    const auto first = line.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return std::string(line.substr(first, line.find_last_not_of(space) + 1 - first));
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream stream{std::string(text)};
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

bool is_dialect(std::string_view word) {
    return word == "sqlite" || word == "postgres";
}

bool is_file(const Block& block, std::string_view ending) {
    return block.words.size() == 1 && block.words.front().ends_with(ending);
}

const Prelude* prelude_of(std::string_view name) {
    const auto found = std::ranges::find(preludes, name, &Prelude::name);
    return found == preludes.end() ? nullptr : &*found;
}

/// What the words behind `rows` say.
struct Head {
    std::vector<std::string_view> preludes{};
    std::string dialect{};
    std::string fails{};
    std::string fault{};
};

Head head_of(const Block& block) {
    Head head;
    std::string_view part;
    for (const std::string& word : block.words) {
        if (word == "with" || word == "fails")
            part = word;
        else if (is_dialect(word))
            head.dialect = word;
        else if (part == "with" && prelude_of(word) != nullptr)
            head.preludes.push_back(word);
        else if (part == "fails" && word.starts_with("RS"))
            head.fails = word;
        else
            head.fault = "'" + word + "' is no prelude, database or code";
    }
    return head;
}

std::string whole_schema(const Block& block, const Head& head) {
    if (("\n" + block.text).find("\nnamespace ") != std::string::npos)
        return block.text;
    std::string schema = "namespace shop\n\n";
    for (const auto name : head.preludes)
        schema += std::string(prelude_of(name)->text) + "\n";
    return schema + block.text;
}

bool is_gap(const std::string& line) {
    return line == "..." || line == "// ..." || line == "-- ...";
}

std::vector<std::string> solid_lines(std::string_view text) {
    std::vector<std::string> solid;
    for (const std::string& line : lines_of(text))
        if (auto rest = trimmed(line); !rest.empty())
            solid.push_back(std::move(rest));
    return solid;
}

void add_to(Example& example, const Block& block) {
    if (block.kind == "rows" || is_file(block, ".hpp"))
        example.files.push_back({.name = block.words.front(), .text = block.text});
    else if (block.words == std::vector<std::string>{"use"})
        example.uses.push_back(block.text);
    else if (block.words == std::vector<std::string>{"program"})
        example.programs.push_back(block.text);
    else if (block.kind == "cpp" || block.kind == "sql" || (block.kind == "text" && !example.fails.empty()))
        example.excerpts.push_back(block);
}

}

std::vector<Block> blocks_of(std::string_view markdown) {
    constexpr std::string_view fence = "```";
    std::vector<Block> blocks;
    bool inside = false;
    std::size_t number = 0;
    for (const std::string& line : lines_of(markdown)) {
        ++number;
        if (line.starts_with(fence)) {
            inside = !inside;
            if (!inside)
                continue;
            auto words = words_of(std::string_view(line).substr(fence.size()));
            Block block{.kind = words.empty() ? "" : words.front(), .words = {}, .text = {}, .line = number};
            if (!words.empty())
                block.words.assign(words.begin() + 1, words.end());
            blocks.push_back(std::move(block));
        } else if (inside)
            blocks.back().text += line + "\n";
    }
    return blocks;
}

std::string fault_of(const Block& block) {
    constexpr std::array<std::string_view, 5> plain{"console", "cmake", "sh", "json", "text"};
    if (block.kind == "rows")
        return is_file(block, ".rows") ? "" : head_of(block).fault;
    const bool one = block.words.size() == 1;
    if (block.kind == "sql" && one && is_dialect(block.words.front()))
        return {};
    if (block.kind == "cpp" && (block.words.empty() || is_file(block, ".hpp") ||
                                (one && (block.words.front() == "use" || block.words.front() == "program"))))
        return {};
    if (std::ranges::find(plain, block.kind) != plain.end() && block.words.empty())
        return {};
    return "no kind of block: '" + block.kind + "'" + (one ? " '" + block.words.front() + "'" : "");
}

std::vector<Example> examples_of(const std::vector<Block>& blocks) {
    std::vector<Example> examples;
    for (const Block& block : blocks) {
        if (block.kind == "rows" && !is_file(block, ".rows")) {
            const Head head = head_of(block);
            examples.push_back({.line = block.line,
                                .schema = whole_schema(block, head),
                                .dialect = head.dialect,
                                .fails = head.fails,
                                .files = {},
                                .excerpts = {},
                                .uses = {},
                                .programs = {}});
        } else if (!examples.empty())
            add_to(examples.back(), block);
    }
    return examples;
}

std::string missing_of(std::string_view excerpt, std::string_view text) {
    const auto all = solid_lines(text);
    const auto wanted = solid_lines(excerpt);
    auto from = all.begin();
    for (auto begin = wanted.begin(); begin != wanted.end();) {
        const auto end = std::find_if(begin, wanted.end(), is_gap);
        const auto found = std::search(from, all.end(), begin, end);
        if (begin != end && found == all.end()) {
            std::string lines;
            for (; begin != end; ++begin)
                lines += *begin + "\n";
            return lines;
        }
        from = found + (end - begin);
        begin = end == wanted.end() ? end : end + 1;
    }
    return {};
}

}
