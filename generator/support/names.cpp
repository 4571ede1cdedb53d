#include "support/names.hpp"

#include "support/cpp_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace rowsmith {

namespace {

// Spelt out, so that no locale has a say.
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
char to_upper(char c) {
    return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

/// `ORDER_ITEM`: its capitals do not show where words begin.
bool is_shouted(std::string_view name) {
    return name.find('_') != std::string_view::npos && std::ranges::none_of(name, is_lower);
}

bool begins_word(std::string_view name, std::size_t i) {
    if (i == 0 || !is_upper(name[i]) || name[i - 1] == '_')
        return false;
    const bool before_lower = i + 1 < name.size() && is_lower(name[i + 1]);
    return !is_upper(name[i - 1]) || before_lower;
}

/// Edits that turn `a` into `b`: insert, remove, replace, exchange two neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::size_t> before_last(width);
    std::vector<std::size_t> last(width);
    std::vector<std::size_t> row(width);
    for (std::size_t j = 0; j < width; ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j < width; ++j) {
            const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replace, last[j] + 1, row[j - 1] + 1});
            const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (exchanged)
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row.back();
}

/// One edit for every three characters; beyond that, two words have little to do with each other.
std::size_t most_edits(std::string_view a, std::string_view b) {
    return std::max(a.size(), b.size()) / 3;
}

}

std::string lower_ascii(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), to_lower);
    return result;
}

std::string pascal_case(std::string_view name) {
    const bool shouted = is_shouted(name);
    std::string result;
    bool begins = true;
    for (const char c : name) {
        if (c != '_')
            result += begins ? to_upper(c) : shouted ? to_lower(c) : c;
        begins = c == '_';
    }
    const bool is_name = !result.empty() && !is_digit(result.front());
    return is_name ? result : std::string{name};
}

std::string snake_case(std::string_view name) {
    const bool shouted = is_shouted(name);
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!shouted && begins_word(name, i))
            result += '_';
        result += to_lower(name[i]);
    }
    return result;
}

std::string camel_case(std::string_view name) {
    auto result = pascal_case(name);
    for (std::size_t i = 0; i < result.size() && is_upper(result[i]); ++i) {
        const bool next_word = i > 0 && i + 1 < result.size() && is_lower(result[i + 1]);
        if (next_word)
            break;
        result[i] = to_lower(result[i]);
    }
    return result;
}

bool is_reserved_in_cpp(std::string_view name) {
    return is_cpp_keyword(name) || is_system_macro(name);
}

std::string cpp_identifier(std::string_view name) {
    std::string result{name};
    if (is_reserved_in_cpp(name))
        result += '_';
    return result;
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
    constexpr std::size_t longest = 128; // the work grows with the product of the lengths
    if (name.size() > longest)
        return {};
    const std::string wanted = lower_ascii(name);
    std::string_view best;
    std::size_t fewest = longest;
    for (const std::string_view candidate : candidates) {
        const std::size_t limit = most_edits(name, candidate);
        const std::size_t shorter = std::min(name.size(), candidate.size());
        const std::size_t longer = std::max(name.size(), candidate.size());
        if (longer > longest || longer - shorter > limit)
            continue;
        const std::size_t edits = edit_distance(wanted, lower_ascii(candidate));
        if (edits <= limit && edits < fewest) {
            best = candidate;
            fewest = edits;
        }
    }
    return best;
}

std::string suggest(std::string_view word, std::span<const std::string_view> candidates,
                    std::string_view otherwise) {
    const std::string_view candidate = nearest(word, candidates);
    return candidate.empty() ? std::string{otherwise} : fmt::format("did you mean `{}`?", candidate);
}

}
