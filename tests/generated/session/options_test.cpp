// What sessions and engines can be told: to read only, by when to be done, who may stop them, where to read.

#include "fixtures.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

std::size_t count_users(Session& session) {
    return shop::UserRepository{session}.rows().size();
}

/// Waits until another thread has come so far.
void await(const std::atomic<bool>& happened) {
    while (!happened)
        std::this_thread::sleep_for(1ms);
}

}

TEST_CASE("a reading session refuses to write before anything is sent, and goes on") {
    Shop shop;
    shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    Session session{shop.engine, SessionMode::reading};
    shop::UserRepository users{session};
    CHECK_THROWS_AS(users.add({.id = 2}), UsageError);
    CHECK_THROWS_AS(users.where(users.id == 1).update(users.age = 1), UsageError);
    CHECK_THROWS_AS(users.query().erase(), UsageError);
    CHECK_THROWS_AS(users.upsert({.id = 1}, users.id), UsageError);
    CHECK(shop.sent.take_all().empty());
    auto ada = users.get(1);
    CHECK_THAT(message_of<UsageError>([&] { ada.edit().age = 1; }), Contains("opened for reading"));
    CHECK_THROWS_AS(users.erase(ada), UsageError);
    {
        Savepoint savepoint{session};
        CHECK(ada->name == "Ada");
    }
    session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("writers use a connection on which a reading session was, and the other way round") {
    const SharedDatabase database;
    Shop shop{database.url()};
    for (int turn = 1; turn <= 3; ++turn) {
        {
            Session reader{shop.engine, SessionMode::reading};
            CHECK(count_users(reader) == static_cast<std::size_t>(turn - 1));
        }
        shop.users.add({.name = "x"});
        shop.session.commit();
    }
    {
        Session reader{shop.engine, SessionMode::reading};
        CHECK(count_users(reader) == 3);
    }
    CHECK_NOTHROW(shop.engine.execute("delete from users"));
}

TEST_CASE("a session that waits for a writer waits no longer than its deadline") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1});
    shop.session.flush();
    Engine engine{database.url(20'000)};
    Session late{engine, SessionOptions{.deadline = 200ms}};
    shop::UserRepository{late}.add({.id = 1});
    const auto start = Clock::now();
    CHECK_THROWS_AS(late.commit(), DeadlineExceeded);
    CHECK(Clock::now() - start < 5s);
    shop.session.commit();
    late.rollback();
    shop::UserRepository{late}.add({.id = 2});
    late.commit();
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("after its deadline a transaction is rolled back, and the next one has a deadline of its own") {
    Shop shop;
    Session session{shop.engine, SessionOptions{.deadline = 500ms}};
    shop::UserRepository users{session};
    auto ada = users.add({.id = 1});
    session.flush();
    std::this_thread::sleep_for(550ms);
    users.add({.id = 2});
    const auto error = error_of<DeadlineExceeded>([&] { session.commit(); });
    CHECK(error.outcome() == Outcome::rolled_back);
    CHECK_THROWS_AS(session.commit(), SessionFailed);
    CHECK(shop.count<shop::UserRepository>() == 0);
    session.rollback();
    CHECK(ada.state() == RowState::detached);
    users.add({.id = 3});
    session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a session can be stopped by another thread while it waits") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1});
    shop.session.flush();
    Engine engine{database.url(20'000)};
    auto session = std::make_unique<Session>(engine);
    shop::UserRepository{*session}.add({.id = 1});
    const Canceller canceller = session->canceller();
    canceller.cancel(); // nothing runs yet
    std::atomic<bool> done{false};
    std::thread other{[&] {
        while (!done) {
            canceller.cancel();
            std::this_thread::sleep_for(1ms);
        }
    }};
    const auto start = Clock::now();
    CHECK_THROWS_AS(session->commit(), Cancelled);
    CHECK(Clock::now() - start < 10s);
    done = true;
    other.join();
    session.reset();
    canceller.cancel();
}

TEST_CASE("a canceller does not reach the next user of the connection") {
    Shop shop;
    Session first{shop.engine};
    const Canceller canceller = first.canceller();
    CHECK(count_users(first) == 0);
    first.commit();
    std::atomic<bool> done{false};
    std::atomic<bool> begun{false};
    std::thread other{[&] {
        while (!done) {
            canceller.cancel();
            begun = true;
        }
    }};
    await(begun);
    for (int turn = 0; turn < 200; ++turn) {
        shop.users.add({.name = "x"});
        CHECK_NOTHROW(shop.session.commit());
    }
    done = true;
    other.join();
}

TEST_CASE("transact gives up at its deadline with the last error") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1});
    shop.session.flush();
    Engine engine{database.url(20'000)};
    int tries = 0;
    const auto start = Clock::now();
    CHECK_THROWS_AS(engine.transact(
                        [&](Session& session) {
                            ++tries;
                            shop::UserRepository{session}.add({.id = 1});
                        },
                        {.deadline = 200ms}),
                    DeadlineExceeded);
    CHECK(tries == 1);
    CHECK(Clock::now() - start < 5s);
}

TEST_CASE("a unit inside another is not repeated by itself, the outer one is", "[one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1});
    shop.session.flush();
    Engine engine{database.url(1)};
    int outer = 0;
    int inner = 0;
    const auto work = [&](Session&) {
        ++outer;
        engine.transact([&](Session& session) {
            ++inner;
            shop::UserRepository{session}.add({.id = 2});
        });
    };
    // Reading sessions do not wait for the writer, so that only the inner unit is in its way.
    CHECK_THROWS_AS(engine.transact(work, {.session = {.mode = SessionMode::reading}}), Busy);
    CHECK(outer == 5);
    CHECK(inner == 5);
}

TEST_CASE("a unit that looks first and adds then is repeated where another was faster, if it says so") {
    Shop shop;
    shop.users.add({.id = 1, .email = "a"});
    shop.session.commit();
    int tries = 0;
    const auto work = [&](Session& session) {
        shop::UserRepository users{session};
        const bool found = ++tries > 1 && users.find_by_email("a").has_value();
        if (!found)
            users.add({.id = 2, .email = "a"});
    };
    CHECK_THROWS_AS(shop.engine.transact(work), UniqueViolation);
    CHECK(tries == 1);
    tries = 0;
    shop.engine.transact(work, {.upsert_race = true});
    CHECK(tries == 2);
}

TEST_CASE("the pool's limits stand in the URL, and its error names the session that has the connection") {
    const SharedDatabase database;
    Shop shop{database.url() + "&pool_size=1&max_overflow=0&pool_timeout=30"};
    CHECK(count_users(shop.session) == 0);
    const PoolStatus status = shop.engine.pool();
    CHECK(status.out == 1);
    REQUIRE(status.longest);
    CHECK_THAT(status.longest->place.file_name(), Contains("fixtures.hpp"));
    Session other{shop.engine};
    const auto message = message_of<PoolTimeout>([&] { count_users(other); });
    CHECK_THAT(message, Contains("1 of 1 are out") && Contains("fixtures.hpp:"));
    shop.session.commit();
    CHECK(count_users(other) == 0);
    CHECK_THROWS_AS(Engine{"sqlite://?pool_size=many"}, ConfigError);
    CHECK_THROWS_AS(Engine{"sqlite://?pool_timeout=-1"}, ConfigError);
    CHECK_THROWS_AS(Engine{"sqlite://?pool_size=0&max_overflow=0"}, ConfigError);
}

TEST_CASE("a database in memory has as many connections as are asked for") {
    Shop shop{"sqlite://"};
    std::vector<std::unique_ptr<Session>> sessions;
    for (int number = 0; number < 40; ++number) {
        sessions.push_back(std::make_unique<Session>(shop.engine));
        CHECK(count_users(*sessions.back()) == 0);
    }
    CHECK(shop.engine.pool().out == 40);
}

TEST_CASE("what SQL sets or makes for a while is not there for the next user of the connection") {
    Shop shop{"sqlite://"};
    for (int turn = 0; turn < 2; ++turn) {
        CHECK_NOTHROW(shop.engine.execute("create temp table scratch (x)"));
        shop.engine.execute("pragma foreign_keys=off");
        shop.purchases.add({.id = 1, .user_id = 99});
        CHECK_THROWS_AS(shop.session.commit(), ForeignKeyViolation);
        shop.session.rollback();
    }
    const auto opened = shop.engine.pool().opened;
    shop.engine.execute("create table kept (x)");
    shop.engine.execute("drop table kept");
    CHECK(shop.engine.pool().opened == opened);
}

TEST_CASE("a session may end after its engine") {
    auto engine = std::make_unique<Engine>("sqlite://");
    create_all(*engine, shop::shop_schema);
    Session session{*engine};
    shop::UserRepository users{session};
    users.add({.id = 1});
    session.flush();
    engine.reset();
    session.rollback();
    CHECK_THROWS_AS(users.rows(), PoolClosed);
}

TEST_CASE("reading sessions go to replicas in turn, and past those that are not there") {
    const SharedDatabase database;
    const SharedDatabase one;
    const SharedDatabase two;
    Shop shop{database.url()};
    for (const SharedDatabase* copy : {&one, &two}) {
        Shop replica{copy->url()};
        for (int number = 0; number < (copy == &one ? 1 : 2); ++number)
            replica.users.add({.name = "replica"});
        replica.session.commit();
    }
    const auto counts = [](Engine& engine) {
        std::vector<std::size_t> found;
        for (int turn = 0; turn < 4; ++turn) {
            Session reader{engine, SessionMode::reading};
            found.push_back(count_users(reader));
        }
        return found;
    };
    const std::string missing = spelled({.sqlite = "sqlite:////nowhere/at/all.db?mode=ro",
                                         .postgres = "postgresql://rowsmith@/x?host=/nowhere"});
    Engine both{database.url(), {.replicas = {one.url(), two.url()}}};
    CHECK(counts(both) == std::vector<std::size_t>{1, 2, 1, 2});
    Session writer{both};
    CHECK(count_users(writer) == 0);
    Engine half{database.url(), {.replicas = {missing, two.url()}}};
    CHECK(counts(half) == std::vector<std::size_t>{2, 2, 2, 2});
    Engine none{database.url(), {.replicas = {missing}}};
    CHECK(counts(none) == std::vector<std::size_t>{0, 0, 0, 0});
}

TEST_CASE("SQLite says that it has neither notifications nor locks with names") {
    Shop shop{"sqlite://"};
    CHECK_THAT(message_of<UsageError>([&] { shop.engine.notify("news", "x"); }), Contains("notifications"));
    CHECK_THROWS_AS(shop.engine.listen("news", [](const Notification&) {}), UsageError);
    CHECK_THROWS_AS(shop.engine.lock("migration"), UsageError);
    CHECK_THROWS_AS(shop.engine.try_lock("migration"), UsageError);
    CHECK_THROWS_AS(shop.session.notify("news"), UsageError);
    CHECK_THROWS_AS(shop.session.lock("migration"), UsageError);
    CHECK_THROWS_AS(shop.session.try_lock("migration"), UsageError);
    shop.users.add({.id = 1});
    shop.session.commit();
}
