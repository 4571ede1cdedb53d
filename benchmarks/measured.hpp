#pragma once
// Taking the time of a piece of work.

#include "workload.hpp"

#include <chrono>
#include <ctime>

namespace bench {

inline double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Not inlined: scripts/bench tells callgrind to count what happens inside functions of this name.
template <typename Body>
[[gnu::noinline]] Times measured(Body body) {
    using Clock = std::chrono::steady_clock;
    const double cpu = thread_seconds();
    const auto start = Clock::now();
    body();
    const std::chrono::duration<double> wall = Clock::now() - start;
    return {.wall = wall.count(), .cpu = thread_seconds() - cpu};
}

/// Calls of operator new so far.
[[nodiscard]] std::uint64_t allocations();

/// The same, with the allocations counted.
template <typename Body>
Outcome counted(Body body) {
    const std::uint64_t before = allocations();
    const Times times = measured(body);
    return {.times = times, .allocations = allocations() - before};
}

}
