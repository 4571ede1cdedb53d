// A flush that fails in the database: what is stored, what memory holds, what the session still does.

#include "fixtures.hpp"

#include <functional>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Ten new users, the seventh of which clashes with the first.
std::vector<Ref<shop::User>> add_ten(shop::UserRepository& users) {
    std::vector<Ref<shop::User>> rows;
    for (int number = 0; number < 10; ++number)
        rows.push_back(users.add({.name = "u", .email = "u" + std::to_string(number == 6 ? 0 : number)}));
    return rows;
}

}

TEST_CASE("44 failed_flush: nothing is stored, and the session waits for rollback") {
    Shop shop;
    auto before = shop.users.add({.id = 1, .name = "before"});
    shop.session.flush();
    const auto rows = add_ten(shop.users);
    shop.sent.clear();
    try {
        shop.session.flush();
        FAIL("no clash");
    } catch (const UniqueViolation& error) {
        CHECK(error.outcome() == Outcome::rolled_back);
    }
    const auto sent = shop.sent.take_all();
    const std::string failed = by_capability(capabilities().batches, "I users 0 failed", "I users 6 failed");
    CHECK(sent == Sent{"draw from sequence", failed, "rollback"});
    CHECK(shop.count<shop::UserRepository>() == 0);

    for (const auto& row : rows) { // memory stays as it was
        CHECK(row.state() == RowState::pending);
        CHECK(row->id == 0);
    }
    CHECK(before.state() == RowState::persistent);
    shop.session.rollback();
    CHECK(before.state() == RowState::detached);
    CHECK(rows[0].state() == RowState::detached);
    CHECK(rows[0]->id == 0);
    CHECK(shop.sent.take_all().empty());

    shop.users.add(*rows[0]);
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("44 failed_flush: everything but rollback and reading is SessionFailed with the first cause") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    ada.edit().name = "Eve";
    add_ten(shop.users);
    const auto cause = message_of<UniqueViolation>([&] { shop.session.flush(); });
    shop.sent.clear();

    const std::vector<std::pair<const char*, std::function<void()>>> calls = {
        {"flush", [&] { shop.session.flush(); }},
        {"commit", [&] { shop.session.commit(); }},
        {"savepoint", [&] { const Savepoint savepoint{shop.session}; }},
        {"add", [&] { shop.users.add({.id = 9}); }},
        {"edit", [&] { ada.edit().name = "x"; }},
        {"erase", [&] { shop.users.erase(ada); }},
        {"refresh", [&] { shop.session.refresh(ada); }},
        {"clear", [&] { shop.session.clear(); }},
        {"all", [&] { static_cast<void>(shop.users.all()); }},
        {"rows", [&] { static_cast<void>(shop.users.rows()); }},
        {"find", [&] { static_cast<void>(shop.users.find(99)); }},
        {"get", [&] { static_cast<void>(shop.users.get(99)); }},
        {"find_by", [&] { static_cast<void>(shop.users.find_by_email("x")); }},
    };
    for (const auto& [name, call] : calls) {
        INFO(name);
        CHECK_THAT(message_of<SessionFailed>(call), Contains(cause));
    }
    CHECK(shop.sent.take_all().empty());
    CHECK(ada->name == "Eve");
    shop.session.rollback();
    CHECK(ada->name == "Ada");
    ada.edit().name = "Zoe";
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().name == "Zoe");
}

TEST_CASE("44 failed_flush: inside a savepoint only that is undone, outer work commits") {
    Shop shop;
    auto outer = shop.users.add({.id = 1, .name = "outer", .email = "u1"});
    {
        Savepoint savepoint{shop.session};
        auto inner = shop.users.add({.id = 2, .name = "inner"});
        shop.session.flush();
        auto clash = shop.users.add({.id = 3, .email = "u1"});
        try {
            shop.session.flush();
            FAIL("no clash");
        } catch (const UniqueViolation& error) {
            CHECK(error.outcome() == Outcome::still_open);
        }
        CHECK_THROWS_AS(shop.session.flush(), SessionFailed);
        CHECK_THROWS_AS(savepoint.release(), SessionFailed);
        CHECK(inner.state() == RowState::persistent);
        savepoint.rollback();
        CHECK(inner.state() == RowState::detached);
        CHECK(clash.state() == RowState::detached);
    }
    shop.users.add({.id = 4, .name = "after"});
    shop.session.commit();
    CHECK(outer.state() == RowState::persistent);
    const auto stored = shop.stored<shop::UserRepository>(&shop::User::id);
    REQUIRE(stored.size() == 2);
    CHECK(stored[0].name == "outer");
    CHECK(stored[1].name == "after");
}

TEST_CASE("44 failed_flush: an exception that unwinds a savepoint mends the session") {
    Shop shop;
    shop.users.add({.id = 1, .email = "x"});
    try {
        Savepoint savepoint{shop.session};
        shop.users.add({.id = 2, .email = "x"});
        savepoint.release();
        FAIL("no clash");
    } catch (const UniqueViolation&) {
    }
    shop.users.add({.id = 3, .email = "y"});
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("44 failed_flush: inside nested savepoints only the inner one is undone") {
    Shop shop;
    shop.users.add({.id = 1, .email = "x"});
    Savepoint outer{shop.session};
    auto kept = shop.users.add({.id = 2, .email = "y"});
    {
        Savepoint inner{shop.session};
        shop.users.add({.id = 3, .email = "y"});
        CHECK_THROWS_AS(shop.session.flush(), UniqueViolation);
        CHECK_THROWS_AS(outer.release(), UsageError);
    }
    CHECK(kept.state() == RowState::persistent);
    outer.release();
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("44 failed_flush: rollback of the whole from inside a savepoint") {
    Shop shop;
    auto outer = shop.users.add({.id = 1, .email = "x"});
    Savepoint savepoint{shop.session};
    shop.users.add({.id = 2, .email = "x"});
    CHECK_THROWS_AS(shop.session.flush(), UniqueViolation);
    shop.session.rollback();
    CHECK(outer.state() == RowState::detached);
    CHECK_THROWS_AS(savepoint.release(), UsageError);
    shop.users.add({.id = 3});
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a value that does not fit is refused by name, and the flush with it") {
    Shop shop;
    shop.users.add({.id = 1, .name = "fits"});
    shop.users.add({.id = 2, .name = std::string(51, 'x')});
    CHECK_THAT(message_of<TooLong>([&] { shop.session.commit(); }), Contains("'name'"));
    CHECK_THROWS_AS(shop.session.commit(), SessionFailed);
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("each kind of violation is its own error with its constraint") {
    Shop shop;
    shop.users.add({.id = 1, .name = "Ada", .age = -1});
    CHECK_THROWS_AS(shop.session.commit(), CheckViolation);
    shop.session.rollback();
    shop.purchases.add({.user_id = 5, .product = "a"});
    CHECK_THROWS_AS(shop.session.commit(), ForeignKeyViolation);
    shop.session.rollback();
    shop.users.add({.id = 1, .email = "x"});
    shop.users.add({.id = 2, .email = "x"});
    try {
        shop.session.commit();
        FAIL("no clash");
    } catch (const UniqueViolation& error) {
        CHECK_THAT(error.constraint(), Contains("email"));
        CHECK_THAT(error.sql(), Contains("insert"));
    }
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("a failed update and a failed delete leave memory as it was, and rollback restores it") {
    Units units;
    auto first = units.accounts.add({.email = "a"});
    auto second = units.accounts.add({.email = "b"});
    auto country = units.countries.add({.code = "de"});
    units.cities.add({.country_code = "de"});
    units.session.commit();
    SECTION("update") {
        second.edit().email = "a";
        CHECK_THROWS_AS(units.session.commit(), UniqueViolation);
        CHECK(second->email == "a");
        units.session.rollback();
        CHECK(second->email == "b");
    }
    SECTION("delete") {
        units.countries.erase(country);
        CHECK_THROWS_AS(units.session.commit(), ForeignKeyViolation);
        CHECK(country.state() == RowState::erased);
        units.session.rollback();
        CHECK(country.state() == RowState::persistent);
        CHECK(units.countries.get("de") == country);
    }
    units.session.commit();
    CHECK(units.count<units::AccountRepository>() == 2);
    CHECK(units.count<units::CountryRepository>() == 1);
}

TEST_CASE("a table that is missing fails the flush, not the session for good") {
    Shop shop;
    shop.elsewhere("drop table purchases");
    shop.users.add({.id = 1});
    shop.purchases.add({.user_id = 1});
    CHECK_THROWS_AS(shop.session.commit(), UndefinedObject);
    shop.session.rollback();
    shop.users.add({.id = 1});
    shop.session.commit();
    CHECK_THROWS_AS(shop.purchases.all(), UndefinedObject);
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a query that fails takes the transaction along, and the session wants a rollback",
          "[errors_end_transaction]") {
    Shop shop;
    shop.elsewhere("drop table purchases");
    auto ada = shop.users.add({.id = 1});
    shop.session.flush();
    CHECK_THROWS_AS(shop.purchases.all(), UndefinedObject);
    CHECK_THROWS_AS(shop.users.all(), SessionFailed);
    CHECK_THROWS_AS(shop.session.commit(), SessionFailed);
    shop.session.rollback();
    CHECK(ada.state() == RowState::detached);
    shop.users.add({.id = 2});
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a query that fails leaves the transaction as it was", "[not errors_end_transaction]") {
    Shop shop;
    shop.elsewhere("drop table purchases");
    shop.users.add({.id = 1});
    shop.session.flush();
    CHECK_THROWS_AS(shop.purchases.all(), UndefinedObject);
    CHECK(shop.users.all().size() == 1);
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 1);
}
