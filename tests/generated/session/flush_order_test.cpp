// In which order rows are inserted, updated and deleted, so that foreign keys hold at each statement.

#include "fixtures.hpp"

#include <random>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// A tree of five rows with known keys, added with the leaves first: 1; 2, 3 under 1; 4 under 2; 5 under 3.
template <typename Rows, typename Model>
std::vector<Ref<Model>> add_tree(Rows& rows) {
    std::vector<Ref<Model>> tree;
    for (auto [id, parent] : {std::pair{4, 2}, {5, 3}, {2, 1}, {3, 1}, {1, 0}}) {
        Model model{};
        model.id = id;
        model.name = std::to_string(id);
        if constexpr (requires { model.manager_id; })
            model.manager_id = parent == 0 ? std::nullopt : std::optional<std::int64_t>{parent};
        else
            model.parent_id = parent == 0 ? std::nullopt : std::optional<std::int32_t>{parent};
        tree.push_back(rows.add(std::move(model)));
    }
    return tree;
}

}

TEST_CASE("1 parent_first: a new user with three purchases") {
    Shop shop;
    shop.users.add({.id = 7, .name = "Ada"});
    for (const auto* product : {"a", "b", "c"})
        shop.purchases.add({.user_id = 7, .product = product});
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 1", "I purchases 3"});
    for (const auto& purchase : shop.stored<shop::PurchaseRepository>(&shop::Purchase::id))
        CHECK(purchase.user_id == 7);
}

TEST_CASE("2 child_first: the order of add calls and of repositories does not matter") {
    Fixture database{shop::shop_schema};
    Session session{database.engine};
    shop::PurchaseRepository purchases{session};
    purchases.add({.user_id = 7, .product = "a"});
    shop::UserRepository users{session};
    users.add({.id = 7, .name = "Ada"});
    session.commit();
    CHECK(database.sent.take() == Sent{"I users 1", "I purchases 1"});
}

TEST_CASE("inserts of one table keep the order of add") {
    Units units;
    std::vector<std::string> names;
    for (const auto* name : {"c", "a", "b", "z", "m"}) {
        units.employees.add({.name = name});
        names.emplace_back(name);
    }
    units.session.commit();
    std::vector<std::string> stored;
    for (const auto& row : units.stored<units::EmployeeRepository>(&units::Employee::id))
        stored.push_back(row.name);
    CHECK(stored == names);
}

TEST_CASE("3 tree_identity: parents that are found by their keys come first, in one batch") {
    Units units;
    add_tree<units::EmployeeRepository, units::Employee>(units.employees);
    add_tree<units::NodeRepository, units::Node>(units.nodes);
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I employees 5", "I nodes 5"});
}

TEST_CASE("a tree grows flush by flush with keys that the database counts") {
    Units units;
    auto root = units.employees.add({.name = "root"});
    units.session.flush();
    auto left = units.employees.add({.name = "left", .manager_id = root->id});
    units.session.flush();
    units.employees.add({.name = "leaf", .manager_id = left->id});
    units.session.commit();
    CHECK(units.count<units::EmployeeRepository>() == 3);
}

TEST_CASE("4 tree_erased: leaves go first, whatever the order of erase") {
    Units units;
    auto tree = add_tree<units::EmployeeRepository, units::Employee>(units.employees);
    auto nodes = add_tree<units::NodeRepository, units::Node>(units.nodes);
    units.session.commit();
    std::mt19937 random{3};
    for (int turn = 0; turn < 5; ++turn) {
        std::ranges::shuffle(tree, random);
        std::ranges::shuffle(nodes, random);
        for (std::size_t at = 0; at < tree.size(); ++at) {
            units.employees.erase(tree[at]);
            units.nodes.erase(nodes[at]);
        }
        units.sent.clear();
        units.session.flush();
        CHECK(units.sent.take() == Sent{"D nodes 5", "D employees 5"});
        units.session.rollback();
    }
}

TEST_CASE("a chain of thousands of rows is ordered without deep recursion") {
    Units units;
    constexpr std::int64_t length = 20'000;
    for (std::int64_t id = length; id > 0; --id)
        units.employees.add({.id = id, .manager_id = id == 1 ? std::nullopt : std::optional{id - 1}});
    units.session.commit();
    CHECK(units.sent.take() == by_capability(capabilities().batches,
                                             {"I employees 10000", "I employees 10000"},
                                             {"I employees 20000"}));
    for (const auto& row : units.employees.all())
        units.employees.erase(row);
    units.session.commit();
    CHECK(units.count<units::EmployeeRepository>() == 0);
}

TEST_CASE("5 ring_of_rows: two employees manage each other; then both are erased") {
    Units units;
    auto ada = units.employees.add({.id = 1, .name = "Ada", .manager_id = 2});
    auto bob = units.employees.add({.id = 2, .name = "Bob", .manager_id = 1});
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I employees 2", "U employees 1 {manager_id}"});
    CHECK(ada->manager_id == 2);
    CHECK(bob->manager_id == 1);
    CHECK(units.stored<units::EmployeeRepository>(&units::Employee::id) ==
          std::vector<units::Employee>{*ada, *bob});

    units.employees.erase(ada);
    units.employees.erase(bob);
    units.session.flush();
    CHECK(units.sent.take() == Sent{"U employees 1 {manager_id}", "D employees 2"});
    units.session.rollback();
    CHECK(ada->manager_id == 2);
    CHECK(bob->manager_id == 1);
    CHECK(units.count<units::EmployeeRepository>() == 2);
}

TEST_CASE("many rings of rows are cut in one batch") {
    Units units;
    std::vector<Ref<units::Employee>> rows;
    for (std::int64_t id = 1; id <= 200; ++id)
        rows.push_back(units.employees.add({.id = id, .manager_id = (id - 1) / 4 * 4 + id % 4 + 1}));
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I employees 200", "U employees 50 {manager_id}"});
    for (const auto& row : units.stored<units::EmployeeRepository>(&units::Employee::id))
        CHECK(row.manager_id == rows[static_cast<std::size_t>(row.id) - 1]->manager_id);
    for (const auto& row : rows)
        units.employees.erase(row);
    units.session.commit();
    CHECK(units.sent.take() == Sent{"U employees 50 {manager_id}", "D employees 200"});
}

TEST_CASE("a row that refers to itself needs no cut") {
    Units units;
    auto ada = units.employees.add({.id = 1, .manager_id = 1});
    units.session.commit();
    units.employees.erase(ada);
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I employees 1", "D employees 1"});
}

TEST_CASE("6 ring_of_tables: a new team with its captain; then both are erased") {
    Units units;
    auto team = units.teams.add({.id = 1, .name = "A", .captain_id = 10});
    auto player = units.players.add({.id = 10, .name = "Ada", .team_id = 1});
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I teams 1", "I players 1", "U teams 1 {captain_id}"});
    CHECK(team->captain_id == 10);
    CHECK(units.stored<units::TeamRepository>(&units::Team::id).front().captain_id == 10);

    units.teams.erase(team);
    units.players.erase(player);
    units.session.commit();
    CHECK(units.sent.take() == Sent{"U teams 1 {captain_id}", "D players 1", "D teams 1"});
    CHECK(units.count<units::TeamRepository>() == 0);
}

TEST_CASE("several teams with their captains are cut in one batch") {
    Units units;
    for (std::int64_t id = 1; id <= 3; ++id) {
        units.players.add({.id = 10 * id, .team_id = id});
        units.teams.add({.id = id, .captain_id = 10 * id});
    }
    units.teams.add({.id = 9});
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I teams 4", "I players 3", "U teams 3 {captain_id}"});
    const auto players = units.players.all();
    const auto teams = units.teams.all();
    for (const auto& player : players)
        units.players.erase(player);
    for (const auto& team : teams)
        units.teams.erase(team);
    units.session.commit();
    CHECK(units.sent.take() ==
          Sent{"S players", "S teams", "U teams 3 {captain_id}", "D players 3", "D teams 4"});
}

TEST_CASE("a captain who is in the database already needs no cut") {
    Units units;
    units.teams.add({.id = 1});
    units.players.add({.id = 10, .team_id = 1});
    units.session.commit();
    units.teams.add({.id = 2, .captain_id = 10});
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I teams 1", "I players 1", "I teams 1"});
}

TEST_CASE("a new captain for an old team is inserted before the update") {
    Units units;
    auto team = units.teams.add({.id = 1});
    units.session.commit();
    units.players.add({.id = 10, .team_id = 1});
    team.edit().captain_id = 10;
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I teams 1", "I players 1", "U teams 1 {captain_id}"});
}

TEST_CASE("a deferrable key lets a ring of NOT NULL keys through at no extra statement") {
    Extras extras;
    auto first = extras.knots.add({.id = 1, .next_id = 2});
    auto second = extras.knots.add({.id = 2, .next_id = 1});
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"I knots 2"});
    extras.knots.erase(first);
    extras.knots.erase(second);
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"D knots 2"});
}

TEST_CASE("a ring of NOT NULL keys is a FlushCycle before anything is sent, and the session stays usable") {
    Extras extras;
    auto first = extras.loops.add({.id = 1, .next_id = 2});
    extras.loops.add({.id = 2, .next_id = 1});
    CHECK_THAT(message_of<FlushCycle>([&] { extras.session.commit(); }),
               Contains("extras::Loop") && Contains("'next'"));
    CHECK(extras.sent.take_all().empty());
    first.edit().next_id = 1;
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"I loops 2"});
}

TEST_CASE("a ring that no longer is one when it is erased is not cut") {
    Extras extras;
    auto first = extras.loops.add({.id = 1, .next_id = 1});
    auto second = extras.loops.add({.id = 2, .next_id = 1});
    extras.session.commit();
    extras.loops.erase(first);
    extras.loops.erase(second);
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"I loops 2", "D loops 2"});
}

TEST_CASE("phases: inserts, updates by rank and key, deletes of children first") {
    Shop shop;
    std::vector<Ref<shop::User>> users;
    for (std::int64_t id = 1; id <= 3; ++id)
        users.push_back(shop.users.add({.id = id, .name = "u"}));
    auto bought = shop.purchases.add({.user_id = 1, .product = "a"});
    auto gone = shop.purchases.add({.user_id = 3, .product = "b"});
    shop.session.commit();
    shop.sent.clear();

    bought.edit().product = "c";
    users[1].edit().name = "v";
    users[0].edit().name = "v";
    shop.users.erase(users[2]);
    shop.purchases.erase(gone);
    shop.users.add({.id = 4, .name = "w"});
    shop.purchases.add({.user_id = 4, .product = "d"});
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 1", "I purchases 1", "U users 2 {name}",
                                   "U purchases 1 {product}", "D purchases 1", "D users 1"});
}

TEST_CASE("composite, one-to-one and link rows come after both ends") {
    Units units;
    units.account_tags.add({.account_id = 5, .tag_name = "red"});
    units.profiles.add({.text = "p", .profile_of_id = 5});
    units.remarks.add({.text = "r", .order_no = 1, .line_no = 2});
    units.tags.add({.name = "red"});
    units.accounts.add({.id = 5, .email = "a"});
    units.lines.add({.order_no = 1, .line_no = 2, .product = "x"});
    units.session.commit();
    auto sent = units.sent.take();
    REQUIRE(sent.size() == 6);
    std::ranges::sort(sent.begin(), sent.begin() + 3);
    std::ranges::sort(sent.begin() + 3, sent.end());
    CHECK(sent == Sent{"I accounts 1", "I order_lines 1", "I tags 1", "I account_tags 1", "I profiles 1",
                       "I remarks 1"});
    CHECK(units.profiles.find_by_profile_of_id(5).has_value());
    CHECK(units.account_tags.find(5, "red").has_value());
}

TEST_CASE("a relation that was never set is found before anything is sent") {
    Shop shop;
    shop.users.add({.name = "Ada"});
    auto purchase = shop.purchases.add({.product = "a"});
    CHECK_THAT(message_of<UsageError>([&] { shop.session.commit(); }),
               Contains("'user'") && Contains("shop::Purchase"));
    CHECK(shop.sent.take_all().empty());
    shop.users.add({.id = 5, .name = "Eve"});
    purchase.edit().user_id = 5;
    shop.session.commit();
    CHECK(shop.count<shop::PurchaseRepository>() == 1);
}

TEST_CASE("a relation that was given as 0 is sent as it is") {
    Shop shop;
    shop.users.add({.name = "Zero"}, given(shop::UserRepository::id));
    shop.purchases.add({.product = "a"}, given(shop::PurchaseRepository::user_id));
    shop.session.commit();
    CHECK(shop.count<shop::PurchaseRepository>() == 1);
}
