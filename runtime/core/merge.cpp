// Merging: the values of a struct that was away become an edit of its row.

#include "core/links.hpp"
#include "core/session_state.hpp"

namespace rowsmith::detail {
namespace {

/// Whether a struct that was away says nothing of the column, or nothing that the row may take.
bool keeps_value(const Column& column, const ManagedRow& row, const void* brought) {
    if (column.writing == Writing::computed || !is_loaded(column, brought))
        return true;
    const bool made = column.maker == Maker::clock || column.maker == Maker::uuid;
    return made && row.state == RowState::pending && !is_given(column, brought); // by `add`
}

/// Fills in what the row keeps, so that the struct can be moved into it as a whole.
void complete(const ManagedRow& row, void* brought) {
    for (const Column& column : row.mapping->columns) {
        if (!keeps_value(column, row, brought))
            continue;
        copy_value(column, brought, model_of(row));
        if (column.loaded != 0)
            set_loaded(column, brought, is_loaded(column, model_of(row)));
    }
}

}

ManagedRow& merge(TableRows& table, ManagedRow& fresh) {
    const Mapping& mapping = *table.mapping;
    const Kept brought{fresh, mapping};
    const KeyValues key{mapping, model_of(fresh)};
    ManagedRow* const known = key_is_known(fresh, {}) ? find(table, key.values(), "merge") : nullptr;
    if (!known)
        return add(table, fresh, {});
    complete(*known, model_of(fresh));
    begin_edit(*known, "merge");
    mapping.rows.move(model_of(*known), model_of(fresh));
    return *known;
}

}
