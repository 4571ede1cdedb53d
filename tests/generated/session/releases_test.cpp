// Unique values that one row gives up and another takes in the same flush, and what must precede that: F5 and
// F6.

#include "uniques.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("13 taken_over: the email of an erased row is free before a new row takes it") {
    People world;
    world.people.erase(world.ada);
    world.people.add({.email = "a@x", .name = "Eve"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D people 1", "I people 1"});
    CHECK(world.emails() == std::vector<std::string>{"b@x", "a@x"});
}

TEST_CASE("13 taken_over: an email that changes is free before a new row takes it") {
    People world;
    world.ada.edit().email = "c@x";
    SECTION("to another one") {
    }
    SECTION("to NULL") {
        world.ada.edit().email.reset();
    }
    world.people.add({.email = "a@x", .name = "Eve"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U people 1 {email}", "I people 1"});
    CHECK(world.emails().back() == "a@x");
}

TEST_CASE("13 taken_over: what else has changed in the row follows in phase 3") {
    People world;
    world.ada.edit() = {.id = world.ada->id, .email = "c@x", .name = "Ada Lovelace"};
    world.people.add({.email = "a@x", .name = "Eve"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U people 1 {email}", "I people 1", "U people 1 {name}"});
    CHECK(world.ada->name == "Ada Lovelace");
    world.session.commit();
    CHECK(world.sent.take_all().empty());
}

TEST_CASE("only rows whose values are taken go first") {
    People world;
    auto eve = world.people.add({.email = "e@x"});
    auto fay = world.people.add({.email = "f@x"});
    world.session.commit();
    world.sent.clear();
    world.people.erase(world.ada);
    world.people.erase(world.bob);
    eve.edit().email = "g@x";
    fay.edit().email = "h@x";
    world.people.add({.email = "b@x"});
    world.people.add({.email = "f@x"});
    world.session.commit();
    CHECK(world.sent.take() ==
          Sent{"U people 1 {email}", "D people 1", "I people 2", "U people 1 {email}", "D people 1"});
}

TEST_CASE("NULLs do not collide, and what does not collide keeps its phase") {
    Uniques world;
    auto first = world.people.add({.name = "a"});
    auto second = world.people.add({.email = "b@x"});
    world.session.commit();
    world.sent.clear();
    world.people.erase(first);
    second.edit().email.reset();
    world.people.add({.name = "c"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"I people 1", "U people 1 {email}", "D people 1"});
}

TEST_CASE("an edited row takes the value of an erased one") {
    People world;
    world.people.erase(world.ada);
    world.bob.edit().email = "a@x";
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D people 1", "U people 1 {email}"});
    CHECK(world.emails() == std::vector<std::string>{"a@x"});
}

TEST_CASE("14 erase_with_move: a row moves away before its parent goes first") {
    People world;
    auto task = world.tasks.add({.person_id = world.ada->id, .number = 1});
    world.session.commit();
    world.sent.clear();
    SECTION("by its column") {
        task.edit().person_id = world.bob->id;
    }
    SECTION("by its relation") {
        task.set_person(world.bob);
    }
    world.people.erase(world.ada);
    world.people.add({.email = "a@x"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U tasks 1 {person_id}", "D people 1", "I people 1"});
    CHECK(task.state() == RowState::persistent);
    CHECK(world.stored<uniques::TaskRepository>(&uniques::Task::id).front().person_id == world.bob->id);
}

TEST_CASE("14 erase_with_move: the rest of the row follows in phase 3") {
    People world;
    auto task = world.tasks.add({.person_id = world.ada->id, .number = 1});
    world.session.commit();
    world.sent.clear();
    task.edit() = {.id = task->id, .person_id = world.bob->id, .number = 1, .note = "moved"};
    world.people.erase(world.ada);
    world.people.add({.email = "a@x"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U tasks 1 {person_id}", "D people 1", "I people 1", "U tasks 1 {note}"});
}

TEST_CASE("a row that moves away to where another was waits for that one") {
    People world;
    auto moved = world.tasks.add({.person_id = world.ada->id, .number = 1});
    auto there = world.tasks.add({.person_id = world.bob->id, .number = 1});
    world.session.commit();
    world.sent.clear();
    moved.set_person(world.bob);
    world.people.erase(world.ada);
    world.people.add({.email = "a@x"});
    SECTION("erased") {
        world.tasks.erase(there);
        world.session.commit();
        CHECK(world.sent.take() == Sent{"D tasks 1", "U tasks 1 {person_id}", "D people 1", "I people 1"});
    }
    SECTION("edited") {
        there.edit().number = 2;
        world.session.commit();
        CHECK(world.sent.take() ==
              by_capability(capabilities().parks_chains,
                            {"U tasks 2 {number}", "U tasks 1 {person_id, number}", "U tasks 1 {number}",
                             "D people 1", "I people 1"},
                            {"U tasks 1 {number}", "U tasks 1 {person_id}", "D people 1", "I people 1"}));
    }
    CHECK(moved->person_id == world.bob->id);
}

TEST_CASE("erased children go before a parent that goes first, untouched ones follow on delete") {
    People world;
    auto erased = world.tasks.add({.person_id = world.ada->id, .number = 1});
    auto left = world.tasks.add({.person_id = world.ada->id, .number = 2});
    world.tasks.add({.person_id = world.bob->id, .number = 1});
    auto visit = world.visits.add({.person_id = world.ada->id});
    world.session.commit();
    world.sent.clear();
    world.tasks.erase(erased);
    world.people.erase(world.ada);
    world.people.add({.email = "a@x"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D tasks 1", "D people 1", "I people 1"});
    CHECK(left.state() == RowState::detached);
    CHECK(visit->person_id == std::nullopt);
    CHECK(world.count<uniques::TaskRepository>() == 1);
}

TEST_CASE("a row under `on delete set null` need not move first") {
    People world;
    auto visit = world.visits.add({.person_id = world.ada->id});
    world.session.commit();
    world.sent.clear();
    world.people.erase(world.ada);
    auto eve = world.people.add({.email = "a@x"});
    visit.set_person(eve);
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D people 1", "I people 1", "U visits 1 {person_id}"});
    CHECK(visit->person_id == eve->id);
    CHECK(world.stored<uniques::VisitRepository>(&uniques::Visit::id).front().person_id == eve->id);
}

TEST_CASE("a row without an action moves before its parent goes first") {
    People world;
    auto bill = world.bills.add({.person_id = world.ada->id, .code = "1"});
    world.session.commit();
    world.sent.clear();
    bill.set_person(world.bob);
    world.people.erase(world.ada);
    world.people.add({.email = "a@x"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U bills 1 {person_id}", "D people 1", "I people 1"});
}

TEST_CASE("a value that a cascade frees is free before another row takes it") {
    People world;
    auto old = world.ada.set_profile({.text = "old", .nick = "n"});
    auto other = world.bob.set_profile({.text = "other", .nick = "m"});
    world.session.commit();
    world.sent.clear();
    world.people.erase(world.ada);
    SECTION("a new one") {
        world.people.add({.name = "Eve"}).set_profile({.text = "new", .nick = "n"});
        world.session.commit();
        CHECK(world.sent.take() == Sent{"D people 1", "I people 1", "I profiles 1"});
    }
    SECTION("an edited one") {
        other.edit().nick = "n";
        world.session.commit();
        CHECK(world.sent.take() == Sent{"D people 1", "U profiles 1 {nick}"});
    }
    CHECK(old.state() == RowState::detached);
}

TEST_CASE("a row that takes the place of the erased one which would take it along") {
    Uniques world;
    auto top = world.folders.add({.name = "top"});
    auto middle = top.folders().add({.name = "middle"});
    auto leaf = middle.folders().add({.name = "leaf"});
    world.session.commit();
    world.sent.clear();
    leaf.edit() = {.id = leaf->id, .name = "middle", .parent_id = top->id};
    world.folders.erase(middle);
    world.session.commit();
    CHECK(world.sent.take() ==
          Sent{"U folders 1 {parent_id}", "U folders 1 {name, parent_id}", "D folders 1"});
    CHECK(world.stored<uniques::FolderRepository>(&uniques::Folder::id).back().parent_id == top->id);
}

TEST_CASE("20 replace_one_to_one: the old row goes before the new one comes") {
    Uniques world;
    auto ada = world.people.add({.email = "a@x"});
    auto old = ada.set_profile({.text = "old"});
    world.session.commit();
    world.sent.clear();
    auto fresh = ada.set_profile({.text = "new"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D profiles 1", "I profiles 1"});
    CHECK(old.state() == RowState::detached);
    CHECK(ada.profile() == fresh);
}

TEST_CASE("18 release_needs_new: a child of the erased row moves to the row that takes its value") {
    People world;
    auto task = world.tasks.add({.person_id = world.ada->id, .number = 1});
    world.session.commit();
    world.sent.clear();
    world.people.erase(world.ada);
    auto eve = world.people.add({.email = "a@x"});
    task.set_person(eve);
    const auto error = error_of<FlushCycle>([&] { world.session.commit(); });
    CHECK_THAT(error.what(), Contains("uniques::Task") && Contains("'person'"));
    CHECK(error.table() == "tasks");
    CHECK(world.sent.take_all().empty());
    eve.edit().email = "e@x";
    world.session.flush();
    CHECK(world.sent.take() == Sent{"I people 1", "U tasks 1 {person_id}", "D people 1"});
    eve.edit().email = "a@x";
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U people 1 {email}"});
    CHECK(task->person_id == eve->id);
}

TEST_CASE("19 same_key_again: DELETE, then INSERT; children follow on delete") {
    Uniques world;
    auto old = world.towns.add({.code = "a", .name = "old"});
    auto street = world.streets.add({.name = "s", .town_code = "a"});
    world.session.commit();
    world.sent.clear();
    world.towns.erase(old);
    world.towns.add({.code = "a"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D towns 1", "I towns 1"});
    CHECK(street.state() == RowState::detached);
    CHECK(world.stored<uniques::TownRepository>(&uniques::Town::code).front().name.empty());
    CHECK(world.count<uniques::StreetRepository>() == 0);
}

TEST_CASE("19 same_key_again: a child related to the new row would be taken along") {
    Uniques world;
    auto old = world.towns.add({.code = "a", .name = "old"});
    auto street = world.streets.add({.name = "s", .town_code = "a"});
    world.session.commit();
    world.sent.clear();
    world.towns.erase(old);
    street.set_town(world.towns.add({.code = "a"}));
    const auto error = error_of<UsageError>([&] { world.session.commit(); });
    CHECK_THAT(error.what(), Contains("uniques::Street") && Contains("'town'"));
    CHECK(error.keys() == std::vector<std::string>{"1"});
    CHECK(world.sent.take_all().empty());
    CHECK(street.state() == RowState::persistent);
}
