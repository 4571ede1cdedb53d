// Transactions of the PostgreSQL driver: what is stored is known to the caller, whatever happens.

#include "postgres_fixture.hpp"

#include <future>

#include <sys/wait.h>
#include <unistd.h>

using namespace rowsmith;
using driver::Begin;
using test::error_of;
using test::number;
using test::PostgresFixture;

namespace {

struct Ledger : PostgresFixture {
    Ledger() {
        connection->execute(
            "create table ledger (id integer primary key); create sequence numbers increment 3");
    }

    void begin() const { connection->begin({.mode = Begin::write}); }
    void add(int id) const { connection->execute("insert into ledger values (" + std::to_string(id) + ")"); }
    [[nodiscard]] std::int64_t rows() const { return number(*other, "select count(*) from ledger"); }
};

}

TEST_CASE_METHOD(Ledger, "a transaction is committed, or rolled back") {
    begin();
    CHECK(connection->in_transaction());
    add(1);
    CHECK(rows() == 0);
    connection->commit();
    CHECK_FALSE(connection->in_transaction());
    CHECK(rows() == 1);
    begin();
    add(2);
    connection->rollback();
    CHECK_FALSE(connection->in_transaction());
    CHECK(rows() == 1);
    CHECK_THROWS_AS(connection->commit(), UsageError);
    begin();
    CHECK_THROWS_AS(connection->begin({}), UsageError);
    add(3);
    connection->commit();
    CHECK(rows() == 2);
}

TEST_CASE_METHOD(Ledger, "the way in which a transaction runs is the one that was asked for") {
    const auto shown = [&](const driver::BeginOptions& options) {
        connection->begin(options);
        const std::string way =
            test::text(*connection, "select concat_ws(' ', current_setting('transaction_isolation'), "
                                    "current_setting('transaction_read_only'), "
                                    "current_setting('transaction_deferrable'))");
        connection->commit();
        return way;
    };
    CHECK(shown({}) == "read committed off off");
    CHECK(shown({.isolation = Isolation::repeatable_read}) == "repeatable read off off");
    CHECK(shown({.isolation = Isolation::serializable, .read_only = true, .deferrable = true}) ==
          "serializable on on");
    CHECK(shown({.isolation = Isolation::serializable, .resolves_commit = true}) == "serializable off off");
    connection->execute("set default_transaction_isolation = 'serializable'");
    CHECK(shown({}) == "serializable off off");
    CHECK(shown({.isolation = Isolation::read_committed}) == "read committed off off");
}

TEST_CASE_METHOD(Ledger, "what came before a failed statement is not committed in silence") {
    begin();
    add(1);
    CHECK_THROWS_AS(connection->execute("select 1 / 0"), DataError); // swallowed by the program
    CHECK(std::string(connection->failure()).find("22012") != std::string::npos);
    const auto next = error_of<TransactionFailed>([&] { add(2); });
    REQUIRE(next);
    CHECK(std::string(next->what()).find("22012") != std::string::npos);
    const auto silent = error_of<SilentRollback>([&] { connection->commit(); });
    REQUIRE(silent);
    CHECK(silent->outcome() == Outcome::rolled_back);
    CHECK(std::string(silent->what()).find("22012") != std::string::npos);
    CHECK(connection->failure() == nullptr);
    CHECK(rows() == 0);
    begin();
    add(3);
    connection->commit();
    CHECK(rows() == 1);
}

TEST_CASE_METHOD(Ledger, "savepoints undo what came after them, a failed statement among it") {
    begin();
    add(1);
    connection->savepoint(1);
    add(2);
    connection->savepoint(2);
    CHECK_THROWS_AS(add(2), UniqueViolation);
    CHECK_THROWS_AS(connection->savepoint(3), TransactionFailed);
    CHECK(connection->failure() != nullptr);
    connection->rollback_to(2);
    CHECK(connection->failure() == nullptr);
    connection->release(2);
    add(3);
    connection->rollback_to(1);
    connection->release(1);
    add(4);
    connection->commit();
    CHECK(test::text(*other, "select string_agg(id::text, ' ' order by id) from ledger") == "1 4");
    CHECK_THROWS_AS(connection->savepoint(1), UsageError);
}

TEST_CASE_METHOD(Ledger, "a transaction that SQL ends or begins is noticed") {
    begin();
    add(1);
    CHECK_THROWS_AS(connection->execute("commit"), UsageError);
    CHECK_THROWS_AS(add(2), TransactionFailed);
    CHECK_THROWS_AS(connection->commit(), TransactionFailed);
    connection->rollback();
    CHECK(rows() == 1);

    CHECK_THROWS_AS(connection->execute("begin; insert into ledger values (5)"), UsageError);
    CHECK_FALSE(connection->in_transaction());
    CHECK_THROWS_AS(connection->execute("begin; insert into ledger values (5); select 1 / 0"), DataError);
    CHECK_FALSE(connection->in_transaction());
    CHECK(rows() == 1);
    connection->execute("begin; insert into ledger values (6); commit");
    CHECK(rows() == 2);

    begin();
    connection->prepare("rollback")->execute();
    CHECK_THROWS_AS(add(7), TransactionFailed);
    connection->rollback();
    connection->prepare("begin")->execute();
    CHECK_THROWS_AS(add(8), UsageError);
    connection->rollback();
    add(9);
    CHECK(rows() == 3);
}

TEST_CASE_METHOD(Ledger, "rows copied by a script are refused, and the connection stays well") {
    CHECK_THROWS_AS(connection->execute("copy ledger from stdin"), Error);
    connection->execute("copy (select generate_series(1, 100000)) to stdout");
    CHECK(number(*connection, "select 1") == 1);
    CHECK(rows() == 0);
}

TEST_CASE_METHOD(Ledger, "values of a sequence are drawn as runs") {
    const Sequence sequence{.name = "numbers", .increment = 3};
    const auto runs = connection->draw(sequence, 50);
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].first == 1);
    CHECK(runs[0].count == 50);
    connection->begin({});
    const auto more = connection->draw(sequence, 1);
    connection->rollback();
    CHECK(more[0].first == 151);
    CHECK(connection->draw(sequence, 1)[0].first == 154); // a rollback gives nothing back
    CHECK_THROWS_AS(connection->draw({.name = "nowhere"}, 1), UndefinedObject);
    connection->execute("create schema \"a.\"\"b\"; create sequence \"a.\"\"b\".\"c d\" maxvalue 3");
    const Sequence odd{.name = "c d", .schema = "a.\"b"};
    CHECK(connection->draw(odd, 3)[0].count == 3);
    CHECK_THROWS_AS(connection->draw(odd, 1), LimitExceeded);
}

TEST_CASE_METHOD(Ledger, "a connection whose server process was terminated while idle is seen to be dead") {
    CHECK(connection->looks_alive());
    terminate(process_of(*connection));
    CHECK_FALSE(connection->looks_alive());
    CHECK_FALSE(connection->ping());
    const auto lost = error_of<ConnectionLost>([&] { connection->begin({}); });
    REQUIRE(lost);
    CHECK(lost->outcome() == Outcome::not_started);
    CHECK(lost->retry() == Retry::rerun_unit_on_new_connection);
    CHECK(lost->sqlstate() == "57P01");
    CHECK_FALSE(connection->usable());
    CHECK_FALSE(connection->reset());
}

TEST_CASE_METHOD(Ledger, "a connection that is terminated in a statement says why") {
    const auto process = process_of(*connection);
    begin();
    add(1);
    auto running = std::async(std::launch::async, [&] {
        return error_of<ConnectionLost>([&] { connection->execute("select pg_sleep(60)"); });
    });
    wait_until_active(process, "PgSleep");
    terminate(process);
    const auto lost = running.get();
    REQUIRE(lost);
    CHECK(lost->sqlstate() == "57P01");
    CHECK(lost->outcome() == Outcome::rolled_back);
    CHECK(lost->server_detail().find("administrator") != std::string::npos);
    CHECK(rows() == 0);
}

TEST_CASE_METHOD(Ledger,
                 "after the connection is lost nothing more is stored, whatever the program swallows") {
    begin();
    add(1);
    terminate(process_of(*connection));
    for (int id = 2; id <= 6; ++id) {
        const auto lost = error_of<ConnectionLost>([&] { add(id); });
        REQUIRE(lost);
        CHECK(lost->outcome() == Outcome::rolled_back);
    }
    CHECK_THROWS_AS(connection->savepoint(1), ConnectionLost);
    CHECK_THROWS_AS(connection->prepare("select 1"), ConnectionLost);
    CHECK_THROWS_AS(connection->commit(), ConnectionLost);
    connection->rollback();
    CHECK(error_of<ConnectionLost>([&] { add(7); })->outcome() == Outcome::not_started);
    CHECK(rows() == 0);
}

TEST_CASE_METHOD(Ledger, "a connection lost before COMMIT is sent leaves no doubt") {
    for (int round = 0; round < 20; ++round) {
        const auto one = database->connect();
        one->begin({.mode = Begin::write, .resolves_commit = round % 2 == 0});
        one->execute("insert into ledger values (1)");
        terminate(process_of(*one));
        const auto lost = error_of<ConnectionLost>([&] { one->commit(); });
        REQUIRE(lost);
        CHECK(lost->outcome() == Outcome::rolled_back);
        CHECK(lost->retry() == Retry::rerun_unit_on_new_connection);
    }
    CHECK(rows() == 0);
}

TEST_CASE_METHOD(Ledger, "a commit that was lost and did not happen is found out") {
    connection->execute(R"(
        create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return null; end $$;
        create constraint trigger wait after insert on ledger deferrable initially deferred
            for each row execute function wait();
    )");
    const auto process = process_of(*connection);
    for (const bool resolves : {true, false}) {
        const auto one = database->connect();
        const auto its_process = process_of(*one);
        one->begin({.mode = Begin::write, .resolves_commit = resolves});
        one->execute("insert into ledger values (1)");
        auto committing =
            std::async(std::launch::async, [&] { return error_of<Error>([&] { one->commit(); }); });
        wait_until_active(its_process, "PgSleep");
        terminate(its_process);
        const auto error = committing.get();
        REQUIRE(error);
        CHECK(error->outcome() == (resolves ? Outcome::rolled_back : Outcome::unknown));
        CHECK(error->retry() == (resolves ? Retry::rerun_unit_on_new_connection : Retry::resolve_first));
        CHECK(error->transaction().empty() != resolves);
        CHECK_FALSE(error->server().empty());
        CHECK_FALSE(one->usable());
    }
    CHECK(process == process_of(*connection));
    CHECK(rows() == 0);
}

TEST_CASE_METHOD(Ledger, "a commit that was lost and did happen is a success") {
    other->execute("alter system set synchronous_standby_names = 'nobody'");
    other->execute("select pg_reload_conf()");
    connection->execute("set synchronous_commit = on");
    const auto process = process_of(*connection);
    wait_until("current_setting('synchronous_standby_names') = 'nobody'");
    connection->begin({.mode = Begin::write, .resolves_commit = true});
    add(1);
    auto committing = std::async(std::launch::async, [&] { connection->commit(); });
    wait_until_active(process, "SyncRep");
    terminate(process);
    CHECK_NOTHROW(committing.get());
    CHECK(rows() == 1);
    CHECK_FALSE(connection->usable());
    CHECK(connection->failure() == nullptr);
    other->execute("alter system reset synchronous_standby_names");
    other->execute("select pg_reload_conf()");
}

TEST_CASE_METHOD(Ledger, "a connection is not used in a child process, and not ended by it") {
    begin();
    add(1);
    const pid_t child = fork();
    if (child == 0) {
        int right = 0;
        try {
            add(2);
        } catch (const UsageError&) {
            ++right;
        }
        connection->rollback();
        right += connection->ping() ? 0 : 1;
        right += connection->usable() ? 0 : 1;
        connection.reset();
        _exit(right == 3 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    add(3);
    connection->commit();
    CHECK(rows() == 2);
}

TEST_CASE_METHOD(
    Ledger,
    "statements that the server has forgotten, or whose rows look otherwise now, are prepared again") {
    add(1);
    const auto statement = connection->prepare("select * from ledger");
    REQUIRE(statement->step());
    CHECK(statement->read_integer(0) == 1);
    statement->reset();
    SECTION("outside a transaction, after another connection has changed the table") {
        other->execute("alter table ledger alter id type bigint; update ledger set id = 5000000000");
        REQUIRE(statement->step());
        CHECK(statement->read_integer(0) == 5'000'000'000);
    }
    SECTION("in a transaction: it fails, and can run again") {
        other->execute("alter table ledger alter id type bigint; update ledger set id = 5000000000");
        begin();
        CHECK(error_of<PlanChanged>([&] { statement->step(); })->retry() == Retry::rerun_unit);
        connection->rollback();
        begin();
        REQUIRE(statement->step());
        CHECK(statement->read_integer(0) == 5'000'000'000);
        connection->rollback();
    }
    SECTION("after the program has thrown all of them away") {
        connection->execute("deallocate all");
        begin();
        CHECK(statement->step());
        connection->rollback();
        statement->reset();
        connection->execute("discard all");
        CHECK(statement->step());
    }
    SECTION("when those that are thrown away later are gone already") {
        auto another = connection->prepare("select 2");
        connection->execute("do $$ begin execute 'deallocate all'; end $$");
        another.reset();
        begin();
        connection->rollback();
        CHECK(statement->step());
    }
}
