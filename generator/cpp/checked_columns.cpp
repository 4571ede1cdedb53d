#include "cpp/checked_columns.hpp"

#include "support/names.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::cpp {
namespace {

/// As names are compared: without quotes and case.
std::string plain(std::string_view text) {
    std::string lower = lower_ascii(text);
    std::erase(lower, '"');
    return lower;
}

bool is_word_character(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '$' ||
           byte >= 0x80;
}

/// The words of a text that is plain already.
std::set<std::string, std::less<>> words_of(std::string_view text) {
    std::set<std::string, std::less<>> words;
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        std::size_t end = begin;
        while (end < text.size() && is_word_character(text[end]))
            ++end;
        if (end > begin)
            words.emplace(text.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

/// A check's text, plain, with its words.
struct CheckText {
    std::string text;
    std::set<std::string, std::less<>> words;
};

bool names(const CheckText& check, const std::string& name) {
    const bool is_word = !name.empty() && std::ranges::all_of(name, is_word_character);
    return is_word ? check.words.contains(name) : check.text.find(name) != std::string::npos;
}

std::vector<CheckText> texts_of(const model::Table& table) {
    std::vector<CheckText> checks;
    const auto add = [&](const std::string& text) {
        const std::string lower = plain(text);
        checks.push_back({.text = lower, .words = words_of(lower)});
    };
    for (const model::Check& check : table.checks) {
        if (check.condition.common)
            add(*check.condition.common);
        for (const auto& own : check.condition.dialects) {
            if (own.text)
                add(*own.text);
        }
    }
    return checks;
}

/// The columns by their plain names; those that are not one word apart, since a text has to be searched for
/// them.
struct ColumnNames {
    std::multimap<std::string, std::size_t, std::less<>> words; // case aside, two may be alike
    std::vector<std::pair<std::string, std::size_t>> others;
};

ColumnNames names_of(const model::Table& table) {
    ColumnNames names;
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        std::string name = plain(table.columns[index].db_name);
        if (std::ranges::all_of(name, is_word_character))
            names.words.emplace(std::move(name), index);
        else
            names.others.emplace_back(std::move(name), index);
    }
    return names;
}

std::vector<std::size_t> named_columns(const CheckText& check, const ColumnNames& columns) {
    std::vector<std::size_t> named;
    for (const std::string& word : check.words) {
        const auto [begin, end] = columns.words.equal_range(word);
        std::transform(begin, end, std::back_inserter(named),
                       [](const auto& column) { return column.second; });
    }
    for (const auto& [name, index] : columns.others) {
        if (names(check, name))
            named.push_back(index);
    }
    return named;
}

/// Whether the columns that a check names are all that it can be about.
bool is_about_what_it_names(const model::Table& table, const CheckText& check,
                            const std::vector<std::size_t>& named) {
    const auto is_computed = [&](std::size_t index) { return table.columns[index].computed(); };
    return !named.empty() && std::ranges::none_of(named, is_computed) && !names(check, plain(table.db_name));
}

}

std::vector<bool> checked_columns(const model::Table& table) {
    std::vector<bool> checked;
    for (const model::Column& column : table.columns)
        checked.push_back(!column.db_types.empty());
    const ColumnNames columns = names_of(table);
    for (const CheckText& check : texts_of(table)) {
        const std::vector<std::size_t> named = named_columns(check, columns);
        if (!is_about_what_it_names(table, check, named))
            return std::vector<bool>(table.columns.size(), true);
        for (const std::size_t index : named)
            checked[index] = true;
    }
    return checked;
}

}
