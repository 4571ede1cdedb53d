#pragma once
// What a session's Canceller reaches: the connection that the session has now.

#include "core/driver.hpp"

#include <memory>
#include <mutex>
#include <utility>

namespace rowsmith::detail {

class CancelTarget {
public:
    /// Null when the session gives its connection back. Waits for a cancel() that is under way, so that it
    /// cannot hit the connection's next user.
    void set(std::shared_ptr<driver::Canceller> canceller) {
        const std::scoped_lock lock{mutex_};
        canceller_ = std::move(canceller);
    }
    void cancel() noexcept {
        const std::scoped_lock lock{mutex_};
        if (canceller_)
            canceller_->cancel();
    }

private:
    std::mutex mutex_;
    std::shared_ptr<driver::Canceller> canceller_;
};

}
