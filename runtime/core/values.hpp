#pragma once
// Operations on the values of a model that only a Column describes. A "value" is the address of a non-null
// C++ value, never of an optional; a "row" is the address of a model.

#include "core/column_types.hpp"

#include "rowsmith/mapping.hpp"

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace rowsmith {

/// The column's member of the model: the value, or the optional of a nullable column.
[[nodiscard]] inline void* member_of(const Column& column, void* row) {
    return static_cast<std::byte*>(row) + column.offset;
}
[[nodiscard]] inline const void* member_of(const Column& column, const void* row) {
    return static_cast<const std::byte*>(row) + column.offset;
}

/// The column's value in the model; null when the optional is empty.
[[nodiscard]] inline const void* value_of(const Column& column, const void* row);
/// The place of the column's value in the model. An empty optional gets an empty value first.
[[nodiscard]] void* place_of(const Column& column, void* row);

/// Whether a deferred column has a value, loaded or assigned; true for all others.
[[nodiscard]] inline bool is_loaded(const Column& column, const void* row) {
    return column.loaded == 0 || *(static_cast<const bool*>(row) + column.loaded);
}
inline void set_loaded(const Column& column, void* row, bool loaded) {
    *(static_cast<bool*>(row) + column.loaded) = loaded;
}

/// Whether two values are the same to a database: floats by their bits (NaN equals NaN, 0 is not -0),
/// decimals as numbers, json as text.
[[nodiscard]] inline bool equal_values(const Column& column, const void* left, const void* right);
/// The same for a column of two models; two nulls are equal.
[[nodiscard]] inline bool equal(const Column& column, const void* left_row, const void* right_row);

/// False when the member is what `{}` makes it: "not given".
[[nodiscard]] bool is_given(const Column& column, const void* row);
/// Makes the member what `{}` makes it.
void clear(const Column& column, void* row);
void copy_value(const Column& column, void* to_row, const void* from_row);

/// Spreads the bits of a number: a bijection in which each bit of the input changes about half of the output.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t number) {
    number ^= number >> 32;
    number *= 0xd6e8feb86659fd93U;
    number ^= number >> 32;
    number *= 0xd6e8feb86659fd93U;
    return number ^ number >> 32;
}

/// Equal values have equal hashes. For every kind but arrays (InternalError).
[[nodiscard]] inline std::uint64_t hash_value(const Column& column, const void* value);
/// A total order that agrees with equal_values. For every kind but arrays (InternalError).
[[nodiscard]] inline std::strong_ordering compare_values(const Column& column, const void* left,
                                                         const void* right);

namespace detail {

/// `equal_values` for one type.
template <class T>
[[nodiscard]] bool same(const T& left, const T& right) {
    if constexpr (std::is_same_v<T, float>)
        return std::bit_cast<std::uint32_t>(left) == std::bit_cast<std::uint32_t>(right);
    else if constexpr (std::is_same_v<T, double>)
        return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
    else
        return left == right;
}

const void* optional_value(const Column& column, const void* member);
bool equal_optionals(const Column& column, const void* left, const void* right);
bool equal_any_values(const Column& column, const void* left, const void* right);
std::uint64_t hash_any_value(const Column& column, const void* value);
std::strong_ordering compare_any_values(const Column& column, const void* left, const void* right);

}

inline const void* value_of(const Column& column, const void* row) {
    const void* const member = member_of(column, row);
    return column.nullable ? detail::optional_value(column, member) : member;
}

inline bool equal_values(const Column& column, const void* left, const void* right) {
    if (column.kind == ColumnKind::int64)
        return *static_cast<const std::int64_t*>(left) == *static_cast<const std::int64_t*>(right);
    return detail::equal_any_values(column, left, right);
}

inline bool equal(const Column& column, const void* left_row, const void* right_row) {
    const void* const left = member_of(column, left_row);
    const void* const right = member_of(column, right_row);
    return column.nullable ? detail::equal_optionals(column, left, right) : equal_values(column, left, right);
}

inline std::uint64_t hash_value(const Column& column, const void* value) {
    if (column.kind == ColumnKind::int64)
        return mix(static_cast<std::uint64_t>(*static_cast<const std::int64_t*>(value)));
    return detail::hash_any_value(column, value);
}

inline std::strong_ordering compare_values(const Column& column, const void* left, const void* right) {
    if (column.kind == ColumnKind::int64)
        return *static_cast<const std::int64_t*>(left) <=> *static_cast<const std::int64_t*>(right);
    return detail::compare_any_values(column, left, right);
}

}
