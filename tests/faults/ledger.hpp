#pragma once
// Units of work, what their callers were told of each, and whether that is what stands in the database.

#include "support/fault_proxy.hpp"
#include "support/postgres_server.hpp"

#include <rowsmith/rowsmith.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace rowsmith::test {

/// One server for all tests of a program, which keeps what it has acknowledged; null when none is installed.
[[nodiscard]] PostgresServer* fault_server();

/// What the caller of a unit knows.
enum class Told { stored, not_stored, unknown };

struct Unit {
    std::int64_t number = 0;
    Told told = Told::unknown;
    std::string error{};       // what() of it; empty when there was none
    std::string transaction{}; // of an error that leaves it open: the number to ask for
};

/// What comes out when the ledger and the tables are laid side by side.
struct Findings {
    int units = 0;
    int stored = 0;
    int not_stored = 0;
    int unknown = 0;
    std::vector<std::string> wrong{}; // must be empty
};

/// A database with the tables, reached through a proxy, and the units that were run on it.
class Ledger {
public:
    static constexpr std::int64_t counters = 8;

    Ledger();

    /// Runs a unit by Engine::transact and keeps what that says. May be called by several threads.
    Told run(Engine& engine, const TransactOptions& options = {});

    /// Each unit that is stored must be in the tables once, with its counter; one that is not, not at all;
    /// what is unknown must have a number, which the server can tell the truth of.
    [[nodiscard]] Findings check() const;
    /// check() as a test, with a line on standard output.
    Findings expect_right(const std::string& what) const;

    [[nodiscard]] const std::string& database() const { return database_; }
    [[nodiscard]] std::string url() const { return proxy.url(database_); }
    /// By a connection of its own beside the proxy; the first value.
    std::string ask_directly(const std::string& sql) const;
    [[nodiscard]] const std::vector<Unit>& units() const { return units_; }

private:
    std::string database_;

public:
    FaultProxy proxy;

private:
    [[nodiscard]] std::vector<std::int64_t> stored_units() const;
    void judge(const Unit& unit, std::int64_t times, Findings& findings) const;

    mutable std::mutex mutex_;
    std::vector<Unit> units_{};
    std::int64_t next_ = 0;
};

}
