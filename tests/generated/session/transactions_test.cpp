// When a transaction begins, how it ends, and what happens when two writers meet.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

void add_user(Engine& engine, std::string name) {
    Session session{engine};
    shop::UserRepository{session}.add({.name = std::move(name)});
    session.commit();
}

/// The end of a transaction by a trigger, or by an error of one.
std::string no_bob() {
    constexpr Sql rolls_back{.sqlite = "select raise(rollback, 'no');", .postgres = "raise exception 'no';"};
    return spelled(Trigger{.moment = "before insert",
                           .table = "employees",
                           .when = "new.name = 'Bob'",
                           .action = spelled(rolls_back)});
}

}

TEST_CASE("a session that is used for nothing sends nothing") {
    Shop shop;
    shop.session.commit();
    shop.session.flush();
    shop.session.rollback();
    shop.session.commit();
    { const Session idle{shop.engine}; }
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("a transaction begins with the first statement and ends with commit") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    CHECK(shop.sent.take_all().empty());
    shop.session.flush();
    ada.edit().age = 1;
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", "I users 1", "U users 1 {age}", "commit"});
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
    CHECK(shop.users.all().size() == 1);
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", "S users", "commit"});
}

TEST_CASE("destruction without commit rolls back") {
    Shop shop;
    {
        Session session{shop.engine};
        shop::UserRepository users{session};
        users.add({.id = 1, .name = "flushed"});
        session.flush();
        users.add({.id = 2, .name = "pending"});
    }
    CHECK(shop.sent.take_all() == Sent{"begin", "I users 1", "rollback"});
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("one session serves many transactions, with commits and rollbacks in turn") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "0", .age = 0});
    shop.session.commit();
    std::int32_t kept = 0;
    for (std::int32_t turn = 1; turn <= 60; ++turn) {
        ada.edit().age = turn;
        auto extra = shop.users.add({.id = 100 + turn, .name = "x"});
        if (turn % 2 == 0)
            shop.session.flush();
        ada.edit().name = std::to_string(turn);
        if (turn % 3 == 0) {
            shop.users.erase(extra);
            shop.session.commit();
            kept = turn;
        } else {
            shop.session.rollback();
        }
        REQUIRE(ada->age == kept);
        REQUIRE(ada->name == std::to_string(kept));
    }
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id) == std::vector<shop::User>{*ada});
}

TEST_CASE("a write transaction takes the lock at its begin: the second writer is Busy and has sent nothing",
          "[one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.name = "mine"});
    shop.session.flush();

    Engine engine{database.url()};
    RecordedStatements sent{engine};
    Session other{engine};
    shop::UserRepository users{other};
    auto theirs = users.add({.id = 7, .name = "theirs"});
    try {
        other.flush();
        FAIL("not busy");
    } catch (const Busy& busy) {
        CHECK(busy.outcome() == Outcome::not_started);
        CHECK(busy.retry() == Retry::rerun_unit);
    }
    CHECK(sent.take_all() == Sent{"begin failed"});
    shop.session.commit();
    other.rollback();
    CHECK(theirs.state() == RowState::detached);
    users.add(*theirs);
    other.commit();
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("a reading session does not hinder a writer, and sees the state of its first read",
          "[reads_snapshots]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    CHECK(shop.users.all().empty());
    Engine engine{database.url()};
    add_user(engine, "other");
    CHECK(shop.users.rows().empty());
    shop.session.commit();
    CHECK(shop.users.rows().size() == 1);
}

TEST_CASE("each statement of a reading session sees what was committed before it", "[not reads_snapshots]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    CHECK(shop.users.all().empty());
    Engine engine{database.url()};
    add_user(engine, "other");
    CHECK(shop.users.rows().size() == 1);
    shop.session.commit();
}

TEST_CASE("writers of different rows do not hinder each other", "[not one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1, .name = "mine"});
    shop.session.flush();
    Engine engine{database.url()};
    add_user(engine, "theirs");
    CHECK(shop.users.rows().size() == 2);
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("47 upgrade: two sessions read, then both write: one commits, one is Busy", "[one_writer]") {
    const SharedDatabase database;
    Shop first{database.url()};
    first.users.add({.id = 1, .name = "Ada", .age = 0});
    first.session.commit();
    Engine engine{database.url()};
    Session second{engine};
    shop::UserRepository users{second};

    auto mine = first.users.all().front();
    auto theirs = users.all().front();
    mine.edit().age = 1;
    first.session.commit();
    theirs.edit().age = 2;
    try {
        second.commit();
        FAIL("not busy");
    } catch (const Busy& busy) {
        CHECK(busy.retry() == Retry::rerun_unit);
        CHECK(busy.outcome() == Outcome::rolled_back);
    }
    CHECK(theirs->age == 2);
    CHECK_THROWS_AS(second.commit(), SessionFailed);
    second.rollback();
    CHECK(theirs->age == 0);
    CHECK(users.all().front()->age == 1);
    theirs.edit().age = 2;
    second.commit();
    CHECK(first.stored<shop::UserRepository>(&shop::User::id).front().age == 2);
}

TEST_CASE(
    "47 upgrade: of two repeatable reads that write the same row, one commits, one is a SerializationFailure",
    "[isolation_levels]") {
    const SharedDatabase database;
    Shop first{database.url()};
    first.users.add({.id = 1, .name = "Ada", .age = 0});
    first.session.commit();
    Engine engine{database.url()};
    Session second{engine, SessionOptions{.isolation = Isolation::repeatable_read}};
    shop::UserRepository users{second};
    auto theirs = users.all().front();
    first.users.get(1).edit().age = 1;
    first.session.commit();
    CHECK(users.rows().front().age == 0); // as at its first read
    theirs.edit().age = 2;
    const auto error = error_of<SerializationFailure>([&] { second.commit(); });
    CHECK(error.retry() == Retry::rerun_unit);
    CHECK(error.outcome() == Outcome::rolled_back);
    CHECK(theirs->age == 2);
    CHECK_THROWS_AS(second.commit(), SessionFailed);
    second.rollback();
    CHECK(theirs->age == 0);
    CHECK(users.all().front()->age == 1);
    theirs.edit().age = 2;
    second.commit();
    CHECK(first.stored<shop::UserRepository>(&shop::User::id).front().age == 2);
}

TEST_CASE("serializable transactions that could not have run one after the other do not both commit",
          "[isolation_levels]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1, .age = 1});
    shop.users.add({.id = 2, .age = 1});
    shop.session.commit();
    const SessionOptions options{.isolation = Isolation::serializable};
    Session first{shop.engine, options};
    Session second{shop.engine, options};
    const auto take_leave = [](Session& session, std::int64_t id) { // of those who are there, one has to stay
        shop::UserRepository users{session};
        if (users.where(users.age == 1).count() == 2)
            users.get(id).edit().age = 0;
        session.flush();
    };
    const auto both = [&] {
        take_leave(first, 1);
        take_leave(second, 2);
        first.commit();
        second.commit();
    };
    CHECK_THROWS_AS(both(), SerializationFailure);
    second.rollback();
    CHECK(shop.users.where(shop.users.age == 1).count() == 1);
}

TEST_CASE("a session opened for writing cannot be overtaken after it has read", "[one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    Engine engine{database.url()};
    Session writer{engine, SessionMode::writing};
    shop::UserRepository users{writer};
    auto ada = users.all().front();
    shop.users.add({.name = "late"});
    CHECK_THROWS_AS(shop.session.commit(), Busy);
    ada.edit().name = "Eve";
    writer.commit();
    CHECK(ada->name == "Eve");
}

TEST_CASE("transact commits what was done, with a session opened for writing") {
    Shop shop;
    shop.engine.transact([](Session& session) {
        shop::UserRepository users{session};
        CHECK(users.all().empty());
        users.add({.id = 1, .name = "Ada"});
    });
    CHECK(shop.sent.take_all() == Sent{"begin", "S users", "I users 1", "commit"});
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("transact runs the whole again with a new session after an error that this can cure",
          "[one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1, .name = "Ada", .age = 0});
    shop.session.commit();
    shop.users.get(1).edit().age = 1;
    shop.session.flush(); // holds the lock
    Engine engine{database.url()};
    int tries = 0;
    std::vector<const void*> sessions;
    engine.transact([&](Session& session) {
        if (++tries == 3)
            shop.session.commit();
        shop::UserRepository users{session};
        auto ada = users.get(1);
        ada.edit().age = *ada->age + 10;
    });
    CHECK(tries == 3);
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().age == 11);
}

TEST_CASE("transact runs the whole again with a new session after it was overtaken", "[isolation_levels]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    auto ada = shop.users.add({.id = 1, .name = "Ada", .age = 0});
    shop.session.commit();
    Engine engine{database.url()};
    const TransactOptions options{.session = {.isolation = Isolation::repeatable_read}};
    int tries = 0;
    int overtaken = 2;
    const auto work = [&](Session& session) {
        shop::UserRepository users{session};
        auto mine = users.get(1);
        if (++tries <= overtaken) {
            ada.edit().age = tries;
            shop.session.commit();
        }
        mine.edit().age = *mine->age + 10;
    };
    engine.transact(work, options);
    CHECK(tries == 3);
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().age == 12);
    tries = 0;
    overtaken = 5;
    CHECK_THAT(message_of<SerializationFailure>([&] { engine.transact(work, options); }),
               Contains("5 tries"));
    CHECK(tries == 5);
}

TEST_CASE("transact gives up after five tries with the last error", "[one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.id = 1, .name = "Ada"});
    shop.session.flush();
    Engine engine{database.url(1)};
    int tries = 0;
    const auto work = [&](Session& session) {
        ++tries;
        shop::UserRepository{session}.add({.name = "x"});
    };
    CHECK_THAT(message_of<Busy>([&] { engine.transact(work); }), Contains("after 5 tries"));
    CHECK(tries == 5);
}

TEST_CASE("transact does not repeat what cannot be cured, and rolls back") {
    Shop shop;
    int tries = 0;
    const auto twice = [&](Session& session) {
        ++tries;
        shop::UserRepository users{session};
        users.add({.id = 1, .email = "a"});
        session.flush();
        users.add({.id = 2, .email = "a"});
    };
    CHECK_THROWS_AS(shop.engine.transact(twice), UniqueViolation);
    const auto own = [&](Session& session) {
        ++tries;
        shop::UserRepository{session}.add({.id = 1});
        session.flush();
        throw std::runtime_error("mine");
    };
    CHECK_THROWS_AS(shop.engine.transact(own), std::runtime_error);
    CHECK(tries == 2);
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("a constraint that waits for the end makes commit fail, and the session with it") {
    Extras extras;
    auto knot = extras.knots.add({.id = 1, .next_id = 99});
    extras.session.flush();
    try {
        extras.session.commit();
        FAIL("committed");
    } catch (const ForeignKeyViolation& error) {
        CHECK(error.outcome() == Outcome::rolled_back);
    }
    CHECK_THROWS_AS(extras.session.commit(), SessionFailed);
    extras.session.rollback();
    CHECK(knot.state() == RowState::detached);
    extras.knots.add({.id = 1, .next_id = 1});
    extras.session.commit();
    CHECK(extras.count<extras::KnotRepository>() == 1);
}

TEST_CASE("a trigger that rolls the transaction back leaves a usable session and engine") {
    Units units;
    units.elsewhere(no_bob());
    auto ada = units.employees.add({.name = "Ada"});
    units.session.flush();
    units.employees.add({.name = "Bob"});
    CHECK_THROWS_AS(units.session.flush(), Error);
    CHECK_THROWS_AS(units.session.flush(), SessionFailed);
    units.session.rollback();
    CHECK(ada.state() == RowState::detached);
    units.employees.add({.name = "Cy"});
    units.session.commit();
    CHECK(units.count<units::EmployeeRepository>() == 1);
}

TEST_CASE("a trigger that rolls back inside a savepoint takes all of the transaction along",
          "[rolls_back_in_triggers]") {
    Units units;
    units.elsewhere(no_bob());
    auto ada = units.employees.add({.name = "Ada"});
    {
        Savepoint outer{units.session};
        Savepoint inner{units.session};
        units.employees.add({.name = "Bob"});
        const auto message = message_of<Error>([&] { units.session.flush(); });
        CHECK_THROWS_AS(inner.rollback(), SessionFailed);
        CHECK_THAT(message_of<SessionFailed>([&] { units.session.flush(); }), Contains(message));
    }
    CHECK_THROWS_AS(units.session.commit(), Error);
    units.session.rollback();
    CHECK(ada.state() == RowState::detached);
    units.employees.add({.name = "Cy"});
    units.session.commit();
    CHECK(units.count<units::EmployeeRepository>() == 1);
}

TEST_CASE("connections go back to the engine whatever happens", "[one_writer]") {
    const SharedDatabase database;
    Shop shop{database.url()};
    shop.users.add({.name = "x"});
    shop.session.flush();
    for (int turn = 0; turn < 3; ++turn) {
        Session busy{shop.engine};
        shop::UserRepository{busy}.add({.name = "y"});
        CHECK_THROWS_AS(busy.commit(), Busy);
    }
    shop.session.commit();
    add_user(shop.engine, "z");
    CHECK(shop.count<shop::UserRepository>() == 2);
}
