#pragma once
// Copies of the database, for sessions that only read.

#include "core/driver.hpp"
#include "core/pool.hpp"
#include "rowsmith/call_site.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace rowsmith {

class Replicas {
public:
    using Clock = std::chrono::steady_clock;

    void add(std::shared_ptr<Pool> pool) { replicas_.push_back(std::make_unique<Replica>(std::move(pool))); }
    [[nodiscard]] bool empty() const { return replicas_.empty(); }

    /// A connection of the next replica that has one; of none where all fail. One that has failed is left
    /// alone for a while, at first 100 ms and up to 30 s. `until`: each replica gets its share of the time,
    /// and one is left over.
    [[nodiscard]] Lease take(const CallSite& place, Clock::time_point until);
    void close() noexcept;

private:
    struct Replica {
        explicit Replica(std::shared_ptr<Pool> its_pool) : pool(std::move(its_pool)) {}

        std::shared_ptr<Pool> pool;
        std::mutex mutex{};
        int failures = 0;
        Clock::time_point not_before{};
    };

    [[nodiscard]] static bool may_be_asked(Replica& replica);
    static void note(Replica& replica, bool failed);

    std::vector<std::unique_ptr<Replica>> replicas_;
    std::atomic<std::size_t> next_{0};
};

}
