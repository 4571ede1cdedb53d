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
                session.engine.keep_block(*held.sequence, held.block);
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

/// The connection goes back, and nobody who wanted to stop this session stops its next user.
void return_connection(SessionState& session) noexcept {
    if (session.cancel_target)
        session.cancel_target->set(nullptr);
    session.connection.reset();
}

std::optional<Pool::Clock::time_point> next_deadline(const SessionState& session) {
    std::optional<Pool::Clock::time_point> deadline = session.unit_deadline;
    if (session.options.deadline) {
        const auto own = Pool::Clock::now() + *session.options.deadline;
        deadline = deadline ? std::min(*deadline, own) : own;
    }
    return deadline;
}

driver::BeginOptions begin_options(const SessionOptions& options, driver::Begin mode) {
    return {.mode = options.mode == SessionMode::writing ? driver::Begin::write : mode,
            .isolation = options.isolation,
            .read_only = options.mode == SessionMode::reading,
            .deferrable = options.deferrable,
            .resolves_commit = options.resolves_commit};
}

/// A rollback after the deadline gets some time of its own.
void allow_rollback(SessionState& session) {
    if (session.options.deadline || session.unit_deadline)
        session.connection->driver().set_deadline(Pool::Clock::now() + std::chrono::seconds{1});
}

/// When memory cannot be had to undo with, the session waits for another try.
void rollback_session(SessionState& session) {
    if (session.connection) {
        driver::Connection& connection = session.connection->driver();
        StatementWatch watch{session.engine, "rollback"};
        watch.executions = connection.in_transaction() ? 1 : 0;
        allow_rollback(session);
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
        return_connection(session);
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
    if (session.options.mode == SessionMode::reading)
        throw UsageError(std::string(call) + " in a session that was opened for reading");
}

namespace {

[[noreturn]] void refuse_failed(std::string_view cause) {
    throw SessionFailed("the session failed before and needs a rollback; the first cause: " +
                        std::string(cause));
}

}

void require_usable(const SessionState& session) {
    if (session.failure)
        refuse_failed(*session.failure);
    if (session.engine.traits.errors_end_transaction && session.connection) {
        if (const char* const cause = session.connection->driver().failure())
            refuse_failed(cause);
    }
}

namespace {

void begin_now(SessionState& session, driver::Begin mode, std::optional<Pool::Clock::time_point> deadline) {
    session.connection =
        session.engine.take_connection(session.place, deadline, session.options.mode == SessionMode::reading);
    driver::Connection& connection = session.connection->driver();
    StatementWatch watch{session.engine, "begin"};
    try {
        if (deadline)
            connection.set_deadline(deadline);
        if (session.cancel_target)
            session.cancel_target->set(connection.canceller());
        connection.begin(begin_options(session.options, mode));
    } catch (...) {
        return_connection(session); // there is no transaction
        throw;
    }
    watch.done();
}

}

PreparedConnection& begin(SessionState& session, driver::Begin mode) {
    if (mode == driver::Begin::write)
        require_writable(session, "a statement that writes");
    if (session.connection)
        return *session.connection;
    const auto deadline = next_deadline(session);
    try {
        begin_now(session, mode, deadline);
    } catch (const ConnectionLost& lost) {
        // It broke since the pool looked at it. Nothing has been done, so another one is as good.
        if (lost.outcome() != Outcome::not_started)
            throw;
        begin_now(session, mode, deadline);
    }
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
    session.runs.clear();
    ++session.transaction;
    ++session.era;
    session.unseen_changes = false;
    return_connection(session);
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

void autoflush(SessionState& session, std::string_view query) {
    if (session.no_autoflush > 0 || !has_changes(session))
        return;
    try {
        flush(session);
    } catch (Error& error) {
        error.add_context("flush before the query '" + std::string(query) + "'");
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

Session::Session(Engine& engine, SessionOptions options, CallSite place)
    : state_(std::make_unique<SessionState>(engine.state(), options, place)) {
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

Canceller Session::canceller() {
    if (!state_->cancel_target) {
        state_->cancel_target = std::make_shared<CancelTarget>();
        if (state_->connection)
            state_->cancel_target->set(state_->connection->driver().canceller());
    }
    return Canceller{state_->cancel_target};
}

void Canceller::cancel() const noexcept {
    target_->cancel();
}

void Session::notify(std::string_view channel, std::string_view payload) {
    require_usable(*state_);
    begin(*state_, driver::Begin::read);
    watched(*state_, "notify", [&](driver::Connection& connection) { connection.notify(channel, payload); });
}

void Session::lock(std::string_view name) {
    require_usable(*state_);
    begin(*state_, driver::Begin::read);
    watched(*state_, "lock",
            [&](driver::Connection& connection) { connection.lock(name, driver::LockScope::transaction); });
}

bool Session::try_lock(std::string_view name) {
    require_usable(*state_);
    begin(*state_, driver::Begin::read);
    bool taken = false;
    watched(*state_, "lock", [&](driver::Connection& connection) {
        taken = connection.try_lock(name, driver::LockScope::transaction);
    });
    return taken;
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

}
