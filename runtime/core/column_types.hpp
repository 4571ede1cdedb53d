#pragma once
// From a column's kind to its C++ type: the one place where the runtime pairs them.

#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace rowsmith {

/// Calls `visit(std::type_identity<T>{})` with the C++ type of a kind. Enums and arrays have none here: their
/// columns bring functions of their own, so to ask for them is a fault of the runtime.
template <class Visit>
[[gnu::always_inline]] inline decltype(auto) with_type(ColumnKind kind, Visit&& visit) {
    switch (kind) {
    case ColumnKind::boolean:
        return visit(std::type_identity<bool>{});
    case ColumnKind::int16:
        return visit(std::type_identity<std::int16_t>{});
    case ColumnKind::int32:
        return visit(std::type_identity<std::int32_t>{});
    case ColumnKind::int64:
        return visit(std::type_identity<std::int64_t>{});
    case ColumnKind::float32:
        return visit(std::type_identity<float>{});
    case ColumnKind::float64:
        return visit(std::type_identity<double>{});
    case ColumnKind::decimal:
        return visit(std::type_identity<Decimal>{});
    case ColumnKind::string:
        return visit(std::type_identity<std::string>{});
    case ColumnKind::bytes:
        return visit(std::type_identity<Bytes>{});
    case ColumnKind::date:
        return visit(std::type_identity<Date>{});
    case ColumnKind::time:
        return visit(std::type_identity<Time>{});
    case ColumnKind::timestamp:
        return visit(std::type_identity<Timestamp>{});
    case ColumnKind::uuid:
        return visit(std::type_identity<Uuid>{});
    case ColumnKind::json:
        return visit(std::type_identity<Json>{});
    case ColumnKind::enumeration:
    case ColumnKind::array:
        break;
    }
    throw InternalError("a column of an enum or an array has no type of its own");
}

/// Whether a column's values are reached through `with_type`.
[[nodiscard]] constexpr bool is_builtin(ColumnKind kind) {
    return kind != ColumnKind::enumeration && kind != ColumnKind::array;
}

/// The functions for the optional of an enum or array column.
[[nodiscard]] inline const OptionalAccess& access_of(const Column& column) {
    return column.kind == ColumnKind::array ? column.array->optional : column.enumeration->optional;
}

}
