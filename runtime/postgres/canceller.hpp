#pragma once
// Cancelling: a request of its own to the server, which libpq sends blocking and with no limit; so a thread
// does it, and nobody waits for that for longer than a second.

#include "core/driver.hpp"

#include <libpq-fe.h>

#include <memory>

namespace rowsmith::postgres {

/// Shared by the connection, those who may cancel and the threads that do. None of them needs the others to
/// be alive.
class Canceller final : public driver::Canceller {
public:
    explicit Canceller(PGconn* connection);
    ~Canceller() override;
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;

    void cancel() noexcept override;
    /// The same without waiting for it.
    void request() noexcept;

    /// Around each round trip.
    void begin_statement() noexcept;
    /// Waits for a request under way, which else could hit the next statement. False when it did not end in a
    /// second.
    [[nodiscard]] bool end_statement() noexcept;
    /// Nothing is running any more, and nothing ever will.
    void close() noexcept;

private:
    struct State;

    std::shared_ptr<State> state_;
};

}
