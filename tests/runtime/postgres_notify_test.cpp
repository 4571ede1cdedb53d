// Notifications and locks with names, between engines and over a lost connection.

#include "rowsmith/rowsmith.hpp"
#include "support/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace rowsmith;
using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

namespace {

test::PostgresServer& server() {
    static const auto started = test::PostgresServer::start();
    if (!started)
        throw std::runtime_error("no PostgreSQL server is installed");
    return *started;
}

std::string new_url() {
    return "postgresql://rowsmith@/" + server().create_database() + "?host=" + server().socket_folder();
}

/// What a subscription has heard: channel=payload, or the channel and a question mark for a gap.
struct Heard {
    std::mutex mutex{};
    Texts all{};

    [[nodiscard]] Subscription on(Engine& engine, std::string_view channel) {
        return engine.listen(channel, [this](const Notification& said) {
            const std::scoped_lock lock{mutex};
            all.push_back(std::string(said.channel) + (said.gap ? "?" : "=" + std::string(said.payload)));
        });
    }
    [[nodiscard]] Texts so_far() {
        const std::scoped_lock lock{mutex};
        return all;
    }
    [[nodiscard]] Texts wait_for(std::size_t count) {
        for (int turn = 0; turn < 10'000 && so_far().size() < count; ++turn)
            std::this_thread::sleep_for(1ms);
        return so_far();
    }
};

}

TEST_CASE("a notification is heard by all who listen to its channel, whatever its name") {
    const std::string url = new_url();
    Engine sender{url};
    Engine receiver{url};
    Heard heard;
    const auto plain = heard.on(receiver, "news");
    const auto odd = heard.on(receiver, "Odd \"name\" '; drop");
    sender.notify("news", "it's \"quoted\" \xC3\xA4");
    sender.notify("Odd \"name\" '; drop");
    sender.notify("nobody", "x");
    sender.notify("news", "last");
    CHECK(heard.wait_for(3) == Texts{"news=it's \"quoted\" \xC3\xA4", "Odd \"name\" '; drop=", "news=last"});
    CHECK_THROWS_AS(sender.notify("news", std::string("a\0b", 3)), EncodingError);
    CHECK_THROWS_AS(sender.notify("news", "\xff"), EncodingError);
}

TEST_CASE("a session's notification goes with its commit, and not at all with a rollback") {
    Engine engine{new_url()};
    Heard heard;
    const auto subscription = heard.on(engine, "news");
    Session session{engine};
    session.notify("news", "undone");
    session.rollback();
    session.notify("news", "done");
    engine.notify("news", "at once");
    CHECK(heard.wait_for(1) == Texts{"news=at once"});
    session.commit();
    CHECK(heard.wait_for(2) == Texts{"news=at once", "news=done"});
}

TEST_CASE("P20: a listener whose connection is ended by the server comes back and tells the gap") {
    Engine engine{new_url()};
    Heard heard;
    const auto subscription = heard.on(engine, "news");
    engine.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity "
                   "where datname = current_database() and pid <> pg_backend_pid() and query like 'listen%'");
    CHECK(heard.wait_for(1) == Texts{"news?"});
    engine.notify("news", "again");
    CHECK(heard.wait_for(2) == Texts{"news?", "news=again"});
}

TEST_CASE("a session's lock is held until the end of its transaction") {
    Engine engine{new_url()};
    Session first{engine};
    Session second{engine};
    first.lock("job");
    CHECK_FALSE(second.try_lock("job"));
    CHECK(second.try_lock("another job"));
    first.commit();
    CHECK(second.try_lock("job"));
    second.rollback();
    CHECK(first.try_lock("job"));
}

TEST_CASE("an engine's lock is held as long as it lives, by no connection of the pool") {
    const std::string url = new_url();
    Engine engine{url};
    Engine other{url};
    std::atomic<bool> waited{false};
    std::thread waiting;
    {
        const NamedLock lock = engine.lock("migration");
        CHECK(lock.is_held());
        CHECK_FALSE(other.try_lock("migration"));
        CHECK(engine.pool().out == 0);
        waiting = std::thread{[&] {
            const NamedLock next = other.lock("migration");
            waited = true;
        }};
        std::this_thread::sleep_for(50ms);
        CHECK_FALSE(waited);
    }
    waiting.join();
    CHECK(waited);
    CHECK(engine.try_lock("migration"));
}

TEST_CASE("a query that fails fails its session, with the first cause, until rollback") {
    Engine engine{new_url()};
    Session session{engine};
    CHECK_THROWS_AS(session.notify("", "x"), Error);
    const auto say = [&] {
        try {
            session.commit();
        } catch (const SessionFailed& failed) {
            return std::string(failed.what());
        }
        return std::string();
    };
    CHECK_THAT(say(), Catch::Matchers::Contains("the first cause: ") && Catch::Matchers::Contains("22023"));
    session.rollback();
    CHECK_NOTHROW(session.notify("news", "x"));
    session.commit();
}

TEST_CASE(
    "a session whose connection is lost throws nothing but SessionFailed until rollback, and goes on then") {
    const std::string url = new_url();
    Engine engine{url};
    Engine other{url};
    Session session{engine};
    session.notify("news", "x");
    other.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity "
                  "where datname = current_database() and pid <> pg_backend_pid()");
    try {
        session.lock("job");
        FAIL("not lost");
    } catch (const ConnectionLost& lost) {
        CHECK(lost.outcome() == Outcome::rolled_back);
    }
    CHECK_THROWS_AS(session.lock("job"), SessionFailed);
    CHECK_THROWS_AS(session.commit(), SessionFailed);
    session.rollback();
    session.lock("job");
    session.commit();
    CHECK(engine.pool().invalidated == 1);
}

TEST_CASE("P1: a connection that the server ended while it was idle is replaced without a word") {
    const std::string url = new_url();
    Engine engine{url};
    Engine other{url};
    for (int turn = 0; turn < 3; ++turn) {
        Session session{engine};
        session.notify("news", "x");
        CHECK_NOTHROW(session.commit());
        other.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity "
                      "where datname = current_database() and pid <> pg_backend_pid()");
    }
    CHECK(engine.pool().opened == 3);
}

TEST_CASE("a reading session is one for the server, too") {
    Engine engine{new_url()};
    engine.execute("create table t (x integer)");
    Session session{engine,
                    SessionOptions{.mode = SessionMode::reading, .isolation = Isolation::serializable}};
    session.notify("news", "x");
    CHECK_THROWS_AS(engine.execute("begin read only; insert into t values (1); commit"), ReadOnlyTransaction);
    session.commit();
    CHECK(engine.pool().invalidated >= 1); // as after a fail-over
    CHECK_NOTHROW(engine.execute("insert into t values (1)"));
}
