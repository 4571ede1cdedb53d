#include "support/checked_texts.hpp"

#include "support/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace rowsmith {

namespace {

using Fault = std::optional<std::string>;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A character as a message may show it.
std::string shown(char c) {
    const bool printable = c > ' ' && c < '\x7f' && c != '`';
    return printable ? std::string("`") + c + "`" : c == ' ' ? "a space" : "an unusual character";
}

/// A text that is taken apart from the front.
struct Reader {
    std::string_view rest;

    bool take(std::string_view text) {
        if (!rest.starts_with(text))
            return false;
        rest.remove_prefix(text.size());
        return true;
    }
    std::string_view take_word() {
        std::size_t size = 0;
        while (size < rest.size() && (is_letter(rest[size]) || (size > 0 && is_digit(rest[size]))))
            ++size;
        return take_front(size);
    }
    std::string_view take_number() {
        const auto size = std::min(rest.find_first_not_of("0123456789"), rest.size());
        return take_front(size);
    }
    std::string_view take_front(std::size_t size) {
        const auto front = rest.substr(0, size);
        rest.remove_prefix(size);
        return front;
    }
    /// What is wrong with the character that stands where `wanted` is needed.
    [[nodiscard]] std::string unexpected(std::string_view wanted) const {
        return rest.empty()
                   ? std::string(wanted) + " is missing at its end"
                   : "it contains " + shown(rest.front()) + " where " + std::string(wanted) + " is needed";
    }
};

// ---- C++

constexpr std::array<std::string_view, 14> fundamental_types{
    "bool", "char", "char8_t", "char16_t", "char32_t", "double", "float",
    "int",  "long", "short",   "signed",   "unsigned", "void",   "wchar_t"};

/// Reads one type; `depth` counts the template arguments that it stands in.
struct TypeReader {
    Reader reader;

    Fault type(int depth);
    Fault name();
    Fault arguments(int depth);
    Fault argument(int depth);
};

Fault TypeReader::name() {
    const auto word = reader.take_word();
    if (word.empty())
        return reader.unexpected("a name");
    if (is_reserved_in_cpp(word))
        return "`" + std::string(word) + "` cannot be a name in C++";
    if (word.find("__") != std::string_view::npos || (word.size() > 1 && word[0] == '_' && word[1] <= 'Z'))
        return "C++ keeps `" + std::string(word) + "` for itself";
    return std::nullopt;
}

Fault TypeReader::argument(int depth) {
    if (!reader.take_number().empty())
        return std::nullopt;
    auto ahead = reader;
    if (const auto word = ahead.take_word();
        std::ranges::find(fundamental_types, word) != fundamental_types.end()) {
        reader = ahead;
        return std::nullopt;
    }
    return type(depth);
}

Fault TypeReader::arguments(int depth) {
    constexpr int deepest = 8;
    if (depth > deepest)
        return "its template arguments are nested too deeply";
    do {
        static_cast<void>(reader.take(" "));
        if (auto fault = argument(depth))
            return fault;
    } while (reader.take(","));
    return reader.take(">") ? std::nullopt : Fault(reader.unexpected("`,` or `>`"));
}

Fault TypeReader::type(int depth) {
    static_cast<void>(reader.take("::"));
    do {
        if (auto fault = name())
            return fault;
        if (reader.take("<"))
            if (auto fault = arguments(depth + 1))
                return fault;
    } while (reader.take("::"));
    return std::nullopt;
}

// ---- types of a database

/// Words that would declare more of a column than its type.
constexpr std::array<std::string_view, 16> clauses{
    "always",    "as",        "autoincrement", "check", "constraint", "default", "deferrable", "foreign",
    "generated", "initially", "not",           "null",  "on",         "primary", "references", "unique"};

/// `public.citext`
Fault dotted_word(Reader& reader) {
    do {
        const auto word = reader.take_word();
        if (word.empty())
            return reader.unexpected("a word");
        if (std::ranges::find(clauses, lower_ascii(word)) != clauses.end())
            return "`" + std::string(word) + "` is no part of a type";
    } while (reader.take("."));
    return std::nullopt;
}

/// What stands between `(` and `)`.
Fault type_arguments(Reader& reader) {
    do {
        static_cast<void>(reader.take(" "));
        const bool negative = reader.take("-");
        if (!reader.take_number().empty())
            continue;
        if (negative)
            return reader.unexpected("a number");
        if (auto fault = dotted_word(reader))
            return fault;
    } while (reader.take(","));
    return reader.take(")") ? std::nullopt : Fault(reader.unexpected("`,` or `)`"));
}

}

Fault cpp_type_fault(std::string_view text) {
    if (text.empty())
        return "it is empty";
    TypeReader types{.reader = {text}};
    if (auto fault = types.type(0))
        return fault;
    return types.reader.rest.empty() ? std::nullopt
                                     : Fault("it contains " + shown(types.reader.rest.front()));
}

Fault header_fault(std::string_view text) {
    if (text.empty())
        return "it is empty";
    if (text.starts_with('/'))
        return "it begins with `/`";
    const auto plain = [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("./+-").find(c) != std::string_view::npos;
    };
    if (const auto* odd = std::ranges::find_if_not(text, plain); odd != text.end())
        return "it contains " + shown(*odd);
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('/', begin), text.size());
        const auto part = text.substr(begin, end - begin);
        if (part.empty())
            return end == text.size() ? "it ends with `/`" : "it contains `//`";
        if (part == "." || part == "..")
            return "it contains `" + std::string(part) + "` as a folder";
        begin = end + 1;
    }
    return std::nullopt;
}

Fault database_type_fault(std::string_view text) {
    if (text.empty())
        return "it is empty";
    Reader reader{text};
    if (auto fault = dotted_word(reader))
        return fault;
    while (!reader.rest.empty() && !reader.rest.starts_with('[')) {
        const bool apart = reader.take(" ");
        if (reader.take("(")) {
            if (auto fault = type_arguments(reader))
                return fault;
        } else if (!apart)
            return "it contains " + shown(reader.rest.front());
        else if (auto fault = dotted_word(reader))
            return fault;
    }
    while (reader.take("[]")) {
    }
    return reader.rest.empty() ? std::nullopt : Fault("it contains " + shown(reader.rest.front()));
}

}
