#pragma once
// One connection through the fault proxy: two sockets, and what is on its way between them.

#include "support/fault_proxy.hpp"
#include "support/postgres_messages.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <span>
#include <string>

#include <poll.h>

namespace rowsmith::test {

using FaultClock = std::chrono::steady_clock;

/// What the proxy was told; the same for all its connections.
struct FaultRules {
    std::optional<Fault> armed{};
    bool fired = false;
    int from_client = 0; // messages since it was armed
    int from_server = 0;
    std::chrono::milliseconds latency{0};
    bool slices = false;
    FaultProxy::Arrivals arrivals = FaultProxy::Arrivals::pass;

    /// Counts a message. `committing`: whether its connection waits for the answer to a COMMIT.
    [[nodiscard]] std::optional<Fault> at(PostgresMessages::Sender sender, const PostgresMessage& message,
                                          bool& committing);
};

class FaultLink {
public:
    /// Takes both sockets over.
    FaultLink(int client, int server, FaultRules& rules) : client_(client), server_(server), rules_(rules) {}
    ~FaultLink();
    FaultLink(const FaultLink&) = delete;
    FaultLink& operator=(const FaultLink&) = delete;

    /// What to wait for: the client's socket, then the server's; -1 for nothing.
    void fill(std::span<pollfd, 2> wanted, FaultClock::time_point now) const;
    /// When something that waits is due.
    [[nodiscard]] std::optional<FaultClock::time_point> due() const;
    /// Goes on with what poll() found.
    void work(std::span<const pollfd, 2> found, FaultClock::time_point now);
    void cut(Fault::How how);

    [[nodiscard]] bool is_silent() const { return state_ == State::silent; }
    [[nodiscard]] bool is_closed() const { return state_ == State::closed; }

private:
    enum class State {
        open,
        draining, // the client was told the end, and has not closed its side
        silent,
        closed,
    };
    struct Chunk {
        FaultClock::time_point due;
        std::string bytes{};
        std::optional<Fault::How> then{}; // after the bytes
    };
    struct Direction {
        PostgresMessages messages;
        std::deque<Chunk> waiting{};
        bool ended = false; // nothing more is taken in
    };

    void take(int from, Direction& direction, PostgresMessages::Sender sender, FaultClock::time_point now);
    void pass(Direction& direction, PostgresMessages::Sender sender, PostgresMessage message,
              FaultClock::time_point now);
    void deliver(int to, Direction& direction, FaultClock::time_point now);
    [[nodiscard]] bool send_some(int to, Chunk& chunk);
    void drain();

    int client_;
    int server_;
    FaultRules& rules_;
    State state_ = State::open;
    bool committing_ = false;
    Direction to_server_{PostgresMessages(PostgresMessages::Sender::client)};
    Direction to_client_{PostgresMessages(PostgresMessages::Sender::server)};
};

}
