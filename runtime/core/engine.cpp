#include "rowsmith/engine.hpp"

#include "core/drivers.hpp"
#include "core/engine_options.hpp"
#include "core/engine_state.hpp"
#include "core/retry.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/session.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

namespace rowsmith {
namespace {

/// What an engine does on a connection of its own for the length of a call; a transaction that it does not
/// commit is rolled back.
template <typename Run>
void on_connection(Engine::State& engine, const CallSite& place, Run run) {
    const Lease connection = engine.take_connection(place);
    try {
        run(connection->driver());
    } catch (...) {
        engine.note_failure();
        throw;
    }
}

void collect(const Schema& schema, std::set<const Schema*>& seen, std::vector<const Schema*>& ordered) {
    if (!seen.insert(&schema).second)
        return;
    for (const Schema* import : schema.imports)
        collect(*import, seen, ordered);
    ordered.push_back(&schema);
}

const DialectDdl& ddl_of(const Schema& schema, std::string_view dialect) {
    const auto found = std::ranges::find(schema.ddl, dialect, &DialectDdl::dialect);
    if (found == schema.ddl.end())
        throw SchemaError("the code of '" + std::string(schema.file) +
                          "' was generated without the dialect '" + std::string(dialect) + "'");
    return *found;
}

/// The schema's statements and those of all that it imports, in the order in which they can run.
std::vector<DdlStatement> gather(const Schema& schema, std::string_view dialect,
                                 std::span<const DdlStatement> DialectDdl::*part) {
    std::set<const Schema*> seen;
    std::vector<const Schema*> schemas;
    collect(schema, seen, schemas);
    std::vector<DdlStatement> statements;
    for (const Schema* one : schemas) {
        const auto listed = ddl_of(*one, dialect).*part;
        statements.insert(statements.end(), listed.begin(), listed.end());
    }
    std::ranges::stable_sort(statements, {}, &DdlStatement::order);
    return statements;
}

/// Throws SchemaMismatch where something else was there already, and is there still.
void require_same(Engine::State& engine, driver::Connection& connection, const DdlStatement& statement) {
    if (statement.check.empty())
        return;
    const auto check = connection.prepare(statement.check);
    StatementWatch watch{engine, statement.check};
    const bool found = check->step();
    watch.rows = found ? 1 : 0;
    watch.done();
    if (!found)
        return;
    const std::string name = check->read_text(0);
    throw SchemaMismatch(
        "the database's view is another one than the schema says; drop it to have it made anew: " + name,
        {.sql = std::string(statement.sql), .table = name, .server_detail = check->read_text(1)});
}

void run_ddl(Engine& engine, const Schema& schema, std::span<const DdlStatement> DialectDdl::*part,
             const CallSite& place) {
    const auto statements = gather(schema, engine.state().database->dialect(), part);
    on_connection(engine.state(), place, [&](driver::Connection& connection) {
        connection.begin({.mode = driver::Begin::write});
        for (const DdlStatement& statement : statements) {
            StatementWatch watch{engine.state(), statement.sql};
            connection.execute(statement.sql);
            watch.done();
            require_same(engine.state(), connection, statement);
        }
        connection.commit();
    });
}

std::shared_ptr<Pool> make_pool(std::shared_ptr<driver::Database> database, const PoolOptions& options) {
    const auto open = [database] {
        return std::make_unique<PreparedConnection>(database->connect(), database->traits());
    };
    return std::make_shared<Pool>(
        PoolSetup{.options = options, .open = open, .unlimited = database->traits().unlimited_connections});
}

/// Units that run on this thread now, one inside the other.
thread_local int open_units = 0;

class OpenUnit {
public:
    OpenUnit() { ++open_units; }
    ~OpenUnit() { --open_units; }
    OpenUnit(const OpenUnit&) = delete;
    OpenUnit& operator=(const OpenUnit&) = delete;
};

SessionOptions unit_options(SessionOptions options) {
    if (options.mode == SessionMode::automatic)
        options.mode = SessionMode::writing;
    options.resolves_commit = options.mode == SessionMode::writing;
    return options;
}

}

Engine::State::State(std::string_view text, const EngineOptions& engine_options)
    : url(Url::parse(text)), options(take_engine_options(url, engine_options)),
      database(open_database(url, options)), traits(database->traits()), spelling(database->spelling()),
      pool(make_pool(database, options.pool)),
      notifications(std::make_shared<detail::Notifications>(database)) {
    for (const std::string& replica : options.replicas)
        add_replica(replica, engine_options);
}

void Engine::State::add_replica(const std::string& text, const EngineOptions& engine_options) {
    Url replica_url = Url::parse(text);
    const EngineOptions replica_options = take_engine_options(replica_url, engine_options);
    std::shared_ptr<driver::Database> replica = open_database(replica_url, replica_options);
    if (replica->dialect() != database->dialect())
        throw ConfigError("a replica of a '" + std::string(database->dialect()) + "' database cannot be a '" +
                          std::string(replica->dialect()) + "' one");
    PoolOptions pool_options = replica_options.pool;
    pool_options.reconnect = {}; // rather than wait for it, others are asked
    replicas_.add(make_pool(std::move(replica), pool_options));
}

void Engine::State::close() noexcept {
    notifications->close();
    replicas_.close();
    pool->close();
}

Lease Engine::State::take_connection(const CallSite& place, std::optional<Pool::Clock::time_point> deadline,
                                     bool for_reading) {
    if (for_reading && !replicas_.empty()) {
        const auto until = Pool::Clock::now() + options.pool.wait;
        if (Lease lease = replicas_.take(place, deadline ? std::min(*deadline, until) : until))
            return lease;
    }
    return pool->take(place, deadline);
}

void Engine::State::note_failure() noexcept {
    if (!std::current_exception())
        return;
    try {
        throw;
    } catch (const ReadOnlyTransaction&) {
        pool->invalidate();
    } catch (...) {
        // All else says nothing of other connections, or the pool finds out by itself.
    }
}

Engine::State::SequenceName Engine::State::name_of(const Sequence& sequence) {
    return {std::string(sequence.schema), std::string(sequence.name)};
}

SequenceBlock Engine::State::take_block(const Sequence& sequence) {
    const std::scoped_lock lock{mutex_};
    const auto found = blocks_.find(name_of(sequence));
    if (found == blocks_.end() || found->second.empty())
        return {};
    const SequenceBlock block = found->second.back();
    found->second.pop_back();
    return block;
}

void Engine::State::keep_block(const Sequence& sequence, SequenceBlock block) {
    const std::scoped_lock lock{mutex_};
    blocks_[name_of(sequence)].push_back(block);
}

void Engine::State::forget_blocks() {
    const std::scoped_lock lock{mutex_};
    blocks_.clear();
}

std::string StatementName::text() const {
    std::string text(subject);
    return call.empty() ? text : text.append(": ").append(call);
}

void StatementListeners::hear_all(std::function<void(const StatementEvent&)> handler) {
    all_ = std::move(handler);
    any_ = all_ || slow_;
}

void StatementListeners::hear_slow(std::chrono::milliseconds threshold,
                                   std::function<void(const StatementEvent&)> handler) {
    threshold_ = threshold;
    slow_ = std::move(handler);
    any_ = all_ || slow_;
}

void StatementListeners::tell(const StatementEvent& event) const noexcept {
    const auto call = [&](const auto& handler) {
        try {
            handler(event);
        } catch (...) {
            // A listener only looks on: what goes wrong in it must not change what happens to the data.
        }
    };
    if (all_)
        call(all_);
    if (slow_ && event.duration >= threshold_)
        call(slow_);
}

void StatementWatch::tell() noexcept {
    const auto duration = std::chrono::steady_clock::now() - start_;
    try {
        const std::string name = name_.text();
        engine_.listeners.tell({.sql = sql_,
                                .duration = duration,
                                .rows = rows,
                                .executions = executions,
                                .failed = failed_,
                                .name = name});
    } catch (...) {
        // Without memory for its name nobody hears of the statement.
    }
}

Engine::Engine(std::string_view url, EngineOptions options) : state_(std::make_shared<State>(url, options)) {
}

Engine::~Engine() {
    state_->close();
}

void Engine::on_statement(std::function<void(const StatementEvent&)> listener) {
    state_->listeners.hear_all(std::move(listener));
}

void Engine::on_slow_statement(std::chrono::milliseconds threshold,
                               std::function<void(const StatementEvent&)> handler) {
    state_->listeners.hear_slow(threshold, std::move(handler));
}

void Engine::on_repeated_statement(int most, std::function<void(const RepeatedStatement&)> handler) {
    state_->repeats = {.most = most, .handler = std::move(handler)};
}

Events& Engine::events() {
    return state_->events;
}

void Engine::execute(std::string_view script, CallSite place) {
    on_connection(*state_, place, [&](driver::Connection& connection) {
        StatementWatch watch{*state_, script};
        connection.execute(script);
        watch.done();
    });
}

void Engine::transact(const std::function<void(Session&)>& work, const TransactOptions& options,
                      CallSite place) {
    RetryPolicy policy{.limit = open_units > 0 ? 1 : retry_limit,
                       .idempotent = options.idempotent,
                       .upsert_race = options.upsert_race};
    if (options.deadline)
        policy.deadline = std::chrono::steady_clock::now() + *options.deadline;
    std::exception_ptr thrown; // after the commit: not a reason to run the unit again
    const auto run_once = [&] {
        Session session{*this, unit_options(options.session), place};
        session.state().unit_deadline = policy.deadline;
        {
            const OpenUnit open;
            work(session);
        }
        thrown = detail::commit(session.state());
    };
    run_with_retries(run_once, policy);
    if (thrown)
        std::rethrow_exception(thrown);
}

PoolStatus Engine::pool() const {
    return state_->pool->status();
}

Subscription Engine::listen(std::string_view channel, std::function<void(const Notification&)> use) {
    return state_->notifications->subscribe(channel, std::move(use));
}

void Engine::notify(std::string_view channel, std::string_view payload, CallSite place) {
    on_connection(*state_, place, [&](driver::Connection& connection) {
        StatementWatch watch{*state_, "notify"};
        connection.notify(channel, payload);
        watch.done();
    });
}

void create_all(Engine& engine, const Schema& schema, CallSite place) {
    run_ddl(engine, schema, &DialectDdl::create, place);
}

void drop_all(Engine& engine, const Schema& schema, CallSite place) {
    run_ddl(engine, schema, &DialectDdl::drop, place);
    engine.state().forget_blocks(); // a sequence that is created again starts anew
}

}
