// What create_all does where views are there already.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// The table that create_all says to be another view.
std::string refused(Sales& sales) {
    const auto error = error_of<SchemaMismatch>([&] { create_all(sales.engine, reports::reports_schema); });
    CHECK_THAT(error.what(), Contains("drop it to have it made anew: "));
    CHECK_THAT(error.server_detail(), Contains("buyers"));
    return error.table();
}

}

TEST_CASE("views that are there already stay, however often they are created") {
    Sales sales;
    create_all(sales.engine, reports::reports_schema);
    create_all(sales.engine, reports::reports_schema);
    CHECK(sales.totals.get(2)->total == Decimal("7.50"));
}

TEST_CASE("a view that is another one than the schema says is refused by its name, and left alone") {
    Sales sales;
    sales.elsewhere("drop view totals");
    sales.elsewhere("create view totals as select 1 as buyers, 2 as amount, 3 as average, 4 as share");
    CHECK_THAT(refused(sales), Contains("totals"));
    CHECK_THAT(refused(sales), Contains("totals"));
    sales.elsewhere("drop view totals");
    create_all(sales.engine, reports::reports_schema);
    CHECK(sales.sums.rows().front().buyers == 2);
}

TEST_CASE("what is created together with a view that is refused is not created") {
    Sales sales;
    sales.elsewhere("drop view totals");
    sales.elsewhere("create view totals as select 1 as buyers");
    sales.elsewhere(Sql{.sqlite = "drop view largest", .postgres = "drop view reporting.largest"});
    CHECK_THAT(refused(sales), Contains("totals"));
    CHECK_THROWS_AS(sales.largest.rows(), UndefinedObject);
}

TEST_CASE("a view whose SQL has become impossible by what happened to its table is refused") {
    Sales sales;
    sales.elsewhere("alter table purchases rename column id to number");
    CHECK_THROWS_AS(create_all(sales.engine, reports::reports_schema), SchemaMismatch);
}

TEST_CASE("columns that were renamed, and got their names back, leave a view the one that it was") {
    Sales sales;
    sales.elsewhere("alter table purchases rename column id to number");
    sales.elsewhere("alter table purchases rename column number to id");
    sales.elsewhere("alter table users rename to people");
    sales.elsewhere("alter table people rename to users");
    create_all(sales.engine, reports::reports_schema);
    CHECK(sales.days.rows().size() == 3);
}

TEST_CASE("a table in a view's place is refused") {
    Sales sales;
    sales.elsewhere("drop view totals");
    sales.elsewhere("create table totals (buyers integer)");
    CHECK_THROWS_AS(create_all(sales.engine, reports::reports_schema), SchemaMismatch);
}

TEST_CASE("to compare costs a SELECT for each view where that is no round trip, else no statement") {
    Sales sales;
    std::size_t all = 0;
    std::size_t compared = 0;
    sales.engine.on_statement([&](const StatementEvent& event) {
        ++all;
        compared += event.sql.find("sqlite_schema") != event.sql.npos ? 1U : 0U;
    });
    create_all(sales.engine, reports::reports_schema);
    const std::size_t statements = all - compared;
    CHECK(compared == (capabilities().database == "postgres" ? 0U : 4U));
    drop_all(sales.engine, reports::reports_schema);
    all = compared = 0;
    create_all(sales.engine, reports::reports_schema);
    CHECK(all - compared == statements);
}
