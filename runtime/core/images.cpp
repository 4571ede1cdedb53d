#include "core/images.hpp"

#include "core/values.hpp"

namespace rowsmith {
namespace {

/// As `equal`, without a call: a flush compares all columns of each edited row.
[[gnu::always_inline]] inline bool equal_here(const Column& column, const void* left, const void* right) {
    if (!is_builtin(column.kind))
        return equal(column, left, right);
    const void* const a = member_of(column, left);
    const void* const b = member_of(column, right);
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) {
        if (!column.nullable)
            return detail::same(*static_cast<const T*>(a), *static_cast<const T*>(b));
        const auto& x = *static_cast<const std::optional<T>*>(a);
        const auto& y = *static_cast<const std::optional<T>*>(b);
        return x && y ? detail::same(*x, *y) : x.has_value() == y.has_value();
    });
}

}

ColumnSet changed_columns(const Mapping& mapping, const void* image, const void* model) {
    const std::span<const Column> columns = mapping.columns;
    ColumnSet changed;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (!equal_here(columns[index], image, model) && is_loaded(columns[index], model))
            changed.insert(index);
    }
    for (std::size_t index = 0; index < columns.size() && !mapping.read.empty(); ++index) {
        if (is_loaded(columns[index], model) && !is_loaded(columns[index], image))
            changed.insert(index); // assigned without having been loaded, perhaps to what `{}` is
    }
    return changed;
}

}
