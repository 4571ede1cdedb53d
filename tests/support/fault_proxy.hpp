#pragma once
// Stands between a program and a PostgreSQL server, reads what they say to each other, and does at a chosen
// message what networks do: it cuts, it falls silent, it is slow.

#include "support/postgres_messages.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace rowsmith::test {

/// Happens once, at the first message that fits.
struct Fault {
    enum class Where {
        client_message, // number `number` of what clients send
        server_message, // number `number` of what the server sends
        commit,         // the message that has a transaction committed
        commit_answer,  // what the server says to that
    };
    enum class When { before, within, after }; // nothing, the half, or all of the message is passed on
    enum class How {
        fin,     // the connection is closed, as by a program that ends
        rst,     // it is reset, as by a machine that does not know it any more
        silence, // nothing passes any more, and nobody is told
    };

    Where where = Where::commit;
    When when = When::before;
    How how = How::fin;
    int number = 1;
    bool away = false; // from that moment on new connections are closed, until set_arrivals()
};

/// Listens on a port of 127.0.0.1, with a thread of its own. May be used by several threads.
class FaultProxy {
public:
    /// `socket_folder`: of the server (PostgresServer::socket_folder).
    explicit FaultProxy(std::string socket_folder);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] int port() const;
    /// For an engine: the user is "rowsmith".
    [[nodiscard]] std::string url(const std::string& database) const;

    /// Messages are counted from now on, over all connections. Those without a type, with which connecting
    /// begins, do not count.
    void arm(const Fault& fault);
    void disarm();
    /// Whether what was armed last has happened.
    [[nodiscard]] bool fired() const;
    /// Messages since arm(), as far as they have been read.
    [[nodiscard]] int messages(PostgresMessages::Sender sender) const;

    /// All connections that there are now.
    void cut(Fault::How how);
    /// The server learns that silent connections are gone; a real network would need minutes for that.
    void drop_silent();

    enum class Arrivals { pass, closed, silent };
    /// What happens to new connections.
    void set_arrivals(Arrivals arrivals);
    /// Each message comes later by this much, in both directions.
    void set_latency(std::chrono::milliseconds latency);
    /// Messages come byte by byte.
    void set_slices(bool slices);
    /// How many connections came so far.
    [[nodiscard]] std::size_t connections() const;

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}
