#pragma once
// What a value must be before a driver sends it: what databases would not check, or each in its own words.
// Errors name the column, never the value.

#include "core/text.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::driver {

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

/// The member's value; null when its optional is empty.
template <typename T>
[[nodiscard]] const T* held(const void* member, bool nullable) {
    if (!nullable)
        return static_cast<const T*>(member);
    const auto& optional = *static_cast<const std::optional<T>*>(member);
    return optional ? &*optional : nullptr;
}

[[noreturn, gnu::cold]] inline void refuse_text(const Column& column, TextFault fault) {
    refuse<EncodingError>(column, fault == TextFault::nul ? "the text contains a NUL character"
                                                          : "the text is not valid UTF-8");
}

[[noreturn, gnu::cold]] inline void refuse_length(const Column& column) {
    refuse<TooLong>(column, "the text is longer than " + std::to_string(column.length) + " characters");
}

/// UTF-8, no NUL, not longer than the column. Throws EncodingError, TooLong.
[[gnu::always_inline]] inline void check(std::string_view text, const Column& column) {
    const TextCheck checked = check_text(text);
    if (checked.fault != TextFault::none) [[unlikely]]
        refuse_text(column, checked.fault);
    if (column.length != 0 && checked.characters > column.length) [[unlikely]]
        refuse_length(column);
}

/// The number at the column's scale. Throws OutOfRange when it has other decimals, or more digits.
[[nodiscard]] inline Decimal fitting(const Decimal& value, const Column& column) {
    std::optional<Decimal> scaled;
    try {
        scaled = value.rescaled(column.scale);
    } catch (const OutOfRange&) {
        scaled.reset();
    }
    if (!scaled || scaled->digits() > column.precision)
        refuse<OutOfRange>(column, "the number does not fit a " + decimal_type(column));
    return *scaled;
}

/// A date, time or timestamp that there is. Throws OutOfRange.
template <typename T>
[[nodiscard]] const T& valid(const T& value, const Column& column) {
    if (!value.valid()) [[unlikely]]
        refuse<OutOfRange>(column, "not a valid date or time of the years 1 to 9999");
    return value;
}

/// The label of an enumerator. Throws OutOfRange.
[[nodiscard]] inline std::string_view label_of(const Column& column, const void* value) {
    const EnumType& known = *column.enumeration;
    const int index = known.index(value);
    if (index < 0 || static_cast<std::size_t>(index) >= known.labels.size())
        refuse<OutOfRange>(column, "the enumerator is none of the enum's");
    return known.labels[static_cast<std::size_t>(index)];
}

}
