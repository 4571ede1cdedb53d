// Servers that are stopped, and backends that are killed, at the moments that matter.

#include "faults/ledger.hpp"
#include "faults/libpq.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;

namespace {

/// The backends of the engine's connections in this database.
const std::string backends =
    "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

/// Has the first COMMIT of a unit take long: the time to kill it.
const std::string slow_first_commit = R"(
    create sequence commits;
    create function commit_slowly() returns trigger language plpgsql as $$
    begin
        if nextval('commits') = 1 then
            perform pg_sleep(10);
        end if;
        return null;
    end $$;
    create constraint trigger slow after insert on entries deferrable initially deferred
        for each row execute function commit_slowly();)";

/// Waits until a backend does what `condition` says, and terminates it.
void terminate_when(const Ledger& ledger, const std::string& condition) {
    const auto connection = connect(fault_server()->socket_folder(), ledger.database());
    const std::string sql = "select count(pg_terminate_backend(pid)) " + backends + " and " + condition;
    for (int turn = 0; turn < 5000 && ask(connection.get(), sql) == "0"; ++turn)
        std::this_thread::sleep_for(1ms);
}

/// The same while `ledger` runs a unit; what that says.
Told run_and_terminate(Ledger& ledger, Engine& engine, const std::string& condition) {
    std::thread killer([&] { terminate_when(ledger, condition); });
    const auto told = ledger.run(engine);
    killer.join();
    return told;
}

/// Runs units by several threads until `interfere` is through, whatever becomes of them.
void run_during(Ledger& ledger, const auto& interfere) {
    Engine engine{ledger.url()};
    std::atomic<bool> done = false;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            while (!done)
                ledger.run(engine, {.session = {.isolation = Isolation::repeatable_read}});
        });
    interfere();
    done = true;
    for (auto& thread : threads)
        thread.join();
}

}

TEST_CASE("backends that are terminated between units are not noticed by anybody") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    Engine engine{ledger.url()};
    for (int unit = 0; unit < 20; ++unit) {
        CHECK(ledger.run(engine) == Told::stored);
        ledger.ask_directly("select count(pg_terminate_backend(pid)) " + backends);
    }
    CHECK(ledger.expect_right("terminated between units").stored == 20);
}

TEST_CASE("a backend that is terminated in a statement has the unit run again") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    ledger.ask_directly(R"(
        create sequence inserts;
        create function insert_slowly() returns trigger language plpgsql as $$
        begin
            if nextval('inserts') = 1 then
                perform pg_sleep(10);
            end if;
            return new;
        end $$;
        create trigger slow before insert on entries for each row execute function insert_slowly();)");
    Engine engine{ledger.url()};
    CHECK(run_and_terminate(ledger, engine, "wait_event = 'PgSleep'") == Told::stored);
    CHECK(ledger.expect_right("terminated in a statement").stored == 1);
    CHECK(ledger.ask_directly("select last_value from inserts") == "2");
}

TEST_CASE("a backend that is terminated in COMMIT before anything is stored has the unit run again") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    ledger.ask_directly(slow_first_commit);
    Engine engine{ledger.url()};
    CHECK(run_and_terminate(ledger, engine, "wait_event = 'PgSleep'") == Told::stored);
    CHECK(ledger.expect_right("terminated in COMMIT, nothing stored").stored == 1);
    CHECK(ledger.ask_directly("select last_value from commits") == "2"); // it was
}

TEST_CASE("a backend that is terminated in COMMIT after all is stored gives success, and the unit is not run "
          "again") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    Engine engine{ledger.url()};
    ledger.run(engine);
    ledger.ask_directly("alter system set synchronous_standby_names = 'nobody'");
    ledger.ask_directly("select pg_reload_conf()");
    CHECK(run_and_terminate(ledger, engine, "wait_event = 'SyncRep'") == Told::stored);
    ledger.ask_directly("alter system reset synchronous_standby_names");
    ledger.ask_directly("select pg_reload_conf()");
    CHECK(ledger.expect_right("terminated in COMMIT, all stored").stored == 2);
    CHECK(ledger.ask_directly("select last_value from entries_id_seq") == "2");
}

TEST_CASE("a server that is stopped and started under load loses nothing that it has acknowledged") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    for (const auto mode : {PostgresServer::Stop::fast, PostgresServer::Stop::immediate})
        run_during(ledger, [&] {
            for (int round = 0; round < 4; ++round) {
                std::this_thread::sleep_for(200ms);
                fault_server()->restart(mode);
            }
            std::this_thread::sleep_for(200ms);
        });
    const auto findings = ledger.expect_right("restarted under load");
    CHECK(findings.stored > 100);
}

TEST_CASE("a server that is stopped inside COMMIT leaves the unit undone, and it is run again") {
    if (fault_server() == nullptr)
        return;
    for (const auto mode : {PostgresServer::Stop::fast, PostgresServer::Stop::immediate}) {
        Ledger ledger;
        ledger.ask_directly(slow_first_commit);
        Engine engine{ledger.url()};
        std::thread restart([&] {
            const auto connection = connect(fault_server()->socket_folder(), ledger.database());
            while (ask(connection.get(), "select count(*) " + backends + " and wait_event = 'PgSleep'") ==
                   "0")
                std::this_thread::sleep_for(1ms);
            ask(connection.get(), "create table flushes ()"); // what was drawn from the sequence stays drawn
            fault_server()->restart(mode);
        });
        CHECK(ledger.run(engine) == Told::stored);
        restart.join();
        CHECK(ledger.expect_right("stopped inside COMMIT").stored == 1);
    }
}

TEST_CASE("the number of a transaction that a crash has given to another one is not taken for an answer") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    ledger.ask_directly("alter system set wal_writer_delay = '10s'");
    fault_server()->restart(PostgresServer::Stop::fast);
    ledger.ask_directly("checkpoint");
    {
        Engine engine{ledger.url()};
        engine.execute("select 1");
        std::thread crash([&] {
            while (!ledger.proxy.fired())
                std::this_thread::sleep_for(1ms);
            ledger.proxy.set_arrivals(FaultProxy::Arrivals::closed);
            fault_server()->restart(PostgresServer::Stop::immediate);
            ledger.ask_directly("create table takes_the_number ()");
            ledger.proxy.set_arrivals(FaultProxy::Arrivals::pass);
            ledger.proxy.drop_silent();
        });
        ledger.proxy.set_latency(5ms);
        ledger.proxy.arm(
            {.where = Fault::Where::commit, .when = Fault::When::before, .how = Fault::How::rst});
        ledger.run(engine);
        crash.join();
    }
    CHECK(ledger.expect_right("its number given to another by a crash").stored == 1);
    ledger.ask_directly("alter system reset wal_writer_delay");
    fault_server()->restart(PostgresServer::Stop::fast);
}
