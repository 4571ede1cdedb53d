// What a program does to rows between flushes: add, edit, erase.

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

/// Fills in what the client makes: now() and uuid().
void make_values(SessionState& session, const Mapping& mapping, const ColumnSet& given, void* model) {
    for (std::size_t index = 0; index < mapping.columns.size(); ++index) {
        const Column& column = mapping.columns[index];
        if ((column.maker != Maker::clock && column.maker != Maker::uuid) || given.contains(index) ||
            is_given(column, model))
            continue;
        if (column.maker == Maker::clock)
            *static_cast<Timestamp*>(place_of(column, model)) = {clock_of(session)};
        else
            *static_cast<Uuid*>(place_of(column, model)) = Uuid::random();
    }
}

bool key_is_known(const Mapping& mapping, const ColumnSet& given, const void* model) {
    return std::ranges::all_of(mapping.key, [&](std::uint16_t part) {
        const Column& column = mapping.columns[part];
        return column.maker == Maker::program || given.contains(part) || is_given(column, model);
    });
}

/// Enters a new row under its key: one that is free, or of a row that is to be deleted anyway (it then goes
/// first).
void claim_key(TableRows& table, ManagedRow& fresh) {
    ManagedRow& holder = table.identities.find_or_insert(fresh);
    if (&holder != &fresh) {
        if (holder.state != RowState::erased)
            throw IdentityConflict("add of a key that a managed row of " + std::string(table.mapping->model) +
                                   " has already; erase that row first, or edit it");
        leave(table, holder, holder.original ? holder.original : model_of(holder));
        table.identities.insert(fresh);
    }
    fresh.in_map = true;
    acquire(fresh);
}

ColumnSet set_of(std::span<const std::uint16_t> columns) {
    ColumnSet set;
    for (const auto column : columns)
        set.insert(column);
    return set;
}

}

ManagedRow& add(TableRows& table, ManagedRow& fresh, std::span<const std::uint16_t> given_columns) {
    SessionState& session = *table.session;
    fresh.mapping = table.mapping;
    acquire(fresh);
    const auto place = table.pending.size();
    try {
        require_usable(session);
        const ColumnSet given = set_of(given_columns);
        if (table.makes_values)
            make_values(session, *table.mapping, given, model_of(fresh));
        if (key_is_known(*table.mapping, given, model_of(fresh)))
            claim_key(table, fresh);
        if (!given.empty())
            session.given.emplace(&fresh, given);
        table.pending.push_back(&fresh); // with the reference from above
        session.journal.note(fresh, session.level, nullptr);
    } catch (...) {
        if (fresh.in_map)
            leave(table, fresh, model_of(fresh));
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

void begin_edit(ManagedRow& row) {
    if (row.state != RowState::pending && row.state != RowState::persistent)
        throw UsageError("edit of a row of " + std::string(row.mapping->model) + " that is " +
                         name_of(row.state));
    SessionState& session = *row.table->session;
    require_usable(session);
    if (row.original || row.state == RowState::pending)
        return;
    session.edited.push_back(&row);
    void* copy = nullptr;
    try {
        copy = row.mapping->rows.copy(model_of(row));
        row.original_is_image = session.journal.note(row, session.level, copy);
    } catch (...) {
        if (copy)
            row.mapping->rows.discard(copy);
        session.edited.pop_back();
        throw;
    }
    row.original = copy;
}

void erase(ManagedRow& row, const TableRows& table) {
    if (row.table != &table)
        throw UsageError("erase of a row of " + std::string(row.mapping->model) +
                         " that this session does not manage");
    SessionState& session = *table.session;
    require_usable(session);
    if (row.state == RowState::erased || row.state == RowState::deleted)
        return;
    if (row.state == RowState::pending) {
        forget_added(row);
        return;
    }
    session.journal.note(row, session.level, nullptr);
    session.erased.push_back(&row);
    acquire(row);
    row.state = RowState::erased;
}

}
