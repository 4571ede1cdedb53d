#pragma once
// An engine stands for one database: it holds the URL, the options and the open connections. It may be shared
// by threads; what it hands out has one owner at a time.

#include "rowsmith/call_site.hpp"
#include "rowsmith/lock.hpp"
#include "rowsmith/notifications.hpp"
#include "rowsmith/pool.hpp"
#include "rowsmith/session_options.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    /// How long a statement may run before it is StatementTimeout; zero is no limit. As URL option:
    /// "statement_timeout", in milliseconds. The engine takes it out of the URL for all databases.
    std::chrono::milliseconds statement_timeout{0};
    Durability durability = Durability::full;
    /// False: opening a database file that does not exist is NoSuchDatabase.
    bool create = true;
    /// True: the database is opened for reading only.
    bool read_only = false;
    PoolOptions pool{};
    /// URLs of copies of the database. Sessions that are opened for reading go to them in turn; when none
    /// answers, to the database itself. Each has a pool of its own with the same options, as far as its URL
    /// says nothing else.
    std::vector<std::string> replicas{};
};

/// How Engine::transact runs a unit.
struct TransactOptions {
    /// Of each try. `automatic` is taken for `writing`, and the outcome of a commit is always resolved.
    SessionOptions session{};
    /// For all tries together, with the pauses between them.
    std::optional<std::chrono::milliseconds> deadline{};
    /// Doing it twice is as good as doing it once: it is run again also when nobody can say whether it was
    /// committed.
    bool idempotent = false;
    /// It looks for a row and adds it when there is none, as others may do at the same time: a
    /// UniqueViolation has it run again.
    bool upsert_race = false;
};

/// What a listener is told after a statement ran, or failed.
struct StatementEvent {
    std::string_view sql;
    std::chrono::nanoseconds duration{};
    std::int64_t rows = 0;       // read, or changed
    std::int64_t executions = 1; // a run of one statement for several rows is told as one event
    bool failed = false;
    /// What the statement serves, the same in each run of the program: a query that the schema names,
    /// "shop::top_spenders", or a model and the call, "shop::User: find_by_email". A flush inserts, updates
    /// and erases; what loads a relation has its name, "shop::User: purchases". Empty for what is no
    /// statement of a table, such as begin.
    std::string_view name{};
};

/// A statement that one transaction runs again and again for one key each, as a loop does where one statement
/// would do for all of them.
struct RepeatedStatement {
    std::string_view name{}; // as in StatementEvent
    std::string_view sql{};
    int times = 0; // with the run that is about to begin
    /// What to write instead: "have the query that finds the rows load the relation with them, by ...".
    std::string_view advice{};
    CallSite place{}; // where the session was made
};

class Engine {
public:
    /// `url`: "sqlite:///relative.db", "sqlite:////absolute.db", "sqlite://" (in memory, gone with the
    /// engine); options may stand in the query: "?busy_timeout=250&synchronous=normal&mode=ro". Nothing is
    /// opened before it is needed. Throws ConfigError for what cannot be understood. The options of the pool
    /// are listed in rowsmith/pool.hpp.
    explicit Engine(std::string_view url, EngineOptions options = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// `listener` is called after each statement, on the thread that ran it. Register before the first use; a
    /// listener must not use the engine, and what it throws is ignored.
    void on_statement(std::function<void(const StatementEvent&)> listener);

    /// `handler` is called after each statement that took at least so long, as the listener of on_statement
    /// is, and after it. The time of a stream ends with its last row, and what the program does between the
    /// rows is a part of it.
    void on_slow_statement(std::chrono::milliseconds threshold,
                           std::function<void(const StatementEvent&)> handler);

    /// Looks out for loops that ask for one key, or value, after the other. When a transaction is about to
    /// run the same statement, by name and SQL, more than `most` times, `handler` is called, once, on the
    /// thread of the session; it must not use the engine, and what it throws is ignored. In a session whose
    /// loading is strict that run is a UsageError instead, with or without a handler, and is not sent.
    /// Counted are find(), get(), merge() and find_by_...() where they ask the database, deferred columns,
    /// relations of a row that came alone, and queries with values, typed or named, that have no limit() of
    /// more than a row, first(), one() and exists() also without values. With 0, as at first, nothing is
    /// counted. Register before the first use.
    void on_repeated_statement(int most, std::function<void(const RepeatedStatement&)> handler = {});

    /// The handlers of all sessions of the engine (rowsmith/events.hpp). Register before the first use.
    [[nodiscard]] Events& events();

    /// Executes statements without parameters and results, outside the session: one connection, no
    /// transaction of its own. Throws the typed error of the statement that failed; whether those before
    /// it have taken effect is the database's to say: on SQLite they have, on PostgreSQL a script runs as a
    /// whole.
    void execute(std::string_view script, CallSite place = CallSite::current());

    /// Runs `work` with a new session, opened for writing, and commits it. On an error that running again can
    /// cure the whole is run again with another session: SerializationFailure, Deadlock, Busy, ConnectionLost
    /// unless it may have been committed, ConnectFailed where that passes. Up to 5 tries, with full jitter of
    /// 5 ms * 2^n, at most 500 ms. The last error is thrown, and says how many tries there were and what the
    /// first of them died of. A unit inside another one is never run again by itself: the outer one is. What
    /// a handler of after_commit throws is passed on and never has the unit run again.
    void transact(const std::function<void(Session&)>& work, const TransactOptions& options = {},
                  CallSite place = CallSite::current());

    /// The pool of the database itself, not those of replicas.
    [[nodiscard]] PoolStatus pool() const;

    /// Calls `use` for each notification on the channel from now on, until the subscription ends, on a thread
    /// and a connection that all subscriptions of the engine share. After the connection broke and was made
    /// again it is called once with `gap`. Throws UsageError where a database has no notifications, and what
    /// connecting throws.
    [[nodiscard]] Subscription listen(std::string_view channel, std::function<void(const Notification&)> use);
    /// Tells all that listen to the channel, at once.
    void notify(std::string_view channel, std::string_view payload = {},
                CallSite place = CallSite::current());

    /// Waits for the lock of this name, which all programs that use the database share; it is held, on a
    /// connection of its own beside the pool, as long as the result lives. Throws UsageError where a database
    /// has no such locks.
    [[nodiscard]] NamedLock lock(std::string_view name);
    /// The same without waiting; nothing when another has the lock.
    [[nodiscard]] std::optional<NamedLock> try_lock(std::string_view name);

    struct State;
    [[nodiscard]] State& state() { return *state_; }

private:
    std::shared_ptr<State> state_; // sessions share it
};

/// Creates what is missing of the tables, sequences and indexes of `schema` and of everything it imports, in
/// one transaction. What exists already is left as it is; a view that is another one than the schema says is a
/// SchemaMismatch, and then nothing is created. One round trip per statement, none more for that.
void create_all(Engine& engine, const Schema& schema, CallSite place = CallSite::current());
/// Drops the tables and sequences of `schema` and of everything it imports, with all their rows, in one
/// transaction.
void drop_all(Engine& engine, const Schema& schema, CallSite place = CallSite::current());

}
