#pragma once
// Errors of one column's value. They name the column, never the value.

#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::sqlite {

template <typename Exception>
[[noreturn]] void refuse(const Column& column, std::string_view what) {
    ErrorDetail detail;
    detail.column = column.name;
    throw Exception("column '" + std::string(column.name) + "': " + std::string(what), std::move(detail));
}

/// "decimal(12, 2)", for messages.
[[nodiscard]] inline std::string decimal_type(const Column& column) {
    return "decimal(" + std::to_string(column.precision) + ", " + std::to_string(column.scale) + ")";
}

}
