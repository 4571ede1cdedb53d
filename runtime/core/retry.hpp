#pragma once
// Running a unit of work again when that can cure what went wrong. The pauses are "full jitter" (Marc
// Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).

#include "rowsmith/error.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace rowsmith {

inline constexpr int retry_limit = 5;

/// Before try number `attempt` (from 1) is repeated: between 0 and min(500 ms, 5 ms * 2^attempt).
[[nodiscard]] std::chrono::microseconds retry_pause(int attempt);

struct RetryPolicy {
    int limit = retry_limit;
    /// No try begins after it.
    std::optional<std::chrono::steady_clock::time_point> deadline{};
    /// Also where nobody knows whether the unit was committed.
    bool idempotent = false;
    /// Also after a UniqueViolation.
    bool upsert_race = false;
};

/// Whether doing the unit again can help, and does no harm.
[[nodiscard]] bool is_curable(const Error& error, const RetryPolicy& policy);

/// Runs `work` again and again, until it works, has failed in a way that this cannot cure, or the policy ends
/// it. The last error is thrown; after more than one try it says how many, and what the first failed with.
void run_with_retries(const std::function<void()>& work, const RetryPolicy& policy);

}
