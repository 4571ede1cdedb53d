// Flushing: the plan says what is sent and in which order, the database gets it, and memory follows only when
// all of it has been accepted.

#include "core/cascades.hpp"
#include "core/events.hpp"
#include "core/fetch_ahead.hpp"
#include "core/flush_plan.hpp"
#include "core/relation_flush.hpp"
#include "core/sending.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>

namespace rowsmith::detail {
namespace {

/// What comes after the last statement must not run out of memory.
void make_places(FlushPlan& plan) {
    for (TablePlan& table : plan.tables) {
        const auto open =
            std::ranges::count(table.inserts, false, [](const ManagedRow* row) { return row->in_map; });
        table.table->identities.reserve(static_cast<std::size_t>(open));
    }
}

void settle_inserts(TablePlan& plan) {
    TableRows& table = *plan.table;
    for (ManagedRow* row : plan.inserts) {
        row->state = RowState::persistent;
        row->transaction = table.session->era;
        if (!row->in_map)
            enter(table, *row);
        settle_relations(*row);
        release(*row);
    }
    table.session->pending -= plan.inserts.size();
    table.pending.clear();
}

void settle_update(SessionState& session, ManagedRow& row, bool keys_move) {
    const bool moved = keys_move && std::ranges::any_of(row.mapping->key, [&](std::uint16_t part) {
                           return !equal(row.mapping->columns[part], row.original, model_of(row));
                       });
    if (moved)
        row.table->identities.erase(row, row.original);
    drop_original(row);
    if (moved)
        row.table->identities.insert(row, model_of(row));
    row.transaction = session.era;
}

void settle_deletes(SessionState& session) {
    for (std::size_t at = 0; at < session.erased.size(); ++at) {
        ManagedRow* const row = session.erased[at];
        fetch_models_ahead(session.erased, at);
        row->state = RowState::deleted;
        if (row->in_map)
            leave(*row->table, *row, stored_model(*row));
        release(*row);
    }
    session.erased.clear();
}

/// Memory follows the database, which has taken everything: this must not fail.
void settle(SessionState& session, FlushPlan& plan) noexcept {
    settle_cleared(session);
    settle_deletes(session);
    session.displaced.clear();
    for (TablePlan& table : plan.tables)
        settle_inserts(table);
    session.given.clear();
    for (std::size_t at = 0; at < session.edited.size(); ++at) {
        ManagedRow& row = *session.edited[at];
        fetch_rows_ahead(session.edited, at);
        if (row.original && row.state == RowState::persistent) {
            settle_relations(row);
            settle_update(session, row, plan.keys_move);
        }
        row.listed = false;
    }
    session.edited.clear();
}

void restore_value(const Column& column, void* model, const void* image) {
    copy_value(column, model, image);
    if (column.loaded != 0)
        set_loaded(column, model, is_loaded(column, image));
}

/// Versions and computed columns of rows that a failed flush has updated, as they are in the database again.
void restore_updated(const TableRows& table, const std::vector<ManagedRow*>& rows) {
    const auto restore = [&](const Column& column) {
        for (ManagedRow* row : rows)
            restore_value(column, model_of(*row), stored_model(*row));
    };
    if (table.roles.version)
        restore(*table.roles.version);
    for (const auto computed : table.roles.computed)
        restore(table.mapping->columns[computed]);
}

/// The database forgets what a failed flush has made, and so do the rows.
void take_back(FlushPlan& plan) noexcept {
    for (TablePlan& table : plan.tables)
        std::ranges::for_each(table.inserts, [](ManagedRow* row) { unmake_values(*row); });
    try {
        for (const ReleaseBatch& batch : plan.releases.batches)
            restore_updated(*batch.table, batch.rows);
        for (const TablePlan& table : plan.tables) {
            for (const UpdateGroup& group : table.updates)
                restore_updated(*table.table, group.rows);
        }
    } catch (...) {
        // Without memory for a computed text the row shows the new one until rollback() restores all of it.
    }
}

/// The savepoint level to which the database could be rolled back; 0 is all of the transaction.
int roll_back_failed(SessionState& session) noexcept {
    if (!session.connection || !session.connection->driver().in_transaction())
        return 0;
    try {
        if (session.level > 0) {
            watched(session, "rollback to savepoint",
                    [&](driver::Connection& connection) { connection.rollback_to(session.level); });
            return session.level;
        }
    } catch (...) {
        // The savepoint is lost, and with it all that was around it.
    }
    watched(session, "rollback", [](driver::Connection& connection) { connection.rollback(); });
    return 0;
}

}

void mark_failed(SessionState& session, const char* cause, int level) noexcept {
    session.failure_level = level;
    if (session.failure)
        return;
    session.failure.emplace();
    try {
        *session.failure = cause;
    } catch (...) {
        // Without memory for its cause it is a failure all the same.
    }
}

void fail(SessionState& session, const char* cause) noexcept {
    if (session.options.mode != SessionMode::reading)
        session.engine.note_failure();
    mark_failed(session, cause, roll_back_failed(session));
}

namespace {

void flush_once(SessionState& session, FlushEvents& events) {
    if (!has_changes(session))
        return;
    events.before();
    FlushPlan plan = plan_flush(session);
    events.note();
    try {
        if (!plan.tables.empty()) {
            make_places(plan);
            send(session, plan);
        }
    } catch (Error& error) {
        fail(session, error.what());
        take_back(plan);
        if (session.connection) // else not even the transaction could begin
            error.set_outcome(session.failure_level > 0 ? Outcome::still_open : Outcome::rolled_back);
        throw;
    } catch (const std::exception& error) {
        fail(session, error.what());
        take_back(plan);
        throw;
    }
    settle(session, plan);
    events.after();
}

}

void flush(SessionState& session) {
    require_usable(session);
    refuse_in_handler(session, "flush");
    if (has_changes(session))
        require_writable(session, "flush of changes");
    require_no_stream(session, "flush");
    FlushEvents events{session};
    do
        flush_once(session, events);
    while (events.again());
}

}
