#include "core/events.hpp"

#include "core/relation_flush.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace rowsmith {

Events::Events() : state_(std::make_unique<State>()) {
}

Events::~Events() = default;

void Events::listen(const Mapping& mapping, detail::Moment moment, detail::Change change,
                    std::function<void(detail::ManagedRow&)> handler) {
    state_->rows.push_back(
        {.mapping = &mapping, .moment = moment, .change = change, .call = std::move(handler)});
}

void Events::after_commit(std::function<void(Session&)> handler) {
    state_->commits.push_back(std::move(handler));
}

void Events::after_rollback(std::function<void(Session&)> handler) {
    state_->rollbacks.push_back(std::move(handler));
}

namespace detail {
namespace {

/// So often may handlers give each other work in one flush, or flushes in one call.
constexpr int most_rounds = 1000;

/// Lets all handlers run whatever one throws.
class FirstException {
public:
    template <typename Call>
    void guard(Call call) noexcept {
        try {
            call();
        } catch (...) {
            if (!first_)
                first_ = std::current_exception();
        }
    }
    [[nodiscard]] const std::exception_ptr& get() const noexcept { return first_; }

private:
    std::exception_ptr first_;
};

/// Those of the engine, then those of the session, which may have none.
std::array<const Events::State*, 2> listeners(const SessionState& session) {
    return {&session.engine.events.state(), session.events ? &session.events->state() : nullptr};
}

template <typename Visit>
void for_each_handler(const SessionState& session, const Mapping& mapping, Moment moment, Change change,
                      Visit visit) {
    for (const Events::State* const events : listeners(session)) {
        for (std::size_t at = 0; events && at < events->rows.size(); ++at) {
            const auto& handler = events->rows[at];
            if (handler.mapping == &mapping && handler.moment == moment && handler.change == change)
                visit(handler);
        }
    }
}

bool hears(const SessionState& session, const Mapping& mapping, Moment moment, Change change) {
    bool heard = false;
    for_each_handler(session, mapping, moment, change, [&](const auto&) { heard = true; });
    return heard;
}

bool is_updated(const ManagedRow& row) {
    if (row.state != RowState::persistent || !row.original)
        return false;
    ColumnSet changed = changed_columns(*row.mapping, row.original, model_of(row));
    add_waiting_columns(row, changed);
    return row.touched || !changed.empty();
}

/// What the next flush does to a row.
bool is_to_be(Change change, const ManagedRow& row) {
    switch (change) {
    case Change::insertion:
        return row.state == RowState::pending && !row.orphaned;
    case Change::update:
        return is_updated(row) && !row.orphaned;
    case Change::deletion:
        return (row.state == RowState::erased && !row.cascaded) ||
               (row.state == RowState::persistent && row.orphaned);
    }
    return false;
}

}

FlushEvents::FlushEvents(SessionState& session)
    : session_(session), listened_(std::ranges::any_of(listeners(session), [](const Events::State* events) {
          return events && !events->rows.empty();
      })) {
}

std::vector<FlushEvents::Event> FlushEvents::gather(Moment moment, const Met& met) const {
    std::vector<Event> events;
    const auto take = [&](ManagedRow* row, Change change) {
        if (row && hears(session_, *row->mapping, moment, change) && is_to_be(change, *row) &&
            !met[static_cast<std::size_t>(change)].contains(row))
            events.push_back({HeldRow{*row}, change});
    };
    for (const auto& table : session_.tables) {
        if (!table->pending.empty() && hears(session_, *table->mapping, moment, Change::insertion))
            std::ranges::for_each(table->pending, [&](ManagedRow* row) { take(row, Change::insertion); });
    }
    for (ManagedRow* row : session_.edited)
        take(row, Change::update);
    for (ManagedRow* row : session_.orphans)
        take(row, Change::deletion);
    for (ManagedRow* row : session_.erased)
        take(row, Change::deletion);
    return events;
}

void FlushEvents::tell_before(const Event& event) const {
    const Handling handling{session_};
    for_each_handler(session_, *(*event.row).mapping, Moment::before, event.change, [&](const auto& handler) {
        if (is_to_be(event.change, *event.row)) // else another handler has undone it
            handler.call(*event.row);
    });
}

void FlushEvents::before() {
    if (!listened_)
        return;
    Met met;
    std::vector<HeldRow> told; // so that no other row takes the place of one that a handler has forgotten
    for (int round = 0;; ++round) {
        auto events = gather(Moment::before, met);
        if (events.empty())
            break;
        if (round == most_rounds)
            throw UsageError("handlers of before-events still change other rows after " +
                             std::to_string(most_rounds) + " rounds; have them stop");
        for (Event& event : events) {
            if (!is_to_be(event.change, *event.row)) // it may be told later
                continue;
            if (met[static_cast<std::size_t>(event.change)].insert(&*event.row).second)
                tell_before(event);
            told.push_back(std::move(event.row));
        }
    }
    require_usable(session_); // a statement of a handler may have failed
    require_no_stream(session_, "flush");
}

void FlushEvents::note() {
    if (listened_)
        noted_ = gather(Moment::after, {});
}

void FlushEvents::after() {
    if (noted_.empty())
        return;
    FirstException thrown;
    const Handling handling{session_};
    for (const Event& event : std::exchange(noted_, {})) {
        for_each_handler(session_, *(*event.row).mapping, Moment::after, event.change,
                         [&](const auto& handler) { thrown.guard([&] { handler.call(*event.row); }); });
    }
    if (thrown.get())
        std::rethrow_exception(thrown.get());
}

bool FlushEvents::again() {
    if (!listened_ || !has_changes(session_))
        return false;
    if (++flushes_ == most_rounds)
        throw UsageError("handlers of after-events still change rows after " + std::to_string(most_rounds) +
                         " flushes; have them stop");
    return true;
}

void refuse_in_handler(const SessionState& session, const char* call) {
    if (session.handling > 0)
        throw UsageError(std::string(call) +
                         " inside a handler of an event; what it changes is flushed after it");
}

std::exception_ptr tell_end(SessionState& session, bool committed) noexcept {
    FirstException thrown;
    const Handling handling{session};
    for (const Events::State* const events : listeners(session)) {
        const auto* const handlers = !events ? nullptr : committed ? &events->commits : &events->rollbacks;
        for (std::size_t at = 0; handlers && at < handlers->size(); ++at)
            thrown.guard([&] { (*handlers)[at](*session.owner); });
    }
    return thrown.get();
}

}

}
