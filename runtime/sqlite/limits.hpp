#pragma once
// What ends a statement before it is done: its time, or another thread.

#include "core/driver.hpp"
#include "sqlite/errors.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

struct sqlite3;

namespace rowsmith::sqlite {

/// Of one connection, whose address it is known to SQLite by: it must not move.
class Limits {
public:
    using Clock = std::chrono::steady_clock;

    Limits(sqlite3* connection, std::chrono::milliseconds busy_timeout,
           std::chrono::milliseconds statement_timeout);
    Limits(const Limits&) = delete;
    Limits& operator=(const Limits&) = delete;

    void set_deadline(std::optional<Clock::time_point> deadline);
    /// Whether begin_statement() has anything to do.
    [[nodiscard]] bool are_set() const { return deadline_ || statement_timeout_.count() > 0; }
    /// From now on the statement's own limit counts. False when the deadline has passed.
    [[nodiscard]] bool begin_statement();
    /// Until when to wait for others from now on.
    [[nodiscard]] Clock::time_point patience() const;
    /// What has stopped the statement that has just failed; asked once.
    [[nodiscard]] EndedBy take_cause();
    /// Called by other threads.
    void cancel() { cancelled_ = true; }

private:
    [[nodiscard]] std::optional<Clock::time_point> nearest() const;
    [[nodiscard]] bool is_over();
    [[nodiscard]] bool wait_for_lock(int count);
    void watch();

    sqlite3* connection_;
    std::chrono::milliseconds busy_timeout_;
    std::chrono::milliseconds statement_timeout_;
    std::optional<Clock::time_point> deadline_{};
    std::optional<Clock::time_point> statement_end_{};
    Clock::time_point wait_end_{};
    EndedBy cause_ = EndedBy::itself;
    std::atomic<bool> cancelled_{false};
};

/// Interrupts a connection for as long as there is one.
class Canceller final : public driver::Canceller {
public:
    Canceller(sqlite3* connection, Limits& limits) : connection_(connection), limits_(&limits) {}
    void cancel() noexcept override;
    /// The connection is about to go.
    void detach() noexcept;

private:
    std::mutex mutex_;
    sqlite3* connection_;
    Limits* limits_;
};

}
