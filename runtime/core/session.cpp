#include "rowsmith/session.hpp"

#include "core/session_state.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>

namespace rowsmith {
namespace detail {
namespace {

void return_blocks(SessionState& session, bool committed) noexcept {
    try {
        for (const SessionBlock& held : session.blocks) {
            if (held.block.remaining > 0 && (committed || held.committed))
                session.engine.keep_block(held.sequence->name, held.block);
        }
    } catch (...) {
        // Without memory to keep a block its values are never handed out: a gap, nothing more.
    }
    session.blocks.clear();
}

/// After a commit nothing can be undone: deleted rows leave for good, made keys stay.
void settle_journal(SessionState& session) {
    for (const JournalEntry& entry : session.journal.entries()) {
        entry.row->key_was_made = false;
        if (entry.row->state == RowState::deleted)
            detach(*entry.row);
    }
    session.journal.clear();
}

void forget_rows(SessionState& session) noexcept {
    for (const JournalEntry& entry : session.journal.entries())
        detach(*entry.row);
    session.journal.clear();
    for (ManagedRow* row : session.erased)
        release(*row);
    session.erased.clear();
    session.edited.clear();
    session.given.clear();
    session.displaced.clear();
    session.pending = 0;
    for (const auto& table : session.tables) {
        for (ManagedRow* row : table->pending) {
            if (row) {
                detach(*row);
                release(*row);
            }
        }
        table->pending.clear();
        table->identities.for_each([](ManagedRow& row) {
            row.in_map = false;
            detach(row);
            release(row);
        });
        table->identities.clear();
        if (table->spare)
            release(*std::exchange(table->spare, nullptr));
    }
}

/// When memory cannot be had to undo with, the session waits for another try.
void rollback_session(SessionState& session) {
    if (session.connection) {
        driver::Connection& connection = session.connection->driver();
        StatementWatch watch{session.engine, "rollback"};
        watch.executions = connection.in_transaction() ? 1 : 0;
        connection.rollback(); // also to take note that the database has ended the transaction by itself
        watch.done();
    }
    try {
        end_transaction(session, false);
    } catch (...) {
        mark_failed(session, "a rollback ran out of memory", 0);
        throw;
    }
}

}

TableRows::TableRows(SessionState& owner, const Mapping& mapped)
    : session(&owner), mapping(&mapped),
      makes_values(std::ranges::any_of(
          mapped.columns,
          [](const Column& column) { return column.maker == Maker::clock || column.maker == Maker::uuid; })),
      roles(mapped), identities(mapped) {
}

void require_usable(const SessionState& session) {
    if (session.failure)
        throw SessionFailed("the session failed before and needs a rollback; the first cause: " +
                            *session.failure);
}

PreparedConnection& begin(SessionState& session, driver::Begin mode) {
    if (session.connection)
        return *session.connection;
    auto connection = session.engine.take_connection();
    StatementWatch watch{session.engine, "begin"};
    try {
        connection->driver().begin(session.mode == SessionMode::writing ? driver::Begin::write : mode);
    } catch (...) {
        session.engine.give_back(std::move(connection));
        throw;
    }
    watch.done();
    session.connection = std::move(connection);
    return *session.connection;
}

PreparedTable& prepared(TableRows& table, driver::Begin mode) {
    SessionState& session = *table.session;
    PreparedConnection& connection = begin(session, mode);
    if (table.prepared_in != session.transaction) {
        table.prepared = &connection.table(*table.mapping);
        table.prepared_in = session.transaction;
    }
    return *table.prepared;
}

void end_transaction(SessionState& session, bool committed) {
    if (committed)
        settle_journal(session);
    else
        undo_to(session, 0);
    return_blocks(session, committed);
    session.level = 0;
    session.failure.reset();
    session.clock.reset();
    ++session.transaction;
    if (session.connection)
        session.engine.give_back(std::move(session.connection));
}

void autoflush(SessionState& session, const Mapping& mapping, const char* call) {
    if (session.no_autoflush > 0 || !has_changes(session))
        return;
    try {
        flush(session);
    } catch (Error& error) {
        error.add_context("flush before '" + std::string(call) + "' of " + std::string(mapping.model));
        throw;
    }
}

TableRows& rows_of(Session& session, const Mapping& mapping) {
    auto& tables = session.state().tables;
    const auto known =
        std::ranges::find_if(tables, [&](const auto& table) { return table->mapping == &mapping; });
    if (known != tables.end())
        return **known;
    return *tables.emplace_back(std::make_unique<TableRows>(session.state(), mapping));
}

}

using namespace detail;

Session::Session(Engine& engine, SessionMode mode) : state_(std::make_unique<SessionState>(engine, mode)) {
}

Session::~Session() {
    try {
        rollback_session(*state_);
    } catch (...) {
        // The database is rolled back; without memory to undo with, detached rows keep their last values.
        if (state_->connection)
            state_->engine.give_back(std::move(state_->connection));
    }
    forget_rows(*state_);
}

void Session::flush() {
    detail::flush(*state_);
}

void Session::commit() {
    SessionState& session = *state_;
    if (session.level > 0)
        throw UsageError("commit while a savepoint is open");
    detail::flush(session);
    if (!session.connection)
        return;
    try {
        watched(session, "commit", [](driver::Connection& connection) { connection.commit(); });
    } catch (const std::exception& error) {
        fail(session, error.what());
        throw;
    }
    end_transaction(session, true);
}

void Session::rollback() {
    rollback_session(*state_);
}

void Session::clear() {
    require_usable(*state_);
    forget_rows(*state_);
}

void Session::erase_row(ManagedRow& row) {
    require_managed(*state_, row, "erase");
    detail::erase(row, *row.table);
}

void Session::touch_row(ManagedRow& row) {
    require_managed(*state_, row, "touch");
    detail::touch(row);
}

NoAutoflush::NoAutoflush(Session& session) : state_(session.state()) {
    ++state_.no_autoflush;
}

NoAutoflush::~NoAutoflush() {
    --state_.no_autoflush;
}

Savepoint::Savepoint(Session& session) : state_(session.state()) {
    detail::flush(state_);
    begin(state_, driver::Begin::write);
    const int level = state_.level + 1;
    watched(state_, "savepoint", [&](driver::Connection& connection) { connection.savepoint(level); });
    state_.level = level;
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
    if (!is_innermost())
        throw UsageError("release of a savepoint that has ended or has an open savepoint inside");
    detail::flush(state_);
    watched(state_, "release", [&](driver::Connection& connection) { connection.release(level_); });
    state_.journal.merge(level_);
    for (SessionBlock& block : state_.blocks)
        block.level = std::min(block.level, level_ - 1);
    state_.level = level_ - 1;
    open_ = false;
}

void Savepoint::rollback() {
    if (!is_innermost())
        throw UsageError("rollback of a savepoint that has ended or has an open savepoint inside");
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
