#pragma once
// What tests of views begin with: three users, of whom Cleo has bought nothing.

#include "support/session_fixture.hpp"

#include <reports.rows.hpp>
#include <sales.rows.hpp>

#include <string>
#include <vector>

namespace rowsmith::test {

struct Sales : Fixture {
    Sales() : Fixture(reports::reports_schema) {
        auto ada = users.add({.name = "Ada"});
        auto bob = users.add({.name = "Bob"});
        users.add({.name = "Cleo"});
        ada.purchases().add({.amount = Decimal("0.10"), .day = {2026, 1, 1}});
        ada.purchases().add({.amount = Decimal("0.20"), .day = {2026, 1, 1}});
        ada.purchases().add({.amount = Decimal("120.00"), .day = {2026, 1, 2}});
        bob.purchases().add({.amount = Decimal("7.50"), .day = {2026, 1, 2}});
        session.commit();
        session.clear();
        sent.clear();
    }

    Session session{engine};
    sales::UserRepository users{session};
    sales::PurchaseRepository purchases{session};
    sales::UserTotalRepository totals{session};
    sales::UserDayRepository days{session};
    sales::TotalRepository sums{session};
    reports::LargestRepository largest{session};
};

}
