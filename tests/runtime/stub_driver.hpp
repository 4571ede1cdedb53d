#pragma once
// A database that is nothing but connections, for tests of what is done with them.

#include "core/driver.hpp"
#include "core/pool.hpp"
#include "rowsmith/error.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace rowsmith::test {

/// What connections have in common: the tests' hand on them, and what became of them.
struct StubServer {
    std::atomic<int> opened{0};
    std::atomic<int> open{0};
    std::atomic<int> most_open{0};
    std::atomic<int> pings{0};
    std::atomic<int> resets{0};
    std::atomic<int> rollbacks{0};
    std::atomic<int> used_at_once{0};    // connections that two threads had at the same time
    std::atomic<int> life{0};            // connections of an earlier life are dead
    std::atomic<bool> shows_death{true}; // looks_alive() tells, not only ping()
    std::atomic<bool> resettable{true};
    std::function<void()> before_connect = [] {};
};

class StubConnection final : public driver::Connection {
public:
    explicit StubConnection(StubServer& server) : server_(server), life_(server.life) {
        ++server_.opened;
        const int now = ++server_.open;
        int most = server_.most_open;
        while (now > most && !server_.most_open.compare_exchange_weak(most, now)) {
        }
    }
    ~StubConnection() override { --server_.open; }
    StubConnection(const StubConnection&) = delete;
    StubConnection& operator=(const StubConnection&) = delete;

    [[nodiscard]] std::unique_ptr<driver::Statement> prepare(std::string_view) override { return nullptr; }
    [[nodiscard]] std::unique_ptr<driver::Statement> prepare_stream(std::string_view) override {
        return nullptr;
    }
    [[nodiscard]] std::unique_ptr<driver::Batch> prepare_batch(const driver::BatchShape&) override {
        return nullptr;
    }
    [[nodiscard]] std::unique_ptr<driver::Statement>
    prepare_by_keys(const Mapping&, const Statements&, std::span<const std::uint16_t>) override {
        return nullptr;
    }
    /// As any use of the connection by its owner.
    void execute(std::string_view) override {
        bool shared = busy_.exchange(true);
        for (int look = 0; look < 100; ++look) // no yield: on a loaded machine each one takes milliseconds
            shared = shared || !busy_;
        server_.used_at_once += shared ? 1 : 0;
        busy_ = false;
        if (!is_alive()) {
            lost_ = true;
            throw ConnectionLost("the stub is gone", {.outcome = Outcome::rolled_back,
                                                      .retry = Retry::rerun_unit_on_new_connection});
        }
    }
    void begin(const driver::BeginOptions&) override { in_transaction_ = true; }
    void commit() override { in_transaction_ = false; }
    void rollback() noexcept override {
        ++server_.rollbacks;
        in_transaction_ = false;
    }
    void savepoint(int) override {}
    void rollback_to(int) override {}
    void release(int) override {}
    [[nodiscard]] bool in_transaction() const override { return in_transaction_; }
    [[nodiscard]] std::int64_t last_identity() const override { return 0; }
    [[nodiscard]] std::vector<driver::DrawnValues> draw(const Sequence&, std::int64_t) override { return {}; }
    void set_deadline(std::optional<std::chrono::steady_clock::time_point>) override {}
    [[nodiscard]] std::shared_ptr<driver::Canceller> canceller() override { return nullptr; }
    [[nodiscard]] bool usable() const override { return !lost_; }
    [[nodiscard]] bool reset() noexcept override {
        ++server_.resets;
        return server_.resettable;
    }
    [[nodiscard]] bool ping() noexcept override {
        ++server_.pings;
        return is_alive();
    }
    [[nodiscard]] bool looks_alive() noexcept override { return !server_.shows_death || is_alive(); }

private:
    [[nodiscard]] bool is_alive() const { return life_ == server_.life; }

    StubServer& server_;
    int life_;
    bool lost_ = false;
    bool in_transaction_ = false;
    std::atomic<bool> busy_{false};
};

/// A pool of such connections, with a clock that stands still until it is moved.
struct StubPool {
    using Clock = std::chrono::steady_clock;

    explicit StubPool(PoolOptions options = {}, bool unlimited = false)
        : pool(
              std::make_shared<Pool>(PoolSetup{.options = options,
                                               .open = [this] { return connect(); },
                                               .unlimited = unlimited,
                                               .now = [this] { return Clock::time_point{} + age.load(); }})) {
    }

    [[nodiscard]] std::unique_ptr<PreparedConnection> connect() {
        server.before_connect();
        return std::make_unique<PreparedConnection>(std::make_unique<StubConnection>(server),
                                                    driver::Traits{});
    }
    [[nodiscard]] Lease take(std::optional<Clock::time_point> deadline = {},
                             CallSite place = CallSite::current()) const {
        return pool->take(place, deadline);
    }

    StubServer server;
    std::atomic<std::chrono::milliseconds> age{std::chrono::hours{1000}};
    std::shared_ptr<Pool> pool;
};

}
