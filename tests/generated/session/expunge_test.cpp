// Rows that the session is told to forget.

#include "written.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("an expunged new row is never sent") {
    Shop shop;
    auto ada = shop.users.add({.id = 7, .name = "Ada"});
    shop.session.expunge(ada);
    CHECK(ada.state() == RowState::detached);
    CHECK(ada->name == "Ada");
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
    auto again = shop.users.add({.id = 7, .name = "Another"}); // the key is free
    shop.session.commit();
    CHECK(shop.users.get(7) == again);
}

TEST_CASE("an expunged row keeps the values of the database, and loses its edits") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    ada.edit().name = "Eve";
    shop.session.expunge(ada);
    CHECK(ada.state() == RowState::detached);
    CHECK(ada->name == "Ada");
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
    CHECK_THROWS_AS(ada.edit(), UsageError);
}

TEST_CASE("the next query makes a new ref of an expunged row") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.session.expunge(ada);
    shop.sent.clear();
    auto again = shop.users.get(ada->id);
    shop.sent.expect({"S users"});
    CHECK(again != ada);
    again.edit().name = "Ada Lovelace";
    shop.session.commit();
    CHECK(ada->name == "Ada");
    shop.sent.expect({"U users 1 {name}"});
}

TEST_CASE("an expunged row is left alone by a rollback") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    ada.edit().name = "Eve";
    shop.session.flush();
    auto bob = shop.users.add({.name = "Bob"});
    shop.session.flush();
    shop.session.expunge(ada);
    shop.session.expunge(bob);
    shop.session.rollback();
    CHECK(ada.state() == RowState::detached);
    CHECK(ada->name == "Eve"); // what the database had then
    CHECK(bob.state() == RowState::detached);
    CHECK(shop.users.get(ada->id)->name == "Ada");
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a row can be expunged inside a savepoint and out of one") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    ada.edit().age = 1;
    {
        Savepoint savepoint{shop.session};
        ada.edit().age = 2;
        shop.session.expunge(ada);
        savepoint.rollback();
    }
    CHECK(ada->age == 1);
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[0].age == 1);
}

TEST_CASE("what is erased, elsewhere or detached cannot be expunged") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    Session other{shop.engine};
    CHECK_THAT(message_of<UsageError>([&] { other.expunge(ada); }), Contains("another session"));
    shop.users.erase(ada);
    CHECK_THAT(message_of<UsageError>([&] { shop.session.expunge(ada); }), Contains("erased"));
    shop.session.flush();
    CHECK_THAT(message_of<UsageError>([&] { shop.session.expunge(ada); }), Contains("deleted"));
    shop.session.commit();
    CHECK_THAT(message_of<UsageError>([&] { shop.session.expunge(ada); }), Contains("detached"));
}

TEST_CASE("an expunged row leaves the lists that are loaded") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    auto engine = ada.purchases().add({.product = "Engine"});
    auto wheel = ada.purchases().add({.product = "Wheel"});
    auto seat = ada.purchases().add({.product = "Seat"});
    shop.session.flush();
    shop.session.expunge(engine);
    CHECK(ada.purchases().size() == 2);
    shop.session.expunge(shop.purchases.add({.user_id = ada->id}));
    shop.session.commit();
    CHECK(ada.purchases().size() == 2);
    CHECK(shop.count<shop::PurchaseRepository>() == 3);
    shop.session.expunge(wheel);
    shop.session.rollback();
    CHECK(wheel.state() == RowState::detached);
    CHECK(seat.user() == ada);
}

TEST_CASE("rows that refer to an expunged one stay, and find it again") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    auto bob = shop.users.add({.name = "Bob"});
    auto engine = ada.purchases().add({.product = "Engine"});
    auto wheel = bob.purchases().add({.product = "Wheel"});
    shop.session.commit();
    wheel.set_user(ada);
    shop.session.expunge(ada);
    shop.users.erase(bob); // looks for what goes along
    shop.sent.clear();
    shop.session.flush();
    shop.sent.expect({"U purchases 1 {user_id}", "D users 1"});
    CHECK(engine.state() == RowState::persistent);
    CHECK(wheel.state() == RowState::persistent);
    CHECK(engine.user() != ada);
    CHECK(engine.user() == wheel.user());
    CHECK(engine.user()->name == "Ada");
    shop.session.commit();
    CHECK(shop.count<shop::PurchaseRepository>() == 2);
}

TEST_CASE("rows that were linked to an expunged new one are refused by their flush") {
    Units units;
    auto ada = units.employees.add({.name = "Ada"});
    units.session.commit();
    auto boss = units.employees.add({.name = "Boss"});
    units.sent.clear();
    SECTION("a persistent one") {
        ada.set_manager(boss);
    }
    SECTION("a new one") {
        units.employees.add({.name = "Bob"}).set_manager(boss);
    }
    SECTION("a new one of its list") {
        boss.reports().add({.name = "Bob"});
    }
    SECTION("one that would go along with the other") {
        auto account = units.accounts.add({.email = "a"});
        account.set_profile({.text = "about a"});
        units.session.expunge(account);
    }
    units.session.expunge(boss);
    CHECK_THAT(message_of<UsageError>([&] { units.session.flush(); }), Contains("expunged"));
    CHECK(units.sent.take_all().empty());
    units.session.rollback();
    CHECK(ada->manager_id == std::nullopt);
    CHECK(units.count<units::EmployeeRepository>() == 1);
}

TEST_CASE("a row that was linked to an expunged new one can be given another") {
    Units units;
    auto ada = units.employees.add({.name = "Ada"});
    auto boss = units.employees.add({.name = "Boss"});
    ada.set_manager(boss);
    units.session.expunge(boss);
    CHECK_THROWS_AS(units.session.flush(), UsageError);
    ada.clear_manager();
    units.session.commit();
    units.sent.expect({"I employees 1"});
}

TEST_CASE("links of many-to-many relations go with an expunged new row") {
    Units units;
    auto account = units.accounts.add({.email = "a"});
    auto tag = units.tags.add({.name = "new"});
    auto other = units.tags.add({.name = "other"});
    account.tags().add(tag);
    other.accounts().add(account);
    units.session.expunge(tag);
    CHECK(account.tags().size() == 1);
    SECTION("at the far end") {
        units.session.commit();
        units.sent.expect({any_order({"I accounts 1", "I tags 1"}), "I account_tags 1"});
    }
    SECTION("and at the near end") {
        units.session.expunge(account);
        units.session.commit();
        units.sent.expect({"I tags 1"});
        CHECK(other.accounts().size() == 0);
    }
}

TEST_CASE("an expunged row is found again through a many-to-many relation") {
    Units units;
    auto account = units.accounts.add({.email = "a"});
    auto tag = units.tags.add({.name = "new"});
    account.tags().add(tag);
    units.session.commit();
    units.session.expunge(tag);
    auto tags = account.tags();
    REQUIRE(tags.size() == 1);
    CHECK(*tags.begin() != tag);
    CHECK((*tags.begin())->name == "new");
    units.sent.clear();
    units.session.commit();
    CHECK(units.count<units::AccountTagRepository>() == 1);
}

TEST_CASE("what is edited, orphaned or touched can be expunged before the flush") {
    Written world;
    Shop shop;
    auto doc = world.docs.add({.title = "Notes"});
    world.session.commit();
    world.session.touch(doc);
    world.session.expunge(doc);
    world.sent.clear();
    world.session.commit();
    CHECK(world.sent.take_all().empty());
    auto ada = shop.users.add({.name = "Ada"});
    auto engine = ada.purchases().add({.product = "Engine"});
    shop.session.commit();
    ada.purchases().remove(engine);
    shop.session.expunge(engine);
    shop.sent.clear();
    shop.session.commit();
    CHECK(shop.sent.take().empty());
    CHECK(shop.count<shop::PurchaseRepository>() == 1);
}

TEST_CASE("a failed session expunges nothing") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada", .email = "x"});
    shop.session.commit();
    shop.users.add({.email = "x"});
    CHECK_THROWS_AS(shop.session.flush(), UniqueViolation);
    CHECK_THROWS_AS(shop.session.expunge(ada), SessionFailed);
    shop.session.rollback();
    shop.session.expunge(ada);
    CHECK(ada.state() == RowState::detached);
}
