// Undoing in memory, and what must hold for a row that leaves the session's care.

#include "core/links.hpp"
#include "core/lists.hpp"
#include "core/session_state.hpp"

#include <algorithm>

namespace rowsmith::detail {
namespace {

void forget_pending(TableRows& table, ManagedRow& row) noexcept {
    table.pending[row.pending_index] = nullptr;
    while (!table.pending.empty() && !table.pending.back())
        table.pending.pop_back(); // so that the list does not grow for ever
    --table.session->pending;
    table.session->given.erase(&row);
    release(row);
}

/// Where the row leads to is found when all rows are back: one that goes may have the key of one that comes.
void forget_links(ManagedRow& row) noexcept {
    for (std::size_t key = 0; key < row.mapping->foreign_keys.size(); ++key)
        put_link(row, key, {});
}

/// Lists that were not changed have the row still, and it must know that.
void find_links(ManagedRow& row) {
    if (row.state != RowState::persistent)
        return;
    for (std::size_t key = 0; key < row.mapping->foreign_keys.size(); ++key) {
        if (!link_of(row, key).target)
            put_link(row, key,
                     {.target = named_target(*row.table, row.mapping->foreign_keys[key], model_of(row))});
    }
}

/// A key that only the transaction knew is in other rows, too.
void unmake_foreign_keys(ManagedRow& row) {
    for (std::size_t key = 0; key < row.mapping->foreign_keys.size(); ++key) {
        const ManagedRow* const target = link_of(row, key).target;
        if (target && (target->key_was_made || target->state == RowState::detached))
            clear_key(row, row.mapping->foreign_keys[key]);
    }
}

void undo_changed(ManagedRow& row, const JournalEntry& entry) {
    if (row.state == RowState::detached)
        return;
    TableRows& table = *row.table;
    forget_links(row);
    row.orphaned = row.cascaded = false;
    if (row.in_map)
        leave(table, row, stored_model(row));
    drop_original(row);
    if (entry.image)
        row.mapping->rows.assign(model_of(row), entry.image);
    row.state = entry.state;
    enter(table, row);
}

}

void drop_original(ManagedRow& row) noexcept {
    if (row.original && !row.original_is_image)
        row.mapping->rows.discard(row.original);
    row.original = nullptr;
    row.original_is_image = false;
    row.touched = false;
}

void unmake_values(ManagedRow& row) {
    const ColumnRoles& roles = row.table->roles;
    for (const auto computed : roles.computed) {
        const Column& column = row.mapping->columns[computed];
        clear(column, model_of(row));
        if (column.loaded != 0)
            set_loaded(column, model_of(row), false);
    }
    if (roles.version)
        clear(*roles.version, model_of(row));
    if (!row.key_was_made)
        return;
    for (const auto part : row.mapping->key) {
        const Column& column = row.mapping->columns[part];
        if (column.maker == Maker::identity || column.maker == Maker::sequence)
            clear(column, model_of(row));
    }
    row.key_was_made = false;
}

void detach(ManagedRow& row) noexcept {
    drop_original(row);
    clear_relations(row);
    row.orphaned = row.cascaded = false;
    row.table = nullptr;
    row.state = RowState::detached;
}

void enter(TableRows& table, ManagedRow& row) {
    table.identities.insert(row, stored_model(row));
    row.in_map = true;
    acquire(row);
}

void leave(TableRows& table, ManagedRow& row, const void* model) {
    table.identities.erase(row, model);
    row.in_map = false;
    release(row);
}

void give_up_key(TableRows& table, ManagedRow& row) {
    leave(table, row, stored_model(row));
    auto& displaced = table.session->displaced;
    const auto taken = displaced.empty() ? displaced.end() : displaced.find(&row);
    if (taken == displaced.end())
        return;
    ManagedRow& former = *taken->second;
    displaced.erase(taken);
    if (former.state == RowState::erased)
        enter(table, former);
}

void forget_added(ManagedRow& row) {
    if (row.state == RowState::detached)
        return;
    TableRows& table = *row.table;
    if (row.state == RowState::pending)
        forget_pending(table, row);
    if (row.in_map)
        give_up_key(table, row);
    unmake_foreign_keys(row);
    unmake_values(row);
    detach(row);
}

void take_back_added(ManagedRow& row) {
    leave_lists(row);
    forget_added(row);
}

void undo_to(SessionState& session, int level) {
    const auto entries = session.journal.from(level);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->state == RowState::detached)
            forget_added(*entry->row);
        else
            undo_changed(*entry->row, *entry);
    }
    session.lists.restore(level);
    unload_lists(session, level);
    for (const JournalEntry& entry : entries)
        find_links(*entry.row);
    session.lists.leave(level);
    std::erase_if(session.orphans, [](ManagedRow* row) {
        const bool back = !row->orphaned;
        if (back)
            release(*row);
        return back;
    });
    if (session.unseen_changes)
        ++session.era; // what was read since may show what is undone now
    std::erase_if(session.edited, [](ManagedRow* row) {
        row->listed = row->original || row->state == RowState::pending;
        return !row->listed;
    });
    std::erase_if(session.erased, [](ManagedRow* row) {
        const bool back = row->state != RowState::erased;
        if (back)
            release(*row);
        return back;
    });
    session.journal.drop_from(level); // last: rows in the lists may have no other reference
}

void destroy(ManagedRow& row) noexcept {
    drop_original(row);
    clear_relations(row);
    row.mapping->rows.destroy(&row);
}

}
