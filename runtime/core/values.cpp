#include "core/values.hpp"

#include "core/column_types.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <bit>
#include <concepts>
#include <functional>
#include <string>
#include <string_view>

namespace rowsmith {

namespace {

template <class T>
const T& as(const void* value) {
    return *static_cast<const T*>(value);
}

template <class T>
T& as(void* value) {
    return *static_cast<T*>(value);
}

using detail::same;

bool same_arrays(const Column& column, const void* left, const void* right) {
    const ArrayType& array = *column.array;
    if (array.element.kind != ColumnKind::float32 && array.element.kind != ColumnKind::float64)
        return array.equal(left, right);
    const auto size = array.size(left);
    if (size != array.size(right))
        return false;
    for (std::size_t at = 0; at < size; ++at)
        if (!equal_values(array.element, array.at(left, at), array.at(right, at)))
            return false;
    return true;
}

/// Both point at non-null values.
void assign_value(const Column& column, void* to, const void* from);

struct ElementCopy {
    const Column& element;
    const void* from;
};

void assign_array(const ArrayType& array, void* to, const void* from) {
    array.clear(to);
    const auto size = array.size(from);
    for (std::size_t at = 0; at < size; ++at) {
        ElementCopy copy{.element = array.element, .from = array.at(from, at)};
        array.append(
            to,
            [](void* context, void* value) {
                const auto& source = *static_cast<const ElementCopy*>(context);
                assign_value(source.element, value, source.from);
            },
            &copy);
    }
}

void assign_value(const Column& column, void* to, const void* from) {
    if (column.kind == ColumnKind::enumeration)
        return column.enumeration->assign(to, column.enumeration->index(from));
    if (column.kind == ColumnKind::array)
        return assign_array(*column.array, to, from);
    if (column.kind == ColumnKind::converted)
        return column.conversion->assign(to, from);
    with_type(column.kind, [&]<class T>(std::type_identity<T>) { as<T>(to) = as<T>(from); });
}

bool is_empty(const Column& column, const void* value) {
    if (column.kind == ColumnKind::enumeration)
        return column.enumeration->index(value) == 0;
    if (column.kind == ColumnKind::array)
        return column.array->size(value) == 0;
    if (column.kind == ColumnKind::converted) {
        bool empty = false;
        with_stored(column, value,
                    [&](const void* stored) { empty = is_empty(column.conversion->stored, stored); });
        return empty;
    }
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) { return same(as<T>(value), T{}); });
}

void reset_optional(const Column& column, void* optional) {
    if (!is_builtin(column.kind))
        return access_of(column).reset(optional);
    with_type(column.kind, [&]<class T>(std::type_identity<T>) { as<std::optional<T>>(optional).reset(); });
}

void make_empty(const Column& column, void* value) {
    if (column.kind == ColumnKind::enumeration)
        return column.enumeration->assign(value, 0);
    if (column.kind == ColumnKind::array)
        return column.array->clear(value);
    if (column.kind == ColumnKind::converted)
        return column.conversion->clear(value);
    with_type(column.kind, [&]<class T>(std::type_identity<T>) { as<T>(value) = T{}; });
}

template <std::integral T>
std::uint64_t hash(T value) {
    return mix(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
}

std::uint64_t hash(float value) {
    return mix(std::bit_cast<std::uint32_t>(value));
}
std::uint64_t hash(double value) {
    return mix(std::bit_cast<std::uint64_t>(value));
}
std::uint64_t hash(std::string_view text) {
    return std::hash<std::string_view>{}(text);
}
std::uint64_t hash(const Json& json) {
    return hash(std::string_view(json.text));
}
std::uint64_t hash(const Time& time) {
    return hash(time.microseconds);
}
std::uint64_t hash(const Timestamp& timestamp) {
    return hash(timestamp.microseconds);
}

std::uint64_t hash(const Bytes& bytes) {
    return hash(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::uint64_t hash(const Date& date) {
    return hash(static_cast<std::int64_t>(date.year) * 512 + date.month * 32 + date.day);
}

std::uint64_t hash(const Uuid& uuid) {
    const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(uuid.bytes);
    return mix(mix(halves[0]) + halves[1]);
}

/// Numbers that are equal have the same digits once the trailing zeros are gone.
std::uint64_t hash(const Decimal& decimal) {
    auto coefficient = decimal.coefficient();
    int scale = coefficient == 0 ? 0 : decimal.scale();
    for (; scale > 0 && coefficient % 10 == 0; --scale)
        coefficient /= 10;
    const auto high = mix(static_cast<std::uint64_t>(coefficient >> 64) + static_cast<std::uint64_t>(scale));
    return mix(high + static_cast<std::uint64_t>(coefficient & 0xffff'ffff'ffff'ffffU));
}

template <class T>
std::strong_ordering order(const T& left, const T& right) {
    if constexpr (std::is_floating_point_v<T>)
        return std::strong_order(left, right);
    else if constexpr (std::is_same_v<T, Json>)
        return left.text <=> right.text;
    else
        return left <=> right;
}

bool same_converted(const Column& column, const void* left, const void* right) {
    bool equal = false;
    with_stored(column, left, [&](const void* a) {
        with_stored(column, right,
                    [&](const void* b) { equal = equal_values(column.conversion->stored, a, b); });
    });
    return equal;
}

[[noreturn]] void refuse_array() {
    throw InternalError("an array cannot be part of a key");
}

std::strong_ordering compare_converted(const Column& column, const void* left, const void* right) {
    auto order = std::strong_ordering::equal;
    with_stored(column, left, [&](const void* a) {
        with_stored(column, right,
                    [&](const void* b) { order = compare_values(column.conversion->stored, a, b); });
    });
    return order;
}

}

const void* detail::optional_value(const Column& column, const void* member) {
    if (!is_builtin(column.kind))
        return access_of(column).get(member);
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) -> const void* {
        const auto& value = as<std::optional<T>>(member);
        return value ? &*value : nullptr;
    });
}

void* place_of(const Column& column, void* row) {
    void* const member = member_of(column, row);
    if (!column.nullable)
        return member;
    if (const void* const value = detail::optional_value(column, member))
        return const_cast<void*>(value); // of a row that is not const
    if (!is_builtin(column.kind))
        return access_of(column).emplace(member);
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) -> void* {
        return &as<std::optional<T>>(member).emplace();
    });
}

bool detail::equal_any_values(const Column& column, const void* left, const void* right) {
    if (column.kind == ColumnKind::enumeration)
        return column.enumeration->index(left) == column.enumeration->index(right);
    if (column.kind == ColumnKind::array)
        return same_arrays(column, left, right);
    if (column.kind == ColumnKind::converted)
        return same_converted(column, left, right);
    return with_type(column.kind,
                     [&]<class T>(std::type_identity<T>) { return same(as<T>(left), as<T>(right)); });
}

bool detail::equal_optionals(const Column& column, const void* left, const void* right) {
    if (is_builtin(column.kind))
        return with_type(column.kind, [&]<class T>(std::type_identity<T>) {
            const auto& a = as<std::optional<T>>(left);
            const auto& b = as<std::optional<T>>(right);
            return a && b ? same(*a, *b) : a.has_value() == b.has_value();
        });
    const void* const a = access_of(column).get(left);
    const void* const b = access_of(column).get(right);
    return a != nullptr && b != nullptr ? equal_any_values(column, a, b) : a == b;
}

bool is_given(const Column& column, const void* row) {
    if (column.nullable)
        return value_of(column, row) != nullptr;
    return !is_empty(column, member_of(column, row));
}

void clear(const Column& column, void* row) {
    if (column.nullable)
        reset_optional(column, member_of(column, row));
    else
        make_empty(column, member_of(column, row));
}

void copy_value(const Column& column, void* to_row, const void* from_row) {
    if (to_row == from_row)
        return;
    if (const void* const value = value_of(column, from_row))
        assign_value(column, place_of(column, to_row), value);
    else
        reset_optional(column, member_of(column, to_row));
}

std::uint64_t detail::hash_any_value(const Column& column, const void* value) {
    if (column.kind == ColumnKind::enumeration)
        return hash(column.enumeration->index(value));
    if (column.kind == ColumnKind::array)
        refuse_array();
    if (column.kind == ColumnKind::converted) {
        std::uint64_t hashed = 0;
        with_stored(column, value,
                    [&](const void* stored) { hashed = hash_value(column.conversion->stored, stored); });
        return hashed;
    }
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) { return hash(as<T>(value)); });
}

std::strong_ordering detail::compare_any_values(const Column& column, const void* left, const void* right) {
    if (column.kind == ColumnKind::enumeration)
        return column.enumeration->index(left) <=> column.enumeration->index(right);
    if (column.kind == ColumnKind::array)
        refuse_array();
    if (column.kind == ColumnKind::converted)
        return compare_converted(column, left, right);
    return with_type(column.kind,
                     [&]<class T>(std::type_identity<T>) { return order(as<T>(left), as<T>(right)); });
}

}
