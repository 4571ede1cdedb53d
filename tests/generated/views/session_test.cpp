// Rows of views in a unit of work: they are never sent, and show what the database says of what is.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("what was changed is flushed before a view is asked, whatever tables it reads") {
    Sales sales;
    auto bob = sales.users.get(2);
    bob.edit().name = "Robert";
    bob.purchases().add({.amount = Decimal("2.50"), .day = {2026, 1, 3}});
    sales.sent.clear();
    CHECK(sales.totals.where(sales.totals.name == "Robert").one()->total == Decimal("10.00"));
    sales.sent.expect({"I purchases 1", "U users 1 {name}", "S user_totals"});
}

TEST_CASE("the first read of a view's row in a transaction wins, and refresh reads it again") {
    Sales sales;
    auto total = sales.totals.get(2);
    sales.purchases.add({.user_id = 2, .amount = Decimal("2.50"), .day = {2026, 1, 3}});
    CHECK(sales.totals.where(sales.totals.user_id == 2).one() == total);
    CHECK(total->total == Decimal("7.50"));
    sales.session.refresh(total);
    CHECK(total->total == Decimal("10.00"));
}

TEST_CASE("a later transaction reads a view's row anew, also by its key and by a relation") {
    Sales sales;
    auto bob = sales.users.get(2);
    auto total = sales.totals.get(2);
    CHECK(bob.total() == total);
    CHECK(bob.days().size() == 1);
    sales.purchases.add({.user_id = 2, .amount = Decimal("2.50"), .day = {2026, 1, 3}});
    sales.session.commit();
    CHECK(sales.totals.get(2)->total == Decimal("10.00"));
    CHECK(bob.days().size() == 2);
    sales.session.commit();
    sales.elsewhere(R"(delete from "purchases" where "user_id" = 2)");
    CHECK(bob.total().value()->total == std::nullopt);
    CHECK(bob.days().empty());
    CHECK_FALSE(sales.days.find(2, {2026, 1, 3}));
}

TEST_CASE("a row that is new is sent before a view is asked about it") {
    Sales sales;
    auto dan = sales.users.add({.name = "Dan"});
    dan.purchases().add({.amount = Decimal("1.00"), .day = {2026, 1, 3}});
    sales.sent.clear();
    CHECK(dan.total().value()->total == Decimal("1.00"));
    sales.sent.expect({"I users 1", "I purchases 1", "S user_totals"});
    auto eve = sales.users.add({.name = "Eve"});
    const NoAutoflush none{sales.session};
    CHECK_THAT(message_of<UsageError>([&] { (void)eve.total(); }), Contains("total") && Contains("flushed"));
}

TEST_CASE("rows of views are no obstacle to erasing what they show, nor to rolling that back") {
    Sales sales;
    auto ada = sales.users.get(1);
    auto total = ada.total().value();
    CHECK(ada.days().size() == 2);
    sales.sent.clear();
    sales.session.erase(ada);
    sales.session.flush();
    sales.sent.expect({"D users 1"});
    CHECK_FALSE(sales.totals.where(sales.totals.user_id == 1).exists());
    CHECK_THROWS_AS(sales.session.refresh(total), NotFound);
    sales.session.rollback();
    CHECK(sales.users.get(1).total().value()->total == Decimal("120.30"));
}

TEST_CASE("statements on many rows of a table leave a view's rows to later transactions") {
    Sales sales;
    auto total = sales.totals.get(1);
    CHECK(sales.purchases.where(sales.purchases.user_id == 1).erase() == 3);
    CHECK(sales.users.where(sales.users.id == 3).erase() == 1);
    CHECK(total->bought == 3);
    sales.session.commit();
    CHECK(sales.totals.get(1)->bought == 0);
    CHECK(sales.totals.all().size() == 2);
}

TEST_CASE("expunge and clear forget a view's rows") {
    Sales sales;
    auto total = sales.totals.get(1);
    auto ada = total.user();
    CHECK(ada.total() == total);
    sales.session.expunge(total);
    CHECK(total.state() == RowState::detached);
    CHECK(total->name == "Ada");
    sales.session.clear();
    CHECK(sales.totals.get(1)->name == "Ada");
}
