#include "rowsmith/engine.hpp"

#include "core/drivers.hpp"
#include "core/engine_state.hpp"
#include "core/retry.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/session.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <thread>
#include <utility>

namespace rowsmith {
namespace {

/// A connection of the engine for the length of a scope; a transaction that was not committed is rolled back.
class Borrowed {
public:
    explicit Borrowed(Engine::State& engine) : engine_(engine), connection_(engine.take_connection()) {}
    ~Borrowed() {
        connection_->driver().rollback();
        engine_.give_back(std::move(connection_));
    }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;

    [[nodiscard]] driver::Connection* operator->() const { return &connection_->driver(); }

private:
    Engine::State& engine_;
    std::unique_ptr<PreparedConnection> connection_;
};

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

void run_ddl(Engine& engine, const Schema& schema, std::span<const DdlStatement> DialectDdl::*part) {
    const auto statements = gather(schema, engine.state().database->dialect(), part);
    Borrowed connection{engine.state()};
    connection->begin(driver::Begin::write);
    for (const DdlStatement& statement : statements) {
        StatementWatch watch{engine.state(), statement.sql};
        connection->execute(statement.sql);
        watch.done();
    }
    connection->commit();
}

}

Engine::State::State(std::string_view text, EngineOptions options)
    : url(Url::parse(text)), database(open_database(url, options)) {
}

std::unique_ptr<PreparedConnection> Engine::State::take_connection() {
    {
        const std::scoped_lock lock{mutex_};
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return std::make_unique<PreparedConnection>(database->connect());
}

void Engine::State::give_back(std::unique_ptr<PreparedConnection> connection) noexcept {
    if (!connection->driver().usable())
        return;
    const std::scoped_lock lock{mutex_};
    try {
        idle_.push_back(std::move(connection));
    } catch (...) {
        // Without memory to keep it, the connection is closed, which loses nothing.
    }
}

SequenceBlock Engine::State::take_block(std::string_view sequence) {
    const std::scoped_lock lock{mutex_};
    const auto found = blocks_.find(std::string(sequence));
    if (found == blocks_.end() || found->second.empty())
        return {};
    const SequenceBlock block = found->second.back();
    found->second.pop_back();
    return block;
}

void Engine::State::keep_block(std::string_view sequence, SequenceBlock block) {
    const std::scoped_lock lock{mutex_};
    blocks_[std::string(sequence)].push_back(block);
}

void Engine::State::forget_blocks() {
    const std::scoped_lock lock{mutex_};
    blocks_.clear();
}

void StatementWatch::tell() noexcept {
    try {
        engine_.listener({.sql = sql_,
                          .duration = std::chrono::steady_clock::now() - start_,
                          .rows = rows,
                          .executions = executions,
                          .failed = failed_});
    } catch (...) {
        // A listener only looks on: what goes wrong in it must not change what happens to the data.
    }
}

Engine::Engine(std::string_view url, EngineOptions options) : state_(std::make_unique<State>(url, options)) {
}

Engine::~Engine() = default;

void Engine::on_statement(std::function<void(const StatementEvent&)> listener) {
    state_->listener = std::move(listener);
}

Events& Engine::events() {
    return state_->events;
}

void Engine::execute(std::string_view script) {
    Borrowed connection{*state_};
    StatementWatch watch{*state_, script};
    connection->execute(script);
    watch.done();
}

void Engine::transact(const std::function<void(Session&)>& work) {
    std::exception_ptr thrown; // after the commit: not a reason to run the unit again
    run_with_retries([&] {
        Session session{*this, SessionMode::writing};
        work(session);
        thrown = detail::commit(session.state());
    });
    if (thrown)
        std::rethrow_exception(thrown);
}

void create_all(Engine& engine, const Schema& schema) {
    run_ddl(engine, schema, &DialectDdl::create);
}

void drop_all(Engine& engine, const Schema& schema) {
    run_ddl(engine, schema, &DialectDdl::drop);
    engine.state().forget_blocks(); // a sequence that is created again starts anew
}

}
