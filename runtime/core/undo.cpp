// Undoing in memory, and what must hold for a row that leaves the session's care.

#include "core/session_state.hpp"

#include <algorithm>

namespace rowsmith::detail {
namespace {

void drop_original(ManagedRow& row) noexcept {
    if (row.original && !row.original_is_image)
        row.mapping->rows.discard(row.original);
    row.original = nullptr;
    row.original_is_image = false;
}

void forget_pending(TableRows& table, ManagedRow& row) noexcept {
    table.pending[row.pending_index] = nullptr;
    --table.session->pending;
    table.session->given.erase(&row);
    release(row);
}

/// A key that came from the database or a sequence belongs to a row that never was.
void unmake_key(ManagedRow& row) {
    if (!row.key_was_made)
        return;
    for (const auto part : row.mapping->key) {
        const Column& column = row.mapping->columns[part];
        if (column.maker == Maker::identity || column.maker == Maker::sequence)
            clear(column, model_of(row));
    }
    row.key_was_made = false;
}

void undo_changed(ManagedRow& row, JournalEntry& entry) {
    if (row.state == RowState::detached)
        return;
    TableRows& table = *row.table;
    if (row.in_map)
        leave(table, row, row.original ? row.original : model_of(row));
    drop_original(row);
    if (entry.image)
        row.mapping->rows.move(model_of(row), entry.image);
    row.state = entry.state;
    enter(table, row);
}

}

void detach(ManagedRow& row) noexcept {
    drop_original(row);
    row.table = nullptr;
    row.state = RowState::detached;
}

void enter(TableRows& table, ManagedRow& row) {
    table.identities.insert(row);
    row.in_map = true;
    acquire(row);
}

void leave(TableRows& table, ManagedRow& row, const void* model) {
    table.identities.erase(row, model);
    row.in_map = false;
    release(row);
}

void forget_added(ManagedRow& row) {
    if (row.state == RowState::detached)
        return;
    TableRows& table = *row.table;
    if (row.state == RowState::pending)
        forget_pending(table, row);
    if (row.in_map)
        leave(table, row, row.original ? row.original : model_of(row));
    unmake_key(row);
    detach(row);
}

void undo_to(SessionState& session, int level) {
    for (JournalEntry& entry : session.journal.take_from(level)) {
        ManagedRow& row = *entry.row;
        row.touched_level = entry.previous_level;
        if (entry.state == RowState::detached)
            forget_added(row);
        else
            undo_changed(row, entry);
        Journal::drop(entry);
    }
    std::erase_if(session.edited, [](const ManagedRow* row) { return row->original == nullptr; });
    std::erase_if(session.erased, [](ManagedRow* row) {
        const bool back = row->state != RowState::erased;
        if (back)
            release(*row);
        return back;
    });
}

void destroy(ManagedRow& row) noexcept {
    drop_original(row);
    row.mapping->rows.destroy(&row);
}

}
