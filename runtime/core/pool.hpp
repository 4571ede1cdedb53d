#pragma once
// The open connections to one database, and who has them. Callers are served in the order in which they came;
// what takes time (opening, asking, closing) is done outside the lock.

#include "core/connections.hpp"
#include "rowsmith/call_site.hpp"
#include "rowsmith/pool.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace rowsmith {

class Pool;

/// A connection of a pool, with what the pool knows of it.
struct PooledConnection {
    using Clock = std::chrono::steady_clock;

    std::unique_ptr<PreparedConnection> prepared;
    std::uint64_t generation = 0;
    std::optional<Clock::time_point> expires{};
    Clock::time_point idle_since{};
    Clock::time_point taken{};
    CallSite place{};
};

/// A connection on loan; it goes back with this object, also when the pool's engine is gone.
class Lease {
public:
    Lease() = default;
    Lease(std::shared_ptr<Pool> pool, std::unique_ptr<PooledConnection> connection)
        : pool_(std::move(pool)), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { reset(); }

    explicit operator bool() const { return connection_ != nullptr; }
    [[nodiscard]] PreparedConnection& operator*() const { return *connection_->prepared; }
    [[nodiscard]] PreparedConnection* operator->() const { return connection_->prepared.get(); }
    /// Gives it back now. A transaction that is open is rolled back.
    void reset() noexcept;

private:
    std::shared_ptr<Pool> pool_;
    std::unique_ptr<PooledConnection> connection_;
};

/// What a pool is made of.
struct PoolSetup {
    PoolOptions options{};
    std::function<std::unique_ptr<PreparedConnection>()> open;
    bool unlimited = false;
    /// For the ages of connections; tests have a clock of their own.
    std::function<std::chrono::steady_clock::time_point()> now = &std::chrono::steady_clock::now;
};

/// Used by many threads at once. Made by std::make_shared: loans keep it alive.
class Pool : public std::enable_shared_from_this<Pool> {
public:
    using Clock = std::chrono::steady_clock;

    explicit Pool(PoolSetup setup) : setup_(std::move(setup)) {}
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// A connection that works as far as is known, waiting for one as long as PoolOptions::wait, and not past
    /// `deadline`. Throws PoolTimeout, DeadlineExceeded, PoolClosed, and what connecting throws.
    [[nodiscard]] Lease take(const CallSite& place,
                             std::optional<Clock::time_point> deadline = {});
    /// None of the connections that are open now is used again: those on loan are closed when they come back.
    void invalidate() noexcept;
    /// Closes what is idle, and the rest as it comes back. Who waits gets PoolClosed, and so does who comes
    /// later.
    void close() noexcept;
    [[nodiscard]] PoolStatus status() const;

private:
    friend class Lease;

    using Entry = std::unique_ptr<PooledConnection>;
    struct Waiter {
        std::condition_variable turn;
    };
    /// Either a connection that was idle, or the right to open one.
    struct Claim {
        Entry connection;
        bool suspect = false; // to be asked for an answer
        std::uint64_t generation = 0;
        std::list<Entry> dead; // to be closed outside the lock
    };

    [[nodiscard]] Claim claim(Clock::time_point until, bool first, bool by_deadline);
    [[nodiscard]] bool wait_for_turn(std::unique_lock<std::mutex>& lock, Waiter& self,
                                     Clock::time_point until, Claim& claim);
    [[nodiscard]] bool try_claim(Claim& claim);
    [[nodiscard]] bool claim_idle(Claim& claim);
    [[nodiscard]] bool has_room() const;
    [[nodiscard]] bool is_over(const PooledConnection& connection, Clock::time_point now) const;
    void bury_idle(std::list<Entry>& dead, Clock::time_point now);
    [[nodiscard]] Entry checked(Claim& claim);
    [[nodiscard]] Entry open(Clock::time_point give_up);
    [[nodiscard]] bool note_failure(Clock::time_point started, const std::exception& error) noexcept;
    [[nodiscard]] Lease lend(Entry connection, const CallSite& place, bool reused);
    void give_back(Entry connection) noexcept;
    [[nodiscard]] std::uint64_t generation() const;
    void note_loss(const PooledConnection& connection);
    void wake_first();
    [[noreturn]] void refuse_wait(bool by_deadline);
    [[nodiscard]] std::string describe() const;

    PoolSetup setup_;
    mutable std::mutex mutex_;
    std::list<Entry> idle_; // the one used last is at the end, and is used first
    std::list<Waiter> waiting_;
    std::vector<const PooledConnection*> out_;
    std::size_t total_ = 0; // idle, out, and being opened or asked
    bool closed_ = false;
    std::uint64_t generation_ = 1; // counts up with each loss: older connections are suspect
    std::uint64_t oldest_usable_ = 0;
    int failures_ = 0; // connects, since the last that worked
    Clock::time_point failed_last_{};
    Clock::time_point not_before_{}; // the next connect
    std::string last_failure_;
    PoolStatus counted_{}; // its counters
};

}
