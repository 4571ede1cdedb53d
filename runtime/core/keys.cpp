#include "core/keys.hpp"

#include "core/column_types.hpp"

#include <algorithm>
#include <concepts>
#include <memory>
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
    if (column.kind == ColumnKind::converted) {
        std::string text;
        with_stored(column, value,
                    [&](const void* stored) { text = describe_value(column.conversion->stored, stored); });
        return text;
    }
    return with_type(column.kind, [&]<typename T>(std::type_identity<T>) {
        return text_of(*static_cast<const T*>(value));
    });
}

Image stored_image(const ManagedRow& row) {
    return image_of(*row.mapping, stored_model(row));
}

/// A key that has changed: the models, or images, of its row before and after.
struct KeyMove {
    const Mapping& mapping;
    const void* before;
    const void* after;
};

/// Both are models or images.
bool refers(const Mapping& mapping, const ForeignKey& key, const void* model, const KeyMove& move) {
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
        const Column& target = move.mapping.columns[key.target_columns[part]];
        const void* value = value_of(mapping.columns[key.columns[part]], model);
        if (!value || !equal_values(target, value, value_of(target, move.before)))
            return false;
    }
    return true;
}

/// Does to a foreign key in a model or image what the database did.
void follow_in(const Mapping& mapping, const ForeignKey& key, void* model, const KeyMove& move) {
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
        const Column& target = move.mapping.columns[key.target_columns[part]];
        const Column& column = mapping.columns[key.columns[part]];
        if (key.on_update == KeyAction::set_null) {
            clear(column, model);
            continue;
        }
        // The target's value is never an optional; the column's place may be inside one.
        Column plain = target;
        plain.offset = 0;
        plain.nullable = false;
        copy_value(plain, place_of(column, model), value_of(target, move.after));
    }
}

/// Keeps what a rollback needs, and gives the row an image of its own where it is stored under another key
/// than its model says.
void keep_values(SessionState& session, ManagedRow& row) {
    const bool edited = row.state == RowState::persistent && row.original;
    if (edited || row.state == RowState::erased) {
        Image own = stored_image(row);
        drop_original(row);
        row.original = own.release();
    } else if (row.state == RowState::persistent && row.touched_level < session.level) {
        Image image = stored_image(row);
        session.journal.note(row, session.level, image.get());
        static_cast<void>(image.release()); // the journal's now
    }
}

bool is_in_own_key(const Mapping& mapping, const ForeignKey& key) {
    return std::ranges::any_of(key.columns, [&](std::uint16_t column) {
        return std::ranges::find(mapping.key, column) != mapping.key.end();
    });
}

void follow_all(SessionState& session, const KeyMove& move);

void follow(SessionState& session, ManagedRow& row, const ForeignKey& key, const KeyMove& move) {
    const Mapping& mapping = *row.mapping;
    const Image before = is_in_own_key(mapping, key) ? stored_image(row) : nullptr;
    keep_values(session, row);
    const bool found_by_key = row.in_map && before;
    if (found_by_key)
        leave(*row.table, row, stored_model(row));
    if (row.state != RowState::erased && refers(mapping, key, model_of(row), move))
        follow_in(mapping, key, model_of(row), move);
    if (row.original)
        follow_in(mapping, key, row.original, move);
    if (found_by_key)
        enter(*row.table, row);
    if (before)
        follow_all(session, {.mapping = mapping, .before = before.get(), .after = stored_model(row)});
}

/// Managed rows that refer, in the database, to the key before it moved.
std::vector<ManagedRow*> followers_of(const TableRows& table, const ForeignKey& key, const KeyMove& move) {
    std::vector<ManagedRow*> followers;
    const auto add = [&](ManagedRow& row) {
        if (refers(*table.mapping, key, stored_model(row), move))
            followers.push_back(&row);
    };
    table.identities.for_each(add);
    for (ManagedRow* row : table.pending) { // inserted by now, if not yet in the map
        if (row && !row->in_map)
            add(*row);
    }
    return followers;
}

void follow_all(SessionState& session, const KeyMove& move) {
    for (const auto& table : session.tables) {
        for (const ForeignKey& key : table->mapping->foreign_keys) {
            const bool follows = key.on_update == KeyAction::cascade || key.on_update == KeyAction::set_null;
            if (key.target != &move.mapping || !follows)
                continue;
            for (ManagedRow* row : followers_of(*table, key, move))
                follow(session, *row, key, move);
        }
    }
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
    const Image before = stored_image(moved); // a row that refers to itself follows, too
    follow_all(session, {.mapping = *moved.mapping, .before = before.get(), .after = model_of(moved)});
}

void take_stored_key(ManagedRow& row, const void* model) {
    Image own = stored_image(row); // the one there is may be the journal's
    for (const auto part : row.mapping->key)
        copy_value(row.mapping->columns[part], own.get(), model);
    const bool in_map = row.in_map;
    if (in_map)
        leave(*row.table, row, stored_model(row));
    drop_original(row);
    row.original = own.release();
    if (in_map)
        enter(*row.table, row);
}

}
