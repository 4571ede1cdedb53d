// Rows that are gone when they are to be updated or deleted.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Keys = std::vector<std::string>;

/// The Conflict that `call` throws.
template <typename Call>
Conflict conflict_of(Call call) {
    try {
        call();
    } catch (const Conflict& conflict) {
        return conflict;
    }
    FAIL("no Conflict");
    throw std::logic_error("unreachable");
}

}

TEST_CASE("49 stale: an update of a row that is gone is a Conflict that names it") {
    Shop shop;
    auto ada = shop.users.add({.id = 7, .name = "Ada"});
    auto bob = shop.users.add({.id = 8, .name = "Bob"});
    shop.session.commit();
    shop.elsewhere("delete from users where id = 7");
    ada.edit().name = "Eve";
    bob.edit().name = "Rob";
    const auto conflict = conflict_of([&] { shop.session.commit(); });
    CHECK(conflict.table() == "users");
    CHECK(conflict.keys() == Keys{"7"});
    CHECK(conflict.found() == Keys{"gone"});
    CHECK(conflict.outcome() == Outcome::rolled_back);
    CHECK_THAT(conflict.what(), Contains("shop::User") && Contains("gone") && !Contains("7"));
    CHECK_THAT(conflict.sql(), Contains("update"));
    shop.session.rollback();
    CHECK(ada->name == "Ada");
    // There is no version to look for; of a batch it is asked which of the rows is gone.
    CHECK(shop.sent.take() ==
          by_capability(capabilities().batches, {"U users 1 {name}", "S users"}, {"U users 1 {name}"}));
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().name == "Bob");
}

TEST_CASE("49 stale: a delete of a row that is gone is a Conflict, link rows too") {
    Units units;
    units.accounts.add({.id = 1, .email = "a"});
    units.tags.add({.name = "red"});
    auto link = units.account_tags.add({.account_id = 1, .tag_name = "red"});
    units.session.commit();
    units.elsewhere("delete from account_tags");
    units.account_tags.erase(link);
    const auto conflict = conflict_of([&] { units.session.commit(); });
    CHECK(conflict.keys() == Keys{"(1, 'red')"});
    CHECK_THAT(conflict.sql(), Contains("delete"));
    units.session.rollback();
    CHECK(link.state() == RowState::persistent);
}

TEST_CASE("50 stale_in_batch: exactly the rows that are gone are named, and nothing is stored") {
    Shop shop;
    for (std::int64_t id = 1; id <= 100; ++id)
        shop.users.add({.id = id, .name = "u"});
    shop.session.commit();
    shop.elsewhere("delete from users where id in (33, 66)");
    const auto conflict = [&](auto change) {
        for (const std::int64_t id : {32, 33, 66, 67})
            change(shop.users.get(id));
        return conflict_of([&] { shop.session.commit(); });
    };
    SECTION("updates") {
        CHECK(conflict([](const auto& user) { user.edit().name = "v"; }).keys() == Keys{"33", "66"});
    }
    SECTION("deletes") {
        CHECK(conflict([&](const auto& user) { shop.users.erase(user); }).keys() == Keys{"33", "66"});
    }
    shop.session.rollback();
    const auto stored = shop.stored<shop::UserRepository>(&shop::User::id);
    CHECK(stored.size() == 98);
    CHECK(std::ranges::all_of(stored, [](const auto& user) { return user.name == "u"; }));
}

TEST_CASE("a Conflict describes keys of every kind") {
    Extras extras;
    const auto id = Uuid::parse("123e4567-e89b-12d3-a456-426614174000");
    auto reading = extras.readings.add({.level = extras::Level::high, .day = {2024, 2, 29}});
    extras.session.commit();
    extras.elsewhere("delete from readings");
    extras.readings.erase(reading);
    CHECK(conflict_of([&] { extras.session.commit(); }).keys() == Keys{"(high, 2024-02-29)"});

    Units units;
    units.lines.add({.order_no = 1, .line_no = 1});
    auto remark = units.remarks.add({.id = id, .order_no = 1, .line_no = 1});
    units.session.commit();
    units.elsewhere("delete from remarks");
    remark.edit().text = "x";
    CHECK(conflict_of([&] { units.session.commit(); }).keys() == Keys{id.to_string()});
}

TEST_CASE("two sessions erase the same row: the later one is a Conflict") {
    Shop shop;
    auto mine = shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    {
        Session other{shop.engine};
        shop::UserRepository users{other};
        users.erase(users.get(1));
        other.commit();
    }
    shop.users.erase(mine);
    CHECK(conflict_of([&] { shop.session.commit(); }).keys() == Keys{"1"});
}

TEST_CASE("children deleted by a cascade do not count as rows of their parent's delete") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    for (const auto* product : {"a", "b", "c"})
        shop.purchases.add({.user_id = 1, .product = product});
    shop.session.commit();
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 1", "I purchases 3", "D users 1"});
    CHECK(shop.count<shop::PurchaseRepository>() == 0);
}

TEST_CASE("a Conflict inside a savepoint leaves the outer work") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    shop.elsewhere("delete from users");
    shop.users.add({.id = 2, .name = "Bob"});
    {
        Savepoint savepoint{shop.session};
        ada.edit().name = "Eve";
        const auto conflict = conflict_of([&] { shop.session.flush(); });
        CHECK(conflict.outcome() == Outcome::still_open);
        savepoint.rollback();
    }
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().name == "Bob");
}

TEST_CASE("a row cut out of a ring that is gone is a Conflict") {
    Units units;
    auto ada = units.employees.add({.id = 1, .manager_id = 2});
    auto bob = units.employees.add({.id = 2, .manager_id = 1});
    units.session.commit();
    units.elsewhere("update employees set manager_id = null; delete from employees");
    units.employees.erase(ada);
    units.employees.erase(bob);
    CHECK(conflict_of([&] { units.session.commit(); }).keys().size() == 1);
}
