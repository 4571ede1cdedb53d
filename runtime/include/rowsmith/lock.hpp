#pragma once
// Locks that have a name, for all programs that use a database.

#include <memory>

namespace rowsmith {

/// Held as long as it lives and its connection does.
class NamedLock {
public:
    struct State;

    explicit NamedLock(std::unique_ptr<State> state);
    NamedLock(NamedLock&&) noexcept;
    NamedLock& operator=(NamedLock&&) noexcept;
    ~NamedLock();

    /// Asks the database whether the connection is still there, and with it the lock: one round trip.
    [[nodiscard]] bool is_held() const noexcept;

private:
    std::unique_ptr<State> state_;
};

}
