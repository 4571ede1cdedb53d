#pragma once
// A connection to one SQLite database. It compares what SQLite says of the transaction with what it should
// be, because SQLite ends transactions by itself and would execute what follows on its own.

#include "core/driver.hpp"
#include "core/fork_guard.hpp"
#include "sqlite/errors.hpp"
#include "sqlite/handles.hpp"
#include "sqlite/limits.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::sqlite {

/// What a connection must know of the way in which it was opened.
struct ConnectionTraits {
    std::chrono::milliseconds busy_timeout{0};
    std::chrono::milliseconds statement_timeout{0};
    bool wal = false;
};

class Connection final : public driver::Connection {
public:
    Connection(DatabaseHandle database, ConnectionTraits traits);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] std::unique_ptr<driver::Statement> prepare(std::string_view sql) override;
    [[nodiscard]] std::unique_ptr<driver::Statement> prepare_stream(std::string_view sql) override;
    [[nodiscard]] std::unique_ptr<driver::Batch> prepare_batch(const driver::BatchShape& shape) override;
    [[nodiscard]] std::unique_ptr<driver::Statement>
    prepare_by_keys(const Mapping& mapping, const Statements& texts,
                    std::span<const std::uint16_t> key) override;
    void execute(std::string_view script) override;
    void begin(const driver::BeginOptions& options) override;
    void commit() override;
    void rollback() noexcept override;
    void savepoint(int depth) override;
    void rollback_to(int depth) override;
    void release(int depth) override;
    [[nodiscard]] bool in_transaction() const override;
    [[nodiscard]] std::int64_t last_identity() const override;
    [[nodiscard]] std::vector<driver::DrawnValues> draw(const Sequence& sequence,
                                                        std::int64_t count) override;
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) override;
    [[nodiscard]] std::shared_ptr<driver::Canceller> canceller() override;
    [[nodiscard]] bool usable() const override;
    [[nodiscard]] bool reset() noexcept override;
    [[nodiscard]] bool ping() noexcept override;
    [[nodiscard]] bool looks_alive() noexcept override;

    [[nodiscard]] sqlite3* handle() const { return database_.get(); }
    [[nodiscard]] bool in_own_process() const { return guard_.in_own_process(); }
    /// Before each execution: throws TransactionFailed when the transaction is gone, UsageError when one was
    /// begun by SQL or after a fork, DeadlineExceeded.
    void check_ready() {
        const bool open = sqlite3_get_autocommit(database_.get()) == 0;
        if (open != expected_open_ || !guard_.in_own_process()) [[unlikely]]
            refuse_use();
        if (limits_.are_set()) [[unlikely]]
            begin_limited();
    }
    /// SQLite is about to compile something that outlives transactions, and is not stored: a setting, say.
    void note_alteration() { altered_ = true; }
    /// Throws the error of the call that has just failed. `executed` is reset first; it is null when `sql`
    /// was only prepared.
    [[noreturn]] void fail(int code, std::string sql, sqlite3_stmt* executed);

private:
    enum SavepointStep : std::size_t { set, back, drop };

    [[noreturn]] void refuse_use() const;
    [[nodiscard]] Outcome outcome(bool executed) const;
    [[nodiscard]] StatementHandle prepare_own(std::string_view sql);
    void run_own(sqlite3_stmt* statement);
    [[nodiscard]] const char* run_first(const char* script, const char* end);
    void refuse_transaction_control(std::string_view script);
    void run_savepoint(SavepointStep step, int depth);
    [[nodiscard]] std::optional<std::int64_t> advance(const Sequence& sequence, std::int64_t distance);
    [[nodiscard]] int commit_before_deadline();
    void begin_limited();
    void use_query_only(bool only);
    [[noreturn]] void fail_commit(int code);
    [[nodiscard]] bool ran_out_of_keys(const std::string& sql) const;
    void note_damage(int code);

    DatabaseHandle database_;
    ConnectionTraits traits_;
    ForkGuard guard_;
    bool expected_open_ = false; // a transaction was begun, and neither committed nor rolled back
    bool damaged_ = false;
    bool query_only_ = false;
    bool altered_ = false; // a setting, an attached database, something temporary
    Limits limits_;
    std::shared_ptr<Canceller> canceller_; // made when it is asked for
    StatementHandle begin_read_;
    StatementHandle begin_write_;
    StatementHandle commit_;
    StatementHandle rollback_;
    StatementHandle draw_;
    std::vector<std::array<StatementHandle, 3>> savepoints_; // by depth - 1
};

}
