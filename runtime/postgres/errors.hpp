#pragma once
// From the server's answers to the typed errors of rowsmith/error.hpp.

#include "rowsmith/error.hpp"

#include <libpq-fe.h>

#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::postgres {

/// What is known when the server, or the connection to it, has failed.
struct Failure {
    std::string sqlstate;
    std::string message; // the server's own words, with its DETAIL: may hold values
    std::string constraint;
    std::string table;
    std::string column;
    std::string sql;
    std::string function; // of the server's source, which tells apart what has one SQLSTATE
    Outcome outcome = Outcome::still_open;
    bool lost = false;        // there is no connection any more
    bool fatal = false;       // the server says that it ends the connection
    bool out_of_time = false; // it took as long as the server was told to let statements run
};

/// What an error result says.
[[nodiscard]] Failure failure_of(const PGresult* result, std::string_view sql, Outcome outcome);

/// What is refused before the server is asked.
template <typename Exception>
[[noreturn]] void refuse(std::string what, Outcome outcome, std::string_view sql = {}) {
    ErrorDetail detail;
    detail.outcome = outcome;
    detail.sql = sql;
    throw Exception(std::move(what), std::move(detail));
}

/// The exception of the failure's kind, thrown.
[[noreturn]] void raise(Failure failure);

}
