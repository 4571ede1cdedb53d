// Views are asked as tables are.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Names = std::vector<std::string>;

Names names_of(const std::vector<sales::UserTotal>& rows) {
    Names names;
    for (const sales::UserTotal& row : rows)
        names.push_back(row.name);
    return names;
}

}

TEST_CASE("a view's rows are plain structs, whose decimals have the digits of their columns") {
    Sales sales;
    const auto& totals = sales.totals;
    const auto rows = sales.totals.order_by(totals.name).rows();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == sales::UserTotal{.user_id = 1, .name = "Ada", .total = Decimal("120.30"), .bought = 3});
    CHECK(rows[2] == sales::UserTotal{.user_id = 3, .name = "Cleo", .total = std::nullopt, .bought = 0});
    sales.sent.expect({"S user_totals"});
    CHECK(sales.totals.rows().size() == 3);
}

TEST_CASE("a view takes conditions, orders and limits") {
    Sales sales;
    const auto& totals = sales.totals;
    CHECK(names_of(sales.totals.where(totals.total > Decimal("5")).order_by(totals.total.desc()).rows()) ==
          Names{"Ada", "Bob"});
    CHECK(names_of(sales.totals.where(totals.total == Decimal("120.30")).rows()) == Names{"Ada"});
    CHECK(names_of(sales.totals.where(totals.total == std::nullopt).rows()) == Names{"Cleo"});
    CHECK(names_of(sales.totals.order_by(totals.name.desc()).limit(2).rows()) == Names{"Cleo", "Bob"});
    CHECK(names_of(sales.totals.order_by(totals.name).offset(1).limit(1).rows()) == Names{"Bob"});
    CHECK(sales.totals.where(totals.bought > 0).count() == 2);
    CHECK(sales.totals.where(totals.bought > 0).exists());
    CHECK_FALSE(sales.totals.where(totals.name == "Dan").exists());
    const auto& days = sales.days;
    CHECK(sales.days.where(days.size == sales::Size::large).count() == 1);
    CHECK(sales.days.where(days.day < Date{2026, 1, 2}).rows().front().total == Decimal("0.30"));
}

TEST_CASE("a view is streamed in one SELECT") {
    Sales sales;
    const auto& totals = sales.totals;
    Names names;
    for (const sales::UserTotal& row : sales.totals.order_by(totals.name).stream())
        names.push_back(row.name);
    CHECK(names == Names{"Ada", "Bob", "Cleo"});
    sales.sent.expect({"S user_totals"});
}

TEST_CASE("a view with a key gives refs, one for each row") {
    Sales sales;
    const auto& totals = sales.totals;
    const auto all = sales.totals.all();
    REQUIRE(all.size() == 3);
    CHECK(sales.totals.where(totals.name == "Ada").one() == sales.totals.get(1));
    CHECK(sales.totals.order_by(totals.name).first().value()->name == "Ada");
    sales.sent.expect({"S user_totals", "S user_totals", "S user_totals"});
    CHECK(sales.days.get(1, {2026, 1, 2})->size == sales::Size::large);
    CHECK_FALSE(sales.totals.find(9));
    CHECK_THROWS_AS(sales.totals.get(9), NotFound);
}

TEST_CASE("a view without a key gives rows, and values of the types that the schema says") {
    Sales sales;
    const auto rows = sales.sums.rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].amount == Decimal("127.80"));
    CHECK(rows[0].average == Decimal("63.90"));
    CHECK(rows[0].share == 3.0);
    CHECK(rows[0].buyers == 2);
    CHECK(rows[0].best_id == 1);
    CHECK(sales.sums.where(sales.sums.buyers > 5).count() == 0);
}

TEST_CASE("a view that reads a view of another file is created after that one and dropped before it") {
    Sales sales;
    CHECK(sales.largest.get(3)->amount == Decimal("120.00"));
    sales.session.rollback();
    create_all(sales.engine, reports::reports_schema); // what is there stays
    drop_all(sales.engine, reports::reports_schema);
    CHECK_THROWS_AS(sales.totals.rows(), UndefinedObject);
    sales.session.rollback();
    create_all(sales.engine, reports::reports_schema);
    CHECK(sales.totals.rows().empty());
}

TEST_CASE("a view of one database only is there") {
    Sales sales;
    reports::SettingRepository settings{sales.session};
    if (capabilities().database == "postgres")
        CHECK(settings.get("server_encoding")->value == "UTF8");
    else
        CHECK_THROWS_AS(settings.rows(), UndefinedObject);
}

TEST_CASE("a view of SQL that one database has alone is created there and read") {
    Sales sales;
    reports::LastPurchaseRepository last{sales.session};
    if (capabilities().database != "postgres") {
        CHECK_THROWS_AS(last.rows(), UndefinedObject);
        return;
    }
    const auto ada = last.get(1);
    CHECK(ada->amount == Decimal("120.00"));
    CHECK(ada->days == std::vector<Date>{{2026, 1, 1}, {2026, 1, 1}, {2026, 1, 2}});
    CHECK(ada.user()->name == "Ada");
    CHECK(last.where(last.amount < Decimal("10")).rows().size() == 1);
    sales.session.rollback();
    create_all(sales.engine, reports::reports_schema); // the same view
}
