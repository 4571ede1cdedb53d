#pragma once
// How a session, and each of its transactions, is to run.

#include "rowsmith/transaction.hpp"

#include <chrono>
#include <optional>

namespace rowsmith {

enum class SessionMode {
    automatic, // a transaction begins as a reading one unless its first statement writes
    writing,   // each transaction begins as a writing one: it cannot be overtaken by another writer after it
               // has read
    reading,   // nothing can be written: that is a UsageError before anything is sent, and the database is
             // told, too. May be answered by a replica (EngineOptions::replicas)
};

/// What happens where a relation, or a deferred column, is read that is not loaded.
enum class Loading {
    automatic, // it is loaded, a relation for all rows that came with the same result
    strict,    // LazyLoad: only what a query was asked to load with(...) can be read
};

struct SessionOptions {
    SessionMode mode = SessionMode::automatic;
    Loading loading = Loading::automatic;
    Isolation isolation = Isolation::standard;
    /// With `reading` and `serializable`: a transaction waits for a moment from which on it cannot fail.
    bool deferrable = false;
    /// How long each transaction may take, from its first statement (waiting for a connection included) to
    /// the end of its commit; then it is DeadlineExceeded, and rolled back.
    std::optional<std::chrono::milliseconds> deadline{};
    /// When the connection breaks in COMMIT, the database is asked what became of the transaction, where it
    /// can tell: what else would be CommitUnknown is success or ConnectionLost. Always so in
    /// Engine::transact. Costs the database a transaction number at the begin of each transaction that
    /// writes.
    bool resolves_commit = false;
};

}
