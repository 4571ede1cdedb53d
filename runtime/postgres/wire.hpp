#pragma once
// One connection's conversation with its server. All that is sent goes through here: with the deadline, the
// check that connection and transaction are what they should be, and typed errors for what comes back.

#include "core/fork_guard.hpp"
#include "postgres/canceller.hpp"
#include "postgres/errors.hpp"
#include "postgres/forms.hpp"
#include "postgres/handles.hpp"
#include "postgres/raw_handle.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::postgres {

/// What the connection knows of the transaction, with which the server's word is compared.
enum class Expected { none, beginning, open, committing };

class Wire {
public:
    using Clock = std::chrono::steady_clock;

    /// `statement_timeout`: the server's own limit, 0 for none; tells StatementTimeout from Cancelled.
    explicit Wire(RawHandle handle,
                  std::chrono::milliseconds statement_timeout = std::chrono::milliseconds(0));
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    /// Executes statements without parameters, by the simple protocol; the last one's result.
    Result execute(std::string_view script);
    /// Prepares a statement under a name of next_name().
    void prepare(const std::string& name, const std::string& sql);
    /// The same, and the types of its parameters and result columns (PQparamtype, PQftype), in one round
    /// trip.
    [[nodiscard]] Result prepare_and_describe(const std::string& name, const std::string& sql);
    /// Runs a prepared statement; all columns come in one format. `sql` is for errors.
    [[nodiscard]] Result run(const std::string& name, const Parameters& parameters, Format results,
                             const std::string& sql);
    /// The same without preparing.
    [[nodiscard]] Result run_once(const std::string& sql, const Parameters& parameters, Format results);

    /// `copy ... from stdin`. Until end_copy() or abort_copy() nothing else can be sent.
    void start_copy(const std::string& sql);
    void put_copy(std::string_view data);
    /// How many rows were stored.
    std::int64_t end_copy();
    /// Nothing is stored; the transaction has failed then.
    void abort_copy() noexcept;

    [[nodiscard]] std::string next_name();
    /// The statement is deallocated with something that is sent later. Never fails: without memory it stays.
    void forget(const std::string& name) noexcept;
    /// Grows when statements that were prepared before must be prepared, and tables asked for their types,
    /// again: the schema has changed, or the server has forgotten them. Compare before each run; after an
    /// error that has made it grow, a statement may be prepared and run again, once, if idle().
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    /// Outside any transaction, the connection being well.
    [[nodiscard]] bool idle() const { return !lost_ && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE; }

    /// Executes as execute() does, also in a failed transaction: for what ends it.
    Result control(std::string_view sql);
    /// The deallocation of what was forgotten, to be sent in front of something else; "" when there is
    /// nothing.
    [[nodiscard]] std::string take_forgotten();
    void expect(Expected expected) {
        epoch_ += expected == Expected::beginning ? 1 : 0;
        expected_ = expected;
    }
    /// Grows with each transaction and each rollback to a savepoint: cursors of before may be gone.
    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
    /// What the connection knows of its database's types.
    [[nodiscard]] Forms& forms() { return forms_; }
    [[nodiscard]] Expected expected() const { return expected_; }
    [[nodiscard]] PGTransactionStatusType status() const { return PQtransactionStatus(handle_.get()); }
    /// What made the transaction fail, for the errors of what is tried after it.
    [[nodiscard]] const std::string& first_failure() const { return first_failure_; }
    void forget_failure() noexcept { first_failure_.clear(); }
    /// Throws what run() would throw before sending: UsageError, ConnectionLost, TransactionFailed.
    void check_ready();

    void set_deadline(std::optional<Clock::time_point> deadline) { deadline_ = deadline; }
    [[nodiscard]] std::optional<Clock::time_point> deadline() const { return deadline_; }
    [[nodiscard]] const std::shared_ptr<Canceller>& canceller() const { return canceller_; }
    [[nodiscard]] bool in_own_process() const { return guard_.in_own_process(); }
    [[nodiscard]] bool lost() const { return lost_.has_value(); }
    /// False when nothing more should be sent, but for what ends a transaction.
    [[nodiscard]] bool usable() const { return !lost_ && !suspect_ && in_own_process(); }
    /// Looks at the socket without asking the server.
    [[nodiscard]] bool looks_alive() noexcept;
    /// Throws ConnectionLost when looks_alive() says no; the server has done nothing then.
    void check_alive(std::string_view doing);
    [[nodiscard]] PGconn* handle() const { return handle_.get(); }

private:
    enum class Copying { no, in };

    class Running;

    static void hear(void* wire, const PGresult* notice);
    void begin_running();
    void end_running() noexcept;
    [[nodiscard]] Result exchange(int sent, std::string_view sql);
    void flush(std::string_view sql);
    void await_answer(std::string_view sql);
    void wait(short events, std::string_view sql);
    [[nodiscard]] Result collect(std::string_view sql);
    [[nodiscard]] Result collect_pipeline(std::string_view sql);
    [[noreturn]] void refuse_start(const PGresult* result, const std::string& sql);
    [[nodiscard]] Result finish_copy(const char* refusal);
    [[noreturn]] void fail_copy();
    void end_stray_copy(const PGresult* result, std::string_view sql);
    void note(const PGresult* result);
    /// The server has no prepared statements any more.
    void note_gone() noexcept;
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);
    [[noreturn]] void expire(std::string_view sql);
    [[noreturn]] void lose(Failure failure);
    [[noreturn]] void lose(std::string_view sql);
    [[noreturn]] void fail_to_send(std::string_view sql);
    [[nodiscard]] Failure own_failure(std::string_view sql) const;
    void note_failure(const Error& error);
    void check_connection() const;
    void check_deadline() const;
    [[noreturn]] void refuse_parameters(std::string_view sql) const;
    void check_count(const Parameters& parameters, std::string_view sql) const;
    [[nodiscard]] const char* checked(const std::string& sql) const;
    [[nodiscard]] const char* preparable(const std::string& sql) const;
    [[nodiscard]] Outcome outcome(Outcome outside) const;
    [[nodiscard]] Outcome outcome_when_lost() const;

    RawHandle handle_;
    ForkGuard guard_;
    std::shared_ptr<Canceller> canceller_;
    std::chrono::milliseconds statement_timeout_;
    std::optional<Clock::time_point> deadline_;
    Clock::time_point started_{}; // the round trip, when the server has a limit
    Expected expected_ = Expected::none;
    Copying copying_ = Copying::no;
    std::string copy_sql_;
    bool preparing_ = false; // what is being sent executes nothing
    bool suspect_ =
        false; // a request to cancel is still on its way, and may hit whatever runs when it arrives
    std::optional<Failure> lost_;
    Failure last_words_; // of a server that ends the connection
    std::string first_failure_;
    std::uint64_t generation_ = 0;
    std::uint64_t names_ = 0;
    std::uint64_t gone_names_ = 0; // names up to this one stand for nothing
    std::uint64_t epoch_ = 0;
    Forms forms_;
    std::vector<std::string> forgotten_;
};

}
