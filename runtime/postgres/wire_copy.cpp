#include "postgres/wire.hpp"

#include <charconv>
#include <limits>
#include <utility>

namespace rowsmith::postgres {

void Wire::start_copy(const std::string& sql) {
    check_ready();
    if (PQsendQuery(handle_.get(), checked(sql)) == 0)
        fail_to_send(sql);
    begin_running();
    try {
        flush(sql);
        await_answer(sql);
        const Result result(PQgetResult(handle_.get()));
        if (!result || PQresultStatus(result.get()) != PGRES_COPY_IN)
            refuse_start(result.get(), sql);
    } catch (...) {
        end_running();
        throw;
    }
    copying_ = Copying::in;
    copy_sql_ = sql;
}

/// The statement was refused, or is no `copy ... from stdin`.
void Wire::refuse_start(const PGresult* result, const std::string& sql) {
    static_cast<void>(collect(sql));
    if (result && PQresultStatus(result) == PGRES_FATAL_ERROR)
        fail(result, sql);
    refuse<UsageError>("the statement is not a copy from the client", outcome(Outcome::unknown), sql);
}

void Wire::put_copy(std::string_view data) {
    constexpr std::size_t portion =
        1 << 16; // what does not fit into the socket waits in memory, but not more than that
    while (!data.empty()) {
        const std::string_view part = data.substr(0, portion);
        // The server's refusal of a row is to be seen soon, not after the last one.
        PQconsumeInput(handle_.get());
        if (PQputCopyData(handle_.get(), part.data(), static_cast<int>(part.size())) < 0)
            fail_copy();
        data.remove_prefix(part.size());
        try {
            flush(copy_sql_);
        } catch (...) {
            copying_ = Copying::no;
            end_running();
            throw;
        }
    }
}

std::int64_t Wire::end_copy() {
    const Result result = finish_copy(nullptr);
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

void Wire::abort_copy() noexcept {
    if (copying_ == Copying::no)
        return;
    try {
        static_cast<void>(finish_copy("given up by the program"));
    } catch (const std::exception&) { // the error that was asked for, or the loss of the connection
    }
}

/// Ends the COPY, with an error if `refusal` is not null, and takes the server's answer.
Result Wire::finish_copy(const char* refusal) {
    copying_ = Copying::no;
    struct End {
        Wire& wire;
        ~End() { wire.end_running(); }
    } const end{*this};
    PQputCopyEnd(handle_.get(), refusal); // when that fails, the answer says why
    flush(copy_sql_);
    return collect(copy_sql_);
}

/// The server has refused a row, or is gone: its answer says which.
void Wire::fail_copy() {
    static_cast<void>(finish_copy(nullptr));
    lose(copy_sql_);
}

}
