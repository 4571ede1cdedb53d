#include "sqlite/limits.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <thread>
#include <utility>

namespace rowsmith::sqlite {
namespace {

/// Instructions of SQLite's machine between two looks at the clock: some ten microseconds.
constexpr int look_every = 1000;

/// Between two tries to get a lock, as SQLite's own handler has it.
std::chrono::milliseconds pause_before(int tries) {
    constexpr auto pauses = std::to_array<int>({1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100});
    const auto at = std::min(static_cast<std::size_t>(tries), pauses.size() - 1);
    return std::chrono::milliseconds{pauses[at]};
}

}

Limits::Limits(sqlite3* connection, std::chrono::milliseconds busy_timeout,
               std::chrono::milliseconds statement_timeout)
    : connection_(connection), busy_timeout_(busy_timeout), statement_timeout_(statement_timeout) {
    const auto handler = [](void* self, int count) {
        return static_cast<Limits*>(self)->wait_for_lock(count) ? 1 : 0;
    };
    sqlite3_busy_handler(connection_, handler, this);
    watch();
}

/// Has SQLite ask for the time, if there is a limit.
void Limits::watch() {
    const auto handler = [](void* self) { return static_cast<Limits*>(self)->is_over() ? 1 : 0; };
    if (are_set())
        sqlite3_progress_handler(connection_, look_every, handler, this);
    else
        sqlite3_progress_handler(connection_, 0, nullptr, nullptr);
}

void Limits::set_deadline(std::optional<Clock::time_point> deadline) {
    if (deadline_ == deadline)
        return;
    deadline_ = deadline;
    watch();
}

bool Limits::begin_statement() {
    const auto now = Clock::now();
    cause_ = EndedBy::itself;
    if (statement_timeout_.count() > 0)
        statement_end_ = now + statement_timeout_;
    return !deadline_ || now < *deadline_;
}

std::optional<Limits::Clock::time_point> Limits::nearest() const {
    if (deadline_ && statement_end_)
        return std::min(*deadline_, *statement_end_);
    return deadline_ ? deadline_ : statement_end_;
}

Limits::Clock::time_point Limits::patience() const {
    const auto end = Clock::now() + busy_timeout_;
    const auto limit = nearest();
    return limit ? std::min(*limit, end) : end;
}

bool Limits::is_over() {
    const auto now = Clock::now();
    if (deadline_ && now >= *deadline_)
        cause_ = EndedBy::deadline;
    else if (statement_end_ && now >= *statement_end_)
        cause_ = EndedBy::statement_limit;
    else
        return false;
    return true;
}

bool Limits::wait_for_lock(int count) {
    if (count == 0) {
        cancelled_ = false; // what was said before was for another statement
        wait_end_ = patience();
    }
    const auto now = Clock::now();
    if (now >= wait_end_) {
        static_cast<void>(is_over());
        return false;
    }
    std::this_thread::sleep_for(std::min<Clock::duration>(pause_before(count), wait_end_ - now));
    if (!cancelled_)
        return true;
    cause_ = EndedBy::other_thread;
    return false;
}

EndedBy Limits::take_cause() {
    return std::exchange(cause_, EndedBy::itself);
}

void Canceller::cancel() noexcept {
    const std::scoped_lock lock{mutex_};
    if (!connection_)
        return;
    limits_->cancel();
    sqlite3_interrupt(connection_);
}

void Canceller::detach() noexcept {
    const std::scoped_lock lock{mutex_};
    connection_ = nullptr;
}

}
