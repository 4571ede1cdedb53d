// Computed columns that are made when they are read, which SQLite alone has.

#include <virtual.rows.hpp>

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

using namespace rowsmith;

TEST_CASE("a virtual column comes back with inserts and updates, and can be asked for") {
    Engine engine{"sqlite://"};
    virtuals::create_all(engine);
    Session session{engine};
    virtuals::PartRepository parts{session};
    auto part = parts.add({.price = Decimal{"2.50"}, .amount = 3});
    session.flush();
    CHECK(part->total == Decimal{"7.50"});
    part.edit().amount = 4;
    session.commit();
    CHECK(part->total == Decimal{"10.00"});
    CHECK(parts.where(parts.total > 9).one() == part);
}
