#include "core/replicas.hpp"

#include "rowsmith/error.hpp"

#include <algorithm>
#include <cstdint>

namespace rowsmith {

Lease Replicas::take(const CallSite& place, Clock::time_point until) {
    const std::size_t start = next_.fetch_add(1, std::memory_order_relaxed);
    for (std::size_t turn = 0; turn < replicas_.size(); ++turn) {
        Replica& replica = *replicas_[(start + turn) % replicas_.size()];
        if (!may_be_asked(replica))
            continue;
        const auto now = Clock::now();
        const auto share = (until - now) / static_cast<std::int64_t>(replicas_.size() - turn + 1);
        try {
            Lease lease = replica.pool->take(place, now + share);
            note(replica, false);
            return lease;
        } catch (const PoolClosed&) {
            throw;
        } catch (const ConnectionError&) {
            note(replica, true);
        }
    }
    return {};
}

bool Replicas::may_be_asked(Replica& replica) {
    const std::scoped_lock lock{replica.mutex};
    return Clock::now() >= replica.not_before;
}

void Replicas::note(Replica& replica, bool failed) {
    using namespace std::chrono_literals;
    const std::scoped_lock lock{replica.mutex};
    replica.failures = failed ? std::min(replica.failures + 1, 16) : 0;
    if (failed)
        replica.not_before = Clock::now() + std::min<Clock::duration>(30s, 50ms * (1 << replica.failures));
}

void Replicas::close() noexcept {
    for (const auto& replica : replicas_)
        replica->pool->close();
}

}
