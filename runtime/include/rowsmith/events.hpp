#pragma once
// Functions of the program that are called when a session changes rows: before and after each insert, update
// and delete of a model, and after the end of a transaction.

#include "rowsmith/ref.hpp"

#include <concepts>
#include <functional>
#include <memory>
#include <utility>

namespace rowsmith {

class Session;

/// What can be told of a row of model T.
template <typename Handler, typename T>
concept HandlerOfRow = std::invocable < Handler&,
        const Ref<T>
& > ;

namespace detail {

enum class Moment : std::uint8_t { before, after };
enum class Change : std::uint8_t { insertion, update, deletion };

}

/// The handlers of one session (`session.events()`), or of all sessions of an engine (`engine.events()`:
/// register before the engine is first used; sessions on several threads may call a handler at the same
/// time). Those of the engine are called first, each in the order of registration.
///
/// While a handler runs, flush, commit, rollback, clear and savepoints of its session are UsageErrors, and
/// its queries do not flush first. Rows that the database deletes or changes by itself, as `on delete` asks,
/// and those of statements that change many rows at once, have no events.
class Events {
public:
    Events();
    ~Events();
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    /// `before_...` handlers run when a flush begins, before anything is planned or sent, once per row and
    /// flush. What they add, edit or erase belongs to the same flush and has its own events; rows that are
    /// still added after 1,000 rounds are a UsageError. When one throws, nothing was sent and everything
    /// stays to be flushed.
    template <typename T, HandlerOfRow<T> Handler>
    void before_insert(Handler handler) {
        listen<T>(detail::Moment::before, detail::Change::insertion, std::move(handler));
    }
    /// Only for rows in which a value has changed. One that the handler changes back is not sent.
    template <typename T, HandlerOfRow<T> Handler>
    void before_update(Handler handler) {
        listen<T>(detail::Moment::before, detail::Change::update, std::move(handler));
    }
    template <typename T, HandlerOfRow<T> Handler>
    void before_delete(Handler handler) {
        listen<T>(detail::Moment::before, detail::Change::deletion, std::move(handler));
    }

    /// `after_...` handlers run when the flush is done and memory has followed: rows are persistent, or
    /// deleted. What they change is sent by the same call, as another flush; 1,000 of those are a UsageError.
    /// When one throws, the others still run and the first exception is passed on; the transaction stays
    /// open.
    template <typename T, HandlerOfRow<T> Handler>
    void after_insert(Handler handler) {
        listen<T>(detail::Moment::after, detail::Change::insertion, std::move(handler));
    }
    template <typename T, HandlerOfRow<T> Handler>
    void after_update(Handler handler) {
        listen<T>(detail::Moment::after, detail::Change::update, std::move(handler));
    }
    template <typename T, HandlerOfRow<T> Handler>
    void after_delete(Handler handler) {
        listen<T>(detail::Moment::after, detail::Change::deletion, std::move(handler));
    }

    /// When the transaction is committed and the session ready for the next, to which belongs what the
    /// handler does. The first exception is passed on after all have run: by then nothing can be undone any
    /// more, and Engine::transact does not run the unit again.
    void after_commit(std::function<void(Session&)> handler);
    /// The same after a rollback of a transaction, also that of a session which ends without commit:
    /// exceptions are swallowed then. Rolling back a savepoint is no such event.
    void after_rollback(std::function<void(Session&)> handler);

    struct State;
    [[nodiscard]] const State& state() const { return *state_; }

private:
    template <typename T, typename Handler>
    void listen(detail::Moment moment, detail::Change change, Handler handler) {
        static_assert(detail::writable<T>, "a view is only read: its rows have no events");
        listen(Relations<T>::mapping(), moment, change,
               [handler = std::move(handler)](detail::ManagedRow& row) mutable {
                   std::invoke(handler, Ref<T>{row});
               });
    }
    void listen(const Mapping& mapping, detail::Moment moment, detail::Change change,
                std::function<void(detail::ManagedRow&)> handler);

    std::unique_ptr<State> state_;
};

}
