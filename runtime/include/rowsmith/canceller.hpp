#pragma once
// Stopping a session from another thread.

#include <memory>

namespace rowsmith {

namespace detail {
class CancelTarget;
}

/// Copyable, and usable by any thread at any time.
class Canceller {
public:
    explicit Canceller(std::shared_ptr<detail::CancelTarget> target) : target_(std::move(target)) {}

    /// The statement that the session runs now throws Cancelled; when none runs nothing happens. Takes at
    /// most a second.
    void cancel() const noexcept;

private:
    std::shared_ptr<detail::CancelTarget> target_;
};

}
