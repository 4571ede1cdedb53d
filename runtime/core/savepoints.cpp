// Parts of a transaction that can be undone by themselves.

#include "core/events.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/session.hpp"

#include <algorithm>

namespace rowsmith {

using namespace detail;

NoAutoflush::NoAutoflush(Session& session) : state_(session.state()) {
    ++state_.no_autoflush;
}

NoAutoflush::~NoAutoflush() {
    --state_.no_autoflush;
}

Savepoint::Savepoint(Session& session) : state_(session.state()) {
    require_no_stream(state_, "savepoint");
    detail::flush(state_);
    const bool reads = state_.options.mode == SessionMode::reading;
    begin(state_, reads ? driver::Begin::read : driver::Begin::write);
    const int level = state_.level + 1;
    watched(state_, "savepoint", [&](driver::Connection& connection) { connection.savepoint(level); });
    state_.level = level;
    state_.lists.enter();
    level_ = level;
    transaction_ = state_.transaction;
}

Savepoint::~Savepoint() {
    if (!open_ || state_.transaction != transaction_ || state_.level < level_)
        return;
    try {
        rollback();
    } catch (...) {
        // A destructor cannot report; the session refuses to go on, and its rollback undoes all.
        mark_failed(state_, "a savepoint could not be rolled back", 0);
    }
}

bool Savepoint::is_innermost() const {
    return open_ && state_.transaction == transaction_ && state_.level == level_;
}

void Savepoint::release() {
    require_usable(state_);
    refuse_in_handler(state_, "release of a savepoint");
    if (!is_innermost())
        throw UsageError("release of a savepoint that has ended or has an open savepoint inside");
    require_no_stream(state_, "release");
    detail::flush(state_);
    watched(state_, "release", [&](driver::Connection& connection) { connection.release(level_); });
    state_.journal.merge(level_);
    state_.lists.merge();
    for (SessionBlock& block : state_.blocks)
        block.level = std::min(block.level, level_ - 1);
    state_.level = level_ - 1;
    open_ = false;
}

void Savepoint::rollback() {
    refuse_in_handler(state_, "rollback of a savepoint");
    if (!is_innermost())
        throw UsageError("rollback of a savepoint that has ended or has an open savepoint inside");
    require_no_stream(state_, "rollback");
    if (state_.failure && state_.failure_level < level_)
        require_usable(state_);
    watched(state_, "rollback to savepoint",
            [&](driver::Connection& connection) { connection.rollback_to(level_); });
    undo_to(state_, level_);
    state_.connection->driver().release(level_);
    std::erase_if(state_.blocks,
                  [&](const SessionBlock& block) { return !block.committed && block.level >= level_; });
    state_.failure.reset();
    state_.level = level_ - 1;
    open_ = false;
}

}
