#include "core/versions.hpp"

#include "core/sequences.hpp"

namespace rowsmith::detail {
namespace {

constexpr std::int64_t first_version = 1;

std::int64_t integer_of(const Column& column, const void* value) {
    if (column.kind == ColumnKind::int16)
        return *static_cast<const std::int16_t*>(value);
    if (column.kind == ColumnKind::int32)
        return *static_cast<const std::int32_t*>(value);
    return *static_cast<const std::int64_t*>(value);
}

const Column* version_column(std::span<ManagedRow* const> rows) {
    return rows.empty() ? nullptr : rows.front()->table->roles.version;
}

}

std::int64_t version_of(const Column& column, const void* model) {
    return integer_of(column, value_of(column, model));
}

void start_versions(std::span<ManagedRow* const> rows) {
    if (const Column* const version = version_column(rows)) {
        for (ManagedRow* row : rows)
            store_integer(*version, model_of(*row), first_version);
    }
}

void raise_versions(std::span<ManagedRow* const> rows) {
    if (const Column* const version = version_column(rows)) {
        for (ManagedRow* row : rows)
            store_integer(*version, model_of(*row), version_of(*version, stored_model(*row)) + 1);
    }
}

}
