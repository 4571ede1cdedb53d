#pragma once
// A database with the tables of named.rows, and a few owners and items.

#include "support/session_fixture.hpp"

#include <named.rows.hpp>

#include <string>

namespace rowsmith::test {

struct Named : Fixture {
    Named() : Fixture(named::named_schema) {}

    /// Ada has an open item of 10.50 and one of 20, Bob has none, nobody has one of 5.
    void fill() {
        auto ada = owners.add({.id = 1, .name = "Ada", .mail = "ada@example.org"});
        owners.add({.id = 2, .name = "Bob"});
        items.add(
            {.id = 10, .owner_id = 1, .title = "Clock", .price = Decimal("10.50"), .made = {2024, 1, 31}});
        items.add({.id = 11,
                   .owner_id = 1,
                   .title = "Lamp",
                   .status = named::Status::paid,
                   .price = Decimal("20"),
                   .sold = 3,
                   .made = {2024, 2, 29}});
        items.add({.id = 12, .title = "Vase", .price = Decimal("5"), .made = {2023, 12, 1}});
        session.commit();
        session.clear();
        sent.clear();
    }

    Session session{engine};
    named::OwnerRepository owners{session};
    named::ItemRepository items{session};
};

}
