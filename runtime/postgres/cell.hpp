#pragma once
// One value of a result, and what it is read as where its type is not the usual one of the column's kind.
// Errors name the column, never the value.

#include "postgres/forms.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowsmith::postgres {

/// A value that is not NULL.
struct Cell {
    const char* data;
    int size;
    Form form;

    [[nodiscard]] std::string_view bytes() const { return {data, static_cast<std::size_t>(size)}; }
};

// From binary; ConversionError for values of another type, OutOfRange for those that do not fit.

/// From all forms of whole numbers.
[[nodiscard]] std::int64_t integer_of(Cell cell, const Column& column);
/// From all forms of numbers; of whole ones those that a double holds exactly.
[[nodiscard]] double real_of(Cell cell, const Column& column);
/// From whole numbers and numeric, at the column's scale.
[[nodiscard]] Decimal decimal_of(Cell cell, const Column& column);
/// From values that are written in one way only.
void assign_text(Cell cell, const Column& column, std::string& to);

}
