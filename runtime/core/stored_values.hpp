#pragma once
// What drivers share in reading: where a value goes to, and what is refused of what a database holds. Errors
// name the column, never the value.

#include "core/column_types.hpp"
#include "core/value_checks.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace rowsmith::driver {

[[noreturn, gnu::cold]] inline void refuse_type(const Column& column, std::string_view wanted) {
    refuse<ConversionError>(column, "the stored value is not " + std::string(wanted));
}

[[noreturn, gnu::cold]] inline void refuse_range(const Column& column) {
    refuse<OutOfRange>(column, "the stored value is out of the column's range");
}

/// What a text stands for; `wanted` is told when it stands for nothing.
template <typename T>
[[nodiscard]] T parsed(const std::optional<T>& value, const Column& column, std::string_view wanted) {
    if (!value) [[unlikely]]
        refuse_type(column, wanted);
    return *value;
}

/// A stored number at the column's scale. Throws OutOfRange.
[[nodiscard]] inline Decimal fitting_stored(const Decimal& value, const Column& column) {
    const Decimal scaled = value.rescaled(column.scale);
    if (scaled.digits() > column.precision)
        refuse_range(column);
    return scaled;
}

/// Gives the member at `to` the enumerator of a label. Throws ConversionError.
inline void assign_label(const Column& column, std::string_view label, void* to) {
    const auto labels = column.enumeration->labels;
    for (std::size_t index = 0; index < labels.size(); ++index) {
        if (labels[index] == label)
            return column.enumeration->assign(to, static_cast<int>(index));
    }
    refuse_type(column, "a label of the enum");
}

/// The member to read into. A held value is kept, so that its memory is used again.
template <typename T>
[[nodiscard]] T& target(void* member, bool nullable) {
    if (!nullable)
        return *static_cast<T*>(member);
    auto& optional = *static_cast<std::optional<T>*>(member);
    return optional ? *optional : optional.emplace();
}

/// Empties the member's optional. Throws NullValue where there is none.
[[gnu::noinline]] inline void load_null(const Column& column, void* member) {
    if (!column.nullable)
        refuse<NullValue>(column, "NULL is stored where the model takes none");
    if (!is_builtin(column.kind))
        return access_of(column).reset(member);
    with_type(column.kind,
              [&]<class T>(std::type_identity<T>) { static_cast<std::optional<T>*>(member)->reset(); });
}

}
