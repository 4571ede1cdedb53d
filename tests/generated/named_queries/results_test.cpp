// What the functions that queries become give back.

#include "fixtures.hpp"

#include <concepts>
#include <iterator>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("many gives all rows as structs of the query's own") {
    Named named;
    named.fill();
    const std::vector<named::OwnerNames> names = named::owner_names(named.session);
    CHECK(names == std::vector<named::OwnerNames>{{.id = 1, .name = "Ada"}, {.id = 2, .name = "Bob"}});
    named.sent.expect({"Q owner_names"});
}

TEST_CASE("one gives the only row, and says when there is none or more") {
    Named named;
    named.fill();
    CHECK(named::get_owner(named.session, 1) ==
          named::GetOwner{.id = 1, .name = "Ada", .mail = "ada@example.org"});
    CHECK(!named::get_owner(named.session, 2).mail);
    CHECK(message_of<NotFound>([&] { (void)named::get_owner(named.session, 3); }) ==
          "no row satisfies the query 'named::get_owner'");
}

TEST_CASE("optional gives the only row, if there is one, and refuses more") {
    Named named;
    named.fill();
    CHECK(named::find_owner(named.session, "Bob") == named::FindOwner{.id = 2, .name = "Bob"});
    CHECK(named::find_owner(named.session, std::string("Eve")) == std::nullopt);
    named.owners.add({.id = 3, .name = "Bob"});
    CHECK(message_of<TooManyRows>([&] { (void)named::find_owner(named.session, "Bob"); }) ==
          "more than one row satisfies the query 'named::find_owner'");
    CHECK(named::get_owner(named.session, 3).name == "Bob"); // the session goes on
}

TEST_CASE("stream gives rows one by one, and keeps its arguments") {
    Named named;
    named.fill();
    std::string pattern = "%a%";
    auto stream = named::each_item(named.session, pattern);
    pattern = "nothing any more";
    std::vector<std::string> titles;
    for (const named::EachItem& item : stream) {
        titles.push_back(item.title);
        CHECK(named::owner_names(named.session).size() == 2); // another statement in between
    }
    CHECK(titles == std::vector<std::string>{"Lamp", "Vase"});
    const auto sent = named.sent.take();
    CHECK(std::ranges::count(sent, "Q each_item") == 1);
}

TEST_CASE("while a stream is open, queries that write are refused") {
    Named named;
    named.fill();
    auto stream = named::each_item(named.session, "%");
    auto row = stream.begin();
    CHECK((*row).title == "Clock");
    CHECK_THAT(message_of<UsageError>([&] { named::delete_owners(named.session); }),
               Contains("while a stream of the session is open"));
}

TEST_CASE("exec gives the number of rows that were changed") {
    Named named;
    named.fill();
    CHECK(named::rename_owner(named.session, 1, "Ada Lovelace") == 1);
    CHECK(named::rename_owner(named.session, 7, "Nobody") == 0);
    CHECK(named::delete_owners(named.session) == 2);
    named.session.commit();
    CHECK(named.count<named::OwnerRepository>() == 0);
}

TEST_CASE("aggregates come as the types that hold them") {
    Named named;
    named.fill();
    const auto rows = named::turnover(named.session, Decimal("0.01"), 10);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0] == named::Turnover{.id = 1,
                                     .name = "Ada",
                                     .sales = 2,
                                     .total = Decimal("30.50"),
                                     .mean = 15.25,
                                     .last = Date{2024, 2, 29}});
    CHECK(named::turnover(named.session, Decimal("100"), 10).empty());
    STATIC_REQUIRE(std::same_as<decltype(rows[0].sales), std::int64_t>);
    STATIC_REQUIRE(std::same_as<decltype(rows[0].total), std::optional<Decimal>>);
    STATIC_REQUIRE(std::same_as<decltype(rows[0].mean), std::optional<double>>);
    STATIC_REQUIRE(std::same_as<decltype(rows[0].last), std::optional<Date>>);
}

TEST_CASE("aggregates of no rows are empty, or what stands in their place") {
    Named named;
    CHECK(named::totals(named.session) ==
          named::Totals{
              .items = 0, .total = Decimal("0"), .sold = 0, .first = {}, .several = false, .title = {}});
    named.fill();
    CHECK(named::totals(named.session) == named::Totals{.items = 3,
                                                        .total = Decimal("35.50"),
                                                        .sold = 3,
                                                        .first = Date{2023, 12, 1},
                                                        .several = true,
                                                        .title = "Clock!"});
}

TEST_CASE("columns of the outer side of a join are empty where there is no row") {
    Named named;
    named.fill();
    const auto rows = named::owners_and_items(named.session);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] ==
          named::OwnersAndItems{.name = "Ada", .item = 10, .title = "Clock", .price = Decimal("10.50")});
    CHECK(rows[2] == named::OwnersAndItems{.name = "Bob", .item = {}, .title = {}, .price = {}});
    STATIC_REQUIRE(std::same_as<decltype(rows[0].name), std::string>);
    STATIC_REQUIRE(std::same_as<decltype(rows[0].item), std::optional<std::int64_t>>);
}

TEST_CASE("a parameter may be NULL, and stand several times, and enums travel as their labels") {
    Named named;
    named.fill();
    const auto open = named::items_by(named.session, std::nullopt, named::Status::open);
    REQUIRE(open.size() == 2);
    CHECK(open[0] == named::ItemsBy{.id = 10,
                                    .title = "Clock",
                                    .status = named::Status::open,
                                    .twice = Decimal("21"),
                                    .next = {},
                                    .sales = "none"});
    const auto paid = named::items_by(named.session, 1, named::Status::paid);
    REQUIRE(paid.size() == 1);
    CHECK(paid[0].next == 4);
    CHECK(paid[0].sales == "some");
    CHECK(named::items_by(named.session, 2, named::Status::paid).empty());
}

TEST_CASE("the columns of a union are those of all its parts") {
    Named named;
    named.fill();
    std::vector<std::string> texts;
    for (const auto& row : named::names_and_titles(named.session))
        texts.push_back(row.text);
    CHECK(texts == std::vector<std::string>{"Ada", "Bob", "Clock", "Lamp", "Vase"});
}

TEST_CASE("SQL may stand in a file of its own") {
    Named named;
    named.fill();
    const auto rows = named::report(named.session, {2024, 1, 1});
    CHECK(rows == std::vector<named::Report>{{.owner = "Ada", .total = Decimal("30.50")}});
}

TEST_CASE("each database gets its own SQL, and the same parameters by their names") {
    Named named;
    const std::string server = named::engine(named.session).name;
    const bool has_series = server.starts_with("PostgreSQL 1");
    CHECK((has_series || server.starts_with("SQLite 3")));
    CHECK(named::order_of(named.session, 1, 2) == named::OrderOf{.a = 1, .b = 2});
    if (has_series)
        CHECK(named::numbers_there(named.session).size() == 3);
    else
        CHECK(message_of<UsageError>([&] { (void)named::numbers_there(named.session); }) ==
              "the query 'named::numbers_there' has no SQL for this database");
}
