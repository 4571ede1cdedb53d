#pragma once
// What became of a transaction whose connection was lost in COMMIT: the server is asked on another
// connection.

#include "postgres/connect.hpp"
#include "postgres/settings.hpp"
#include "rowsmith/error.hpp"

#include <string>

namespace rowsmith::postgres {

struct LostCommit {
    const Settings& settings;
    const Server& server;
    const std::string& place;
    const std::string& transaction; // its number; empty: nobody can be asked
};

/// Returns when the transaction is committed. Throws ConnectionLost when it is not, and CommitUnknown when
/// that cannot be found out within 3 s. An `error` that is a DeadlineExceeded is thrown again: there is no
/// time left to ask.
void resolve_commit(const Error& error, const LostCommit& commit);

}
