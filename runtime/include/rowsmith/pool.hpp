#pragma once
// The connections that an engine keeps: how many, for how long, and what has become of them.

#include "rowsmith/call_site.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace rowsmith {

/// In the URL of an engine: pool_size, max_overflow, and in milliseconds pool_timeout, pool_ping_after,
/// pool_max_lifetime, pool_max_idle, pool_reconnect. A database in memory has as many connections as are
/// asked for.
struct PoolOptions {
    /// So many connections stay open while nobody uses them.
    int size = 5;
    /// So many more are opened when they are needed, and closed when they are not.
    int overflow = 10;
    /// How long a session waits for a connection before it is PoolTimeout.
    std::chrono::milliseconds wait{30'000};
    /// A connection that was idle for longer is asked for an answer before it is used: one round trip. All
    /// are looked at, which costs none.
    std::chrono::milliseconds ping_after{1'000};
    /// A connection is closed at this age, less up to a tenth, so that not all are renewed at once; zero:
    /// never.
    std::chrono::milliseconds max_lifetime{1'800'000};
    /// A connection that was idle for so long is closed when the next one is taken or returned; zero: never.
    std::chrono::milliseconds max_idle{600'000};
    /// A database that has answered before may be restarting: how long a connect that fails in passing is
    /// tried again.
    std::chrono::milliseconds reconnect{2'000};
};

/// What a pool has, and what it has done so far.
struct PoolStatus {
    int open = 0; // those that are being opened included
    int idle = 0;
    int out = 0;
    int waiting = 0; // callers
    std::uint64_t opened = 0;
    std::uint64_t closed = 0;
    std::uint64_t reused = 0; // taken without being opened
    std::uint64_t timeouts = 0;
    std::uint64_t invalidated = 0; // found broken, or made on a server that is not to be used any more
    std::uint64_t failed = 0;      // connects
    /// The connection that has been out the longest.
    struct Loan {
        std::chrono::milliseconds age{};
        CallSite place; // of the session, or of the call of the engine
    };
    std::optional<Loan> longest{};
};

}
