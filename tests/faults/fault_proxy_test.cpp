// The proxy itself, with libpq on one side and a server on the other: it must do what the tests that use it
// think that it does.

#include "faults/libpq.hpp"
#include "support/fault_proxy.hpp"
#include "support/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <iostream>
#include <string>

#include <poll.h>

using namespace rowsmith::test;
using Where = Fault::Where;
using When = Fault::When;
using How = Fault::How;

namespace {

/// One for all tests; null when none is installed.
PostgresServer* server() {
    static const auto started = PostgresServer::start();
    if (started == nullptr)
        std::cout << "fault_proxy_test: skipped, there is no PostgreSQL server" << std::endl;
    return started.get();
}

struct Proxied {
    Proxied() : database(server()->create_database()), proxy(server()->socket_folder()) {
        ask(direct().get(), "create table t (id int primary key)");
    }

    [[nodiscard]] Libpq direct() const { return connect(server()->socket_folder(), database); }
    [[nodiscard]] Libpq through() const {
        return connect("127.0.0.1 port=" + std::to_string(proxy.port()), database);
    }
    [[nodiscard]] std::string rows() const { return ask(direct().get(), "select count(*) from t"); }

    std::string database;
    FaultProxy proxy;
};

/// Whether nothing comes within the time.
bool is_silent(PGconn* connection, int milliseconds) {
    pollfd socket{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    return poll(&socket, 1, milliseconds) == 0;
}

std::string failure_of(PGconn* connection, const std::string& sql) {
    try {
        ask(connection, sql);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

}

TEST_CASE("without a fault all passes, large results and byte by byte too") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    const auto connection = proxied.through();
    CHECK(ask(connection.get(),
              "select length(string_agg(repeat('x', 1000), '')) from generate_series(1, 1000)") == "1000000");
    CHECK(ask(connection.get(), "select repeat('x', 1000000)").size() == 1000000);
    proxied.proxy.set_slices(true);
    CHECK(ask(connection.get(), "select repeat('x', 1000)").size() == 1000);
    CHECK(ask(proxied.through().get(), "select 7") == "7");
    CHECK(proxied.proxy.connections() == 2);
}

TEST_CASE("latency holds messages back in both directions") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    const auto connection = proxied.through();
    proxied.proxy.set_latency(std::chrono::milliseconds(50));
    const auto start = std::chrono::steady_clock::now();
    CHECK(ask(connection.get(), "select 7") == "7");
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(100));
}

TEST_CASE("a cut at COMMIT decides whether it is stored") {
    if (server() == nullptr)
        return;
    struct Case {
        Fault fault;
        std::string rows;
    };
    for (const auto how : {How::fin, How::rst})
        for (const auto& [fault, rows] :
             {Case{{Where::commit, When::before, how}, "0"}, Case{{Where::commit, When::within, how}, "0"},
              Case{{Where::commit, When::after, how}, "1"},
              Case{{Where::commit_answer, When::before, how}, "1"},
              Case{{Where::commit_answer, When::within, how}, "1"}}) {
            Proxied proxied;
            const auto connection = proxied.through();
            proxied.proxy.arm(fault);
            ask(connection.get(), "begin");
            ask(connection.get(), "insert into t values (1)");
            CHECK_FALSE(proxied.proxy.fired());
            CHECK(failure_of(connection.get(), "commit") != "");
            CHECK(proxied.proxy.fired());
            CHECK(PQstatus(connection.get()) == CONNECTION_BAD);
            // Whoever comes later waits for the transaction to end, whichever way.
            CHECK(failure_of(proxied.direct().get(), "lock table t in access exclusive mode nowait; ") !=
                  "x");
            ask(proxied.direct().get(), "begin; lock table t in access exclusive mode; commit");
            CHECK(proxied.rows() == rows);
        }
}

TEST_CASE("messages are counted from the moment that a fault is armed") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    const auto connection = proxied.through();
    ask(connection.get(), "select 1");
    proxied.proxy.arm({Where::client_message, When::after, How::rst, 3});
    ask(connection.get(), "insert into t values (1)");
    ask(connection.get(), "insert into t values (2)");
    CHECK(proxied.proxy.messages(PostgresMessages::Sender::client) == 2);
    CHECK(proxied.proxy.messages(PostgresMessages::Sender::server) == 4); // CommandComplete, ReadyForQuery
    CHECK(failure_of(connection.get(), "insert into t values (3)") != "");
    proxied.proxy.arm({Where::server_message, When::before, How::fin, 2});
    CHECK_THROWS(proxied.through()); // connecting takes more messages from the server than one
    CHECK(proxied.proxy.fired());
}

TEST_CASE("a silent connection says nothing, and the server holds its locks until it is dropped") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    const auto connection = proxied.through();
    ask(connection.get(), "begin");
    ask(connection.get(), "insert into t values (1)");
    proxied.proxy.arm({Where::commit, When::before, How::silence});
    CHECK(PQsendQuery(connection.get(), "commit") == 1);
    CHECK(is_silent(connection.get(), 200));
    CHECK(PQstatus(connection.get()) == CONNECTION_OK);
    const auto direct = proxied.direct();
    CHECK(failure_of(direct.get(), "begin; lock table t in access exclusive mode nowait") != "");
    proxied.proxy.drop_silent();
    ask(direct.get(), "rollback; begin; lock table t in access exclusive mode; commit");
    CHECK(proxied.rows() == "0");
}

TEST_CASE("connections can be turned away, or left without an answer") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    proxied.proxy.set_arrivals(FaultProxy::Arrivals::closed);
    CHECK_THROWS(proxied.through());
    proxied.proxy.set_arrivals(FaultProxy::Arrivals::silent);
    const std::string where =
        "host=127.0.0.1 user=rowsmith dbname=postgres port=" + std::to_string(proxied.proxy.port());
    const Libpq waiting(PQconnectStart(where.c_str()));
    CHECK(PQconnectPoll(waiting.get()) != PGRES_POLLING_FAILED);
    CHECK(is_silent(waiting.get(), 200));
    proxied.proxy.set_arrivals(FaultProxy::Arrivals::pass);
    CHECK(ask(proxied.through().get(), "select 7") == "7");
}

TEST_CASE("all connections can be cut at once") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    const auto one = proxied.through();
    const auto two = proxied.through();
    proxied.proxy.cut(How::rst);
    CHECK(failure_of(one.get(), "select 1") != "");
    CHECK(failure_of(two.get(), "select 1") != "");
}

TEST_CASE("the server of the tests can be stopped and started, and keeps what it had") {
    if (server() == nullptr)
        return;
    Proxied proxied;
    for (const auto mode : {PostgresServer::Stop::fast, PostgresServer::Stop::immediate}) {
        const auto connection = proxied.through();
        ask(connection.get(), "insert into t select count(*) from t");
        ask(connection.get(), "checkpoint");
        server()->stop(mode);
        CHECK(failure_of(connection.get(), "select 1") != "");
        CHECK_THROWS(proxied.direct());
        server()->start_again();
    }
    CHECK(proxied.rows() == "2");
}
