// The queries as named SQL: each against the hand-written one with the same values in it.

#include "fixtures.hpp"

#include <queries.rows.hpp>

#include <catch2/catch.hpp>

using namespace tpch;
using rowsmith::Decimal;
using rowsmith::Session;

TEST_CASE("TPC-H 1, pricing summary, as a named query") {
    Session session{filled().engine};
    using Q = PricingSummary;
    check(1, table(pricing_summary(session, day_from("1998-09-02")), &Q::return_flag, &Q::status,
                   &Q::quantity, &Q::base_price, &Q::disc_price, &Q::charge, &Q::average_quantity,
                   &Q::average_price, &Q::average_discount, &Q::line_count));
}

TEST_CASE("TPC-H 2, minimum cost supplier, as a named query") {
    Session session{filled().engine};
    using Q = MinimumCostSuppliers;
    check(2, table(minimum_cost_suppliers(session, 45, "%BRASS", "AFRICA"), &Q::balance, &Q::supplier,
                   &Q::nation, &Q::part, &Q::manufacturer, &Q::address, &Q::phone, &Q::comment));
}

TEST_CASE("TPC-H 3, shipping priority, as a named query") {
    Session session{filled().engine};
    using Q = ShippingPriority;
    check(3, table(shipping_priority(session, "BUILDING", day_from("1995-03-15")), &Q::order_key, &Q::revenue,
                   &Q::ordered, &Q::ship_priority));
}

TEST_CASE("TPC-H 4, order priority checking, as a named query") {
    Session session{filled().engine};
    using Q = LateOrders;
    check(4, table(late_orders(session, day_from("1993-07-01"), day_from("1993-10-01")), &Q::priority,
                   &Q::order_count));
}

TEST_CASE("TPC-H 5, local supplier volume, as a named query") {
    Session session{filled().engine};
    using Q = LocalSupplierVolume;
    check(5, table(local_supplier_volume(session, "ASIA", day_from("1994-01-01"), day_from("1995-01-01")),
                   &Q::nation, &Q::revenue));
}

TEST_CASE("TPC-H 6, forecasting revenue change, as a named query") {
    Session session{filled().engine};
    const auto lost = lost_to_discounts(session, {.first_day = day_from("1994-01-01"),
                                                  .end = day_from("1995-01-01"),
                                                  .least = Decimal("0.05"),
                                                  .most = Decimal("0.07"),
                                                  .below_quantity = 24});
    check(6, {{cell(lost.revenue)}});
}

TEST_CASE("TPC-H 7, volume shipping, as a named query") {
    Session session{filled().engine};
    using Q = VolumeShipping;
    const auto rows = volume_shipping(session, {.nation = "FRANCE",
                                                .other = "GERMANY",
                                                .first_day = day_from("1995-01-01"),
                                                .last_day = day_from("1996-12-31")});
    check(7, table(rows, &Q::supplier_nation, &Q::customer_nation, &Q::year, &Q::revenue));
}

TEST_CASE("TPC-H 8, national market share, as a named query") {
    Session session{filled().engine};
    using Q = MarketShare;
    const auto rows = market_share(session, {.nation = "ARGENTINA",
                                             .region = "AMERICA",
                                             .type = "ECONOMY BRUSHED COPPER",
                                             .first_day = day_from("1995-01-01"),
                                             .last_day = day_from("1996-12-31")});
    check(8, table(rows, &Q::year, &Q::share));
}

TEST_CASE("TPC-H 9, product type profit measure, as a named query") {
    Session session{filled().engine};
    using Q = ProductTypeProfit;
    check(9, table(product_type_profit(session, "%green%"), &Q::nation, &Q::year, &Q::profit));
}

TEST_CASE("TPC-H 10, returned item reporting, as a named query") {
    Session session{filled().engine};
    using Q = ReturnedItems;
    check(10, table(returned_items(session, day_from("1993-10-01"), day_from("1994-01-01")), &Q::customer_key,
                    &Q::customer, &Q::revenue, &Q::balance, &Q::nation, &Q::address, &Q::phone, &Q::comment));
}

TEST_CASE("TPC-H 11, important stock identification, as a named query") {
    Session session{filled().engine};
    using Q = ImportantStock;
    check(11, table(important_stock(session, "GERMANY", Decimal("0.01")), &Q::part_key, &Q::worth));
}

TEST_CASE("TPC-H 12, shipping modes and order priority, as a named query") {
    Session session{filled().engine};
    using Q = ShippingModes;
    const auto rows = shipping_modes(session, {.mode = "MAIL",
                                               .other_mode = "SHIP",
                                               .first_day = day_from("1994-01-01"),
                                               .end = day_from("1995-01-01")});
    check(12, table(rows, &Q::mode, &Q::high_lines, &Q::low_lines));
}

TEST_CASE("TPC-H 13, customer distribution, as a named query") {
    Session session{filled().engine};
    using Q = CustomerDistribution;
    check(13,
          table(customer_distribution(session, "%special%requests%"), &Q::order_count, &Q::customer_count));
}

TEST_CASE("TPC-H 14, promotion effect, as a named query") {
    Session session{filled().engine};
    check(14, {{cell(promotion_effect(session, day_from("1995-09-01"), day_from("1995-10-01")).promoted)}});
}

TEST_CASE("TPC-H 15, top supplier, as a named query") {
    Session session{filled().engine};
    using Q = TopSuppliers;
    check(15, table(top_suppliers(session, day_from("1996-01-01"), day_from("1996-04-01")), &Q::supplier_key,
                    &Q::supplier, &Q::address, &Q::phone, &Q::revenue));
}

TEST_CASE("TPC-H 16, parts and suppliers, as a named query") {
    Session session{filled().engine};
    using Q = PartsSuppliers;
    const std::vector<std::int32_t> sizes{49, 14, 23, 45, 19, 3, 36, 9};
    const auto rows = parts_suppliers(session, "Brand#45", "MEDIUM POLISHED%", sizes);
    check(16, table(rows, &Q::brand, &Q::type, &Q::size, &Q::supplier_count));
}

TEST_CASE("TPC-H 17, small-quantity-order revenue, as a named query") {
    Session session{filled().engine};
    check(17, {{cell(small_quantity_revenue(session, "Brand#45", "SM CASE").yearly)}});
}

TEST_CASE("TPC-H 18, large volume customer, as a named query") {
    Session session{filled().engine};
    using Q = LargeVolumeCustomers;
    check(18, table(large_volume_customers(session, 250), &Q::customer, &Q::customer_key, &Q::order_key,
                    &Q::ordered, &Q::total, &Q::quantity));
}

TEST_CASE("TPC-H 19, discounted revenue, as a named query") {
    Session session{filled().engine};
    const auto earned = discounted_revenue(session, {.small_brand = "Brand#15",
                                                     .small_quantity = 1,
                                                     .medium_brand = "Brand#35",
                                                     .medium_quantity = 10,
                                                     .large_brand = "Brand#12",
                                                     .large_quantity = 20});
    check(19, {{cell(earned.revenue)}});
}

TEST_CASE("TPC-H 20, potential part promotion, as a named query") {
    Session session{filled().engine};
    using Q = PotentialPromotions;
    const auto rows = potential_promotions(session, {.name = "rose%",
                                                     .nation = "CANADA",
                                                     .first_day = day_from("1994-01-01"),
                                                     .end = day_from("1995-01-01")});
    check(20, table(rows, &Q::supplier, &Q::address));
}

TEST_CASE("TPC-H 21, suppliers who kept orders waiting, as a named query") {
    Session session{filled().engine};
    using Q = WaitingSuppliers;
    check(21, table(waiting_suppliers(session, "ARGENTINA"), &Q::supplier, &Q::waiting));
}

TEST_CASE("TPC-H 22, global sales opportunity, as a named query") {
    Session session{filled().engine};
    using Q = SalesOpportunities;
    const std::vector<std::string> codes{"13", "31", "23", "29", "30", "18", "17"};
    const auto rows = sales_opportunities(session, codes);
    check(22, table(rows, &Q::code, &Q::customer_count, &Q::balance));
}
