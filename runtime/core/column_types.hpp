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

/// Calls `visit(std::type_identity<T>{})` with the C++ type of a kind. Enums, arrays and converted types have
/// none here: their columns bring functions of their own, so to ask for them is a fault of the runtime.
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
    case ColumnKind::converted:
        break;
    }
    throw InternalError("a column of this kind has no builtin type");
}

/// Whether a column's values are reached through `with_type`.
[[nodiscard]] constexpr bool is_builtin(ColumnKind kind) {
    return kind != ColumnKind::enumeration && kind != ColumnKind::array && kind != ColumnKind::converted;
}

/// The functions for the optional of a column that is no builtin.
[[nodiscard]] inline const OptionalAccess& access_of(const Column& column) {
    if (column.kind == ColumnKind::converted)
        return column.conversion->optional;
    return column.kind == ColumnKind::array ? column.array->optional : column.enumeration->optional;
}

/// Calls `use(stored)` with what a value of a converted column is stored as, for as long as the call takes.
template <class Use>
void with_stored(const Column& column, const void* value, Use&& use) {
    column.conversion->store(
        value, [](void* context, const void* stored) { (*static_cast<std::remove_reference_t<Use>*>(context))(stored); },
        &use);
}

/// Gives a value of a converted column what comes of the stored one that `read(stored)` fills in.
template <class Read>
void load_stored(const Column& column, void* value, Read&& read) {
    column.conversion->load(
        value, [](void* context, void* stored) { (*static_cast<std::remove_reference_t<Read>*>(context))(stored); },
        &read);
}

}
