#include "templating/templates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace rowsmith::templating {
namespace {

namespace fs = std::filesystem;

std::string read_regular_file(const fs::path& path) {
    std::ifstream file;
    if (fs::is_regular_file(path))
        file.open(path, std::ios::binary);
    if (!file.is_open())
        throw TemplateError{path.string() + ": cannot be read, or is not a regular file"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}

TemplateError::TemplateError(std::string_view origin, Place at, std::string_view message)
    : std::runtime_error{fmt::format("{}:{}:{}: {}", origin, at.line, at.column, message)} {
}

Templates::Templates(std::span<const EmbeddedTemplate> table, const std::filesystem::path& overrides) {
    for (const auto& [name, text] : table)
        by_name_[std::string{name}] = parse(std::string{name}, text);
    if (!overrides.empty())
        read_overrides(overrides);
    for (const auto& [name, parsed] : by_name_) {
        std::vector<std::string_view> chain{name};
        check_includes(parsed, chain);
    }
}

const Template& Templates::get(std::string_view name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end())
        throw TemplateError{unknown(name)};
    return found->second;
}

std::string Templates::unknown(std::string_view name) const {
    std::string known;
    for (const auto& [each, parsed] : by_name_)
        known.append(known.empty() ? "" : ", ").append(each);
    return fmt::format("unknown template '{}'; known: {}", name, known);
}

void Templates::read_overrides(const std::filesystem::path& folder) {
    for (const fs::directory_entry& entry : fs::directory_iterator{folder})
        override_files_.push_back(entry.path());
    std::ranges::sort(override_files_);
    for (const fs::path& path : override_files_) {
        const auto replaced = by_name_.find(path.filename().string());
        if (replaced == by_name_.end())
            throw TemplateError{fmt::format("{}: {}", path.string(), unknown(path.filename().string()))};
        replaced->second = parse(path.string(), read_regular_file(path));
    }
}

void Templates::check_includes(const Template& from, std::vector<std::string_view>& chain) const {
    for (const Node& node : from.nodes) {
        if (node.action != Action::include)
            continue;
        const auto included = by_name_.find(node.text);
        if (included == by_name_.end())
            throw TemplateError{from.origin, node.at, unknown(node.text)};
        if (std::ranges::find(chain, node.text) != chain.end())
            throw TemplateError{from.origin, node.at, fmt::format("'{}' would include itself", node.text)};
        chain.push_back(node.text);
        check_includes(included->second, chain);
        chain.pop_back();
    }
}

std::vector<std::string> never_visited(const Templates& templates, const Coverage& coverage) {
    std::vector<std::string> places;
    for (const auto& [name, parsed] : templates.by_name())
        for (const Node& node : parsed.nodes)
            if (!coverage.contains(&node))
                places.push_back(fmt::format("{}:{}:{}", parsed.origin, node.at.line, node.at.column));
    return places;
}

}
