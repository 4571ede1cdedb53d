// Scenarios of unique values that one row frees and another takes in the same flush.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

struct Buyers : Work {
    Ref<uow::User> ada = users.add({.name = "Ada", .email = "ada"});
    Ref<uow::User> bob = users.add({.name = "Bob", .email = "bob"});
    Ref<uow::Purchase> purchase = ada.purchases().add({.product = "a"});

    Buyers() { store(*this); }

    void check_stored() {
        const auto stored = this->stored<uow::UserRepository>(&uow::User::id);
        for (const auto& user : stored)
            CHECK(*users.get(user.id) == user);
    }
};

}

TEST_CASE("13 taken_over: the erased row goes first") {
    Buyers work;
    work.session.erase(work.ada);
    auto eve = work.users.add({.name = "Eve", .email = "ada"});
    work.session.commit();
    work.sent.expect({"D users 1", "I users 1"});
    CHECK(work.purchase.state() == RowState::detached);
    CHECK(eve.purchases().empty());
    work.check_stored();
}

TEST_CASE("13 taken_over: the changed row is updated first, in this column only") {
    Buyers work;
    work.ada.edit() = {.id = work.ada->id, .name = "Countess", .email = "countess"};
    auto eve = work.users.add({.name = "Eve", .email = "ada"});
    work.session.commit();
    work.sent.expect({"U users 1 {email}", "I users 1", "U users 1 {name}"});
    work.check_stored();
    CHECK(work.users.find_by_email("ada") == eve);
}

TEST_CASE("14 erase_with_move: what moves away from the erased row goes before it") {
    Buyers work;
    work.session.erase(work.ada);
    work.purchase.set_user(work.bob);
    auto eve = work.users.add({.name = "Eve", .email = "ada"});
    work.session.commit();
    work.sent.expect({"U purchases 1 {user_id}", "D users 1", "I users 1"});
    CHECK(work.purchase.user() == work.bob);
    CHECK(work.bob.purchases().all() == std::vector{work.purchase});
    CHECK(work.stored<uow::PurchaseRepository>(&uow::Purchase::id) == std::vector{*work.purchase});
    work.check_stored();
}

TEST_CASE("15 swap: a nullable column is parked as NULL, a number as another number") {
    Buyers work;
    work.ada.edit().email = "bob";
    work.bob.edit().email = "ada";
    work.session.commit();
    const bool chains = capabilities().parks_chains;
    work.sent.expect({by_capability(chains, "U users 2 {email}", "U users 1 {email}"), "U users 2 {email}"});
    work.check_stored();
    CHECK(work.ada->email == "bob");

    auto first = work.items.add({.list = 1, .position = 1});
    auto second = work.items.add({.list = 1, .position = 2});
    store(work);
    first.edit().position = 2;
    second.edit().position = 1;
    work.session.commit();
    work.sent.expect(by_capability<std::vector<Expected>>(
        chains, {"U items 2 {list}", "U items 2 {list, position}"},
        {"U items 1 {list}", "U items 1 {position}", "U items 1 {list, position}"}));
    CHECK(work.stored<uow::ItemRepository>(&uow::Item::id) == std::vector{*first, *second});
}

TEST_CASE("16 shift: the end of the chain goes first, or all of it is parked") {
    Work work;
    std::vector<Ref<uow::Item>> items;
    for (int number = 1; number <= 100; ++number)
        items.push_back(work.items.add({.list = 1, .position = number}));
    store(work);
    for (const auto& item : items)
        ++item.edit().position;
    work.session.commit();
    std::int64_t steps = 0;
    for (const auto& sent : work.sent.take())
        steps += std::stoi(sent.substr(sent.find_last_of(' ', sent.find(" {") - 1)));
    CHECK(steps == by_capability(capabilities().parks_chains, 200, 100));
    const auto stored = work.stored<uow::ItemRepository>(&uow::Item::id);
    for (std::size_t at = 0; at < items.size(); ++at)
        CHECK(stored[at] == *items[at]);
}

TEST_CASE("17 swap_refused: nothing to park, nothing sent, and the session goes on") {
    Work work;
    auto good = work.marks.add({.list = 1, .mood = uow::Mood::good});
    auto bad = work.marks.add({.list = 1, .mood = uow::Mood::bad});
    store(work);
    // Of this unique key only the list could be parked; one that both rows swap whole cannot help.
    good.edit().mood = uow::Mood::bad;
    bad.edit().mood = uow::Mood::good;
    try {
        work.session.commit();
        CHECK(work.stored<uow::MarkRepository>(&uow::Mark::id) == std::vector{*good, *bad});
    } catch (const UnresolvableSwap& error) {
        CHECK(error.table() == "marks");
        CHECK(error.keys().size() == 2);
        work.sent.expect({});
        bad.edit().mood = uow::Mood::ugly;
        work.session.commit();
        CHECK(work.stored<uow::MarkRepository>(&uow::Mark::id) == std::vector{*good, *bad});
    }
}

TEST_CASE("18 release_needs_new: a child moves to the row that takes the value") {
    Buyers work;
    work.session.erase(work.ada);
    auto eve = work.users.add({.name = "Eve", .email = "ada"});
    work.purchase.set_user(eve);
    CHECK_THROWS_AS(work.session.commit(), FlushCycle);
    work.sent.expect({});
    work.purchase.set_user(work.bob);
    work.session.flush();
    work.purchase.set_user(eve);
    work.session.commit();
    CHECK(eve.purchases().all() == std::vector{work.purchase});
    CHECK(work.stored<uow::PurchaseRepository>(&uow::Purchase::id) == std::vector{*work.purchase});
}

TEST_CASE("19 same_key_again: DELETE, then INSERT, with defaults and not old values") {
    Work work;
    auto old_row = work.settings.add({.key = "a", .value = "old", .code = 7});
    auto choice = old_row.choices().add({});
    store(work);
    work.session.erase(old_row);
    auto new_row = work.settings.add({.key = "a"});
    work.session.commit();
    work.sent.expect({"D settings 1", "I settings 1"});
    CHECK(new_row->value == "none");
    CHECK(new_row->code == 42);
    CHECK(choice.state() == RowState::detached);
    CHECK(work.count<uow::ChoiceRepository>() == 0);
    CHECK(work.stored<uow::SettingRepository>(&uow::Setting::key) == std::vector{*new_row});
}

TEST_CASE("19 same_key_again: a child re-pointed to the new row would be taken along") {
    Work work;
    auto old_row = work.settings.add({.key = "a", .value = "old"});
    auto choice = old_row.choices().add({});
    store(work);
    work.session.erase(old_row);
    auto new_row = work.settings.add({.key = "a"});
    choice.set_setting(new_row);
    CHECK_THROWS_AS(work.session.commit(), UsageError);
    work.sent.expect({});
    work.session.rollback();
    CHECK(choice.setting() == old_row);
    CHECK(old_row.choices().all() == std::vector{choice});
}

TEST_CASE("20 replace_one_to_one: the old row is deleted before the new one is inserted") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto old_one = ada.set_profile(uow::Profile{.motto = "old"});
    store(work);
    auto new_one = ada.set_profile(uow::Profile{.motto = "new"});
    CHECK(ada.profile() == new_one);
    CHECK(new_one.user() == ada);
    work.session.commit();
    work.sent.expect({"D profiles 1", "I profiles 1"});
    CHECK(old_one.state() == RowState::detached);
    CHECK(ada.profile() == new_one);
    CHECK(work.stored<uow::ProfileRepository>(&uow::Profile::id) == std::vector{*new_one});
}

TEST_CASE("20 replace_one_to_one: profiles of two users change places") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto first = ada.set_passport(uow::Passport{.code = "first"});
    auto second = bob.set_passport(uow::Passport{.code = "second"});
    store(work);
    ada.set_passport(second);
    bob.set_passport(first);
    CHECK(ada.passport() == second);
    CHECK(bob.passport() == first);
    work.session.commit();
    CHECK(work.stored<uow::PassportRepository>(&uow::Passport::id) == std::vector{*first, *second});
    CHECK(second->holder_id == ada->id);
}
