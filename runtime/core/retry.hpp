#pragma once
// Running a unit of work again when that can cure what went wrong. The pauses are "full jitter" (Marc
// Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).

#include "rowsmith/error.hpp"

#include <chrono>
#include <functional>

namespace rowsmith {

inline constexpr int retry_limit = 5;

/// Before try number `attempt` (from 1) is repeated: between 0 and min(500 ms, 5 ms * 2^attempt).
[[nodiscard]] std::chrono::microseconds retry_pause(int attempt);

/// Runs `work` up to `retry_limit` times, again only after an error whose retry() allows it; the last error
/// is thrown with the number of tries.
void run_with_retries(const std::function<void()>& work);

}
