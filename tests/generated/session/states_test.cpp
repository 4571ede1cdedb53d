// The states of a row, one row per key and session, and what a ref of each state allows.

#include "fixtures.hpp"

#include <limits>
#include <optional>
#include <random>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a row goes from pending to persistent, erased, deleted and detached") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    CHECK(ada.state() == RowState::pending);
    CHECK(ada->id == 0);
    shop.session.flush();
    CHECK(ada.state() == RowState::persistent);
    CHECK(ada->id == 1000);
    shop.users.erase(ada);
    CHECK(ada.state() == RowState::erased);
    shop.session.flush();
    CHECK(ada.state() == RowState::deleted);
    shop.session.commit();
    CHECK(ada.state() == RowState::detached);
    CHECK(ada->name == "Ada");
}

TEST_CASE("38 identity: queries and get give the same ref") {
    Shop shop;
    const auto ada = shop.users.add({.name = "Ada", .email = "ada@example.org"});
    shop.session.commit();
    shop.sent.clear();

    CHECK(shop.users.get(1000) == ada);
    CHECK(shop.users.find(1000) == ada);
    CHECK(shop.sent.take_all().empty());

    CHECK(shop.users.all().front() == ada);
    CHECK(shop.users.find_by_email("ada@example.org") == ada);
    CHECK(shop.sent.take() == Sent{"S users", "S users"});
}

TEST_CASE("add of a managed key is an IdentityConflict and changes nothing") {
    Units units;
    const auto mine = units.countries.add({.code = "de", .name = "Germany"});
    const auto again = [&] { units.countries.add({.code = "de", .name = "Other"}); };
    CHECK_THAT(message_of<IdentityConflict>(again), Contains("units::Country"));
    units.session.commit();
    CHECK_THROWS_AS(again(), IdentityConflict);
    CHECK(units.sent.take() == Sent{"I countries 1"});
    CHECK(mine->name == "Germany");
    CHECK(units.count<units::CountryRepository>() == 1);
}

TEST_CASE("a key that only the database has is a UniqueViolation at flush") {
    Units units;
    units.elsewhere("insert into countries values ('de', 'Germany')");
    const auto mine = units.countries.add({.code = "de"});
    CHECK_THROWS_AS(units.session.flush(), UniqueViolation);
    units.session.rollback();
    CHECK(mine.state() == RowState::detached);
}

TEST_CASE("a row with a known key is found in memory from add on") {
    Units units;
    const auto germany = units.countries.add({.code = "de"});
    const auto remark = units.remarks.add({.text = "!"});
    const auto line = units.lines.add({.order_no = 1, .line_no = 2, .product = "nut"});
    CHECK(units.countries.get("de") == germany);
    CHECK(units.remarks.find(remark->id) == remark);
    CHECK(units.lines.get(1, 2) == line);
    CHECK(units.sent.take_all().empty());
}

TEST_CASE("keys of every kind tell rows apart") {
    Units units;
    const auto first = units.remarks.add({.text = "a", .order_no = 1, .line_no = 2});
    const auto second = units.remarks.add({.text = "b", .order_no = 1, .line_no = 2});
    units.lines.add({.order_no = 1, .line_no = 2, .product = "x"});
    units.lines.add({.order_no = 2, .line_no = 1, .product = "y"});
    units.countries.add({.code = ""});
    units.session.commit();
    CHECK(first->id != second->id);
    CHECK(units.lines.get(1, 2)->product == "x");
    CHECK(units.lines.get(2, 1)->product == "y");
    CHECK(units.lines.find(2, 2) == std::nullopt);
    CHECK(units.countries.find("") != std::nullopt);

    Session other{units.engine};
    units::RemarkRepository remarks{other};
    units::OrderLineRepository lines{other};
    CHECK(remarks.get(second->id)->text == "b");
    CHECK(remarks.all().size() == 2);
    CHECK(lines.get(2, 1) == lines.find_by_product_kind("y", units::Kind::plain));
}

TEST_CASE("keys of an enum and a date are found again") {
    Extras extras;
    const Date day{2024, 2, 29};
    extras.readings.add({.level = extras::Level::high, .day = day, .value = 1.5});
    extras.readings.add({.level = extras::Level::low, .day = day, .value = 2.5});
    extras.session.commit();
    extras.session.clear();
    const auto all = extras.readings.all();
    REQUIRE(all.size() == 2);
    extras.sent.clear();
    CHECK(extras.readings.get(extras::Level::high, day)->value == 1.5);
    CHECK(extras.sent.take_all().empty());
}

TEST_CASE("erase of a pending row forgets it") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.users.erase(ada);
    CHECK(ada.state() == RowState::detached);
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
    CHECK(ada->name == "Ada");
}

TEST_CASE("erase twice is once") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.users.erase(ada);
    shop.session.erase(ada);
    shop.session.flush();
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 1", "D users 1"});
}

TEST_CASE("edit of an erased, deleted or detached row is a UsageError that says so") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    const auto edit = [&] { ada.edit().name = "Eve"; };
    shop.users.erase(ada);
    CHECK_THAT(message_of<UsageError>(edit), Contains("shop::User") && Contains("erased"));
    shop.session.flush();
    CHECK_THAT(message_of<UsageError>(edit), Contains("deleted"));
    shop.session.commit();
    CHECK_THAT(message_of<UsageError>(edit), Contains("detached"));
    CHECK(ada->name == "Ada");
}

TEST_CASE("erase and refresh of a detached row are UsageErrors") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.rollback();
    CHECK(ada.state() == RowState::detached);
    CHECK_THAT(message_of<UsageError>([&] { shop.users.erase(ada); }),
               Contains("shop::User") && Contains("detached"));
    CHECK_THROWS_AS(shop.session.erase(ada), UsageError);
    CHECK_THROWS_AS(shop.session.refresh(ada), UsageError);
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("a ref of another session is a UsageError, and both sessions stay usable") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    Session other{shop.engine};
    shop::UserRepository users{other};
    CHECK_THAT(message_of<UsageError>([&] { users.erase(ada); }),
               Contains("shop::User") && Contains("another session"));
    CHECK_THROWS_AS(other.erase(ada), UsageError);
    CHECK_THROWS_AS(other.refresh(ada), UsageError);
    CHECK(shop.sent.take_all().empty());
    CHECK(users.get(1000)->name == "Ada");
    CHECK_FALSE(users.get(1000) == ada);
    CHECK(ada.state() == RowState::persistent);
}

TEST_CASE("a ref outlives its session") {
    std::optional<Ref<shop::User>> added;
    std::optional<Ref<shop::User>> edited;
    {
        Shop shop;
        shop.users.add({.name = "Ada", .age = 36});
        shop.session.commit();
        edited = shop.users.get(1000);
        edited->edit().name = "Eve";
        added = shop.users.add({.name = "Bob"});
    }
    CHECK(added->state() == RowState::detached);
    CHECK((*added)->name == "Bob");
    CHECK(edited->state() == RowState::detached);
    CHECK((*edited)->name == "Ada");
    CHECK_THROWS_AS(edited->edit(), UsageError);
}

TEST_CASE("clear detaches every row and forgets what was not flushed") {
    Shop shop;
    auto stored = shop.users.add({.name = "Ada"});
    shop.session.commit();
    stored.edit().name = "Eve";
    auto pending = shop.users.add({.name = "Bob"});
    auto erased = shop.users.add({.name = "Cy"});
    shop.session.flush();
    shop.users.erase(erased);
    stored.edit().name = "Other";
    shop.session.clear();
    for (const auto& ref : {stored, pending, erased})
        CHECK(ref.state() == RowState::detached);
    shop.sent.clear();
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"commit"});
    CHECK(shop.users.get(1000)->name == "Eve");
    CHECK_FALSE(shop.users.get(1000) == stored);
    CHECK(shop.users.all().size() == 3);
}

TEST_CASE("clear inside a savepoint leaves nothing for its rollback to restore") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    {
        Savepoint savepoint{shop.session};
        ada.edit().name = "Eve";
        shop.users.add({.id = 2, .name = "Bob"});
        shop.session.flush();
        shop.session.clear();
        CHECK(shop.users.all().size() == 2);
        savepoint.rollback();
    }
    CHECK(ada.state() == RowState::detached);
    shop.session.clear();
    CHECK(shop.users.get(1)->name == "Ada");
    CHECK(shop.users.find(2) == std::nullopt);
    shop.session.commit();
}

TEST_CASE("46 get_erased: an erased row counts as absent, before and after the flush") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    shop.users.erase(ada);
    CHECK(shop.users.find(1000) == std::nullopt);
    CHECK_THROWS_AS(shop.users.get(1000), NotFound);
    CHECK(shop.sent.take_all().empty());
    {
        const NoAutoflush scope{shop.session};
        CHECK(shop.users.all().empty());
    }
    CHECK(shop.users.all().empty());
    CHECK(shop.sent.take() == Sent{"S users", "D users 1", "S users"});
    CHECK(shop.users.find(1000) == std::nullopt);
    CHECK_THROWS_AS(shop.users.get(1000), NotFound);
}

TEST_CASE("get of a key that nobody has is NotFound with the table's name") {
    Shop shop;
    try {
        static_cast<void>(shop.users.get(7));
        FAIL("found");
    } catch (const NotFound& error) {
        CHECK(error.table() == "users");
        CHECK_THAT(error.what(), Contains("shop::User"));
    }
    CHECK(shop.users.find(7) == std::nullopt);
    CHECK(shop.users.find_by_email("nobody") == std::nullopt);
}

TEST_CASE("the map keeps thousands of rows apart while they come and go") {
    Units units;
    std::vector<Ref<units::Team>> teams;
    std::mt19937 random{7};
    for (std::int64_t id = 0; id < 3000; ++id)
        teams.push_back(units.teams.add({.id = id * id * 37 - 5000, .name = std::to_string(id)}));
    units.session.commit();
    std::ranges::shuffle(teams, random);
    for (std::size_t at = 0; at < 1500; ++at)
        units.teams.erase(teams[at]);
    units.session.commit();
    units.sent.clear();
    for (std::size_t at = 1500; at < teams.size(); ++at)
        REQUIRE(units.teams.find(teams[at]->id) == teams[at]);
    CHECK(units.sent.take_all().empty());
    CHECK(units.teams.all().size() == 1500);
}
