// The queries as typed ones: each against the hand-written one with the same values in it.

#include "fixtures.hpp"

#include <catch2/catch.hpp>

using namespace tpch;
using namespace rowsmith;

namespace {

/// A session with all repositories.
struct Tpch {
    Session session{filled().engine};
    RegionRepository regions{session};
    NationRepository nations{session};
    PartRepository parts{session};
    SupplierRepository suppliers{session};
    PartSupplyRepository supplies{session};
    CustomerRepository customers{session};
    OrderRepository orders{session};
    LineRepository lines{session};
};

}

TEST_CASE_METHOD(Tpch, "TPC-H 1, pricing summary, as a typed query") {
    // Sums of thousands of decimals are a little off where they are made of floating-point numbers.
    const auto reduced = lines.price * (1 - lines.discount);
    check(1, table(lines.where(lines.shipped <= day_from("1998-09-02"))
                       .select(lines.return_flag, lines.status, sum(lines.quantity), sum(lines.price),
                               sum(reduced), sum(reduced * (1 + lines.tax)),
                               avg(lines.quantity), avg(lines.price), avg(lines.discount), count())
                       .group_by(lines.return_flag, lines.status)
                       .order_by(lines.return_flag, lines.status)
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 2, minimum cost supplier, as a typed query") {
    const auto least = supplies.query()
                           .correlated(parts)
                           .join(supplies.supplier)
                           .join(suppliers.nation)
                           .join(nations.region)
                           .where(supplies.part_key == parts.key && regions.name == "AFRICA")
                           .select(min(supplies.cost));
    check(2, table(parts.query()
                       .join(parts.supplies)
                       .join(supplies.supplier)
                       .join(suppliers.nation)
                       .join(nations.region)
                       .where(parts.size == 45 && parts.type.ends_with("BRASS") && regions.name == "AFRICA" &&
                              supplies.cost == least.as_value())
                       .select(suppliers.balance, suppliers.name, nations.name, parts.key, parts.manufacturer,
                               suppliers.address, suppliers.phone, suppliers.comment)
                       .order_by(suppliers.balance.desc(), nations.name, suppliers.name, parts.key)
                       .limit(100)
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 3, shipping priority, as a typed query") {
    const Date day = day_from("1995-03-15");
    const auto revenue = sum(lines.price * (1 - lines.discount));
    check(3, table(customers.query()
                       .join(customers.orders)
                       .join(orders.lines)
                       .where(customers.segment == "BUILDING" && orders.date < day && lines.shipped > day)
                       .select(lines.order_key, revenue, orders.date, orders.ship_priority)
                       .group_by(lines.order_key, orders.date, orders.ship_priority)
                       .order_by(revenue.desc(), orders.date)
                       .limit(10)
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 4, order priority checking, as a typed query") {
    check(4, table(orders
                       .where(orders.date >= day_from("1993-07-01") && orders.date < day_from("1993-10-01") &&
                              orders.lines.any(lines.committed < lines.received))
                       .select(orders.priority, count())
                       .group_by(orders.priority)
                       .order_by(orders.priority)
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 5, local supplier volume, as a typed query") {
    const auto revenue = sum(lines.price * (1 - lines.discount));
    check(5, table(customers.query()
                       .join(customers.orders)
                       .join(orders.lines)
                       .join(lines.supplier)
                       .join(suppliers.nation)
                       .join(nations.region)
                       .where(customers.nation_key == suppliers.nation_key && regions.name == "ASIA" &&
                              orders.date >= day_from("1994-01-01") && orders.date < day_from("1995-01-01"))
                       .select(nations.name, revenue)
                       .group_by(nations.name)
                       .order_by(revenue.desc())
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 6, forecasting revenue change, as a typed query") {
    const auto revenue =
        lines
            .where(lines.shipped >= day_from("1994-01-01") && lines.shipped < day_from("1995-01-01") &&
                   lines.discount.between(Decimal("0.05"), Decimal("0.07")) && lines.quantity < 24)
            .select(sum(lines.price * lines.discount));
    check(6, {{cell(revenue.one())}});
}

TEST_CASE_METHOD(Tpch, "TPC-H 7, volume shipping, as a typed query") {
    const auto seller = alias<"seller">(nations);
    const auto buyer = alias<"buyer">(nations);
    const auto from_to = [&](const char* from, const char* to) {
        return seller[nations.name] == from && buyer[nations.name] == to;
    };
    check(7, table(lines.query()
                       .join(lines.supplier)
                       .join(suppliers.nation, seller)
                       .join(lines.order)
                       .join(orders.customer)
                       .join(customers.nation, buyer)
                       .where((from_to("FRANCE", "GERMANY") || from_to("GERMANY", "FRANCE")) &&
                              lines.shipped.between(day_from("1995-01-01"), day_from("1996-12-31")))
                       .select(seller[nations.name], buyer[nations.name], year(lines.shipped),
                               sum(lines.price * (1 - lines.discount)))
                       .group_by(seller[nations.name], buyer[nations.name], year(lines.shipped))
                       .order_by(seller[nations.name], buyer[nations.name], year(lines.shipped))
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 8, national market share, as a typed query") {
    const auto seller = alias<"seller">(nations);
    const auto buyer = alias<"buyer">(nations);
    const auto volume = lines.price * (1 - lines.discount);
    const auto own = when(seller[nations.name] == "ARGENTINA", volume).otherwise(0);
    check(8, table(lines.query()
                       .join(lines.part)
                       .join(lines.supplier)
                       .join(suppliers.nation, seller)
                       .join(lines.order)
                       .join(orders.customer)
                       .join(customers.nation, buyer)
                       .join(buyer[nations.region])
                       .where(regions.name == "AMERICA" && parts.type == "ECONOMY BRUSHED COPPER" &&
                              orders.date.between(day_from("1995-01-01"), day_from("1996-12-31")))
                       .select(year(orders.date), sum(own) / sum(volume))
                       .group_by(year(orders.date))
                       .order_by(year(orders.date))
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 9, product type profit measure, as a typed query") {
    check(9, table(lines.query()
                       .join(lines.part)
                       .join(lines.supplier)
                       .join(lines.supply)
                       .join(lines.order)
                       .join(suppliers.nation)
                       .where(parts.name.contains("green"))
                       .select(nations.name, year(orders.date),
                               sum(lines.price * (1 - lines.discount) - supplies.cost * lines.quantity))
                       .group_by(nations.name, year(orders.date))
                       .order_by(nations.name, year(orders.date).desc())
                       .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 10, returned item reporting, as a typed query") {
    const auto revenue = sum(lines.price * (1 - lines.discount));
    check(10, table(customers.query()
                        .join(customers.orders)
                        .join(orders.lines)
                        .join(customers.nation)
                        .where(orders.date >= day_from("1993-10-01") &&
                               orders.date < day_from("1994-01-01") && lines.return_flag == "R")
                        .select(customers.key, customers.name, revenue, customers.balance, nations.name,
                                customers.address, customers.phone, customers.comment)
                        .group_by(customers.key, customers.name, customers.balance, nations.name,
                                  customers.address, customers.phone, customers.comment)
                        .order_by(revenue.desc())
                        .limit(20)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 11, important stock identification, as a typed query") {
    const auto german =
        supplies.query().join(supplies.supplier).join(suppliers.nation).where(nations.name == "GERMANY");
    const auto worth = sum(supplies.cost * supplies.available);
    check(11, table(german.select(supplies.part_key, worth)
                        .group_by(supplies.part_key)
                        .having(worth > german.select(worth * Decimal("0.01")).as_value())
                        .order_by(worth.desc())
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 12, shipping modes and order priority, as a typed query") {
    const auto is_high = orders.priority.in({"1-URGENT", "2-HIGH"});
    check(12, table(lines.query()
                        .join(lines.order)
                        .where(lines.ship_mode.in({"MAIL", "SHIP"}) && lines.committed < lines.received &&
                               lines.shipped < lines.committed && lines.received >= day_from("1994-01-01") &&
                               lines.received < day_from("1995-01-01"))
                        .select(lines.ship_mode, count().filter(is_high), count().filter(!is_high))
                        .group_by(lines.ship_mode)
                        .order_by(lines.ship_mode)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 13, customer distribution, as a typed query") {
    const auto counted =
        named<"counted">(customers.query()
                             .left_join(orders, orders.customer_key == customers.key &&
                                                    orders.comment.not_like("%special%requests%"))
                             .select(customers.key, count(orders.key))
                             .group_by(customers.key));
    const auto order_count = counted.column<1>();
    check(13, table(counted.query()
                        .select(order_count, count())
                        .group_by(order_count)
                        .order_by(count().desc(), order_count.desc())
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 14, promotion effect, as a typed query") {
    const auto volume = lines.price * (1 - lines.discount);
    const auto promoted = sum(when(parts.type.starts_with("PROMO"), volume).otherwise(0));
    const auto share =
        lines.query()
            .join(lines.part)
            .where(lines.shipped >= day_from("1995-09-01") && lines.shipped < day_from("1995-10-01"))
            .select(100 * promoted / sum(volume));
    check(14, {{cell(share.one())}});
}

TEST_CASE_METHOD(Tpch, "TPC-H 15, top supplier, as a typed query") {
    const auto revenues = named<"revenues">(
        lines.where(lines.shipped >= day_from("1996-01-01") && lines.shipped < day_from("1996-04-01"))
            .select(lines.supplier_key, sum(lines.price * (1 - lines.discount)))
            .group_by(lines.supplier_key));
    const auto revenue = revenues.column<1>();
    check(15, table(suppliers.query()
                        .join(revenues, revenues.column<0>() == suppliers.key)
                        .where(revenue == revenues.query().select(max(revenue)).as_value())
                        .select(suppliers.key, suppliers.name, suppliers.address, suppliers.phone, revenue)
                        .order_by(suppliers.key)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 16, parts and suppliers, as a typed query") {
    const auto complained =
        suppliers.where(suppliers.comment.like("%Customer%Complaints%")).select(suppliers.key);
    const auto supplier_count = count(supplies.supplier_key).distinct();
    check(16, table(supplies.query()
                        .join(supplies.part)
                        .where(parts.brand != "Brand#45" && !parts.type.starts_with("MEDIUM POLISHED") &&
                               parts.size.in({49, 14, 23, 45, 19, 3, 36, 9}) &&
                               supplies.supplier_key.not_in(complained))
                        .select(parts.brand, parts.type, parts.size, supplier_count)
                        .group_by(parts.brand, parts.type, parts.size)
                        .order_by(supplier_count.desc(), parts.brand, parts.type, parts.size)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 17, small-quantity-order revenue, as a typed query") {
    const auto mean =
        lines.query().correlated(parts).where(lines.part_key == parts.key).select(avg(lines.quantity) * 0.2);
    const auto lost = parts.query()
                          .join(parts.lines)
                          .where(parts.brand == "Brand#45" && parts.container == "SM CASE" &&
                                 to_double(lines.quantity) < mean.as_value())
                          .select(sum(lines.price) / 7);
    check(17, {{cell(lost.one())}});
}

TEST_CASE_METHOD(Tpch, "TPC-H 18, large volume customer, as a typed query") {
    const auto large =
        lines.query().select(lines.order_key).group_by(lines.order_key).having(sum(lines.quantity) > 250);
    check(18, table(customers.query()
                        .join(customers.orders)
                        .join(orders.lines)
                        .where(orders.key.in(large))
                        .select(customers.name, customers.key, orders.key, orders.date, orders.total,
                                sum(lines.quantity))
                        .group_by(customers.name, customers.key, orders.key, orders.date, orders.total)
                        .order_by(orders.total.desc(), orders.date)
                        .limit(100)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 19, discounted revenue, as a typed query") {
    const auto by_hand = lines.ship_mode.in({"AIR", "REG AIR"}) && lines.instructions == "DELIVER IN PERSON";
    const auto kind = [&](const char* brand, const std::vector<std::string>& containers, int quantity,
                          int size) {
        return parts.brand == brand && parts.container.in(containers) &&
               lines.quantity.between(quantity, quantity + 10) && parts.size.between(1, size);
    };
    const auto revenue =
        lines.query()
            .join(lines.part)
            .where(by_hand && (kind("Brand#15", {"SM CASE", "SM BOX", "SM PACK", "SM PKG"}, 1, 5) ||
                               kind("Brand#35", {"MED BAG", "MED BOX", "MED PKG", "MED PACK"}, 10, 10) ||
                               kind("Brand#12", {"LG CASE", "LG BOX", "LG PACK", "LG PKG"}, 20, 15)))
            .select(sum(lines.price * (1 - lines.discount)));
    check(19, {{cell(revenue.one())}});
}

TEST_CASE_METHOD(Tpch, "TPC-H 20, potential part promotion, as a typed query") {
    const auto half_of_sold =
        lines.query()
            .correlated(supplies)
            .where(lines.part_key == supplies.part_key && lines.supplier_key == supplies.supplier_key &&
                   lines.shipped >= day_from("1994-01-01") && lines.shipped < day_from("1995-01-01"))
            .select(sum(lines.quantity) * Decimal("0.5"));
    const auto is_promoted =
        supplies.part.is(parts.name.starts_with("rose")) && supplies.available > half_of_sold.as_value();
    check(20, table(suppliers
                        .where(suppliers.nation.is(nations.name == "CANADA") &&
                               suppliers.supplies.any(is_promoted))
                        .select(suppliers.name, suppliers.address)
                        .order_by(suppliers.name)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 21, suppliers who kept orders waiting, as a typed query") {
    const auto late = alias<"late">(lines);
    const auto of_another = lines.supplier_key != late[lines.supplier_key];
    check(21, table(suppliers.query()
                        .join(suppliers.lines, late)
                        .join(late[lines.order])
                        .where(suppliers.nation.is(nations.name == "ARGENTINA") && orders.status == "F" &&
                               late[lines.received] > late[lines.committed] && orders.lines.any(of_another) &&
                               orders.lines.none(of_another && lines.received > lines.committed))
                        .select(suppliers.name, count())
                        .group_by(suppliers.name)
                        .order_by(count().desc(), suppliers.name)
                        .limit(100)
                        .all()));
}

TEST_CASE_METHOD(Tpch, "TPC-H 22, global sales opportunity, as a typed query") {
    const auto code = substr(customers.phone, 1, 2);
    const auto of_these = code.in({"13", "31", "23", "29", "30", "18", "17"});
    const auto mean = customers.where(customers.balance > 0 && of_these).select(avg(customers.balance));
    check(22, table(customers
                        .where(of_these && to_double(customers.balance) > mean.as_value() &&
                               customers.orders.none())
                        .select(code, count(), sum(customers.balance))
                        .group_by(code)
                        .order_by(code)
                        .all()));
}
