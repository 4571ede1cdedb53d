// Rows that go to a table without the session taking them in.

#include "../session/written.hpp"
#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

std::vector<shop::User> people(int count) {
    std::vector<shop::User> rows;
    for (int number = 0; number < count; ++number)
        rows.push_back({.name = "Person " + std::to_string(number), .age = number % 90});
    return rows;
}

}

TEST_CASE("bulk_insert stores rows with the keys and times that are made for them, and the session takes none in") {
    Shop shop;
    CHECK(shop.users.bulk_insert(people(3'000)) == 3'000);
    shop.session.commit();
    const auto stored = shop.stored<shop::UserRepository>(&shop::User::id);
    REQUIRE(stored.size() == 3'000);
    CHECK(stored.front().id == 1'000);
    CHECK(stored.back().id == 3'999);
    CHECK(stored.back().name == "Person 2999");
    CHECK(stored.front().created_at.microseconds != 0);
    CHECK(stored.front().created_at == stored.back().created_at);
}

TEST_CASE("bulk_insert takes explicit keys as they are, and rows with and without them in any order") {
    Shop shop;
    shop.users.add({.id = 1, .name = "Ada"});
    const std::vector<shop::Purchase> rows{{.user_id = 1, .product = "a"},
                                           {.id = 70, .user_id = 1, .product = "b"},
                                           {.id = 80, .user_id = 1, .product = "c"}};
    CHECK(shop.purchases.bulk_insert(rows) == 3);
    shop.session.commit();
    const auto stored = shop.stored<shop::PurchaseRepository>(&shop::Purchase::id);
    REQUIRE(stored.size() == 3);
    CHECK(stored[0].product == "a");
    CHECK(stored[1].id == 70);
    CHECK(stored[2].id == 80);
    auto next = shop.purchases.add({.user_id = 1, .product = "d"});
    shop.session.commit();
    CHECK(next->id > 80); // the counter has followed
}

TEST_CASE("bulk_insert sends what the session has changed before, and no row is no statement") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    CHECK(shop.purchases.bulk_insert(std::vector<shop::Purchase>{}) == 0);
    shop.sent.expect({"I users 1"});
    CHECK(shop.purchases.bulk_insert(std::vector<shop::Purchase>{{.user_id = 1, .product = "a"}}) == 1);
    CHECK(shop.sent.take().size() == 1);
    CHECK(ada.purchases().size() == 1);
}

TEST_CASE("bulk_insert: a list that is loaded is read again, and a rollback brings it back") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    CHECK(ada.purchases().empty());
    CHECK(shop.purchases.bulk_insert(std::vector<shop::Purchase>{{.user_id = 1, .product = "a"}}) == 1);
    CHECK(ada.purchases().size() == 1);
    shop.session.rollback();
    CHECK(ada.purchases().empty());
    CHECK(shop.count<shop::PurchaseRepository>() == 0);
}

TEST_CASE("bulk_insert that fails stores nothing, and the session must roll back") {
    Shop shop;
    auto rows = people(2'500);
    rows[2'000].name = std::string(51, 'x');
    const auto error = error_of<TooLong>([&] { (void)shop.users.bulk_insert(rows); });
    CHECK_THAT(error.what(), Contains("bulk insert of shop::User") && Contains("name"));
    CHECK(error.outcome() == Outcome::rolled_back);
    CHECK_THROWS_AS(shop.session.commit(), SessionFailed);
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 0);

    rows[2'000] = {.id = 7, .name = "once"};
    rows[2'001] = {.id = 7, .name = "twice"};
    CHECK_THROWS_AS(shop.users.bulk_insert(rows), UniqueViolation);
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("bulk_insert from a source that throws in the middle leaves nothing for a later commit") {
    Shop shop;
    {
        detail::BulkInsert insert{detail::rows_of(shop.session, rowsmith::Relations<shop::User>::mapping())};
        for (const shop::User& row : people(10))
            insert.add(&row);
    }
    CHECK_THROWS_AS(shop.session.commit(), SessionFailed);
    shop.session.rollback();
    CHECK(shop.count<shop::UserRepository>() == 0);
}

TEST_CASE("bulk_insert in a savepoint is undone with it") {
    Shop shop;
    CHECK(shop.users.bulk_insert(people(5)) == 5);
    {
        Savepoint inner{shop.session};
        CHECK(shop.users.bulk_insert(people(5)) == 5);
    }
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 5);
}

TEST_CASE("bulk_insert gives rows their first version, and leaves computed columns to the database") {
    Written written;
    CHECK(written.docs.bulk_insert(std::vector<written::Doc>{{.title = "a"}, {.title = "b"}}) == 2);
    CHECK(written.lines.bulk_insert(std::vector<written::Line>{
              {.code = "x", .price = Decimal("2.50"), .amount = 3}}) == 1);
    written.session.commit();
    CHECK(written.stored<written::DocRepository>(&written::Doc::id)[1].version == 1);
    CHECK(written.stored<written::LineRepository>(&written::Line::id)[0].total == Decimal("7.50"));
}
