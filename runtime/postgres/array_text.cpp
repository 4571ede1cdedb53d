#include "postgres/array_text.hpp"

#include "core/stored_values.hpp"
#include "postgres/encoding.hpp"
#include "postgres/text_reader.hpp"

#include <algorithm>
#include <cstddef>

namespace rowsmith::postgres {
namespace {

constexpr std::string_view white_space = " \t\n\v\f\r";

[[nodiscard]] constexpr bool is_special(char character) {
    return character == '"' || character == '\\';
}

/// Puts a backslash before each special character from `begin` on.
void escape(std::string& out, std::size_t begin) {
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto specials = static_cast<std::size_t>(std::count_if(first, out.end(), is_special));
    std::size_t from = out.size();
    out.resize(from + specials);
    std::size_t to = out.size();
    while (to != from) {
        const char character = out[--from];
        out[--to] = character;
        if (is_special(character))
            out[--to] = '\\';
    }
}

/// Numbers and booleans stand as they are, and arrays in arrays.
[[nodiscard]] bool is_quoted(ColumnKind kind) {
    return kind > ColumnKind::decimal && kind != ColumnKind::array;
}

/// The elements of a literal, one after the other.
class Elements {
public:
    Elements(const Column& column, std::string_view literal) : column_(column), rest_(literal) {
        skip_bounds();
        expect('{');
    }

    /// The next one's text, which is valid until the one after it is asked for. False behind the last.
    bool next(std::string_view& text, bool& null) {
        if (take('}')) {
            if (!rest_.empty())
                refuse();
            return false;
        }
        if (begun_)
            expect(',');
        begun_ = true;
        skip_space();
        null = false;
        if (rest_.starts_with('"')) {
            text = quoted();
            return true;
        }
        text = plain();
        null = text == "NULL";
        return true;
    }

private:
    [[noreturn]] void refuse() const { driver::refuse_type(column_, "an array of one dimension"); }

    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(white_space), rest_.size())); }

    /// "[2:3]=": of an array that is not counted from 1.
    void skip_bounds() {
        const std::size_t end = rest_.starts_with('[') ? rest_.find("]=") : std::string_view::npos;
        if (end != std::string_view::npos)
            rest_.remove_prefix(end + 2);
    }

    bool take(char character) {
        skip_space();
        if (!rest_.starts_with(character))
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char character) {
        if (!take(character))
            refuse();
    }

    std::string_view plain() {
        const std::size_t end = rest_.find_first_of(",{}\"\\");
        if (end == 0 || end == std::string_view::npos || (rest_[end] != ',' && rest_[end] != '}'))
            refuse();
        const std::string_view text = rest_.substr(0, rest_.find_last_not_of(white_space, end - 1) + 1);
        rest_.remove_prefix(end);
        return text;
    }

    std::string_view quoted() {
        unescaped_.clear();
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == '"') {
                rest_.remove_prefix(at + 1);
                return unescaped_;
            }
            if (rest_[at] == '\\' && ++at == rest_.size())
                break;
            unescaped_ += rest_[at];
        }
        refuse();
    }

    const Column& column_;
    std::string_view rest_;
    std::string unescaped_;
    bool begun_ = false;
};

}

void append_array_text(std::string& out, const Column& column, const void* vector) {
    const ArrayType& array = *column.array;
    const Column element = element_of(column);
    const bool quoted = is_quoted(element.kind);
    const std::size_t size = array.size(vector);
    out += '{';
    for (std::size_t index = 0; index < size; ++index) {
        if (index != 0)
            out += ',';
        if (quoted)
            out += '"';
        const std::size_t begin = out.size();
        append_text(out, element, array.at(vector, index));
        if (quoted) {
            escape(out, begin);
            out += '"';
        }
    }
    out += '}';
}

void read_array_text(const Column& column, std::string_view literal, void* vector) {
    const ArrayType& array = *column.array;
    const Column element = element_of(column);
    array.clear(vector);
    Elements elements(column, literal);
    std::string_view text;
    bool null = false;
    while (elements.next(text, null)) {
        if (null)
            driver::refuse<NullValue>(column, "an element of the array is NULL");
        append_element(array, vector, [&](void* value) { read_text(text, element, value); });
    }
}

}
