#pragma once
// Who listens to changes of rows and to the ends of transactions, and when they are called.

#include "core/held_row.hpp"
#include "core/session_state.hpp"
#include "rowsmith/events.hpp"

#include <array>
#include <deque>
#include <exception>
#include <unordered_set>
#include <vector>

namespace rowsmith {

struct Events::State {
    struct RowHandler {
        const Mapping* mapping;
        detail::Moment moment;
        detail::Change change;
        std::function<void(detail::ManagedRow&)> call;
    };
    using EndHandler = std::function<void(Session&)>;

    // A deque: a handler stays in its place while it registers another.
    std::deque<RowHandler> rows;
    std::deque<EndHandler> commits;
    std::deque<EndHandler> rollbacks;
};

}

namespace rowsmith::detail {

/// While a handler runs, the session neither flushes nor ends its transaction.
class Handling {
public:
    explicit Handling(SessionState& session) : session_(session) {
        ++session_.handling;
        ++session_.no_autoflush;
    }
    ~Handling() {
        --session_.handling;
        --session_.no_autoflush;
    }
    Handling(const Handling&) = delete;
    Handling& operator=(const Handling&) = delete;

private:
    SessionState& session_;
};

/// What the handlers are told of one flush. Nothing is done, and nothing gathered, when nobody listens to
/// rows.
class FlushEvents {
public:
    explicit FlushEvents(SessionState& session);

    /// Calls the before-handlers, also for what they change, until there is no more. Throws what they throw.
    void before();
    /// Notes the rows that the statements to come will insert, update and delete.
    void note();
    /// Calls the after-handlers for the rows that were noted; the first exception is thrown at the end.
    void after();
    /// Whether the after-handlers have left something to be flushed. Throws UsageError when they always do.
    [[nodiscard]] bool again();

private:
    struct Event {
        HeldRow row;
        Change change;
    };
    /// By the change that it was told of, to tell it once.
    using Met = std::array<std::unordered_set<const ManagedRow*>, 3>;

    [[nodiscard]] std::vector<Event> gather(Moment moment, const Met& met) const;
    void tell_before(const Event& event) const;

    SessionState& session_;
    bool listened_;
    int flushes_ = 0;
    std::vector<Event> noted_;
};

/// Throws UsageError when a handler of the session is running.
void refuse_in_handler(const SessionState& session, const char* call);
/// Calls the handlers of the end of a transaction, which is over; the first exception of theirs.
[[nodiscard]] std::exception_ptr tell_end(SessionState& session, bool committed) noexcept;

}
