#pragma once
// A session is a unit of work: it holds the rows that a program reads and changes, knows what changed, and
// sends it in one transaction.

#include "rowsmith/call_site.hpp"
#include "rowsmith/canceller.hpp"
#include "rowsmith/ref.hpp"
#include "rowsmith/session_options.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace rowsmith {

class Engine;
class Events;
class Session;

namespace detail {
struct SessionState;
struct TableRows;
}

/// One thread at a time. A transaction begins with the first statement and ends with commit() or rollback();
/// the session takes a connection for just that long. Destruction without commit rolls back.
class Session {
public:
    /// `place` is where the pool says that a connection was taken.
    explicit Session(Engine& engine, SessionOptions options = {}, CallSite place = CallSite::current());
    Session(Engine& engine, SessionMode mode, CallSite place = CallSite::current())
        : Session(engine, SessionOptions{.mode = mode}, place) {}
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Sends what was added, edited and erased: inserts with parents first, updates of changed columns,
    /// deletes with children first. Nothing changed: nothing sent. On an error the transaction (inside a
    /// savepoint: that savepoint) is rolled back at once, and the session throws SessionFailed until
    /// rollback().
    void flush();
    /// Flushes and commits. Without a statement since the last commit nothing is sent. What a handler of
    /// after_commit throws is passed on when all is committed and the session is ready for the next
    /// transaction.
    void commit();
    /// Undoes the transaction in the database and in memory: edited rows get their former values back, added
    /// ones are detached, erased ones are persistent again. Sends nothing but ROLLBACK.
    void rollback();

    /// Marks a row to be deleted by the next flush; a pending one is only forgotten. Twice is once.
    template <typename T>
    void erase(const Ref<T>& ref) {
        static_assert(detail::writable<T>, "a view is only read: its rows cannot be erased");
        erase_row(ref.row());
    }
    /// Has the next flush raise the row's version, as an edit would: other sessions that have read the row
    /// and change it get a Conflict. Throws UsageError when its table has no version column.
    template <typename T>
    void touch(const Ref<T>& ref) {
        static_assert(detail::writable<T>, "a view is only read: its rows have no version");
        touch_row(ref.row());
    }
    /// Flushes, reads the row again and overwrites it: one SELECT. Throws NotFound when it is gone.
    template <typename T>
    void refresh(const Ref<T>& ref) {
        refresh_row(ref.row());
    }
    /// Forgets one row: a pending one is never sent, nor are its links of many-to-many relations; of a
    /// persistent one edits are dropped. The ref is detached, and the row leaves the lists that are loaded.
    /// Sends nothing; the next query that finds the row makes a new ref of it. Other rows that were linked to
    /// a pending one are a UsageError at their flush. Throws UsageError for a row that is erased.
    template <typename T>
    void expunge(const Ref<T>& ref) {
        expunge_row(ref.row());
    }
    /// Forgets all rows; what was not flushed is lost. Refs are detached. The transaction goes on.
    void clear();

    /// What stops the statement that the session runs, from any thread. It may outlive the session.
    [[nodiscard]] Canceller canceller();

    /// Has the commit tell all that listen to the channel; a rollback, and nobody hears of it. One round
    /// trip. Throws UsageError where a database has no notifications.
    void notify(std::string_view channel, std::string_view payload = {});
    /// Waits for the lock of this name, which all programs that use the database share, and keeps it until
    /// the end of the transaction. One round trip. Throws UsageError where a database has no such locks.
    void lock(std::string_view name);
    /// The same without waiting; false when another has the lock.
    [[nodiscard]] bool try_lock(std::string_view name);

    /// The handlers of this session alone (rowsmith/events.hpp), called after those of the engine.
    [[nodiscard]] Events& events();

    [[nodiscard]] detail::SessionState& state() { return *state_; }

private:
    void erase_row(detail::ManagedRow& row);
    void touch_row(detail::ManagedRow& row);
    void refresh_row(detail::ManagedRow& row);
    void expunge_row(detail::ManagedRow& row);

    std::unique_ptr<detail::SessionState> state_;
};

/// While it lives, queries of the session do not flush first.
class NoAutoflush {
public:
    explicit NoAutoflush(Session& session);
    ~NoAutoflush();
    NoAutoflush(const NoAutoflush&) = delete;
    NoAutoflush& operator=(const NoAutoflush&) = delete;

private:
    detail::SessionState& state_;
};

/// A part of a transaction that can be undone by itself. Savepoints nest; they end in the reverse order.
class Savepoint {
public:
    /// Flushes, then sets the savepoint.
    explicit Savepoint(Session& session);
    /// Rolls back when it was neither released nor rolled back.
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;

    /// Flushes and makes what was done inside a part of the transaction around it. Throws UsageError when an
    /// inner savepoint is open, or after the end.
    void release();
    /// Undoes what was done since, in the database and in memory. Throws UsageError as release().
    void rollback();

private:
    [[nodiscard]] bool is_innermost() const;

    detail::SessionState& state_;
    int level_ = 0;
    std::uint64_t transaction_ = 0; // the session's: another one has nothing to do with this savepoint
    bool open_ = true;
};

namespace detail {

/// The session's rows of one table, made on first use.
[[nodiscard]] TableRows& rows_of(Session& session, const Mapping& mapping);

/// Takes over a row that `Mapping::rows.create` made. `given` are columns to be sent as they are even where
/// `{}` would mean "not given". Throws IdentityConflict; the row is destroyed then.
[[nodiscard]] ManagedRow& add(TableRows& table, ManagedRow& fresh, std::span<const std::uint16_t> given);
/// Takes over the values of a row that `Mapping::rows.create` made as an edit of the row of its key, if there
/// is one; else the row itself.
[[nodiscard]] ManagedRow& merge(TableRows& table, ManagedRow& fresh);
void erase(ManagedRow& row, const TableRows& table);
/// `key`: pointers to the values of the key columns, in key order. Null when there is no such row.
[[nodiscard]] ManagedRow* find(TableRows& table, std::span<const void* const> key, const char* call);
[[nodiscard]] ManagedRow& get(TableRows& table, std::span<const void* const> key);
/// By the values of the unique key number `index`. `call` is what the program called.
[[nodiscard]] ManagedRow* find_by(TableRows& table, std::size_t index, const char* call,
                                  std::span<const void* const> values);

/// Reads a deferred column of a managed row unless it is there already; the address of its member.
[[nodiscard]] const void* load_column(TableRows& table, ManagedRow& row, std::uint16_t column);

/// The rows of `select ... from table`, one after the other.
class Cursor {
public:
    Cursor(TableRows& table, const char* call);
    ~Cursor();
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    /// Goes to the next row; false at the end.
    [[nodiscard]] bool next();
    /// The current row into a model.
    void read(void* model);
    /// The current row as a managed one.
    [[nodiscard]] ManagedRow& managed();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}

}
