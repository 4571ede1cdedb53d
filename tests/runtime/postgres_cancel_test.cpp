// Cancelling from other threads, and listening.

#include "postgres_fixture.hpp"

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <vector>

using namespace rowsmith;
using namespace std::chrono_literals;
using test::error_of;
using test::number;
using test::PostgresFixture;
using Clock = std::chrono::steady_clock;

TEST_CASE_METHOD(PostgresFixture,
                 "a running statement is cancelled from another thread, and the connection stays") {
    const auto process = process_of(*connection);
    const auto canceller = connection->canceller();
    auto running = std::async(std::launch::async, [&] {
        return error_of<Cancelled>([&] { connection->execute("select pg_sleep(60)"); });
    });
    wait_until_active(process, "PgSleep");
    canceller->cancel();
    const auto error = running.get();
    REQUIRE(error);
    CHECK(error->sqlstate() == "57014");
    CHECK(error->retry() == Retry::never);
    CHECK(connection->usable());
    CHECK(number(*connection, "select 1") == 1);
}

TEST_CASE_METHOD(PostgresFixture,
                 "cancelling when nothing runs, or when the connection is gone, does nothing") {
    const auto canceller = connection->canceller();
    canceller->cancel();
    CHECK(number(*connection, "select 1") == 1);
    terminate(process_of(*connection));
    canceller->cancel();
    connection.reset();
    canceller->cancel();
}

TEST_CASE_METHOD(PostgresFixture, "a cancelled statement never takes the next one with it") {
    const auto canceller = connection->canceller();
    std::atomic<bool> done = false;
    std::thread cancelling([&] {
        while (!done) {
            canceller->cancel();
            std::this_thread::sleep_for(200us);
        }
    });
    int cancelled = 0;
    for (int round = 0; round < 300; ++round) {
        try {
            connection->execute("select pg_sleep(0.001)");
        } catch (const Cancelled&) {
            ++cancelled;
        }
    }
    done = true;
    cancelling.join();
    CHECK(cancelled > 0);
    for (int round = 0; round < 100; ++round)
        CHECK(number(*connection, "select 1") == 1);
}

TEST_CASE_METHOD(PostgresFixture,
                 "a server that takes no requests to cancel holds the caller for a second at most") {
    std::int64_t postmaster = 0;
    std::ifstream(server.socket_folder() + "/data/postmaster.pid") >> postmaster;
    REQUIRE(postmaster > 0);
    const auto process = process_of(*connection);
    const auto canceller = connection->canceller();
    auto running = std::async(std::launch::async, [&] {
        return error_of<Cancelled>([&] { connection->execute("select pg_sleep(60)"); });
    });
    wait_until_active(process, "PgSleep");
    kill(static_cast<pid_t>(postmaster), SIGSTOP);
    const auto start = Clock::now();
    canceller->cancel();
    CHECK(Clock::now() - start < 20s);
    other->execute("select pg_cancel_backend(" + std::to_string(process) + ")");
    CHECK(running.get());
    CHECK_FALSE(
        connection->usable()); // the request may still arrive, and is not to hit another user's statement
    connection.reset();
    kill(static_cast<pid_t>(postmaster), SIGCONT);
    std::this_thread::sleep_for(50ms);
}

TEST_CASE_METHOD(PostgresFixture, "notifications are heard") {
    const auto listener = database->connect_listener();
    listener->listen("news");
    listener->listen("Odd \"name\"");
    std::vector<std::string> heard;
    const auto hear = [&](const driver::Notification& notification) {
        heard.push_back(std::string(notification.channel) + "=" + std::string(notification.payload));
    };
    const auto wait_for = [&](std::size_t count) {
        const auto end = Clock::now() + 5s;
        while (heard.size() < count && Clock::now() < end)
            listener->wait(100ms, hear);
    };
    connection->execute("notify news, 'one'");
    connection->execute("notify \"Odd \"\"name\"\"\"");
    wait_for(2);
    CHECK(heard == std::vector<std::string>{"news=one", "Odd \"name\"="});
    heard.clear();
    listener->unlisten("news");
    connection->execute("notify news, 'two'");
    listener->wait(20ms, hear);
    CHECK(heard.empty());

    auto waiting = std::async(std::launch::async, [&] { listener->wait(60s, hear); });
    listener->wake();
    CHECK(waiting.wait_for(5s) == std::future_status::ready);

    wait_until("pg_notify('x', '') is null or true");
    other->execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = "
        "current_database()");
    CHECK_THROWS_AS(
        [&] {
            for (int round = 0; round < 50; ++round)
                listener->wait(100ms, hear);
        }(),
        ConnectionLost);
}
