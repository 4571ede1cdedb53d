// Values that the program leaves open: who makes them, when they can be seen, and what is sent as it is.

#include "fixtures.hpp"

#include <limits>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("an identity key is {} until the flush, then the database's") {
    Units units;
    auto ada = units.employees.add({.name = "Ada"});
    auto bob = units.employees.add({.name = "Bob"});
    CHECK(ada->id == 0);
    units.session.flush();
    CHECK(ada->id == 1);
    CHECK(bob->id == 2);
    CHECK(units.sent.take_all() == Sent{"begin", "I employees 2"});
    CHECK(units.employees.get(2) == bob);
    CHECK(units.sent.take().empty());
}

TEST_CASE("11 key_explicit: after an explicit key the database counts on", "[counts_on]") {
    Units units;
    auto ada = units.employees.add({.id = 1, .name = "Ada"});
    auto bob = units.employees.add({.name = "Bob"});
    auto cy = units.employees.add({.id = 70, .name = "Cy"});
    auto dan = units.employees.add({.name = "Dan"});
    CHECK(units.employees.get(70) == cy);
    units.session.commit();
    CHECK(ada->id == 1);
    CHECK(bob->id == 2);
    CHECK(dan->id == 71);
}

TEST_CASE("11 key_explicit: where the counter does not follow, the violation says what to do",
          "[not counts_on]") {
    Units units;
    units.employees.add({.id = 1, .name = "Ada"});
    units.session.commit();
    units.employees.add({.name = "Bob"});
    CHECK_THAT(message_of<UniqueViolation>([&] { units.session.commit(); }),
               Contains("employees.id") && Contains("counter"));
    units.session.rollback();
    auto cy = units.employees.add({.name = "Cy"}); // a value that was counted stays used
    units.session.commit();
    CHECK(cy->id == 2);
}

TEST_CASE("21 mixed_keys: neighbours of one column set are one batch, in add order") {
    Units units;
    std::vector<Ref<units::Employee>> rows;
    for (const std::int64_t id : {0, 0, 10, 20, 0})
        rows.push_back(units.employees.add({.id = id}));
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I employees 2", "I employees 2", "I employees 1"});
    std::vector<std::int64_t> keys;
    for (const auto& row : rows)
        keys.push_back(row->id);
    CHECK(keys == std::vector<std::int64_t>{1, 2, 10, 20, by_capability(capabilities().counts_on, 21, 3)});
}

TEST_CASE("given sends an identity of 0 as it is") {
    Units units;
    auto zero = units.employees.add({.name = "Zero"}, given(units::EmployeeRepository::id));
    CHECK(units.employees.get(0) == zero);
    units.session.commit();
    CHECK(zero->id == 0);
    CHECK(units.stored<units::EmployeeRepository>(&units::Employee::id).front().id == 0);
}

TEST_CASE("a plain primary key is sent as it is, {} too") {
    Units units;
    units.teams.add({.name = "Zero"});
    units.countries.add({.name = "Nowhere"});
    units.session.commit();
    CHECK(units.teams.get(0)->name == "Zero");
    CHECK(units.stored<units::CountryRepository>(&units::Country::code).front().code.empty());
}

TEST_CASE("12 default_states: not given, NULL and a value are three things") {
    Extras extras;
    auto open = extras.settings.add({.name = "a"});
    auto null = extras.settings.add({.name = "b"}, given(extras::SettingRepository::code));
    auto value = extras.settings.add({.name = "c", .code = 7, .label = "mine"});
    auto both = extras.settings.add({.name = "d"},
                                    given(extras::SettingRepository::code, extras::SettingRepository::label));
    CHECK(open->code == std::nullopt);
    extras.session.commit();
    CHECK(extras.sent.take() ==
          Sent{"I settings 1", "I settings 1", "I settings 2"}); // no S: read back at once
    CHECK(open->code == 42);
    CHECK(open->label == "made");
    CHECK(null->code == std::nullopt);
    CHECK(null->label == "made");
    CHECK(value->code == 7);
    CHECK(value->label == "mine");
    CHECK(both->label.empty());

    const auto stored = extras.stored<extras::SettingRepository>(&extras::Setting::name);
    CHECK(stored == std::vector<extras::Setting>{*open, *null, *value, *both});
}

TEST_CASE("rows that leave the same columns open are one batch, each with its own values") {
    Extras extras;
    std::vector<Ref<extras::Setting>> rows;
    for (const auto* name : {"a", "b", "c"})
        rows.push_back(extras.settings.add({.name = name}));
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"I settings 3"});
    for (const auto& row : rows)
        CHECK(row->code == 42);
}

TEST_CASE("what the database made is not taken for an edit") {
    Extras extras;
    auto row = extras.settings.add({.name = "a"});
    extras.session.flush();
    row.edit().maybe = 8;
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"I settings 1", "U settings 1 {maybe}"});
}

TEST_CASE("a literal default is the struct's initialiser") {
    Extras extras;
    CHECK(extras::Setting{}.maybe == 7);
    auto null = extras.settings.add({.name = "a", .maybe = std::nullopt});
    extras.session.commit();
    CHECK(null->maybe == std::nullopt);
    CHECK(extras.stored<extras::SettingRepository>(&extras::Setting::name).front().maybe == std::nullopt);
}

TEST_CASE("now() and uuid() are filled in by add, visible at once") {
    Extras extras;
    const auto before = Timestamp::now();
    auto first = extras.settings.add({.name = "a"});
    auto second = extras.settings.add({.name = "b"});
    CHECK(first->changed >= before);
    CHECK(first->changed <= Timestamp::now());
    CHECK(first->token != Uuid{});
    CHECK(first->token != second->token);
    CHECK(extras.sent.take_all().empty());
}

TEST_CASE("now() is read once per transaction") {
    Extras extras;
    auto first = extras.settings.add({.name = "a"});
    const auto moment = first->changed;
    while (Timestamp::now() <= moment) {
    }
    extras.session.flush();
    auto second = extras.settings.add({.name = "b"});
    CHECK(second->changed == moment);
    extras.session.commit();
    auto third = extras.settings.add({.name = "c"});
    CHECK(third->changed > moment);
    extras.session.rollback();
    while (Timestamp::now() <= third->changed) {
    }
    CHECK(extras.settings.add({.name = "d"})->changed > third->changed);
}

TEST_CASE("given now() and uuid() columns stay as they are") {
    Extras extras;
    const Timestamp then{123};
    auto set = extras.settings.add(
        {.name = "a", .changed = then, .token = Uuid::parse("123e4567-e89b-12d3-a456-426614174000")});
    auto empty = extras.settings.add(
        {.name = "b"}, given(extras::SettingRepository::changed, extras::SettingRepository::token));
    CHECK(set->changed == then);
    CHECK(set->token.to_string() == "123e4567-e89b-12d3-a456-426614174000");
    extras.session.commit();
    CHECK(empty->changed == Timestamp{});
    CHECK(empty->token == Uuid{});
    CHECK(extras.stored<extras::SettingRepository>(&extras::Setting::name)[1].token == Uuid{});
}

TEST_CASE("changing a generated key is a UsageError, found before anything is sent") {
    Units units;
    auto ada = units.employees.add({.name = "Ada"});
    auto node = units.nodes.add({.name = "root"});
    units.session.commit();
    units.sent.clear();

    ada.edit().id = 7;
    units.employees.add({.name = "Bob"});
    CHECK_THAT(message_of<UsageError>([&] { units.session.flush(); }),
               Contains("'id'") && Contains("units::Employee"));
    CHECK(units.sent.take_all().empty());
    ada.edit().id = 1;
    node.edit().id = 1;
    CHECK_THROWS_AS(units.session.commit(), UsageError);
    node.edit().id = 100;
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I employees 1"});
}

TEST_CASE("the key of a pending row may be edited, and the map follows at the flush") {
    Units units;
    auto team = units.teams.add({.id = 1, .name = "A"});
    team.edit().id = 2;
    auto first = units.teams.add({.id = 3});
    units.session.commit();
    CHECK(units.teams.get(2) == team);
    CHECK(units.teams.find(1) == std::nullopt);
    units.teams.erase(first);
    units.session.commit();
    CHECK(units.count<units::TeamRepository>() == 1);
}

TEST_CASE("a pending row whose key was edited can be erased and rolled back") {
    Units units;
    auto country = units.countries.add({.code = "de"});
    country.edit().code = "at";
    units.countries.erase(country);
    auto other = units.countries.add({.code = "de"});
    other.edit().code = "ch";
    units.session.rollback();
    CHECK(country.state() == RowState::detached);
    CHECK(other.state() == RowState::detached);
    CHECK(units.countries.find("de") == std::nullopt);
    CHECK(units.countries.find("ch") == std::nullopt);
    units.countries.add({.code = "de"});
    units.session.commit();
    CHECK(units.count<units::CountryRepository>() == 1);
}

TEST_CASE("editing a pending row's key to that of a managed row is an IdentityConflict at flush") {
    Units units;
    units.teams.add({.id = 1});
    auto second = units.teams.add({.id = 2});
    second.edit().id = 1;
    CHECK_THROWS_AS(units.session.flush(), IdentityConflict);
    CHECK(units.sent.take_all().empty());
    second.edit().id = 3;
    units.session.commit();
    CHECK(units.teams.get(3) == second);
    CHECK(units.sent.take() == Sent{"I teams 2"});
}

TEST_CASE("a pending row may be given its generated key by an edit, or lose it") {
    Units units;
    auto ada = units.employees.add({.name = "Ada"});
    ada.edit().id = 50;
    auto bob = units.employees.add({.id = 60, .name = "Bob"});
    bob.edit().id = 0;
    units.session.commit();
    CHECK(units.employees.get(50) == ada);
    CHECK(bob->id == by_capability(capabilities().counts_on, 51, 1));
    CHECK(units.employees.get(bob->id) == bob);
    CHECK(units.employees.find(60) == std::nullopt);
}

TEST_CASE("a trigger that inserts elsewhere does not confuse the keys") {
    Units units;
    units.elsewhere(spelled(Trigger{.moment = "after insert",
                                    .table = "employees",
                                    .action = "insert into \"groups\" (id) values (1000 + new.id);"}));
    auto ada = units.employees.add({.name = "Ada"});
    auto bob = units.employees.add({.name = "Bob"});
    units.session.commit();
    CHECK(ada->id == 1);
    CHECK(bob->id == 2);
}

TEST_CASE("an insert that a trigger drops is an error, not a row with another's key") {
    Units units;
    units.elsewhere(spelled(Trigger{.moment = "before insert",
                                    .table = "employees",
                                    .when = "new.name = 'Bob'",
                                    .action = spelled(passes_over)}));
    units.employees.add({.name = "Ada"});
    auto bob = units.employees.add({.name = "Bob"});
    CHECK_THAT(message_of<ConstraintViolation>([&] { units.session.commit(); }), Contains("units::Employee"));
    units.session.rollback();
    CHECK(bob->id == 0);
    CHECK(units.count<units::EmployeeRepository>() == 0);

    units.elsewhere(
        spelled(Trigger{.moment = "before insert", .table = "order_lines", .action = spelled(passes_over)}));
    units.lines.add({.order_no = 1});
    CHECK_THROWS_AS(units.session.commit(), ConstraintViolation);
}
