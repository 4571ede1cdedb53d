#include "rowsmith/session.hpp"

#include "core/events.hpp"
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
    session.lists.leave(0);
}

void release_all(std::vector<ManagedRow*>& rows) noexcept {
    for (ManagedRow* row : rows)
        release(*row);
    rows.clear();
}

/// Whether the session has begun, or done, anything that a rollback undoes.
bool has_transaction(const SessionState& session) {
    return session.connection || session.failure || !session.journal.entries().empty();
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

void roll_back_quietly(SessionState& session) noexcept {
    abandon_streams(session);
    try {
        rollback_session(session);
    } catch (...) {
        // The database is rolled back; without memory to undo with, detached rows keep their last values.
        if (session.connection)
            session.engine.give_back(std::move(session.connection));
    }
}

}

TableRows::TableRows(SessionState& owner, const Mapping& mapped)
    : session(&owner), mapping(&mapped),
      makes_values(std::ranges::any_of(
          mapped.columns,
          [](const Column& column) { return column.maker == Maker::clock || column.maker == Maker::uuid; })),
      roles(mapped), identities(mapped), targets(mapped.foreign_keys.size()) {
}

void forget_rows(SessionState& session) noexcept {
    for (const JournalEntry& entry : session.journal.entries())
        detach(*entry.row);
    session.journal.clear();
    session.lists.leave(0);
    release_all(session.erased);
    release_all(session.orphans);
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

void require_writable(const SessionState& session, const char* call) {
    if (session.for_reading)
        throw UsageError(std::string(call) +
                         " in a stream, whose rows are for reading: get the row by its key");
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
        connection->driver().begin(session.options.mode == SessionMode::writing ? driver::Begin::write
                                                                                : mode);
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

std::exception_ptr commit(SessionState& session) {
    refuse_in_handler(session, "commit");
    require_no_stream(session, "commit");
    if (session.level > 0)
        throw UsageError("commit while a savepoint is open");
    flush(session);
    if (!session.connection)
        return nullptr;
    try {
        watched(session, "commit", [](driver::Connection& connection) { connection.commit(); });
    } catch (const std::exception& error) {
        fail(session, error.what());
        throw;
    }
    end_transaction(session, true);
    return tell_end(session, true);
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

TableRows& rows_of(SessionState& session, const Mapping& mapping) {
    auto& tables = session.tables;
    const auto known =
        std::ranges::find_if(tables, [&](const auto& table) { return table->mapping == &mapping; });
    if (known != tables.end())
        return **known;
    return *tables.emplace_back(std::make_unique<TableRows>(session, mapping));
}

TableRows& rows_of(Session& session, const Mapping& mapping) {
    return rows_of(session.state(), mapping);
}

}

using namespace detail;

Session::Session(Engine& engine, SessionOptions options)
    : state_(std::make_unique<SessionState>(engine.state(), options)) {
    state_->owner = this;
}

Session::~Session() {
    const bool tells = has_transaction(*state_);
    roll_back_quietly(*state_);
    if (tells) {
        // A destructor cannot pass on what a handler throws, and what one has begun ends here too.
        static_cast<void>(tell_end(*state_, false));
        roll_back_quietly(*state_);
    }
    forget_rows(*state_);
}

void Session::flush() {
    detail::flush(*state_);
}

void Session::commit() {
    if (const auto thrown = detail::commit(*state_))
        std::rethrow_exception(thrown);
}

void Session::rollback() {
    refuse_in_handler(*state_, "rollback");
    require_no_stream(*state_, "rollback");
    const bool tells = has_transaction(*state_);
    rollback_session(*state_);
    if (const auto thrown = tells ? tell_end(*state_, false) : nullptr)
        std::rethrow_exception(thrown);
}

void Session::clear() {
    require_usable(*state_);
    refuse_in_handler(*state_, "clear");
    forget_rows(*state_);
}

Events& Session::events() {
    if (!state_->events)
        state_->events = std::make_unique<Events>();
    return *state_->events;
}

void Session::erase_row(ManagedRow& row) {
    require_managed(*state_, row, "erase");
    detail::erase(row, *row.table);
}

void Session::touch_row(ManagedRow& row) {
    require_managed(*state_, row, "touch");
    detail::touch(row);
}

void Session::expunge_row(ManagedRow& row) {
    require_managed(*state_, row, "expunge");
    detail::expunge(row);
}

NoAutoflush::NoAutoflush(Session& session) : state_(session.state()) {
    ++state_.no_autoflush;
}

NoAutoflush::~NoAutoflush() {
    --state_.no_autoflush;
}

Savepoint::Savepoint(Session& session) : state_(session.state()) {
    require_no_stream(state_, "savepoint");
    detail::flush(state_);
    begin(state_, driver::Begin::write);
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
