#include "sql/layout.hpp"

#include <algorithm>

namespace rowsmith::sql {

namespace {

std::string new_line(std::size_t indent) {
    return "\n" + std::string(indent, ' ');
}

}

std::string joined(std::span<const std::string> items, std::string_view separator) {
    std::string result;
    for (const auto& item : items) {
        if (&item != &items.front())
            result += separator;
        result += item;
    }
    return result;
}

std::string filled(std::span<const std::string> items, std::size_t start, std::size_t indent) {
    std::string result;
    auto column = start;
    for (const auto& item : items) {
        const bool first = &item == &items.front();
        const bool fits = column + item.size() + 3 <= line_width;
        if (!first)
            result += fits ? ", " : "," + new_line(indent);
        column = (first || fits ? column : indent) + item.size() + 2;
        result += item;
    }
    return result;
}

std::string broken(const std::vector<std::string>& pieces, std::size_t start, std::size_t indent) {
    auto result = joined(pieces, " ");
    const bool one_line = std::ranges::find(result, '\n') == result.end();
    if (one_line && start + result.size() < line_width)
        return result;
    return joined(pieces, new_line(indent));
}

}
