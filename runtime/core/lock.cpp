// Locks that have a name, each on a connection of its own.

#include "rowsmith/lock.hpp"

#include "core/engine_state.hpp"

#include <utility>

namespace rowsmith {

/// The database drops the lock with the connection.
struct NamedLock::State {
    std::shared_ptr<driver::Database> database;
    std::unique_ptr<driver::Connection> connection;
};

namespace {

std::unique_ptr<NamedLock::State> connect(const Engine::State& engine) {
    return std::unique_ptr<NamedLock::State>(
        new NamedLock::State{.database = engine.database, .connection = engine.database->connect()});
}

}

NamedLock::NamedLock(std::unique_ptr<State> state) : state_(std::move(state)) {
}

NamedLock::NamedLock(NamedLock&&) noexcept = default;
NamedLock& NamedLock::operator=(NamedLock&&) noexcept = default;
NamedLock::~NamedLock() = default;

bool NamedLock::is_held() const noexcept {
    return state_ && state_->connection->usable() && state_->connection->ping();
}

NamedLock Engine::lock(std::string_view name) {
    auto state = connect(*state_);
    StatementWatch watch{*state_, "lock"};
    state->connection->lock(name, driver::LockScope::connection);
    watch.done();
    return NamedLock{std::move(state)};
}

std::optional<NamedLock> Engine::try_lock(std::string_view name) {
    auto state = connect(*state_);
    StatementWatch watch{*state_, "lock"};
    const bool taken = state->connection->try_lock(name, driver::LockScope::connection);
    watch.done();
    return taken ? std::optional<NamedLock>{NamedLock{std::move(state)}} : std::nullopt;
}

}
