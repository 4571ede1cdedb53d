// Values that change hands in several unique keys at once, in keys that rows are found by, and in rows with
// versions; and what is left when the database refuses.

#include "uniques.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Two docs that differ in everything that is unique.
struct Docs : Uniques {
    Ref<uniques::Doc> first{docs.add({.shelf = 1, .place = 1, .code = 10, .slug = "a"})};
    Ref<uniques::Doc> second{docs.add({.shelf = 2, .place = 2, .code = 20, .slug = "b"})};

    Docs() {
        session.commit();
        sent.clear();
    }
    template <typename T>
    void swap(T uniques::Doc::*column) {
        std::swap(first.edit().*column, second.edit().*column);
    }
    void check_stored() {
        session.commit();
        const auto rows = stored<uniques::DocRepository>(&uniques::Doc::id);
        CHECK(rows == std::vector{*first, *second});
    }
};

struct Towns : Uniques {
    Ref<uniques::Town> a{towns.add({.code = "a", .name = "A"})};
    Ref<uniques::Town> b{towns.add({.code = "b", .name = "B"})};
    Ref<uniques::Street> street{streets.add({.name = "of a", .town_code = "a"})};

    Towns() {
        session.commit();
        elsewhere("insert into streets (name, town_code) values ('of b', 'b')");
    }
    std::vector<std::string> streets_of(const std::string& code) {
        std::vector<std::string> names;
        for (const auto& row : stored<uniques::StreetRepository>(&uniques::Street::id)) {
            if (row.town_code == code)
                names.push_back(row.name);
        }
        return names;
    }
};

}

TEST_CASE("a swap in one of several keys counts the version on by one") {
    Docs world;
    world.swap(&uniques::Doc::code);
    world.session.commit();
    CHECK(world.sent.take() == by_capability(capabilities().parks_chains,
                                             {"U docs 2 {code}", "U docs 2 {code, version}"},
                                             {"U docs 1 {code}", "U docs 2 {code, version}"}));
    CHECK(world.first->version == 2);
    CHECK(world.first->label == "a/20");
    CHECK(world.second->label == "b/10");
    world.check_stored();
}

TEST_CASE("swaps in two unique keys at once") {
    Docs world;
    world.swap(&uniques::Doc::code);
    SECTION("that have no column in common") {
        world.first.edit().shelf = 2;
        world.second.edit().shelf = 1;
        world.first.edit().place = 2;
        world.second.edit().place = 1;
    }
    SECTION("all") {
        world.swap(&uniques::Doc::shelf);
        world.swap(&uniques::Doc::place);
        world.swap(&uniques::Doc::slug);
    }
    SECTION("and what is not unique") {
        world.swap(&uniques::Doc::shelf);
        world.swap(&uniques::Doc::place);
        world.first.edit().title = "first";
    }
    world.session.commit();
    CHECK(world.first->version == 2);
    CHECK(world.second->version == 2);
    world.check_stored();
}

TEST_CASE("rows that take from each other in two keys, each the other way round") {
    Docs world;
    auto third = world.docs.add({.shelf = 3, .place = 3, .code = 30, .slug = "c"});
    world.session.commit();
    world.first.edit().code = 20;
    world.second.edit().code = 30;
    third.edit().code = 40;
    third.edit().slug = "d";
    third.edit().shelf = 2;
    third.edit().place = 2;
    world.second.edit().shelf = 1;
    world.second.edit().place = 1;
    world.first.edit().shelf = 9;
    world.session.commit();
    CHECK(world.first->version == 2);
    CHECK(world.second->version == 2);
    CHECK(third->version == 2);
    const auto rows = world.stored<uniques::DocRepository>(&uniques::Doc::id);
    CHECK(rows == std::vector{*world.first, *world.second, *third});
}

TEST_CASE("a versioned row that is updated before and after the inserts") {
    Docs world;
    world.first.edit().code = 11;
    world.first.edit().title = "first";
    world.docs.add({.shelf = 5, .place = 5, .code = 10});
    world.session.flush();
    CHECK(world.sent.take() == Sent{"U docs 1 {code}", "I docs 1", "U docs 1 {title, version}"});
    CHECK(world.first->version == 2);
    world.first.edit().title = "again";
    world.session.commit();
    CHECK(world.first->version == 3);
    CHECK(world.first->label == "a/11");
}

TEST_CASE("a stale row of phase 1 is a Conflict") {
    Docs world;
    world.first.edit().code = 11;
    world.docs.add({.shelf = 5, .place = 5, .code = 10});
    SECTION("changed elsewhere") {
        world.session.rollback();
        world.elsewhere("update docs set version = 7 where id = 1");
        world.first.edit().code = 11;
        world.docs.add({.shelf = 5, .place = 5, .code = 10});
    }
    SECTION("gone") {
        world.session.rollback();
        world.elsewhere("delete from docs where id = 1");
        world.first.edit().code = 11;
        world.docs.add({.shelf = 5, .place = 5, .code = 10});
    }
    SECTION("parked") {
        world.session.rollback();
        world.elsewhere("update docs set version = 7");
        world.swap(&uniques::Doc::code);
    }
    SECTION("neither") {
        world.session.commit();
        return;
    }
    CHECK_THROWS_AS(world.session.flush(), Conflict);
    CHECK(world.first->version == 1);
    CHECK(world.first->label == "a/10");
    world.session.rollback();
    CHECK(world.first->code == 10);
}

TEST_CASE("a failed flush takes versions and computed columns of phase 1 back") {
    Docs world;
    world.elsewhere("insert into docs (shelf, place, code, version) values (9, 9, 99, 1)");
    world.first.edit().code = 11;
    world.first.edit().title = "first";
    world.second.edit().code = 12;
    auto fresh = world.docs.add({.shelf = 5, .place = 5, .code = 10});
    auto other = world.docs.add({.shelf = 6, .place = 6, .code = 20});
    auto clash = world.docs.add({.shelf = 7, .place = 7, .code = 99});
    CHECK_THROWS_AS(world.session.flush(), UniqueViolation);
    CHECK(world.first->version == 1);
    CHECK(world.second->version == 1);
    CHECK(world.first->label == "a/10");
    CHECK(world.first->code == 11);
    world.session.rollback();
    CHECK(world.first->code == 10);
    CHECK(fresh.state() == RowState::detached);
    world.first.edit().code = 11;
    world.session.commit();
    CHECK(world.first->version == 2);
}

TEST_CASE("natural keys that nothing refers to are swapped, shifted and taken over") {
    Uniques world;
    std::vector<Ref<uniques::Seat>> seats;
    for (int number = 1; number <= 4; ++number)
        seats.push_back(world.seats.add({.line = 1, .number = number, .guest = std::to_string(number)}));
    world.session.commit();
    world.sent.clear();
    SECTION("swapped") {
        seats[0].edit() = {.line = 1, .number = 2, .guest = "one"};
        seats[1].edit().number = 1;
        world.session.commit();
        CHECK(world.sent.take().size() == by_capability<std::size_t>(capabilities().parks_chains, 5, 4));
        CHECK(world.seats.get(1, 2) == seats[0]);
        CHECK(world.seats.get(1, 1) == seats[1]);
    }
    SECTION("shifted") {
        for (auto& seat : seats)
            ++seat.edit().number;
        world.session.flush();
        CHECK(world.seats.find(1, 1) == std::nullopt);
        CHECK(world.seats.get(1, 5) == seats[3]);
        world.session.commit();
    }
    SECTION("in a ring, with one erased") {
        world.seats.erase(seats[3]);
        seats[0].edit().number = 4;
        seats[1].edit().number = 1;
        seats[2].edit().number = 2;
        world.session.commit();
        CHECK(world.seats.get(1, 4) == seats[0]);
        CHECK(world.seats.find(1, 3) == std::nullopt);
        seats.pop_back();
    }
    auto rows = world.stored<uniques::SeatRepository>(&uniques::Seat::guest);
    for (const auto& seat : seats)
        CHECK(std::ranges::find(rows, *seat) != rows.end());
    CHECK(rows.size() == seats.size());
    for (auto& seat : seats)
        seat.edit().guest += "!";
    world.session.commit();
}

TEST_CASE("rollback takes natural keys back that changed hands") {
    Uniques world;
    auto one = world.seats.add({.line = 1, .number = 1, .guest = "one"});
    auto two = world.seats.add({.line = 1, .number = 2, .guest = "two"});
    world.session.commit();
    one.edit().number = 2;
    two.edit().number = 1;
    SECTION("after the flush") {
        world.session.flush();
        CHECK(world.seats.get(1, 2) == one);
    }
    SECTION("after a flush that failed") {
        world.elsewhere(
            spelled(Trigger{.moment = "before insert", .table = "seats", .action = spelled(refuses)}));
        world.seats.add({.line = 3, .number = 3, .guest = "three"});
        CHECK_THROWS_AS(world.session.flush(), Error);
    }
    SECTION("inside a savepoint") {
        world.session.rollback();
        Savepoint savepoint{world.session};
        one.edit().number = 2;
        two.edit().number = 1;
        world.session.flush();
        savepoint.rollback();
    }
    world.session.rollback();
    CHECK(one->number == 1);
    CHECK(two->number == 2);
    CHECK(world.seats.get(1, 1) == one);
    CHECK(world.seats.get(1, 2) == two);
    one.edit().guest = "ONE";
    world.session.commit();
}

TEST_CASE("children follow natural keys that are shifted") {
    Towns world;
    world.b.edit().code = "c";
    world.a.edit().code = "b";
    world.a.edit().name = "new A";
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U towns 1 {code}", "U towns 1 {code, name}"});
    CHECK(world.street->town_code == "b");
    CHECK(world.streets_of("b") == std::vector<std::string>{"of a"});
    CHECK(world.streets_of("c") == std::vector<std::string>{"of b"});
    CHECK(world.towns.get("b") == world.a);
    world.street.edit().name = "still of a";
    world.session.commit();
    CHECK(world.street.town() == world.a);
}

TEST_CASE("keys that others refer to cannot hold another value for a while") {
    Towns world;
    world.b.edit().code = "a";
    world.a.edit().code = "b";
    const auto error = error_of<UnresolvableSwap>([&] { world.session.commit(); });
    auto keys = error.keys();
    std::ranges::sort(keys);
    CHECK(keys == std::vector<std::string>{"'a'", "'b'"});
    CHECK(world.sent.take_all().empty());
    world.b.edit().code = "c";
    world.session.commit();
    CHECK(world.towns.get("b") == world.a);
}

TEST_CASE("a key that a managed row keeps is still refused") {
    Towns world;
    world.a.edit().code = "b";
    CHECK_THROWS_AS(world.session.commit(), IdentityConflict);
    world.b.edit().name = "edited, not moved";
    CHECK_THROWS_AS(world.session.commit(), IdentityConflict);
    CHECK(world.sent.take_all().empty());
}

TEST_CASE("inserts alone, erases alone and edits of other columns send what they always did") {
    Uniques world;
    std::vector<Ref<uniques::Person>> people;
    for (int at = 0; at < 5; ++at)
        people.push_back(world.people.add({.email = std::to_string(at)}));
    world.session.commit();
    CHECK(world.sent.take() == Sent{"I people 5"});
    for (auto& person : people)
        person.edit().name = "x";
    world.people.add({.email = "new"});
    world.session.commit();
    CHECK(world.sent.take() == Sent{"I people 1", "U people 5 {name}"});
    for (auto& person : people)
        world.people.erase(person);
    world.session.commit();
    CHECK(world.sent.take() == Sent{"D people 5"});
}
