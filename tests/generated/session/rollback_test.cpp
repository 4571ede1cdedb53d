// Rollback restores memory without asking the database.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Two users that are stored and managed.
struct Two : Shop {
    Ref<shop::User> ada{users.add({.id = 1, .name = "Ada", .age = 36})};
    Ref<shop::User> bob{users.add({.id = 2, .name = "Bob"})};

    Two() {
        session.commit();
        sent.clear();
    }
};

}

TEST_CASE("42 rollback: edit, flush, edit; add; erase") {
    Two shop;
    shop.ada.edit().name = "Eve";
    shop.ada.edit().email = "e@x";
    shop.session.flush();
    shop.ada.edit().name = "Zoe";
    auto added = shop.users.add({.name = "Cy"});
    shop.session.flush();
    auto pending = shop.users.add({.name = "Dan"});
    shop.users.erase(shop.bob);
    shop.sent.clear();

    shop.session.rollback();
    CHECK(shop.sent.take_all() == Sent{"rollback"});
    CHECK(*shop.ada == shop::User{.id = 1, .name = "Ada", .age = 36, .created_at = shop.ada->created_at});
    CHECK(shop.ada.state() == RowState::persistent);
    CHECK(added.state() == RowState::detached);
    CHECK(added->id == 0);
    CHECK(added->name == "Cy");
    CHECK(pending.state() == RowState::detached);
    CHECK(shop.bob.state() == RowState::persistent);

    CHECK(shop.users.get(1) == shop.ada);
    CHECK(shop.users.get(2) == shop.bob);
    CHECK(shop.sent.take_all().empty());
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("rollback of an erase that was flushed") {
    Two shop;
    shop.bob.edit().name = "Rob";
    shop.users.erase(shop.bob);
    shop.session.flush();
    CHECK(shop.bob.state() == RowState::deleted);
    CHECK(shop.users.find(2) == std::nullopt);
    shop.session.rollback();
    CHECK(shop.bob.state() == RowState::persistent);
    CHECK(shop.bob->name == "Bob");
    CHECK(shop.users.get(2) == shop.bob);
    shop.bob.edit().name = "Robert";
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[1].name == "Robert");
}

TEST_CASE("rollback without a transaction undoes in memory and sends nothing") {
    Two shop;
    shop.ada.edit().name = "Eve";
    shop.users.erase(shop.bob);
    auto pending = shop.users.add({.id = 3});
    shop.session.rollback();
    CHECK(shop.sent.take_all().empty());
    CHECK(shop.ada->name == "Ada");
    CHECK(shop.bob.state() == RowState::persistent);
    CHECK(pending.state() == RowState::detached);
    CHECK(shop.users.find(3) == std::nullopt);
}

TEST_CASE("an edit after a rollback starts from the restored values") {
    Two shop;
    shop.ada.edit().name = "Eve";
    shop.session.rollback();
    shop.ada.edit().age = 37;
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"U users 1 {age}"});
    shop.ada.edit().name = "Eve";
    shop.session.flush();
    shop.session.rollback();
    CHECK(shop.ada->name == "Ada");
    CHECK(shop.ada->age == 37);
}

TEST_CASE("rows only read keep their values, and the next query reads them again") {
    Two shop;
    CHECK(shop.users.all().size() == 2);
    shop.session.rollback();
    CHECK(shop.ada->name == "Ada");
    shop.elsewhere("update users set name = 'Eve' where id = 1");
    CHECK(shop.users.order_by(shop.users.id).all().front() == shop.ada);
    CHECK(shop.ada->name == "Eve");
}

TEST_CASE("an added row that was edited and erased before the rollback is detached") {
    Two shop;
    auto row = shop.users.add({.id = 3, .name = "Cy"});
    shop.session.flush();
    row.edit().name = "Dan";
    shop.session.flush();
    shop.users.erase(row);
    shop.session.flush();
    shop.session.rollback();
    CHECK(row.state() == RowState::detached);
    CHECK(shop.users.find(3) == std::nullopt);
    CHECK(shop.users.add({.id = 3}).state() == RowState::pending);
}

TEST_CASE("a detached row's struct can be added again") {
    Two shop;
    auto lost = shop.users.add({.name = "Cy"});
    shop.session.flush();
    shop.session.rollback();
    auto kept = shop.users.add(*lost);
    shop.session.commit();
    CHECK(kept->id != 0);
    CHECK(shop.users.get(kept->id) == kept);
    CHECK(lost->id == 0);
}

TEST_CASE("an explicit key survives the rollback, a made one does not") {
    Units units;
    auto explicit_key = units.employees.add({.id = 5});
    auto made = units.employees.add({});
    auto node = units.nodes.add({});
    auto given_node = units.nodes.add({.id = 7});
    units.session.flush();
    CHECK(made->id == by_capability(capabilities().counts_on, 6, 1));
    CHECK(node->id == 100);
    units.session.rollback();
    CHECK(explicit_key->id == 5);
    CHECK(made->id == 0);
    CHECK(node->id == 0);
    CHECK(given_node->id == 7);
}

TEST_CASE("a key made in a transaction that was committed stays when the next is rolled back") {
    Units units;
    auto row = units.employees.add({.name = "Ada"});
    units.session.commit();
    row.edit().name = "Eve";
    units.session.flush();
    units.session.rollback();
    CHECK(row->id == 1);
    CHECK(row->name == "Ada");
    CHECK(row.state() == RowState::persistent);
}

TEST_CASE("a thousand rows of all kinds are as before") {
    Units units;
    std::vector<Ref<units::Team>> teams;
    for (std::int64_t id = 0; id < 1000; ++id)
        teams.push_back(units.teams.add({.id = id, .name = "t" + std::to_string(id)}));
    units.session.commit();
    for (std::int64_t id = 0; id < 1000; ++id) {
        auto& team = teams[static_cast<std::size_t>(id)];
        if (id % 3 == 0)
            team.edit().name = "x";
        if (id % 5 == 0)
            units.teams.erase(team);
        units.teams.add({.id = 1000 + id});
        if (id % 10 == 0) {
            units.teams.add({.id = id});
            units.session.flush();
        }
    }
    units.session.rollback();
    units.sent.clear();
    for (std::int64_t id = 0; id < 1000; ++id) {
        auto& team = teams[static_cast<std::size_t>(id)];
        REQUIRE(team->name == "t" + std::to_string(id));
        REQUIRE(team.state() == RowState::persistent);
        REQUIRE(units.teams.find(id) == team);
    }
    units.session.commit();
    CHECK(units.sent.take_all().empty());
    CHECK(units.teams.all().size() == 1000);
}
