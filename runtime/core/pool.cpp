#include "core/pool.hpp"

#include "core/retry.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>

namespace rowsmith {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

/// The whole of a limit or up to a tenth less.
std::chrono::nanoseconds with_jitter(std::chrono::nanoseconds limit) {
    thread_local std::minstd_rand random{std::random_device{}()};
    return limit - std::chrono::nanoseconds{
                       std::uniform_int_distribution<std::int64_t>{0, limit.count() / 10}(random)};
}

std::string place_text(const CallSite& place) {
    return std::string(place.file_name()) + ":" + std::to_string(place.line());
}

/// Leaves no trace of its last user; false when the connection is not to be used again.
bool clean(driver::Connection& connection) noexcept {
    try {
        connection.set_deadline(std::nullopt);
        return connection.usable() && !connection.in_transaction() && connection.reset();
    } catch (...) {
        return false;
    }
}

}

Lease& Lease::operator=(Lease&& other) noexcept {
    reset();
    pool_ = std::move(other.pool_);
    connection_ = std::move(other.connection_);
    return *this;
}

void Lease::reset() noexcept {
    if (connection_)
        pool_->give_back(std::move(connection_));
    pool_.reset();
}

Lease Pool::take(const CallSite& place, std::optional<Clock::time_point> deadline) {
    const auto start = Clock::now();
    const bool by_deadline = deadline && *deadline < start + setup_.options.wait;
    const auto until = by_deadline ? *deadline : start + setup_.options.wait;
    const auto give_up = std::min(until, start + setup_.options.reconnect);
    for (bool first = false;; first = true) {
        Claim claimed = claim(until, first, by_deadline);
        Entry connection = checked(claimed);
        const bool reused = connection != nullptr;
        if (!reused)
            connection = open(give_up);
        if (connection)
            return lend(std::move(connection), place, reused);
    }
}

/// Waits in line. `first`: whoever has waited already does not go to the end again.
Pool::Claim Pool::claim(Clock::time_point until, bool first, bool by_deadline) {
    Claim claim;
    std::unique_lock lock{mutex_};
    if (!closed_ && (first || waiting_.empty()) && try_claim(claim))
        return claim;
    const auto self = waiting_.emplace(first ? waiting_.begin() : waiting_.end());
    const bool mine = wait_for_turn(lock, *self, until, claim);
    waiting_.erase(self);
    wake_first();
    if (mine)
        return claim;
    if (closed_)
        throw PoolClosed("the engine is being destroyed", {.outcome = Outcome::not_started});
    refuse_wait(by_deadline);
}

bool Pool::wait_for_turn(std::unique_lock<std::mutex>& lock, Waiter& self, Clock::time_point until,
                         Claim& claim) {
    while (!closed_) {
        const bool first = &waiting_.front() == &self;
        if (first && try_claim(claim))
            return true;
        if (Clock::now() >= until)
            return false;
        self.turn.wait_until(lock, first && has_room() ? std::min(until, not_before_) : until);
    }
    return false;
}

bool Pool::try_claim(Claim& claim) {
    if (claim_idle(claim))
        return true;
    const auto now = Clock::now();
    if (!has_room() || now < not_before_)
        return false;
    out_.reserve(total_ + 1);
    ++total_;
    if (failures_ > 0)
        not_before_ = now + retry_pause(failures_); // one try after the other
    return true;
}

bool Pool::claim_idle(Claim& claim) {
    if (idle_.empty())
        return false;
    const auto now = setup_.now();
    bury_idle(claim.dead, now);
    if (idle_.empty())
        return false;
    claim.connection = std::move(idle_.back());
    idle_.pop_back();
    claim.generation = generation_;
    claim.suspect = claim.connection->generation < generation_ ||
                    now - claim.connection->idle_since >= setup_.options.ping_after;
    return true;
}

bool Pool::has_room() const {
    const auto limit = static_cast<std::size_t>(setup_.options.size + setup_.options.overflow);
    return setup_.unlimited || total_ < limit;
}

/// Too old, or made on a server that is not to be used any more.
bool Pool::is_over(const PooledConnection& connection, Clock::time_point now) const {
    return connection.generation < oldest_usable_ || (connection.expires && now >= *connection.expires);
}

void Pool::bury_idle(std::list<Entry>& dead, Clock::time_point now) {
    const auto limit = setup_.options.max_idle;
    for (auto entry = idle_.begin(); entry != idle_.end();) {
        const auto next = std::next(entry);
        if (is_over(**entry, now) || (limit.count() > 0 && now - (*entry)->idle_since >= limit)) {
            dead.splice(dead.end(), idle_, entry);
            --total_;
            ++counted_.closed;
        }
        entry = next;
    }
}

/// The claim's connection, or the next idle one, that works; null when none does, and one is to be opened.
Pool::Entry Pool::checked(Claim& claim) {
    while (claim.connection) {
        driver::Connection& driver = claim.connection->prepared->driver();
        if (driver.usable() && driver.looks_alive() && (!claim.suspect || driver.ping())) {
            if (claim.suspect)
                claim.connection->generation = std::max(claim.connection->generation, claim.generation);
            return std::move(claim.connection);
        }
        const Entry broken = std::move(claim.connection); // closed after the lock
        const std::scoped_lock lock{mutex_};
        note_loss(*broken);
        ++counted_.closed;
        if (claim_idle(claim))
            --total_; // of the two places one is enough
    }
    return nullptr;
}

/// Null when it is worth another try; the place is given up then.
Pool::Entry Pool::open(Clock::time_point give_up) {
    const auto started = Clock::now();
    Entry entry;
    try {
        entry = std::make_unique<PooledConnection>();
        entry->generation = generation();
        entry->prepared = setup_.open();
    } catch (const Error& error) {
        const bool passing = error.retry() != Retry::never;
        if (note_failure(started, error) && passing && Clock::now() < give_up)
            return nullptr;
        throw;
    } catch (const std::exception& error) {
        static_cast<void>(note_failure(started, error));
        throw;
    }
    if (setup_.options.max_lifetime.count() > 0)
        entry->expires = setup_.now() + with_jitter(setup_.options.max_lifetime);
    const std::scoped_lock lock{mutex_};
    ++counted_.opened;
    failures_ = 0;
    not_before_ = {};
    wake_first();
    return entry;
}

/// Gives the place up; whether the database has ever answered.
bool Pool::note_failure(Clock::time_point started, const std::exception& error) noexcept {
    const std::scoped_lock lock{mutex_};
    const auto now = Clock::now();
    if (started >= failed_last_) // else it is the same failure, seen by several
        ++failures_;
    failed_last_ = now;
    not_before_ = now + retry_pause(failures_);
    ++counted_.failed;
    try {
        last_failure_ = error.what();
    } catch (...) {
        last_failure_.clear();
    }
    --total_;
    wake_first();
    return counted_.opened > 0;
}

Lease Pool::lend(Entry connection, const CallSite& place, bool reused) {
    const std::scoped_lock lock{mutex_};
    connection->place = place;
    connection->taken = setup_.now();
    out_.push_back(connection.get());
    counted_.reused += reused ? 1 : 0;
    return {shared_from_this(), std::move(connection)};
}

void Pool::give_back(Entry connection) noexcept {
    driver::Connection& driver = connection->prepared->driver();
    if (driver.usable() && driver.in_transaction())
        driver.rollback();
    const bool good = clean(driver);
    std::list<Entry> dead;
    const std::scoped_lock lock{mutex_};
    std::erase(out_, connection.get());
    if (!driver.usable())
        note_loss(*connection);
    const auto now = setup_.now();
    bury_idle(dead, now);
    const bool wanted =
        !waiting_.empty() || setup_.unlimited || idle_.size() < static_cast<std::size_t>(setup_.options.size);
    connection->idle_since = now;
    if (good && !closed_ && wanted && !is_over(*connection, now)) {
        try {
            idle_.push_back(std::move(connection));
            return wake_first();
        } catch (...) {
            // Without memory to keep it, the connection is closed, which loses nothing.
        }
    }
    --total_;
    ++counted_.closed;
    wake_first();
}

std::uint64_t Pool::generation() const {
    const std::scoped_lock lock{mutex_};
    return generation_;
}

/// What broke one connection may have broken those that are as old.
void Pool::note_loss(const PooledConnection& connection) {
    ++counted_.invalidated;
    if (connection.generation == generation_)
        ++generation_;
}

void Pool::wake_first() {
    if (!waiting_.empty())
        waiting_.front().turn.notify_one();
}

void Pool::invalidate() noexcept {
    std::list<Entry> dead;
    const std::scoped_lock lock{mutex_};
    oldest_usable_ = ++generation_;
    counted_.invalidated += idle_.size() + out_.size();
    bury_idle(dead, setup_.now());
    wake_first();
}

void Pool::close() noexcept {
    std::list<Entry> dead;
    const std::scoped_lock lock{mutex_};
    closed_ = true;
    total_ -= idle_.size();
    counted_.closed += idle_.size();
    dead.swap(idle_);
    for (Waiter& waiter : waiting_)
        waiter.turn.notify_one();
}

PoolStatus Pool::status() const {
    const std::scoped_lock lock{mutex_};
    PoolStatus status = counted_;
    status.open = static_cast<int>(total_);
    status.idle = static_cast<int>(idle_.size());
    status.out = static_cast<int>(out_.size());
    status.waiting = static_cast<int>(waiting_.size());
    const auto oldest = std::ranges::min_element(out_, {}, &PooledConnection::taken);
    if (oldest != out_.end())
        status.longest = {.age = duration_cast<milliseconds>(setup_.now() - (*oldest)->taken),
                          .place = (*oldest)->place};
    return status;
}

void Pool::refuse_wait(bool by_deadline) {
    ++counted_.timeouts;
    const std::string what = "no connection became free " + describe();
    const ErrorDetail detail{.outcome = Outcome::not_started};
    if (by_deadline)
        throw DeadlineExceeded("deadline passed: " + what, detail);
    throw PoolTimeout(what, detail);
}

std::string Pool::describe() const {
    const auto limit = setup_.options.size + setup_.options.overflow;
    std::string text = "within " + std::to_string(setup_.options.wait.count()) +
                       " ms: " + std::to_string(out_.size()) + " of " + std::to_string(limit) + " are out, " +
                       std::to_string(waiting_.size()) + " more wait";
    const auto oldest = std::ranges::min_element(out_, {}, &PooledConnection::taken);
    if (oldest != out_.end())
        text += "; one is out for " +
                std::to_string(duration_cast<milliseconds>(setup_.now() - (*oldest)->taken).count()) +
                " ms, taken at " + place_text((*oldest)->place);
    if (failures_ > 0)
        text += "; connecting failed last with: " + last_failure_;
    return text;
}

}
