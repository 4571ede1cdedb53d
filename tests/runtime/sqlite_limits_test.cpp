// What ends a statement of SQLite before it is done, and what a connection keeps from its next user.

#include "sqlite_fixture.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

using namespace rowsmith;
using driver::Begin;
using test::error_of;
using test::number;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// Runs for minutes.
constexpr std::string_view endless = "with recursive c(x) as (values (1) union all select x + 1 from c where "
                                     "x < 1000000000) select count(*) from c";

struct Limited {
    explicit Limited(EngineOptions options = {.busy_timeout = 20s})
        : database(test::open(folder.url("limits.db"), options)), connection(database->connect()) {
        connection->execute("create table t (x integer)");
    }

    test::TempFolder folder;
    std::unique_ptr<driver::Database> database;
    std::unique_ptr<driver::Connection> connection;
};

template <typename Exception>
Exception run_endless(driver::Connection& connection) {
    const auto statement = connection.prepare(endless);
    const auto start = Clock::now();
    const auto error = error_of<Exception>([&] { static_cast<void>(statement->step()); });
    CHECK(Clock::now() - start < 10s);
    REQUIRE(error);
    return *error;
}

}

TEST_CASE("a statement that runs into the deadline is stopped, and its transaction rolled back") {
    Limited sqlite;
    sqlite.connection->begin({.mode = Begin::write});
    sqlite.connection->execute("insert into t values (1)");
    sqlite.connection->set_deadline(Clock::now() + 30ms);
    CHECK(run_endless<DeadlineExceeded>(*sqlite.connection).outcome() == Outcome::rolled_back);
    CHECK_THROWS_AS(sqlite.connection->execute("insert into t values (2)"), TransactionFailed);
    sqlite.connection->rollback();
    sqlite.connection->set_deadline(std::nullopt);
    CHECK(number(*sqlite.connection, "select count(*) from t") == 0);
    CHECK(sqlite.connection->usable());
}

TEST_CASE("nothing begins after the deadline, and a rollback is always possible") {
    Limited sqlite;
    sqlite.connection->set_deadline(Clock::now() - 1ms);
    const auto late = error_of<DeadlineExceeded>([&] { sqlite.connection->begin({}); });
    REQUIRE(late);
    CHECK(late->outcome() == Outcome::not_started);
    sqlite.connection->set_deadline(std::nullopt);
    sqlite.connection->begin({.mode = Begin::write});
    sqlite.connection->execute("insert into t values (1)");
    sqlite.connection->set_deadline(Clock::now() - 1ms);
    const auto commit = error_of<DeadlineExceeded>([&] { sqlite.connection->commit(); });
    REQUIRE(commit);
    CHECK(commit->outcome() == Outcome::rolled_back);
    sqlite.connection->rollback();
    CHECK(number(*sqlite.connection, "select count(*) from t") == 0);
}

TEST_CASE("a statement that runs for longer than it may is stopped, a reading transaction goes on") {
    Limited sqlite{{.busy_timeout = 20s, .statement_timeout = 30ms}};
    sqlite.connection->begin({});
    CHECK(run_endless<StatementTimeout>(*sqlite.connection).outcome() == Outcome::still_open);
    CHECK(number(*sqlite.connection, "select 7") == 7);
    sqlite.connection->commit();
}

TEST_CASE("a statement is stopped by another thread, and the next one is not") {
    Limited sqlite;
    const auto canceller = sqlite.connection->canceller();
    canceller->cancel();
    CHECK(number(*sqlite.connection, "select 7") == 7);
    std::atomic<bool> done{false};
    std::thread other{[&] {
        while (!done) {
            std::this_thread::sleep_for(5ms);
            canceller->cancel();
        }
    }};
    static_cast<void>(run_endless<Cancelled>(*sqlite.connection));
    done = true;
    other.join();
    CHECK(number(*sqlite.connection, "select 7") == 7);
    sqlite.connection.reset();
    canceller->cancel();
}

TEST_CASE("S3: who waits for a lock waits as long as was said, a tenth more or less") {
    Limited sqlite{{.busy_timeout = 300ms}};
    const auto other = sqlite.database->connect();
    sqlite.connection->begin({.mode = Begin::write});
    const auto start = Clock::now();
    CHECK_THROWS_AS(other->begin({.mode = Begin::write}), Busy);
    const auto waited = Clock::now() - start;
    CHECK(waited >= 270ms);
    CHECK(waited < 5s);
}

TEST_CASE("a transaction that can only read refuses to write, and the next one does not") {
    Limited sqlite;
    sqlite.connection->begin({.read_only = true});
    const auto insert = sqlite.connection->prepare("insert into t values (1)");
    CHECK_THROWS_AS(insert->execute(), ReadOnlyTransaction);
    CHECK(number(*sqlite.connection, "select count(*) from t") == 0);
    sqlite.connection->commit();
    sqlite.connection->begin({.mode = Begin::write});
    insert->execute();
    sqlite.connection->commit();
    sqlite.connection->begin({.read_only = true});
    sqlite.connection->rollback();
    CHECK_NOTHROW(sqlite.connection->execute("insert into t values (2)"));
    CHECK(number(*sqlite.connection, "select count(*) from t") == 2);
    CHECK(sqlite.connection->reset());
}

TEST_CASE("a connection that SQL has altered is not as good as new any more") {
    for (const std::string_view alteration : {
             "pragma case_sensitive_like=on",
             "create temp table scratch (x)",
             "create temp view seen as select 1",
             "attach ':memory:' as more",
         }) {
        CAPTURE(alteration);
        Limited sqlite;
        CHECK(sqlite.connection->reset());
        sqlite.connection->execute(alteration);
        CHECK_FALSE(sqlite.connection->reset());
    }
    const Limited plain;
    plain.connection->execute("create table more (x); pragma foreign_key_check; drop table more");
    CHECK(plain.connection->reset());
}
