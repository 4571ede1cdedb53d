#pragma once
// From SQLite's result codes to the typed errors of rowsmith/error.hpp.

#include "rowsmith/error.hpp"

#include <string>

struct sqlite3;

namespace rowsmith::sqlite {

/// What has stopped a statement.
enum class EndedBy { itself, deadline, statement_limit, other_thread };

/// What is known when a call of SQLite has failed.
struct Failure {
    int code = 0;        // extended result code
    std::string message; // SQLite's own words: names, sometimes pieces of the statement
    std::string sql;
    Outcome outcome = Outcome::still_open;
    bool out_of_keys = false; // SQLITE_FULL for want of keys, not of space
    EndedBy ended_by = EndedBy::itself;
    bool in_read_only = false; // the transaction, not the database, can only read
};

/// What the connection knows of its last failed call; asked before another call is made.
[[nodiscard]] Failure last_failure(sqlite3* connection, int code, std::string sql, Outcome outcome);

/// Throws the exception of the failure's kind.
[[noreturn]] void raise(Failure failure);

}
