// What becomes of a conversation that goes wrong.

#include "postgres/wire.hpp"

#include <utility>

#include <sys/socket.h>

namespace rowsmith::postgres {

/// Keeps what a server says before it ends the connection while nothing is asked of it.
void Wire::hear(void* wire, const PGresult* notice) {
    try {
        Failure failure = failure_of(notice, "", Outcome::not_started);
        if (failure.fatal)
            static_cast<Wire*>(wire)->last_words_ = std::move(failure);
    } catch (const std::exception&) { // no memory: then the reason stays unknown
    }
}

/// libpq has not taken a statement: the connection is gone, or the statement is too large for it.
void Wire::fail_to_send(std::string_view sql) {
    const bool harmless = std::exchange(preparing_, false) || expected_ == Expected::none;
    if (PQstatus(handle_.get()) == CONNECTION_BAD) {
        Failure failure = own_failure(sql);
        failure.outcome = harmless ? Outcome::not_started : Outcome::rolled_back; // nothing of it was sent
        lose(std::move(failure));
    }
    refuse<OutOfMemory>("libpq could not put the statement together", outcome(Outcome::not_started), sql);
}

/// Throws the error of a statement.
void Wire::fail(const PGresult* result, std::string_view sql) {
    const bool executed = !preparing_;
    Failure failure =
        failure_of(result, sql, outcome(executed ? Outcome::rolled_back : Outcome::not_started));
    if (PQstatus(handle_.get()) == CONNECTION_BAD || failure.fatal) {
        failure.outcome = outcome_when_lost();
        lose(std::move(failure));
    }
    if (statement_timeout_.count() > 0)
        failure.out_of_time = Clock::now() - started_ >= statement_timeout_;
    if (failure.sqlstate == "26000")
        note_gone();
    if (failure.function == "RevalidateCachedQuery")
        ++generation_;
    try {
        raise(std::move(failure));
    } catch (const Error& error) {
        if (status() == PQTRANS_INERROR)
            note_failure(error);
        throw;
    }
}

void Wire::note_failure(const Error& error) {
    if (first_failure_.empty())
        first_failure_ = error.what();
}

/// The deadline has passed. Only this frees a caller from a server that says nothing.
void Wire::expire(std::string_view sql) {
    canceller_->request(); // what the server is doing holds locks
    shutdown(PQsocket(handle_.get()), SHUT_RDWR);
    Failure failure = own_failure(sql);
    failure.lost = true;
    failure.message = "the deadline passed, and the connection was closed";
    ErrorDetail detail;
    detail.outcome = failure.outcome;
    detail.retry = expected_ == Expected::committing ? Retry::resolve_first : Retry::never;
    detail.sql = sql;
    lost_ = std::move(failure);
    const DeadlineExceeded error("the server did not answer before the deadline; the connection is closed",
                                 std::move(detail));
    note_failure(error);
    throw error;
}

void Wire::lose(std::string_view sql) {
    lose(own_failure(sql));
}

/// What the server has said at last, or else libpq, of a lost connection.
Failure Wire::own_failure(std::string_view sql) const {
    Failure failure = last_words_;
    if (failure.message.empty())
        failure.message = PQerrorMessage(handle_.get());
    failure.sql = sql;
    failure.outcome = outcome_when_lost();
    return failure;
}

void Wire::lose(Failure failure) {
    failure.lost = true;
    lost_ = failure;
    try {
        raise(std::move(failure));
    } catch (const Error& error) {
        note_failure(error);
        throw;
    }
}

Outcome Wire::outcome_when_lost() const {
    switch (expected_) {
    case Expected::none:
        return preparing_ ? Outcome::not_started : Outcome::unknown;
    case Expected::beginning:
        return Outcome::not_started;
    case Expected::open:
        return Outcome::rolled_back;
    case Expected::committing:
        return Outcome::unknown;
    }
    return Outcome::unknown;
}

}
