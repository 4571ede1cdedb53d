#include "support/verbatim.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace rowsmith {

namespace {

using Fault = std::optional<std::string>;

/// Databases read some characters in two ways; a text must be harmless in both.
enum class Reading {
    quoting, // [x] and `x` are quoted identifiers
    nesting, // a[1] is a subscript, ` an operator, \ escapes in E'...'
};

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::string_view blanks = " \t\r\n\f\v";

class Scanner {
public:
    Scanner(std::string_view sql, Reading reading) : sql_(sql), reading_(reading) {}

    Fault run() {
        while (position_ < sql_.size()) {
            if (auto fault = token())
                return fault;
        }
        if (!open_.empty())
            return not_closed(open_.back());
        return std::nullopt;
    }

private:
    static Fault not_closed(char opening) { return std::string("a `") + opening + "` is not closed"; }

    Fault token() {
        if (sql_.substr(position_, 2) == "--" || sql_.substr(position_, 2) == "/*")
            return "it contains a comment";
        const char c = sql_[position_];
        switch (c) {
        case ';':
            return "it contains `;`";
        case '\\':
            return "it contains `\\` outside of quotes";
        case '\0':
            return "it contains a NUL character";
        case '\'':
        case '"':
            return quoted(c, c);
        case '`':
            return reading_ == Reading::quoting ? quoted(c, c) : other();
        case '[':
            return reading_ == Reading::quoting ? quoted(c, ']') : open(c);
        case ']':
            return reading_ == Reading::quoting ? other() : close('[', c);
        case '(':
            return open(c);
        case ')':
            return close('(', c);
        case '$':
            return "it contains `$` outside of quotes";
        default:
            return is_word_character(c) ? word() : other();
        }
    }

    Fault other() {
        ++position_;
        return std::nullopt;
    }

    Fault word() {
        const auto start = position_;
        while (position_ < sql_.size() && (is_word_character(sql_[position_]) || sql_[position_] == '$'))
            ++position_;
        const auto text = sql_.substr(start, position_ - start);
        return reading_ == Reading::nesting && (text == "e" || text == "E") ? escape_string() : std::nullopt;
    }

    /// E'...' and the quoted texts on the lines below it, which continue it.
    Fault escape_string() {
        while (sql_.substr(position_, 1) == "'") {
            if (auto fault = quoted('\'', '\'', true))
                return fault;
            position_ = std::min(sql_.find_first_not_of(blanks, position_), sql_.size());
        }
        return std::nullopt;
    }

    Fault quoted(char opening, char closing, bool escapes = false) {
        ++position_;
        while (position_ < sql_.size()) {
            const char c = sql_[position_++];
            const bool doubled = closing != ']' && sql_.substr(position_, 1) == std::string_view(&closing, 1);
            if (c == '\0')
                return "it contains a NUL character";
            if (c == closing && !doubled)
                return std::nullopt;
            if (c == closing || (c == '\\' && escapes))
                ++position_;
        }
        return not_closed(opening);
    }

    Fault open(char c) {
        open_ += c;
        return other();
    }

    Fault close(char opening, char closing) {
        if (open_.empty() || open_.back() != opening)
            return std::string("a `") + closing + "` closes nothing";
        open_.pop_back();
        return other();
    }

    std::string_view sql_;
    Reading reading_;
    std::size_t position_ = 0;
    std::string open_; // the brackets that wait for their end
};

}

std::optional<std::string> verbatim_fault(std::string_view sql) {
    if (sql.find_first_not_of(blanks) == std::string_view::npos)
        return "it is empty";
    for (const auto reading : std::array{Reading::quoting, Reading::nesting}) {
        if (auto fault = Scanner(sql, reading).run())
            return fault;
    }
    return std::nullopt;
}

}
