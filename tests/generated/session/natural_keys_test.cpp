// Natural keys that change: an UPDATE by the old key, the map and the children follow, and all of it back.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Germany with two cities, one of which is managed, and Austria.
struct World : Units {
    Ref<units::Country> germany{countries.add({.code = "de", .name = "Germany"})};
    Ref<units::City> berlin{cities.add({.name = "Berlin", .country_code = "de"})};
    Ref<units::City> vienna{cities.add({.name = "Vienna", .country_code = "at"})};

    World() {
        countries.add({.code = "at", .name = "Austria"});
        session.commit();
        elsewhere("insert into cities (name, country_code) values ('Bonn', 'de')");
    }

    std::vector<std::string> codes() {
        std::vector<std::string> codes;
        for (const auto& city : stored<units::CityRepository>(&units::City::id))
            codes.push_back(city.country_code);
        return codes;
    }
};

/// Region, area and spot, each in the key of the next.
struct Map : Extras {
    Ref<extras::Region> region{regions.add({.code = "n", .name = "North"})};
    Ref<extras::Area> area{areas.add({.region_code = "n", .number = 1, .name = "coast"})};
    Ref<extras::Spot> spot{spots.add({.name = "pier", .region_code = "n", .number = 1})};
    Ref<extras::Visitor> visitor{visitors.add({.region_code = "n"})};

    Map() {
        session.commit();
        sent.clear();
    }
};

}

TEST_CASE("37 natural_key: the map moves with the key, managed children follow without SQL") {
    World world;
    world.germany.edit().code = "xx";
    world.session.flush();
    CHECK(world.sent.take() == Sent{"U countries 1 {code}"});
    CHECK(world.countries.find("xx") == world.germany);
    CHECK(world.berlin->country_code == "xx");
    CHECK(world.vienna->country_code == "at");
    CHECK(world.sent.take().empty());
    CHECK(world.countries.find("de") == std::nullopt);
    world.session.commit();
    CHECK(world.codes() == std::vector<std::string>{"xx", "at", "xx"});
}

TEST_CASE("37 natural_key: rollback takes the key, the map and the children back") {
    World world;
    world.germany.edit().code = "xx";
    world.session.flush();
    world.sent.clear();
    world.session.rollback();
    CHECK(world.sent.take_all() == Sent{"rollback"});
    CHECK(world.germany->code == "de");
    CHECK(world.berlin->country_code == "de");
    CHECK(world.countries.find("de") == world.germany);
    CHECK(world.sent.take().empty());
    CHECK(world.countries.find("xx") == std::nullopt);
    world.session.commit();
    CHECK(world.codes() == std::vector<std::string>{"de", "at", "de"});
}

TEST_CASE("a savepoint's rollback takes back only the change of key inside it") {
    World world;
    world.germany.edit().code = "x1";
    Savepoint savepoint{world.session};
    world.germany.edit().code = "x2";
    world.session.flush();
    CHECK(world.berlin->country_code == "x2");
    savepoint.rollback();
    CHECK(world.germany->code == "x1");
    CHECK(world.berlin->country_code == "x1");
    CHECK(world.countries.find("x1") == world.germany);
    world.session.commit();
    CHECK(world.codes() == std::vector<std::string>{"x1", "at", "x1"});
}

TEST_CASE("a child edited in the same flush follows and keeps its edit") {
    World world;
    world.germany.edit().code = "xx";
    world.berlin.edit().name = "Bearlin";
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U countries 1 {code}", "U cities 1 {name}"});
    CHECK(world.berlin->country_code == "xx");
    CHECK(world.berlin->name == "Bearlin");
    world.berlin.edit().name = "Berlin";
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U cities 1 {name}"});
}

TEST_CASE("a child edited after the flush of the key sends only its own edit") {
    World world;
    world.germany.edit().code = "xx";
    world.session.flush();
    world.berlin.edit().name = "Bearlin";
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U countries 1 {code}", "U cities 1 {name}"});
    CHECK(world.codes().front() == "xx");
}

TEST_CASE("a child moved to the new key, or away from the old one, goes where it was sent") {
    World world;
    world.germany.edit().code = "xx";
    world.vienna.edit().country_code = "xx";
    world.berlin.edit().country_code = "at";
    world.session.commit();
    CHECK(world.vienna->country_code == "xx");
    CHECK(world.berlin->country_code == "at");
    CHECK(world.codes() == std::vector<std::string>{"at", "xx", "xx"});
}

TEST_CASE("a child added under the old key in the same flush follows too") {
    World world;
    auto hamburg = world.cities.add({.name = "Hamburg", .country_code = "de"});
    world.germany.edit().code = "xx";
    world.session.commit();
    CHECK(hamburg->country_code == "xx");
    CHECK(world.codes() == std::vector<std::string>{"xx", "at", "xx", "xx"});
    hamburg.edit().name = "H";
    world.sent.clear();
    world.session.commit();
    CHECK(world.sent.take() == Sent{"U cities 1 {name}"});
}

TEST_CASE("a key changed and set back sends nothing") {
    World world;
    world.germany.edit().code = "xx";
    world.germany.edit().code = "de";
    world.session.commit();
    CHECK(world.sent.take_all().empty());
    CHECK(world.countries.get("de") == world.germany);
}

TEST_CASE("a key changed to that of another managed row is refused before anything is sent") {
    World world;
    world.germany.edit().code = "at";
    CHECK_THROWS_AS(world.session.commit(), IdentityConflict);
    CHECK(world.sent.take_all().empty());
    world.germany.edit().code = "xx";
    world.session.commit();
    CHECK(world.countries.get("xx") == world.germany);
}

TEST_CASE("an edited row is found under its old key until the flush") {
    World world;
    world.germany.edit().code = "xx";
    CHECK(world.countries.find("de") == world.germany);
    {
        const NoAutoflush scope{world.session};
        CHECK(world.countries.all().size() == 2);
    }
    CHECK(world.countries.find("xx") == world.germany); // a miss: flushed, then found
    CHECK(world.countries.find("de") == std::nullopt);
}

TEST_CASE("the old key is free again after the flush") {
    World world;
    world.germany.edit().code = "xx";
    world.session.flush();
    auto other = world.countries.add({.code = "de", .name = "Elsewhere"});
    world.session.commit();
    CHECK(world.countries.get("de") == other);
    CHECK(world.countries.get("xx") == world.germany);
    world.session.rollback();
    CHECK(world.count<units::CountryRepository>() == 3);
}

TEST_CASE("rollback sorts out keys that went round several rows") {
    World world;
    auto austria = world.countries.get("at");
    world.cities.erase(world.vienna);
    world.countries.erase(austria);
    world.session.flush();
    world.germany.edit().code = "at";
    world.session.flush();
    auto fresh = world.countries.add({.code = "de"});
    world.session.flush();
    CHECK(world.countries.get("at") == world.germany);
    world.session.rollback();
    CHECK(world.countries.get("at") == austria);
    CHECK(world.countries.get("de") == world.germany);
    CHECK(fresh.state() == RowState::detached);
    CHECK(world.countries.all().size() == 2);
}

TEST_CASE("a key inside the key of a child moves that child, and its children in turn") {
    Map map;
    map.region.edit().code = "s";
    map.session.flush();
    CHECK(map.sent.take() == Sent{"U regions 1 {code}"});
    CHECK(map.area->region_code == "s");
    CHECK(map.spot->region_code == "s");
    CHECK(map.areas.find("s", 1) == map.area);
    CHECK(map.sent.take().empty());
    map.session.commit();
    CHECK(map.stored<extras::SpotRepository>(&extras::Spot::id).front() == *map.spot);
    map.area.edit().name = "hills";
    map.spot.edit().name = "hut";
    map.session.commit();
    CHECK(map.sent.take() == Sent{"U areas 1 {name}", "U spots 1 {name}"});
}

TEST_CASE("children with on update set null lose the key in memory too") {
    Map map;
    map.region.edit().code = "s";
    map.session.commit();
    CHECK(map.visitor->region_code == std::nullopt);
    CHECK(map.stored<extras::VisitorRepository>(&extras::Visitor::id).front() == *map.visitor);
}

TEST_CASE("rollback brings a whole tree of keys back") {
    Map map;
    map.region.edit().code = "s";
    map.session.flush();
    map.session.rollback();
    CHECK(map.area->region_code == "n");
    CHECK(map.spot->region_code == "n");
    CHECK(map.visitor->region_code == "n");
    map.sent.clear();
    CHECK(map.areas.find("n", 1) == map.area);
    CHECK(map.sent.take_all().empty());
    CHECK(map.areas.find("s", 1) == std::nullopt);
}

TEST_CASE("a part of a composite key may change") {
    Units units;
    auto line = units.lines.add({.order_no = 1, .line_no = 1, .product = "nut"});
    units.session.commit();
    line.edit().line_no = 2;
    units.session.commit();
    CHECK(units.sent.take() == Sent{"I order_lines 1", "U order_lines 1 {line_no}"});
    CHECK(units.lines.get(1, 2) == line);
    CHECK(units.lines.find(1, 1) == std::nullopt);
}

TEST_CASE("a child whose own key moves with the parent's may be edited or erased in the same flush") {
    Map map;
    auto other = map.areas.add({.region_code = "n", .number = 2, .name = "hills"});
    map.session.commit();
    map.sent.clear();
    map.region.edit().code = "s";
    map.area.edit().name = "bay";
    map.areas.erase(other);
    SECTION("committed") {
        map.session.commit();
        CHECK(map.sent.take() == Sent{"U regions 1 {code}", "U areas 1 {name}", "D areas 1"});
        CHECK(map.areas.get("s", 1) == map.area);
        const auto stored = map.stored<extras::AreaRepository>(&extras::Area::number);
        CHECK(stored == std::vector<extras::Area>{*map.area});
        CHECK(map.areas.find("s", 2) == std::nullopt);
    }
    SECTION("rolled back") {
        map.session.flush();
        map.session.rollback();
        CHECK(map.areas.get("n", 1) == map.area);
        CHECK(map.areas.get("n", 2) == other);
        CHECK(*other == extras::Area{.region_code = "n", .number = 2, .name = "hills"});
        CHECK(map.area->name == "coast");
        map.areas.erase(other);
        map.session.commit();
        CHECK(map.count<extras::AreaRepository>() == 1);
    }
}

TEST_CASE("a link is removed and its tag renamed in the same flush") {
    Units units;
    auto tag = units.tags.add({.name = "red"});
    units.accounts.add({.id = 1, .email = "a"});
    units.accounts.add({.id = 2, .email = "b"});
    auto kept = units.account_tags.add({.account_id = 1, .tag_name = "red"});
    auto removed = units.account_tags.add({.account_id = 2, .tag_name = "red"});
    units.session.commit();
    tag.edit().name = "crimson";
    units.account_tags.erase(removed);
    units.session.commit();
    CHECK(units.account_tags.get(1, "crimson") == kept);
    CHECK(units.count<units::AccountTagRepository>() == 1);
    CHECK(removed.state() == RowState::detached);
}
