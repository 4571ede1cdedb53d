#pragma once
// What most tests of sessions begin with: the tables of a schema, and a session with their repositories.

#include "support/session_fixture.hpp"

#include <extras.rows.hpp>
#include <shop.rows.hpp>
#include <units.rows.hpp>

#include <cstdint>
#include <string>

namespace rowsmith::test {

struct Shop : Fixture {
    explicit Shop(const std::string& url = "") : Fixture(shop::shop_schema, url) {}

    Session session{engine};
    shop::UserRepository users{session};
    shop::PurchaseRepository purchases{session};
};

struct Units : Fixture {
    Units() : Fixture(units::units_schema) {}

    Session session{engine};
    units::EmployeeRepository employees{session};
    units::NodeRepository nodes{session};
    units::TeamRepository teams{session};
    units::PlayerRepository players{session};
    units::CountryRepository countries{session};
    units::CityRepository cities{session};
    units::OrderLineRepository lines{session};
    units::RemarkRepository remarks{session};
    units::AccountRepository accounts{session};
    units::ProfileRepository profiles{session};
    units::TagRepository tags{session};
    units::AccountTagRepository account_tags{session};
};

struct Extras : Fixture {
    Extras() : Fixture(extras::extras_schema) {}

    Session session{engine};
    extras::SettingRepository settings{session};
    extras::InvoiceRepository invoices{session};
    extras::ReceiptRepository receipts{session};
    extras::TicketRepository tickets{session};
    extras::RegionRepository regions{session};
    extras::AreaRepository areas{session};
    extras::SpotRepository spots{session};
    extras::VisitorRepository visitors{session};
    extras::KnotRepository knots{session};
    extras::LoopRepository loops{session};
    extras::ReadingRepository readings{session};
    extras::BoxRepository boxes{session};
};

}
