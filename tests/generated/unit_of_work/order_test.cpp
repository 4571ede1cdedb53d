// Scenarios of order and keys: parents before children, rings, trees, sequences, and what the database makes.

#include "fixture.hpp"
#include "support/process.hpp"

#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>

#include <unistd.h>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// One root, two below it, one below each of those; added with the leaves first.
template <typename Rows>
auto add_tree(Rows& rows) {
    auto left_leaf = rows.add({.name = "left leaf"});
    auto right_leaf = rows.add({.name = "right leaf"});
    auto left = rows.add({.name = "left"});
    auto right = rows.add({.name = "right"});
    auto root = rows.add({.name = "root"});
    left_leaf.set_manager(left);
    right_leaf.set_manager(right);
    left.set_manager(root);
    right.set_manager(root);
    return std::vector{root, left, right, left_leaf, right_leaf};
}

template <typename Rows>
void check_tree(const Rows& tree) {
    CHECK_FALSE(tree[0]->manager_id);
    CHECK(tree[1]->manager_id == tree[0]->id);
    CHECK(tree[2]->manager_id == tree[0]->id);
    CHECK(tree[3]->manager_id == tree[1]->id);
    CHECK(tree[4]->manager_id == tree[2]->id);
}

}

TEST_CASE("1 parent_first: a new user with three purchases") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    for (const auto* product : {"a", "b", "c"})
        ada.purchases().add({.product = product});
    CHECK(work.sent.take_all().empty());
    work.session.commit();
    work.sent.expect({"I users 1", "I purchases 3"});
    const auto stored = work.stored<uow::PurchaseRepository>(&uow::Purchase::id);
    REQUIRE(stored.size() == 3);
    for (const auto& purchase : stored)
        CHECK(purchase.user_id == ada->id);
    CHECK(listed(ada.purchases(), &uow::Purchase::product) == Names{"a", "b", "c"});
    CHECK(listed(ada.purchases(), &uow::Purchase::user_id) == Ids(3, ada->id));
    work.sent.expect({});
}

TEST_CASE("2 child_first: a child added before its parent") {
    Work work;
    auto purchase = work.purchases.add({.product = "a"});
    auto line = purchase.lines().add({.amount = 2});
    auto ada = work.users.add({.name = "Ada"});
    purchase.set_user(ada);
    work.session.commit();
    work.sent.expect({"I users 1", "I purchases 1", "I lines 1"});
    CHECK(purchase->user_id == ada->id);
    CHECK(line->purchase_id == purchase->id);
    CHECK(work.stored<uow::LineRepository>(&uow::Line::id) == std::vector{*line});
}

TEST_CASE("2 child_first: a relation without inverse, of a table with an earlier name") {
    Work work;
    auto address = work.addresses.add({.street = "Main Street"});
    auto ada = work.users.add({.name = "Ada"});
    address.set_owner(ada);
    CHECK(address.owner() == ada);
    work.session.commit();
    work.sent.expect({"I users 1", "I addresses 1"});
    CHECK(work.stored<uow::AddressRepository>(&uow::Address::id).at(0).owner_id == ada->id);
}

TEST_CASE("2 child_first: the parent is declared by another file") {
    Work work;
    auto abuse = work.abuses.add({.text = "spam"});
    auto ada = work.users.add({.name = "Ada"});
    abuse.set_user(ada);
    auto second = other::abuses(ada).add({.text = "more spam"});
    CHECK(other::abuses(ada).all() == std::vector{abuse, second});
    work.session.commit();
    work.sent.expect({"I users 1", "I abuses 2"});
    for (const auto& row : work.stored<other::AbuseRepository>(&other::Abuse::id))
        CHECK(row.user_id == ada->id);
    CHECK(other::abuses(ada).all() == std::vector{abuse, second});
    work.session.erase(ada);
    work.session.commit();
    work.sent.expect({"D users 1"});
    CHECK(abuse.state() == RowState::detached);
    CHECK(work.count<other::AbuseRepository>() == 0);
}

TEST_CASE("3 tree_identity: keys that the database counts are there for the rows below") {
    Work work;
    const auto tree = add_tree(work.employees);
    work.session.commit();
    // One statement per level where a statement must know the keys; else each row is a step of its own.
    work.sent.expect(by_capability<std::vector<Expected>>(
        capabilities().batches, {"I employees 1", "I employees 2", "I employees 2"}, {"I employees 5"}));
    check_tree(tree);
    CHECK(work.stored<uow::EmployeeRepository>(&uow::Employee::id).size() == 5);
}

TEST_CASE("3 tree_identity: with keys from a sequence all rows are one batch") {
    Work work;
    const auto tree = add_tree(work.staff);
    work.session.commit();
    work.sent.expect({"I staff 5"});
    check_tree(tree);
}

TEST_CASE("4 tree_erased: leaves first, whatever the order of erase") {
    Work work;
    auto employees = add_tree(work.employees);
    auto staff = add_tree(work.staff);
    store(work);
    std::mt19937 random{7};
    for (int turn = 0; turn < 10; ++turn) {
        std::ranges::shuffle(employees, random);
        std::ranges::shuffle(staff, random);
        for (const auto& row : employees)
            work.session.erase(row);
        for (const auto& row : staff)
            work.session.erase(row);
        work.session.flush();
        work.sent.expect({"D staff 5", "D employees 5"});
        for (const auto& row : employees)
            CHECK(row.state() == RowState::deleted);
        work.session.rollback();
        for (const auto& row : employees)
            CHECK(row.state() == RowState::persistent);
    }
    CHECK(work.count<uow::EmployeeRepository>() == 5);
}

TEST_CASE("5 ring_of_rows: two employees manage each other; then both are erased") {
    Work work;
    auto ada = work.employees.add({.name = "Ada"});
    auto bob = work.employees.add({.name = "Bob"});
    ada.set_manager(bob);
    bob.set_manager(ada);
    work.session.commit();
    work.sent.expect(by_capability<std::vector<Expected>>(
        capabilities().batches, {"I employees 1", "I employees 1", "U employees 1 {manager_id}"},
        {"I employees 2", "U employees 1 {manager_id}"}));
    const auto stored = work.stored<uow::EmployeeRepository>(&uow::Employee::id);
    CHECK(stored == std::vector{ada->id < bob->id ? *ada : *bob, ada->id < bob->id ? *bob : *ada});
    CHECK(ada->manager_id == bob->id);
    CHECK(bob->manager_id == ada->id);
    CHECK(ada.reports().all() == std::vector{bob});

    work.session.erase(ada);
    work.session.erase(bob);
    work.sent.clear();
    work.session.commit();
    work.sent.expect({"U employees 1 {manager_id}", "D employees 2"});
    CHECK(work.count<uow::EmployeeRepository>() == 0);
}

TEST_CASE("5 ring_of_rows: an employee who manages herself") {
    Work work;
    auto ada = work.employees.add({.name = "Ada"});
    ada.set_manager(ada);
    work.session.commit();
    work.sent.expect({"I employees 1", "U employees 1 {manager_id}"});
    CHECK(ada->manager_id == ada->id);
    CHECK(work.stored<uow::EmployeeRepository>(&uow::Employee::id) == std::vector{*ada});
    CHECK(ada.reports().all() == std::vector{ada});
    auto bob = work.staff.add({.name = "Bob"});
    bob.set_manager(bob);
    work.session.commit();
    CHECK(bob->manager_id == bob->id);
    work.sent.expect({"I staff 1"});
    work.session.erase(ada);
    work.session.erase(bob);
    work.session.commit();
    work.sent.expect({"D staff 1", "D employees 1"});
    CHECK(work.count<uow::EmployeeRepository>() == 0);
}

TEST_CASE("6 ring_of_tables: a new team with its captain; then both are erased") {
    Work work;
    auto team = work.teams.add({.name = "Reds"});
    auto captain = team.players().add({.name = "Ada"});
    team.set_captain(captain);
    work.session.commit();
    work.sent.expect({"I teams 1", "I players 1", "U teams 1 {captain_id}"});
    CHECK(team->captain_id == captain->id);
    CHECK(captain->team_id == team->id);
    CHECK(work.stored<uow::TeamRepository>(&uow::Team::id) == std::vector{*team});
    CHECK(work.stored<uow::PlayerRepository>(&uow::Player::id) == std::vector{*captain});
    CHECK(captain.captain_of().all() == std::vector{team});

    work.session.erase(team);
    work.session.erase(captain);
    work.sent.clear();
    work.session.commit();
    work.sent.expect({"U teams 1 {captain_id}", "D players 1", "D teams 1"});
    CHECK(work.count<uow::TeamRepository>() == 0);
    CHECK(work.count<uow::PlayerRepository>() == 0);
}

TEST_CASE("7 ring_not_null: a deferrable key to a row of a sequence costs no extra statement") {
    Work work;
    auto squad = work.squads.add({.name = "Reds"});
    auto leader = squad.soldiers().add({.name = "Ada"});
    squad.set_leader(leader);
    work.session.commit();
    work.sent.expect({"I squads 1", "I soldiers 1"});
    CHECK(work.stored<uow::SquadRepository>(&uow::Squad::id) == std::vector{*squad});
    CHECK(squad->leader_id == leader->id);
    CHECK(leader->squad_id == squad->id);
    work.session.erase(squad);
    work.session.erase(leader);
    work.session.commit();
    work.sent.expect({"D soldiers 1", "D squads 1"});
}

TEST_CASE("7 ring_not_null: without deferrable the schema is refused with the path") {
    const auto path =
        std::filesystem::temp_directory_path() / ("rowsmith-ring-" + std::to_string(getpid()) + ".rows");
    std::ofstream{path} << "namespace ring\n"
                           "table Team {\n  id: int64 primary identity\n  captain: Player\n}\n"
                           "table Player {\n  id: int64 primary identity\n  team: Team\n}\n";
    const auto result = run({ROWSMITH_EXECUTABLE, "check", path.string()});
    std::filesystem::remove(path);
    CHECK(result.status == 1);
    CHECK_THAT(result.output, Contains("RS0327") && Contains("Team") && Contains("Player"));
}

TEST_CASE("8 one_of_many: 1,000 rows loaded, one edited") {
    Work work;
    for (int number = 0; number < 1'000; ++number)
        work.users.add({.name = std::to_string(number)});
    store(work);
    Session session{work.engine};
    uow::UserRepository users{session};
    const auto all = users.all();
    REQUIRE(all.size() == 1'000);
    all[500].edit().name = "Ada";
    session.commit();
    work.sent.expect({"S users", "U users 1 {name}"});
    CHECK(work.stored<uow::UserRepository>(&uow::User::id)[500].name == "Ada");
}

TEST_CASE("9 sequence_block: three rows, commit, three more: one draw") {
    Work work;
    std::vector<Ref<uow::Coupon>> coupons;
    for (int round = 0; round < 2; ++round) {
        for (int number = 0; number < 3; ++number)
            coupons.push_back(work.coupons.add({.code = "x"}));
        work.session.commit();
    }
    const auto sent = work.sent.take_all();
    CHECK(std::ranges::count_if(
              sent, [](const std::string& text) { return text.find("sequence") != text.npos; }) == 1);
    std::vector<std::int64_t> keys;
    for (const auto& row : work.stored<uow::CouponRepository>(&uow::Coupon::id))
        keys.push_back(row.id);
    CHECK(keys.size() == 6);
    CHECK(std::ranges::adjacent_find(keys) == keys.end());
    for (const auto& coupon : coupons)
        CHECK(coupon->id != 0);
}

TEST_CASE("10 sequence_rollback: no key twice after a transaction or a savepoint is rolled back") {
    Work work;
    auto lost = work.coupons.add({.code = "lost"});
    work.session.flush();
    work.session.rollback();
    CHECK(lost->id == 0);
    auto first = work.coupons.add({.code = "first"});
    work.session.commit();
    auto second = work.coupons.add({.code = "second"});
    work.session.flush();
    {
        Savepoint savepoint{work.session};
        work.coupons.add({.code = "inside"});
        work.session.flush();
        savepoint.rollback();
    }
    auto third = work.coupons.add({.code = "third"});
    work.session.commit();
    CHECK(work.count<uow::CouponRepository>() == 3);
    CHECK(first->id != second->id);
    CHECK(second->id != third->id);
    CHECK(first->id != third->id);
}

TEST_CASE("11 key_explicit: after an explicit key comes a generated one", "[counts_on]") {
    Work work;
    auto explicit_key = work.users.add({.id = 1, .name = "Ada"});
    auto generated = work.users.add({.name = "Bob"});
    auto purchase = generated.purchases().add({.product = "a"});
    work.session.commit();
    work.sent.expect({"I users 1", "I users 1", "I purchases 1"});
    CHECK(explicit_key->id == 1);
    CHECK(generated->id == 2);
    CHECK(purchase->user_id == 2);
}

TEST_CASE("12 default_states: not given, NULL by given, and a value") {
    Work work;
    auto not_given = work.settings.add({.key = "a"});
    auto null = work.settings.add({.key = "b", .value = "x"}, given(work.settings.code));
    auto value = work.settings.add({.key = "c", .code = 7});
    work.session.commit();
    work.sent.expect({"I settings 1", "I settings 2"});
    CHECK(not_given->code == 42);
    CHECK(not_given->value == "none");
    CHECK_FALSE(null->code);
    CHECK(value->code == 7);
    CHECK(work.stored<uow::SettingRepository>(&uow::Setting::key) == std::vector{*not_given, *null, *value});
}

namespace {

/// Rows of a tree in which each stands below the next one, linked in random order.
template <typename Rows, typename SetParent>
auto add_chain(Rows& rows, std::size_t depth, SetParent set_parent) {
    std::vector<decltype(rows.add({}))> chain;
    for (std::size_t at = 0; at < depth; ++at)
        chain.push_back(rows.add({.name = std::to_string(at)}));
    std::vector<std::size_t> order(depth - 1);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, std::mt19937{5});
    for (const auto at : order)
        set_parent(chain[at], chain[at + 1]);
    return chain;
}

}

TEST_CASE("rows without keys in deep chains are ordered whatever the order of their calls") {
    Work work;
    const auto chain =
        add_chain(work.employees, 20'000, [](auto& row, auto& above) { row.set_manager(above); });
    work.session.commit();
    const bool batches = capabilities().batches;
    work.sent.expect(by_capability<std::vector<Expected>>(
        batches, std::vector<Expected>(20'000, "I employees 1"), {"I employees 20000"}));
    for (std::size_t at = 0; at + 1 < chain.size(); ++at)
        REQUIRE(chain[at]->manager_id == chain[at + 1]->id);
    for (const auto& row : chain)
        work.session.erase(row);
    work.session.commit();
    work.sent.expect(by_capability<std::vector<Expected>>(batches, {"D employees 10000", "D employees 10000"},
                                                          {"D employees 20000"}));
    CHECK(work.count<uow::EmployeeRepository>() == 0);
}

TEST_CASE("the top of a deep chain takes all of it along") {
    Work work;
    const auto chain = add_chain(work.folders, 500, [](auto& row, auto& above) { row.set_parent(above); });
    store(work);
    work.session.erase(chain.back());
    work.session.commit();
    work.sent.expect({"D folders 1"});
    CHECK(work.count<uow::FolderRepository>() == 0);
    for (const auto& folder : chain)
        REQUIRE(folder.state() == RowState::detached);
}
