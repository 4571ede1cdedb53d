// A server, and others that follow it: who is read from, and what happens when one of them is away or takes
// over.

#include "faults/libpq.hpp"
#include "support/postgres_server.hpp"

#include <rowsmith/rowsmith.hpp>

#include <replica.rows.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;
using Stop = PostgresServer::Stop;

namespace {

/// A server with a database; null where none is installed.
std::unique_ptr<PostgresServer> start_primary() {
    auto primary = PostgresServer::start({.settings = {"synchronous_commit=on"}});
    if (primary == nullptr)
        std::cout << "skipped: no PostgreSQL server is installed" << std::endl;
    return primary;
}

std::string url_of(const std::string& hosts) {
    return "postgresql://rowsmith@/test1?host=" + hosts;
}

/// Both, with the tables of the schema; `here` says who answers.
class Pair {
public:
    explicit Pair(PostgresServer& primary) : primary_(primary) {
        REQUIRE(primary.create_database() == "test1");
        Engine engine{url_of(primary.socket_folder())};
        create_all(engine, copies::replica_schema);
        engine.execute("drop table here");
        engine.execute("create view here as select 1::bigint as id, pg_is_in_recovery() as in_recovery");
        replica_ = PostgresServer::start({.settings = {"synchronous_commit=on"}, .primary = &primary});
        catch_up();
    }

    [[nodiscard]] PostgresServer& primary() { return primary_; }
    [[nodiscard]] PostgresServer& replica() { return *replica_; }
    [[nodiscard]] std::string primary_url() const { return url_of(primary_.socket_folder()); }
    [[nodiscard]] std::string replica_url() const { return url_of(replica_->socket_folder()); }
    /// Any of them, the replica first.
    [[nodiscard]] std::string both_url() const {
        return url_of(replica_->socket_folder() + "," + primary_.socket_folder());
    }

    /// Waits until the replica has what the primary has now.
    void catch_up() const {
        const auto there =
            ask(connect(primary_.socket_folder(), "test1").get(), "select pg_current_wal_flush_lsn()");
        const auto copy = connect(replica_->socket_folder(), "postgres");
        const std::string sql = "select pg_last_wal_replay_lsn() >= '" + there + "'";
        for (int turn = 0; turn < 2000 && ask(copy.get(), sql) != "t"; ++turn)
            std::this_thread::sleep_for(5ms);
        REQUIRE(ask(copy.get(), sql) == "t");
    }

private:
    PostgresServer& primary_;
    std::unique_ptr<PostgresServer> replica_;
};

/// Whether a session of this mode is answered by a server that follows another.
bool reads_from_replica(Engine& engine, SessionMode mode) {
    Session session{engine, mode};
    return copies::HereRepository{session}.get(1)->in_recovery;
}

void write(Engine& engine, const std::string& text) {
    engine.transact([&](Session& session) { copies::NoteRepository{session}.add({.text = text}); });
}

std::size_t notes(Engine& engine) {
    Session session{engine};
    return copies::NoteRepository{session}.rows().size();
}

}

TEST_CASE("sessions for reading go to the replica, all others to the database itself") {
    const auto primary = start_primary();
    if (primary == nullptr)
        return;
    Pair pair{*primary};
    Engine engine{pair.primary_url(), {.replicas = {pair.replica_url()}}};
    CHECK(reads_from_replica(engine, SessionMode::reading));
    CHECK_FALSE(reads_from_replica(engine, SessionMode::automatic));
    CHECK_FALSE(reads_from_replica(engine, SessionMode::writing));
    write(engine, "one");
    pair.catch_up();
    Session session{engine, SessionMode::reading};
    CHECK(copies::NoteRepository{session}.rows().size() == 1);
    session.rollback();

    // It goes away: the database itself is asked, without an error. It comes back, and is asked again.
    pair.replica().stop(Stop::fast);
    CHECK_FALSE(reads_from_replica(engine, SessionMode::reading));
    CHECK_FALSE(reads_from_replica(engine, SessionMode::reading));
    pair.replica().start_again();
    bool back = false;
    for (int turn = 0; turn < 200 && !back; ++turn) {
        std::this_thread::sleep_for(20ms);
        back = reads_from_replica(engine, SessionMode::reading);
    }
    CHECK(back);
}

TEST_CASE("of several hosts the one that can be written to is found, also when another takes that over") {
    const auto primary = start_primary();
    if (primary == nullptr)
        return;
    Pair pair{*primary};
    Engine engine{pair.both_url() + "&target_session_attrs=read-write"};
    CHECK_FALSE(reads_from_replica(engine, SessionMode::automatic));
    write(engine, "before");
    pair.catch_up();

    pair.primary().stop(Stop::fast);
    CHECK(ask(connect(pair.replica().socket_folder(), "postgres").get(), "select pg_promote()") == "t");
    write(engine, "after"); // nobody tells the engine; it looks for itself
    CHECK(notes(engine) == 2);
    CHECK(ask(connect(pair.replica().socket_folder(), "test1").get(), "select count(*) from notes") == "2");
}

TEST_CASE(
    "a server that turns out to be read-only empties the pool, so that the next connection looks again") {
    const auto primary = start_primary();
    if (primary == nullptr)
        return;
    Pair pair{*primary};
    Engine engine{pair.both_url()}; // the first that answers
    CHECK(reads_from_replica(engine, SessionMode::automatic));
    CHECK(engine.pool().open == 1);
    CHECK_THROWS_AS(write(engine, "refused"), ReadOnlyTransaction);
    CHECK(engine.pool().open == 0);
    CHECK(engine.pool().invalidated == 1);
    CHECK(ask(connect(pair.replica().socket_folder(), "postgres").get(), "select pg_promote()") == "t");
    write(engine, "taken");
    CHECK(notes(engine) == 1);
}
