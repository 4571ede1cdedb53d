// What a program does to rows between flushes: add, edit, erase.

#include "core/links.hpp"
#include "core/lists.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::detail {
namespace {

const char* name_of(RowState state) {
    switch (state) {
    case RowState::pending:
        return "pending";
    case RowState::persistent:
        return "persistent";
    case RowState::erased:
        return "erased";
    case RowState::deleted:
        return "deleted";
    case RowState::detached:
        return "detached";
    }
    return "unknown";
}

std::int64_t clock_of(SessionState& session) {
    if (!session.clock)
        session.clock = Timestamp::now().microseconds;
    return *session.clock;
}

void make_value(SessionState& session, const Column& column, Maker maker, void* place) {
    if (column.kind == ColumnKind::converted)
        load_stored(column, place,
                    [&](void* stored) { make_value(session, column.conversion->stored, maker, stored); });
    else if (maker == Maker::clock)
        *static_cast<Timestamp*>(place) = {clock_of(session)};
    else
        *static_cast<Uuid*>(place) = Uuid::random();
}

/// Whether a column gets its value from a row that has no key yet.
bool waits_for_key(const ManagedRow& row, std::uint16_t column) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t key = 0; key < keys.size(); ++key) {
        const Link link = link_of(row, key);
        if (link.was_set && link.target && !has_key(*link.target) &&
            std::ranges::find(keys[key].columns, column) != keys[key].columns.end())
            return true;
    }
    return false;
}

/// Enters a new row under its key: one that is free, or of a row that is to be deleted anyway (it then goes
/// first).
void claim_key(TableRows& table, ManagedRow& fresh) {
    ManagedRow& holder = table.identities.find_or_insert(fresh);
    if (&holder != &fresh) {
        if (holder.state != RowState::erased)
            throw IdentityConflict("add of a key that a managed row of " + std::string(table.mapping->model) +
                                   " has already; erase that row first, or edit it");
        table.session->displaced.emplace(&fresh, &holder);
        leave(table, holder, stored_model(holder));
        table.identities.insert(fresh, model_of(fresh));
    }
    fresh.in_map = true;
    acquire(fresh);
}

ColumnSet given_of(const SessionState& session, const ManagedRow& row) {
    const auto given = session.given.find(&row);
    return given == session.given.end() ? ColumnSet{} : given->second;
}

bool has_original_key(const ManagedRow& row) {
    return std::ranges::all_of(row.mapping->key, [&](std::uint16_t part) {
        return equal(row.mapping->columns[part], row.original, model_of(row));
    });
}

void refuse_managed_key(const TableRows& table, const ManagedRow& row) {
    const ManagedRow* holder = table.identities.find(model_of(row));
    if (holder && holder != &row && holder->state != RowState::erased)
        throw IdentityConflict("the key of a new row of " + std::string(table.mapping->model) +
                               " was changed to that of another managed row");
}

/// A pending row is found by its key from `add` on; here it moves to the one that an edit gave it.
void claim_edited_key(ManagedRow& row) {
    TableRows& table = *row.table;
    if (row.in_map && row.original && has_original_key(row))
        return drop_original(row);
    const bool known = key_is_known(row, given_of(*table.session, row));
    if (known)
        refuse_managed_key(table, row);
    if (row.in_map && row.original)
        give_up_key(table, row);
    drop_original(row);
    if (known && !row.in_map)
        claim_key(table, row);
}

/// The image of a pending row is there for its key only: the session finds the row by the former one for now.
void begin_edit_of_pending(SessionState& session, ManagedRow& row) {
    if (row.in_map && !row.original)
        row.original = image_of(*row.mapping, model_of(row)).release();
    if (!row.listed)
        session.edited.push_back(&row);
    row.listed = true;
}

ColumnSet set_of(std::span<const std::uint16_t> columns) {
    ColumnSet set;
    for (const auto column : columns)
        set.insert(column);
    return set;
}

}

bool key_is_known(const ManagedRow& row, const ColumnSet& given) {
    return std::ranges::all_of(row.mapping->key, [&](std::uint16_t part) {
        const Column& column = row.mapping->columns[part];
        return (column.maker == Maker::program || given.contains(part) || is_given(column, model_of(row))) &&
               !waits_for_key(row, part);
    });
}

void make_values(SessionState& session, const Mapping& mapping, const ColumnSet& given, void* model) {
    for (std::size_t index = 0; index < mapping.columns.size(); ++index) {
        const Column& column = mapping.columns[index];
        if ((column.maker != Maker::clock && column.maker != Maker::uuid) || given.contains(index) ||
            is_given(column, model))
            continue;
        make_value(session, column, column.maker, place_of(column, model));
    }
}

ManagedRow& add(TableRows& table, ManagedRow& fresh, std::span<const std::uint16_t> given_columns) {
    SessionState& session = *table.session;
    fresh.mapping = table.mapping;
    acquire(fresh);
    const auto place = table.pending.size();
    try {
        require_usable(session);
        require_writable(session, "add");
        const ColumnSet given = set_of(given_columns);
        if (table.makes_values)
            make_values(session, *table.mapping, given, model_of(fresh));
        if (key_is_known(fresh, given))
            claim_key(table, fresh);
        if (!given.empty())
            session.given.emplace(&fresh, given);
        table.pending.push_back(&fresh); // with the reference from above
        session.journal.note(fresh, session.level, nullptr);
    } catch (...) {
        if (fresh.in_map)
            give_up_key(table, fresh);
        table.pending.resize(place);
        session.given.erase(&fresh);
        release(fresh);
        throw;
    }
    fresh.pending_index = static_cast<std::uint32_t>(place);
    fresh.table = &table;
    fresh.state = RowState::pending;
    ++session.pending;
    return fresh;
}

void begin_edit(ManagedRow& row, const char* call) {
    if (row.state != RowState::pending && row.state != RowState::persistent)
        throw UsageError(std::string(call) + " of a row of " + std::string(row.mapping->model) + " that is " +
                         name_of(row.state));
    SessionState& session = *row.table->session;
    require_usable(session);
    require_writable(session, call);
    if (row.state == RowState::pending)
        return begin_edit_of_pending(session, row);
    if (row.original)
        return;
    if (!row.listed)
        session.edited.push_back(&row);
    row.listed = true;
    Image image = image_of(*row.mapping, model_of(row));
    row.original_is_image = session.journal.note(row, session.level, image.get());
    row.original = image.release();
}

void touch(ManagedRow& row) {
    if (!row.table->roles.version)
        throw UsageError("touch of a row of " + std::string(row.mapping->model) + ", which has no version");
    begin_edit(row, "touch");
    row.touched = row.state == RowState::persistent; // a pending row is about to get its first version
}

void claim_edited_keys(SessionState& session) {
    if (session.pending == 0)
        return;
    for (ManagedRow* row : session.edited) {
        if (row->state == RowState::pending)
            claim_edited_key(*row);
    }
}

void require_managed(const SessionState& session, const ManagedRow& row, const char* call) {
    if (row.table && row.table->session == &session)
        return;
    throw UsageError(std::string(call) + " of a row of " + std::string(row.mapping->model) +
                     (row.table ? " that another session manages" : " that is detached"));
}

void erase(ManagedRow& row, const TableRows& table) {
    SessionState& session = *table.session;
    require_managed(session, row, "erase");
    require_usable(session);
    require_writable(session, "erase");
    if (row.state == RowState::erased || row.state == RowState::deleted)
        return;
    if (row.state == RowState::pending)
        return take_back_added(row);
    session.journal.note(row, session.level, nullptr);
    leave_lists(row);
    session.erased.push_back(&row);
    acquire(row);
    row.state = RowState::erased;
}

}
