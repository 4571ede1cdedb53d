#pragma once
// What a session remembers: rows by table, what changed, how to undo it, and the transaction it is in.

#include "core/column_roles.hpp"
#include "core/connections.hpp"
#include "core/engine_state.hpp"
#include "core/identity_map.hpp"
#include "core/images.hpp"
#include "core/journal.hpp"
#include "rowsmith/session.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rowsmith::detail {

struct SessionState;

/// The session's rows of one table.
struct TableRows {
    TableRows(SessionState& owner, const Mapping& mapped);

    SessionState* session;
    const Mapping* mapping;
    bool makes_values;      // a column is filled in by `add`: now(), uuid()
    ColumnRoles roles;
    IdentityMap identities; // holds a reference to each of its rows
    std::vector<ManagedRow*>
        pending; // in add order, with a reference each; null where a row was forgotten again
    PreparedTable* prepared = nullptr; // on the connection of the current transaction
    std::uint64_t prepared_in = 0;     // the transaction that `prepared` is of
    ManagedRow* spare = nullptr;       // an unused row, left over from reading one that was known already
};

/// Sequence values drawn by this transaction, or taken over from the engine.
struct SessionBlock {
    const Sequence* sequence = nullptr;
    SequenceBlock block;
    int level = 0;          // the savepoint level it was drawn in
    bool committed = false; // from an earlier transaction: survives a rollback
};

struct SessionState {
    SessionState(Engine& owner, SessionMode session_mode) : engine(owner.state()), mode(session_mode) {}

    Engine::State& engine;
    SessionMode mode;
    std::vector<std::unique_ptr<TableRows>> tables;
    std::unique_ptr<PreparedConnection> connection;         // while a transaction is open
    std::uint64_t transaction = 1;                          // counts up at each end of a transaction
    int level = 0;                                          // open savepoints
    int no_autoflush = 0;                                   // NoAutoflush scopes
    std::size_t pending = 0;                                // rows in all `pending` lists
    std::vector<ManagedRow*> edited;                        // since the last flush; those with `listed`
    std::vector<ManagedRow*> erased;                        // in the order of erase(), with a reference each
    std::unordered_map<const ManagedRow*, ColumnSet> given; // of pending rows: columns to be sent as they are
    std::unordered_map<const ManagedRow*, ManagedRow*>
        displaced; // by an added row: the erased one whose key it has
    Journal journal;
    std::vector<SessionBlock> blocks;
    std::optional<std::string> failure; // why the session is unusable until rollback
    int failure_level = 0;              // the savepoint level whose rollback mends it
    std::optional<std::int64_t> clock;  // now() of this transaction, microseconds since 1970
};

/// Whether there may be something to flush.
[[nodiscard]] inline bool has_changes(const SessionState& session) {
    return session.pending != 0 || !session.edited.empty() || !session.erased.empty();
}
/// Throws SessionFailed after a failed flush.
void require_usable(const SessionState& session);
/// Throws UsageError when the row is detached or another session's.
void require_managed(const SessionState& session, const ManagedRow& row, const char* call);
/// Makes the session unusable until a rollback of savepoint `level` (0: of all). The first cause is kept.
void mark_failed(SessionState& session, const char* cause, int level) noexcept;
/// Leaves nothing in the database of what failed: rolls back to the innermost savepoint, else all, now.
void fail(SessionState& session, const char* cause) noexcept;

/// Runs one of the connection's own statements under the eyes of the engine's listener.
template <typename Run>
void watched(SessionState& session, std::string_view what, Run run) {
    StatementWatch watch{session.engine, what};
    run(session.connection->driver());
    watch.done();
}

/// The connection of the current transaction, which begins now if it has not.
PreparedConnection& begin(SessionState& session, driver::Begin mode);
/// What is prepared for a table on the connection of the current transaction.
PreparedTable& prepared(TableRows& table, driver::Begin mode);

/// Sends what changed (flush.cpp). Does nothing, not even begin, when nothing did.
void flush(SessionState& session);
/// Flushes before a query unless that is switched off; an error says that `call` on the table was the reason.
void autoflush(SessionState& session, const Mapping& mapping, const char* call);

/// Ends the transaction in memory after the database has ended it: undoes or keeps, detaches, counts on.
void end_transaction(SessionState& session, bool committed);
/// Undoes what was done in memory since savepoint `level` was set. When that runs out of memory it can be
/// called again.
void undo_to(SessionState& session, int level);
void detach(ManagedRow& row) noexcept;
/// Makes a row as if it had never been added.
void forget_added(ManagedRow& row);
/// Takes back what the database or a sequence made for a row that never was: its key, its version, what is
/// computed.
void unmake_values(ManagedRow& row);
/// Has the next flush raise a row's version. Throws UsageError.
void touch(ManagedRow& row);
/// Drops the image of an edited row.
void drop_original(ManagedRow& row) noexcept;

/// The model as the database has it; of an edited row an image.
[[nodiscard]] inline const void* stored_model(const ManagedRow& row) {
    return row.original ? row.original : model_of(row);
}

/// Puts a row, loaded or flushed, under the key that it has in the database.
void enter(TableRows& table, ManagedRow& row);
/// Takes a row out of the map, under the key in `model`.
void leave(TableRows& table, ManagedRow& row, const void* model);
/// Takes an added row out of the map, where the erased row is again whose key it had taken over.
void give_up_key(TableRows& table, ManagedRow& row);
/// Pending rows whose keys were edited are found by the new ones from now on. Throws IdentityConflict.
void claim_edited_keys(SessionState& session);

}
