#include "core/keys.hpp"

#include "core/column_types.hpp"

#include <algorithm>
#include <concepts>
#include <vector>

namespace rowsmith::detail {
namespace {

template <typename T>
std::string text_of(const T& value) {
    if constexpr (std::same_as<T, bool>)
        return value ? "true" : "false";
    else if constexpr (std::is_arithmetic_v<T>)
        return std::to_string(value);
    else if constexpr (std::same_as<T, std::string>)
        return "'" + value + "'";
    else if constexpr (std::same_as<T, Json>)
        return value.text;
    else if constexpr (std::same_as<T, Bytes>)
        return std::to_string(value.size()) + " bytes";
    else
        return value.to_string();
}

std::string describe_value(const Column& column, const void* value) {
    if (column.kind == ColumnKind::enumeration)
        return std::string(
            column.enumeration->labels[static_cast<std::size_t>(column.enumeration->index(value))]);
    return with_type(column.kind, [&]<typename T>(std::type_identity<T>) {
        return text_of(*static_cast<const T*>(value));
    });
}

bool refers(const ManagedRow& row, const ForeignKey& key, const ManagedRow& moved, const void* moved_model) {
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
        const Column& target = moved.mapping->columns[key.target_columns[part]];
        const void* value = value_of(row.mapping->columns[key.columns[part]], model_of(row));
        if (!value || !equal_values(target, value, value_of(target, moved_model)))
            return false;
    }
    return true;
}

void copy_key(const ForeignKey& key, const Mapping& mapping, void* model, const ManagedRow& moved) {
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
        const Column& target = moved.mapping->columns[key.target_columns[part]];
        const Column& column = mapping.columns[key.columns[part]];
        // The target's value is never an optional; the column's place may be inside one.
        Column plain = target;
        plain.offset = 0;
        plain.nullable = false;
        copy_value(plain, place_of(column, model), value_of(target, model_of(moved)));
    }
}

void follow(SessionState& session, ManagedRow& row, const ForeignKey& key, const ManagedRow& moved) {
    const bool was_in_map = row.in_map;
    acquire(row);
    if (was_in_map)
        leave(*row.table, row, row.original ? row.original : model_of(row));
    if (row.touched_level < session.level) {
        void* image = row.mapping->rows.copy(row.original ? row.original : model_of(row));
        session.journal.note(row, session.level, image);
    }
    copy_key(key, *row.mapping, model_of(row), moved);
    if (row.original && !row.original_is_image)
        copy_key(key, *row.mapping, row.original, moved);
    if (was_in_map)
        enter(*row.table, row);
    release(row);
}

}

std::string describe_key(const Mapping& mapping, const void* model) {
    std::string text;
    for (const auto part : mapping.key) {
        const Column& column = mapping.columns[part];
        text += (text.empty() ? "" : ", ") + describe_value(column, value_of(column, model));
    }
    return mapping.key.size() > 1 ? "(" + text + ")" : text;
}

void follow_moved_key(SessionState& session, const ManagedRow& moved) {
    for (const auto& table : session.tables) {
        for (const ForeignKey& key : table->mapping->foreign_keys) {
            if (key.target != moved.mapping || key.on_update != KeyAction::cascade)
                continue;
            std::vector<ManagedRow*> followers;
            table->identities.for_each([&](ManagedRow& row) {
                if (&row != &moved && row.state == RowState::persistent &&
                    refers(row, key, moved, moved.original))
                    followers.push_back(&row);
            });
            for (ManagedRow* row : followers)
                follow(session, *row, key, moved);
        }
    }
}

}
