#include "core/retry.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <thread>

namespace rowsmith {
namespace {

using Clock = std::chrono::steady_clock;

std::string tries_text(int tries, const std::string& first, const Error& last) {
    std::string text = "after " + std::to_string(tries) + " tries";
    if (first != last.what())
        text += ", the first of which failed with '" + first + "'";
    return text;
}

}

std::chrono::microseconds retry_pause(int attempt) {
    using namespace std::chrono_literals;
    thread_local std::minstd_rand random{std::random_device{}()};
    const std::chrono::microseconds most =
        std::min<std::chrono::microseconds>(500ms, 5ms * (1 << std::clamp(attempt, 0, 10)));
    return std::chrono::microseconds{std::uniform_int_distribution<std::int64_t>{0, most.count()}(random)};
}

bool is_curable(const Error& error, const RetryPolicy& policy) {
    if (dynamic_cast<const UniqueViolation*>(&error))
        return policy.upsert_race;
    if (dynamic_cast<const CommitUnknown*>(&error) || error.outcome() == Outcome::unknown)
        return policy.idempotent && error.retry() != Retry::never;
    return error.outcome() != Outcome::committed &&
           (error.retry() == Retry::rerun_unit || error.retry() == Retry::rerun_unit_on_new_connection);
}

void run_with_retries(const std::function<void()>& work, const RetryPolicy& policy) {
    std::string first;
    for (int attempt = 1;; ++attempt) {
        const auto pause = retry_pause(attempt);
        try {
            work();
            return;
        } catch (Error& error) {
            const bool in_time = !policy.deadline || Clock::now() + pause < *policy.deadline;
            const bool again = attempt < policy.limit && in_time && is_curable(error, policy);
            if (!again && attempt > 1)
                error.add_context(tries_text(attempt, first, error));
            if (!again)
                throw;
            if (attempt == 1)
                first = error.what();
        }
        std::this_thread::sleep_for(pause);
    }
}

}
