#pragma once
// What a session remembers: rows by table, what changed, how to undo it, and the transaction it is in.

#include "core/cancel_target.hpp"
#include "core/column_roles.hpp"
#include "core/connections.hpp"
#include "core/engine_state.hpp"
#include "core/identity_map.hpp"
#include "core/images.hpp"
#include "core/journal.hpp"
#include "core/lists.hpp"
#include "core/parameters.hpp"
#include "rowsmith/call_site.hpp"
#include "rowsmith/session.hpp"

#include <cstdint>
#include <exception>
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
    bool makes_values; // a column is filled in by `add`: now(), uuid()
    ColumnRoles roles;
    IdentityMap identities; // holds a reference to each of its rows
    std::vector<ManagedRow*>
        pending; // in add order, with a reference each; null where a row was forgotten again
    PreparedTable* prepared = nullptr; // on the connection of the current transaction
    std::uint64_t prepared_in = 0;     // the transaction that `prepared` is of
    ManagedRow* spare = nullptr;       // an unused row, left over from reading one that was known already
    mutable std::vector<TableRows*> targets; // by foreign key: found when they are first needed
};

/// Sequence values drawn by this transaction, or taken over from the engine.
struct SessionBlock {
    const Sequence* sequence = nullptr;
    SequenceBlock block;
    int level = 0;          // the savepoint level it was drawn in
    bool committed = false; // from an earlier transaction: survives a rollback
};

/// A foreign key that the database sets when the row that it refers to is deleted.
struct ClearedKey {
    ManagedRow* row = nullptr;
    const ForeignKey* key = nullptr;
    Image defaults{}; // a model that has them; none when the key becomes NULL
};

/// A query that is read row by row (stream.cpp): until its end the transaction stays as it is.
struct OpenStream {
    virtual void close() noexcept = 0;
    /// The session ends first.
    virtual void abandon() noexcept = 0;

protected:
    ~OpenStream() = default;
};

struct SessionState {
    SessionState(Engine::State& database, SessionOptions session_options, const CallSite& from = {})
        : engine(database), options(session_options), place(from) {}

    Engine::State& engine;
    std::shared_ptr<Engine::State> keeps_engine = engine.shared_from_this();
    SessionOptions options;
    CallSite place;                                         // of the session's construction
    std::optional<Pool::Clock::time_point> unit_deadline{}; // of all its transactions
    std::shared_ptr<CancelTarget> cancel_target{};          // made when it is asked for
    Session* owner = nullptr;                               // for handlers of events
    std::unique_ptr<Events> events; // of this session alone; made when one is registered
    int handling = 0;               // handlers of events that are running
    bool for_reading = false;       // the rows of a stream: nothing is added or edited
    std::vector<std::unique_ptr<TableRows>> tables;
    Lease connection;              // while a transaction is open
    std::uint64_t transaction = 1; // counts up at each end of a transaction
    /// Counts up with the transactions, and when rows may have changed that nobody can name: those that were
    /// read before are renewed by the next query that finds them.
    std::uint64_t era = 1;
    bool unseen_changes = false;                            // this transaction has made such changes
    int level = 0;                                          // open savepoints
    int no_autoflush = 0;                                   // NoAutoflush scopes
    std::size_t pending = 0;                                // rows in all `pending` lists
    std::vector<ManagedRow*> edited;                        // since the last flush; those with `listed`
    std::vector<ManagedRow*> erased;                        // in the order of erase(), with a reference each
    std::vector<ClearedKey> cleared;                        // by the deletes of this flush
    std::vector<ManagedRow*> orphans;                       // since the last flush, with a reference each
    std::unordered_map<const ManagedRow*, ColumnSet> given; // of pending rows: columns to be sent as they are
    std::unordered_map<const ManagedRow*, ManagedRow*>
        displaced; // by an added row: the erased one whose key it has
    Journal journal;
    ListJournal lists;
    std::vector<SessionBlock> blocks;
    std::vector<OpenStream*> streams;
    QueryText spare_text;                      // empty: the memory of queries that were run
    std::unordered_map<std::string, int> runs; // by name and SQL, of this transaction (repeats.hpp)
    std::optional<std::string> failure;        // why the session is unusable until rollback
    int failure_level = 0;                     // the savepoint level whose rollback mends it
    std::optional<std::int64_t> clock;         // now() of this transaction, microseconds since 1970
};

/// Whether there may be something to flush.
[[nodiscard]] inline bool has_changes(const SessionState& session) {
    return session.pending != 0 || !session.edited.empty() || !session.erased.empty() ||
           !session.orphans.empty();
}
/// Throws SessionFailed after a failed flush, and where an error has ended the transaction.
void require_usable(const SessionState& session);
/// Throws UsageError while a stream is open.
void require_no_stream(const SessionState& session, const char* call);
/// Ends all streams that are open.
void abandon_streams(SessionState& session) noexcept;
/// Throws UsageError for rows of a stream, and in a session that was opened for reading.
void require_writable(const SessionState& session, const char* call);
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

/// The session's rows of one table, made on first use.
TableRows& rows_of(SessionState& session, const Mapping& mapping);

/// Sends what changed (flush.cpp). Does nothing, not even begin, when nothing did. Handlers of row events may
/// throw anything.
void flush(SessionState& session);
/// Flushes before a query unless that is switched off; an error says that `call` on the table was the reason.
void autoflush(SessionState& session, const Mapping& mapping, const char* call);
/// The same before a query that has a name.
void autoflush(SessionState& session, std::string_view query);
/// Has rows that were read and are not edited take what the next query finds.
inline void forget_readings(SessionState& session) {
    session.unseen_changes = true;
    ++session.era;
}

/// Flushes and commits. What a handler of after_commit has thrown is given back: the commit stands.
[[nodiscard]] std::exception_ptr commit(SessionState& session);
/// Ends the transaction in memory after the database has ended it: undoes or keeps, detaches, counts on.
void end_transaction(SessionState& session, bool committed);
/// Undoes what was done in memory since savepoint `level` was set. When that runs out of memory it can be
/// called again.
void undo_to(SessionState& session, int level);
void detach(ManagedRow& row) noexcept;
/// Makes a row as if it had never been added.
void forget_added(ManagedRow& row);
/// Detaches a pending or a persistent row (expunge.cpp). Throws UsageError for one that is erased or deleted.
void expunge(ManagedRow& row);
/// Detaches all rows; what was not flushed is lost.
void forget_rows(SessionState& session) noexcept;
/// Takes back what the database or a sequence made for a row that never was: its key, its version, what is
/// computed.
void unmake_values(ManagedRow& row);
/// Takes an added row back that was not sent yet: out of lists, the map and the session's care.
void take_back_added(ManagedRow& row);
/// Fills in what the client makes, now() and uuid(), where it is neither there nor `given`.
void make_values(SessionState& session, const Mapping& mapping, const ColumnSet& given, void* model);
/// Has the next flush raise a row's version. Throws UsageError.
void touch(ManagedRow& row);
/// Gives an edited row back the values that it has in the database.
void forget_edit(ManagedRow& row);
/// Drops the image of an edited row.
void drop_original(ManagedRow& row) noexcept;

/// The model as the database has it; of an edited row an image.
[[nodiscard]] inline const void* stored_model(const ManagedRow& row) {
    return row.original ? row.original : model_of(row);
}

/// False while the database or a sequence has yet to make a part of the key. `given`: columns that are sent
/// as they are.
[[nodiscard]] bool key_is_known(const ManagedRow& row, const ColumnSet& given);
/// Puts a row, loaded or flushed, under the key that it has in the database.
void enter(TableRows& table, ManagedRow& row);
/// Takes a row out of the map, under the key in `model`.
void leave(TableRows& table, ManagedRow& row, const void* model);
/// Takes an added row out of the map, where the erased row is again whose key it had taken over.
void give_up_key(TableRows& table, ManagedRow& row);
/// Pending rows whose keys were edited are found by the new ones from now on. Throws IdentityConflict.
void claim_edited_keys(SessionState& session);

}
