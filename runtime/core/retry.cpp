#include "core/retry.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <thread>

namespace rowsmith {

std::chrono::microseconds retry_pause(int attempt) {
    using namespace std::chrono_literals;
    thread_local std::minstd_rand random{std::random_device{}()};
    const std::chrono::microseconds most =
        std::min<std::chrono::microseconds>(500ms, 5ms * (1 << std::min(attempt, 10)));
    return std::chrono::microseconds{std::uniform_int_distribution<std::int64_t>{0, most.count()}(random)};
}

void run_with_retries(const std::function<void()>& work) {
    for (int attempt = 1;; ++attempt) {
        try {
            work();
            return;
        } catch (Error& error) {
            const bool curable =
                error.retry() == Retry::rerun_unit || error.retry() == Retry::rerun_unit_on_new_connection;
            if (!curable)
                throw;
            if (attempt == retry_limit) {
                error.add_context("after " + std::to_string(attempt) + " tries");
                throw;
            }
        }
        std::this_thread::sleep_for(retry_pause(attempt));
    }
}

}
