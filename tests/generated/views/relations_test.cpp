// Relations between the rows of views and those of tables.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a view's relation leads to rows of a table, in one SELECT for all rows of a result") {
    Sales sales;
    for (const auto& total : sales.totals.all())
        CHECK(total.user()->name == total->name);
    sales.sent.expect({"S user_totals", "S users"});
}

TEST_CASE("the inverse of a view's relation is loaded for all rows of a result") {
    Sales sales;
    std::size_t days = 0;
    for (const auto& user : sales.users.all()) {
        CHECK(user.total().value()->name == user->name);
        days += user.days().size();
    }
    CHECK(days == 3);
    sales.sent.expect({"S users", "S user_totals", "S user_days"});
}

TEST_CASE("a table's rows come with those of views, and a view's with those of tables") {
    Sales sales;
    const auto& users = sales.users;
    const auto& totals = sales.totals;
    const auto& days = sales.days;
    const auto ada = sales.users.query().with(users.total, users.days).where(users.id == 1).one();
    sales.sent.clear();
    CHECK(ada.total().value()->total == Decimal("120.30"));
    CHECK(ada.days().size() == 2);
    CHECK(ada.days().where(days.total > Decimal("1")).count() == 1);
    sales.sent.expect({"S count user_days"});
    sales.session.clear();
    const auto total =
        sales.totals.query().with(totals.user, users.purchases).where(totals.user_id == 2).one();
    sales.sent.clear();
    CHECK(total.user().purchases().size() == 1);
    sales.sent.expect({});
}

TEST_CASE("a view in another file than its table brings a function for the table's rows") {
    Sales sales;
    const auto ada = sales.users.get(1);
    CHECK(reports::largest(ada).value()->id == 3);
    CHECK(reports::largest(ada).value().user() == ada);
    CHECK_FALSE(reports::largest(sales.users.get(3)));
}
