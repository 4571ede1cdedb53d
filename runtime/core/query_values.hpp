#pragma once
// What the values of conditions become before they are bound.

#include "core/query_text.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rowsmith::detail {

/// Lists of up to so many values are written as places; longer ones travel as one value.
inline constexpr std::size_t most_places = 64;

/// The digits up to which decimals are exact where floating-point numbers stand for them.
inline constexpr int digits_of_computed_reals = 15;

/// Whether it is a decimal that has no digits of a column's.
[[nodiscard]] inline bool is_computed_decimal(const Column& type) {
    return type.kind == ColumnKind::decimal && type.precision == 0;
}
/// Decimals that are computed get their digits; floating-point ones are exact up to 15.
void set_digits(std::span<Column> layout, const driver::Spelling& spelling);

/// The smallest number of places that statements are made for.
[[nodiscard]] std::size_t places_for(std::size_t values);

/// The column for a value of any length, which is not the member of a model.
[[nodiscard]] Column comparable(const Column& column);
/// A value of the list, which `text` is to have for a parameter.
[[nodiscard]] Parameter value_in(QueryText& text, const ValueList& list, const Column& column,
                                 std::size_t index);

/// A list as one value, of type array.
struct ListParameter {
    TypedValue value{};
    bool bytes = false; // a JSON text has them in hexadecimal digits
};
[[nodiscard]] ListParameter list_parameter(const ValueList& list, const Column& column);

[[nodiscard]] std::string like_pattern(const MatchTerm& match);
/// A LIKE pattern, in which a backslash takes the meaning of the next character, as a GLOB pattern.
[[nodiscard]] std::string glob_of(std::string_view like);
/// A text for which `column` is named when it is refused.
[[nodiscard]] TypedValue text_value(std::string text, const Column& column);

}
