#pragma once
// An engine stands for one database: it holds the URL, the options and the open connections. It may be shared
// by threads; what it hands out has one owner at a time.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace rowsmith {

class Events;
class Session;
struct Schema;

enum class Durability {
    full,   // a commit survives a loss of power
    normal, // a commit survives a crash of the program; a loss of power may undo the last ones, never tear
            // one
};

struct EngineOptions {
    /// How long a statement waits for another writer before it is Busy.
    std::chrono::milliseconds busy_timeout{5000};
    Durability durability = Durability::full;
    /// False: opening a database file that does not exist is NoSuchDatabase.
    bool create = true;
    /// True: the database is opened for reading only.
    bool read_only = false;
};

/// What a listener is told after a statement ran, or failed.
struct StatementEvent {
    std::string_view sql;
    std::chrono::nanoseconds duration{};
    std::int64_t rows = 0;       // read, or changed
    std::int64_t executions = 1; // a run of one statement for several rows is told as one event
    bool failed = false;
};

class Engine {
public:
    /// `url`: "sqlite:///relative.db", "sqlite:////absolute.db", "sqlite://" (in memory, gone with the
    /// engine); options may stand in the query: "?busy_timeout=250&synchronous=normal&mode=ro". Nothing is
    /// opened before it is needed. Throws ConfigError for what cannot be understood.
    explicit Engine(std::string_view url, EngineOptions options = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// `listener` is called after each statement, on the thread that ran it. Register before the first use; a
    /// listener must not use the engine, and what it throws is ignored.
    void on_statement(std::function<void(const StatementEvent&)> listener);

    /// The handlers of all sessions of the engine (rowsmith/events.hpp). Register before the first use.
    [[nodiscard]] Events& events();

    /// Executes statements without parameters and results, outside the session: one connection, no
    /// transaction of its own. Throws the typed error of the statement that failed; those before it have
    /// taken effect.
    void execute(std::string_view script);

    /// Runs `work` with a new session, opened for writing, and commits it. On an error that running again can
    /// cure (Retry::rerun_unit) the whole is run again with another session: up to 5 tries, with full jitter
    /// of 5 ms * 2^n, at most 500 ms. The last error is thrown. What a handler of after_commit throws is
    /// passed on and never has the unit run again.
    void transact(const std::function<void(Session&)>& work);

    struct State;
    [[nodiscard]] State& state() { return *state_; }

private:
    std::unique_ptr<State> state_;
};

/// Creates what is missing of the tables, sequences and indexes of `schema` and of everything it imports, in
/// one transaction. What exists already is left as it is.
void create_all(Engine& engine, const Schema& schema);
/// Drops the tables and sequences of `schema` and of everything it imports, with all their rows, in one
/// transaction.
void drop_all(Engine& engine, const Schema& schema);

}
