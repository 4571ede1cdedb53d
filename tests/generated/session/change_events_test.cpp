// Handlers of the program: when they are called, with what, and what happens when they throw.

#include "written.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Told = std::vector<std::string>;

struct HandlerError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Tells every event of a model, with the row's name.
template <typename T, typename Name>
void tell_all(Events& events, Told& told, Name name) {
    const auto tell = [&told, name](const char* event) {
        return [&told, name, event](const Ref<T>& row) { told.push_back(event + (" " + (*row).*name)); };
    };
    events.before_insert<T>(tell("before insert"));
    events.before_update<T>(tell("before update"));
    events.before_delete<T>(tell("before delete"));
    events.after_insert<T>(tell("after insert"));
    events.after_update<T>(tell("after update"));
    events.after_delete<T>(tell("after delete"));
}

/// A shop whose session tells what happens to its users.
struct ListeningShop : Shop {
    ListeningShop() { tell_all<shop::User>(session.events(), told, &shop::User::name); }

    Told take() { return std::exchange(told, {}); }

    Told told;
};

}

TEST_CASE("each insert, update and delete is told before and after") {
    ListeningShop shop;
    auto ada = shop.users.add({.name = "Ada"});
    CHECK(shop.told.empty());
    shop.session.commit();
    CHECK(shop.take() == Told{"before insert Ada", "after insert Ada"});
    ada.edit().age = 36;
    shop.session.commit();
    CHECK(shop.take() == Told{"before update Ada", "after update Ada"});
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(shop.take() == Told{"before delete Ada", "after delete Ada"});
    shop.session.commit();
    CHECK(shop.told.empty());
}

TEST_CASE("before-handlers run before anything is sent, after-handlers when memory has followed") {
    Shop shop;
    std::vector<RowState> states;
    const auto note = [&](const Ref<shop::User>& user) { states.push_back(user.state()); };
    Events& events = shop.session.events();
    events.before_insert<shop::User>([&](const Ref<shop::User>& user) {
        note(user);
        CHECK(user->id == 0);
        CHECK(shop.sent.take_all().empty());
    });
    events.after_insert<shop::User>([&](const Ref<shop::User>& user) {
        note(user);
        CHECK(user->id == 1000);
    });
    events.before_delete<shop::User>(note);
    events.after_delete<shop::User>(note);
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.flush();
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(states ==
          std::vector{RowState::pending, RowState::persistent, RowState::erased, RowState::deleted});
}

TEST_CASE("handlers of the engine hear all its sessions, and before those of the session") {
    Shop shop;
    Told told;
    shop.engine.events().after_insert<shop::User>([&](const auto&) { told.push_back("engine"); });
    shop.session.events().after_insert<shop::User>([&](const auto&) { told.push_back("session"); });
    shop.session.events().after_insert<shop::User>([&](const auto&) { told.push_back("second"); });
    shop.users.add({});
    shop.session.commit();
    CHECK(told == Told{"engine", "session", "second"});
    Session other{shop.engine};
    shop::UserRepository{other}.add({});
    other.commit();
    CHECK(told == Told{"engine", "session", "second", "engine"});
}

TEST_CASE("events are of one model") {
    ListeningShop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.told.clear();
    shop.purchases.add({.user_id = ada->id, .product = "Engine"});
    shop.session.commit();
    CHECK(shop.told.empty());
    shop.sent.expect({"I users 1", "I purchases 1"});
}

TEST_CASE("an update is told only of rows in which something has changed") {
    ListeningShop shop;
    auto ada = shop.users.add({.name = "Ada"});
    auto bob = shop.users.add({.name = "Bob"});
    shop.session.commit();
    shop.told.clear();
    ada.edit().name = "Ada";
    bob.edit().name = "Bobby";
    shop.session.commit();
    CHECK(shop.told == Told{"before update Bobby", "after update Bobby"});
}

TEST_CASE("an update that a handler changes back is not sent, and not told after") {
    ListeningShop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.told.clear();
    shop.sent.clear();
    shop.session.events().before_update<shop::User>(
        [](const Ref<shop::User>& user) { user.edit().name = "Ada"; });
    ada.edit().name = "Countess";
    shop.session.commit();
    CHECK(shop.told == Told{"before update Countess"});
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("a touched row is told as updated") {
    Written world;
    Told told;
    tell_all<written::Doc>(world.session.events(), told, &written::Doc::title);
    auto doc = world.docs.add({.title = "Notes"});
    world.session.commit();
    told.clear();
    world.session.touch(doc);
    world.session.commit();
    CHECK(told == Told{"before update Notes", "after update Notes"});
}

TEST_CASE("a row that is given a new parent is told as updated, before that has a key") {
    Units units;
    Told told;
    auto ada = units.employees.add({.name = "Ada"});
    units.session.commit();
    units.sent.clear();
    tell_all<units::Employee>(units.session.events(), told, &units::Employee::name);
    ada.set_manager(units.employees.add({.name = "Boss"}));
    units.session.commit();
    CHECK(told == Told{"before insert Boss", "before update Ada", "after insert Boss", "after update Ada"});
    units.sent.expect({"I employees 1", "U employees 1 {manager_id}"});
}

TEST_CASE("what before-handlers change belongs to the same flush") {
    ListeningShop shop;
    shop.session.events().before_insert<shop::User>([&](const Ref<shop::User>& user) {
        user.edit().age = 1;
        if (user->name == "Ada")
            shop.users.add({.name = "Friend of Ada"});
    });
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.flush();
    CHECK(shop.told == Told{"before insert Ada", "before insert Friend of Ada", "after insert Ada",
                            "after insert Friend of Ada"});
    shop.sent.expect({"I users 2"});
    CHECK(ada->age == 1);
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[1].age == 1);
}

TEST_CASE("before-handlers may change and erase other rows, which are told in turn") {
    ListeningShop shop;
    auto ada = shop.users.add({.name = "Ada"});
    auto bob = shop.users.add({.name = "Bob"});
    auto eve = shop.users.add({.name = "Eve"});
    shop.session.commit();
    shop.told.clear();
    shop.sent.clear();
    shop.session.events().before_update<shop::User>([&](const Ref<shop::User>& user) {
        if (user == ada) {
            bob.edit().age = 7;
            shop.users.erase(eve);
        }
    });
    ada.edit().age = 36;
    shop.session.commit();
    CHECK(shop.told == Told{"before update Ada", "before update Bob", "before delete Eve", "after update Ada",
                            "after update Bob", "after delete Eve"});
    shop.sent.expect({"U users 2 {age}", "D users 1"});
}

TEST_CASE("a row that a handler takes back is neither sent nor told again") {
    ListeningShop shop;
    auto bob = shop.users.add({.name = "Bob"});
    shop.session.commit();
    shop.told.clear();
    shop.sent.clear();
    auto first = shop.users.add({.name = "First"});
    auto second = shop.users.add({.name = "Second"});
    shop.session.events().before_insert<shop::User>([&](const Ref<shop::User>& user) {
        if (user == first)
            shop.users.erase(second);
    });
    shop.session.flush();
    CHECK(shop.told == Told{"before insert First", "after insert First"});
    CHECK(second.state() == RowState::detached);
    shop.sent.expect({"I users 1"});
    CHECK(bob.state() == RowState::persistent);
}

TEST_CASE("what one handler takes back, the next is not told of") {
    Shop shop;
    Told told;
    Events& events = shop.session.events();
    events.before_insert<shop::User>([&](const Ref<shop::User>& user) { shop.users.erase(user); });
    tell_all<shop::User>(events, told, &shop::User::name);
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    CHECK(told.empty());
    CHECK(shop.sent.take_all().empty());
    CHECK(ada.state() == RowState::detached);
}

TEST_CASE("handlers that add rows for ever are refused, with nothing sent") {
    Shop shop;
    int calls = 0;
    shop.session.events().before_insert<shop::User>([&](const auto&) {
        ++calls;
        shop.users.add({});
    });
    shop.users.add({});
    CHECK_THAT(message_of<UsageError>([&] { shop.session.flush(); }), Contains("before-events"));
    CHECK(calls == 1000);
    CHECK(shop.sent.take_all().empty());
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("a thousand rounds at most, but any number of rows") {
    Shop shop;
    int left = 999;
    shop.session.events().before_insert<shop::User>([&](const auto&) {
        if (left-- > 0)
            shop.users.add({});
    });
    shop.users.add({});
    shop.session.commit();
    shop.sent.expect({"I users 1000"});
}

TEST_CASE("what after-handlers change is sent by the same call") {
    ListeningShop shop;
    shop.session.events().after_insert<shop::User>([&](const Ref<shop::User>& user) {
        shop.purchases.add({.user_id = user->id, .product = "Welcome"});
    });
    shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.sent.expect({"I users 1", "I purchases 1"});
    CHECK(shop.count<shop::PurchaseRepository>() == 1);
}

TEST_CASE("after-handlers that change rows for ever are refused; a rollback undoes all of it") {
    Shop shop;
    auto ada = shop.users.add({.age = 0});
    shop.session.commit();
    shop.session.events().after_update<shop::User>(
        [](const Ref<shop::User>& user) { user.edit().age = *user->age + 1; });
    ada.edit().age = 1;
    CHECK_THAT(message_of<UsageError>([&] { shop.session.flush(); }), Contains("after-events"));
    shop.session.rollback();
    CHECK(ada->age == 0);
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[0].age == 0);
}

TEST_CASE("what a before-handler throws leaves everything to be flushed, and nothing sent") {
    Shop shop;
    bool throws = true;
    auto bob = shop.users.add({.name = "Bob"});
    auto eve = shop.users.add({.name = "Eve"});
    shop.session.commit();
    shop.sent.clear();
    const auto handler = [&](const Ref<shop::User>&) {
        if (throws)
            throw HandlerError("no");
    };
    const char* event = GENERATE("insert", "update", "delete");
    CAPTURE(event);
    if (event == std::string("insert"))
        shop.session.events().before_insert<shop::User>(handler);
    else if (event == std::string("update"))
        shop.session.events().before_update<shop::User>(handler);
    else
        shop.session.events().before_delete<shop::User>(handler);
    auto ada = shop.users.add({.name = "Ada"});
    bob.edit().age = 7;
    shop.users.erase(eve);
    CHECK_THROWS_AS(shop.session.commit(), HandlerError);
    CHECK(shop.sent.take_all().empty());
    CHECK(ada.state() == RowState::pending);
    CHECK(bob->age == 7);
    CHECK(eve.state() == RowState::erased);
    throws = false;
    shop.session.commit();
    shop.sent.expect({"I users 1", "U users 1 {age}", "D users 1"});
}

TEST_CASE("what an after-handler throws lets the others run; the transaction stays open") {
    Shop shop;
    Told told;
    Events& events = shop.session.events();
    events.after_insert<shop::User>([&](const Ref<shop::User>& user) {
        told.push_back("first " + user->name);
        throw HandlerError("of " + user->name);
    });
    events.after_insert<shop::User>(
        [&](const Ref<shop::User>& user) { told.push_back("second " + user->name); });
    auto ada = shop.users.add({.name = "Ada"});
    shop.users.add({.name = "Bob"});
    CHECK(message_of<HandlerError>([&] { shop.session.commit(); }) == "of Ada");
    CHECK(told == Told{"first Ada", "second Ada", "first Bob", "second Bob"});
    CHECK(shop.sent.take_all().back() == "I users 2");
    CHECK(ada.state() == RowState::persistent);
    SECTION("to be committed") {
        shop.session.commit();
        CHECK(shop.count<shop::UserRepository>() == 2);
    }
    SECTION("to be rolled back") {
        shop.session.rollback();
        CHECK(ada.state() == RowState::detached);
        CHECK(shop.count<shop::UserRepository>() == 0);
    }
}

TEST_CASE("a flush that fails is not told after, and a rollback undoes what before-handlers did") {
    ListeningShop shop;
    auto bob = shop.users.add({.name = "Bob", .email = "x"});
    shop.session.commit();
    shop.told.clear();
    shop.session.events().before_insert<shop::User>([&](const Ref<shop::User>&) {
        bob.edit().name = "Robert";
        shop.purchases.add({.user_id = bob->id, .product = "Gift"});
    });
    auto ada = shop.users.add({.name = "Ada", .email = "x"});
    CHECK_THROWS_AS(shop.session.flush(), UniqueViolation);
    CHECK(shop.told == Told{"before insert Ada", "before update Robert"});
    CHECK(bob->name == "Robert");
    CHECK_THROWS_AS(shop.session.flush(), SessionFailed);
    shop.session.rollback();
    CHECK(shop.told.size() == 2);
    CHECK(bob->name == "Bob");
    CHECK(ada.state() == RowState::detached);
    shop.session.commit();
    CHECK(shop.count<shop::PurchaseRepository>() == 0);
}

TEST_CASE("a flush that is refused may be told again") {
    Written world;
    int calls = 0;
    world.session.events().before_update<written::Line>([&](const auto&) { ++calls; });
    auto line = world.lines.add({.code = "a", .price = Decimal{"1"}});
    world.session.commit();
    world.sent.clear();
    line.edit().code = "b";
    CHECK_THROWS_AS(world.session.flush(), UsageError);
    line.edit().code = "a";
    line.edit().amount = 2;
    world.session.commit();
    CHECK(calls == 2);
    world.sent.expect({"U lines 1 {amount}"});
}

TEST_CASE("a handler neither flushes nor ends the transaction") {
    Shop shop;
    Savepoint savepoint{shop.session};
    const auto try_all = [&](const auto&) {
        CHECK_THAT(message_of<UsageError>([&] { shop.session.flush(); }), Contains("flush inside a handler"));
        CHECK_THROWS_AS(shop.session.commit(), UsageError);
        CHECK_THROWS_AS(shop.session.rollback(), UsageError);
        CHECK_THROWS_AS(shop.session.clear(), UsageError);
        CHECK_THROWS_AS(Savepoint{shop.session}, UsageError);
        CHECK_THROWS_AS(savepoint.release(), UsageError);
        CHECK_THROWS_AS(savepoint.rollback(), UsageError);
    };
    shop.session.events().before_insert<shop::User>(try_all);
    shop.session.events().after_insert<shop::User>(try_all);
    shop.session.events().after_commit(try_all);
    shop.session.events().after_rollback(try_all);
    shop.users.add({});
    shop.session.flush();
    savepoint.release();
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
    shop.users.add({});
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("queries of a handler do not flush first") {
    Shop shop;
    std::vector<std::size_t> found;
    const auto count = [&](const auto&) { found.push_back(shop.users.all().size()); };
    shop.session.events().before_insert<shop::User>(count);
    shop.session.events().after_insert<shop::User>(count);
    shop.users.add({});
    shop.session.commit();
    CHECK(found == std::vector<std::size_t>{0, 1});
    CHECK(shop.users.all().size() == 1);
}

TEST_CASE("a handler may use a session of its own") {
    Shop shop;
    shop.session.events().before_insert<shop::User>([&](const auto&) {
        Session other{shop.engine};
        shop::UserRepository users{other};
        users.add({.age = -1});
        CHECK_THROWS_AS(other.commit(), CheckViolation);
    });
    shop.users.add({.name = "Ada"});
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a handler may register others, which are called from then on") {
    Shop shop;
    Told told;
    Events& events = shop.session.events();
    events.after_insert<shop::User>([&](const Ref<shop::User>&) {
        told.push_back("insert");
        for (int more = 0; more < 100; ++more)
            events.after_commit([&](Session&) { told.push_back("commit"); });
    });
    shop.users.add({});
    shop.session.commit();
    CHECK(told.size() == 101);
}

TEST_CASE("rows that the database deletes with another have no events") {
    ListeningShop shop;
    Told of_purchases;
    tell_all<shop::Purchase>(shop.session.events(), of_purchases, &shop::Purchase::product);
    auto ada = shop.users.add({.name = "Ada"});
    auto engine = shop.purchases.add({.product = "Engine"});
    engine.set_user(ada);
    shop.session.commit();
    shop.told.clear();
    of_purchases.clear();
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(shop.told == Told{"before delete Ada", "after delete Ada"});
    CHECK(of_purchases.empty());
    CHECK(engine.state() == RowState::detached);
}

TEST_CASE("a row that is taken out of a relation it cannot be without is told as deleted") {
    Shop shop;
    Told told;
    auto ada = shop.users.add({.name = "Ada"});
    auto engine = ada.purchases().add({.product = "Engine"});
    auto wheel = ada.purchases().add({.product = "Wheel"});
    shop.session.commit();
    tell_all<shop::Purchase>(shop.session.events(), told, &shop::Purchase::product);
    ada.purchases().remove(engine);
    ada.purchases().remove(wheel);
    ada.purchases().add(wheel);
    shop.session.commit();
    CHECK(told == Told{"before delete Engine", "after delete Engine"});
}

TEST_CASE("the ends of transactions are told, with the session") {
    Shop shop;
    Told told;
    const auto tell = [&](const char* event) {
        return [&, event](Session& session) {
            CHECK(&session == &shop.session);
            told.push_back(event);
        };
    };
    shop.session.events().after_commit(tell("commit"));
    shop.session.events().after_rollback(tell("rollback"));
    shop.session.commit();
    shop.session.rollback();
    CHECK(told.empty());
    shop.users.add({});
    shop.session.commit();
    CHECK(told == Told{"commit"});
    shop.users.add({});
    shop.session.rollback();
    CHECK(told == Told{"commit", "rollback"});
    { Savepoint savepoint{shop.session}; }
    CHECK(told.size() == 2);
    shop.session.commit();
    CHECK(told == Told{"commit", "rollback", "commit"});
}

TEST_CASE("when the end is told, memory is settled") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.session.events().after_rollback([&](Session&) { CHECK(ada->name == "Ada"); });
    shop.session.events().after_commit([&](Session&) { CHECK(ada.state() == RowState::detached); });
    ada.edit().name = "Eve";
    shop.session.rollback();
    shop.users.erase(ada);
    shop.session.commit();
}

TEST_CASE("what handlers of the end throw is passed on, and the session is ready for more") {
    Shop shop;
    Told told;
    const auto fail = [&](Session&) {
        told.push_back("first");
        throw HandlerError("no");
    };
    const auto tell = [&](Session&) { told.push_back("second"); };
    shop.session.events().after_commit(fail);
    shop.session.events().after_commit(tell);
    shop.session.events().after_rollback(fail);
    shop.session.events().after_rollback(tell);
    shop.users.add({});
    CHECK_THROWS_AS(shop.session.commit(), HandlerError);
    CHECK(told == Told{"first", "second"});
    CHECK(shop.count<shop::UserRepository>() == 1);
    shop.users.add({});
    CHECK_THROWS_AS(shop.session.rollback(), HandlerError);
    CHECK(told.size() == 4);
    shop.users.add({});
    CHECK_THROWS_AS(shop.session.commit(), HandlerError);
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("what a handler does after the end belongs to the next transaction") {
    Shop shop;
    shop.session.events().after_commit([&, first = true](Session&) mutable {
        if (std::exchange(first, false))
            shop.users.add({.name = "Next"});
    });
    shop.users.add({.name = "Ada"});
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("a session that ends without commit tells its rollback, and swallows what is thrown") {
    Shop shop;
    Told told;
    {
        Session session{shop.engine};
        shop::UserRepository users{session};
        session.events().after_rollback([&](Session&) {
            told.push_back("rollback");
            users.add({.name = "left over"});
            CHECK(users.rows().empty()); // begins a transaction, which ends here too
            throw HandlerError("no");
        });
        users.add({});
        session.flush();
    }
    CHECK(told == Told{"rollback"});
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("a commit that the database refuses is told as a rollback once that is done") {
    Extras extras;
    Told told;
    extras.session.events().after_commit([&](Session&) { told.push_back("commit"); });
    extras.session.events().after_rollback([&](Session&) { told.push_back("rollback"); });
    extras.knots.add({.id = 1, .next_id = 7}); // the key is looked at by the commit
    CHECK_THROWS_AS(extras.session.commit(), ForeignKeyViolation);
    CHECK(told.empty());
    extras.session.rollback();
    CHECK(told == Told{"rollback"});
}

TEST_CASE("a unit is not run again for what is thrown after its commit") {
    Shop shop;
    int runs = 0;
    shop.engine.events().after_commit(
        [](Session&) { throw Busy("elsewhere", {.retry = Retry::rerun_unit}); });
    CHECK_THROWS_AS(shop.engine.transact([&](Session& session) {
        ++runs;
        shop::UserRepository{session}.add({});
    }),
                    Busy);
    CHECK(runs == 1);
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a flush of another model calls nobody, also when it fails") {
    ListeningShop shop;
    shop.purchases.add({.user_id = 1, .product = "Engine"});
    CHECK_THROWS_AS(shop.session.flush(), ForeignKeyViolation);
    CHECK(shop.told.empty());
}
