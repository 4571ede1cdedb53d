// Streams: constant memory, outside the map, over a transaction that stays open.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a stream gives the rows one by one, as plain structs") {
    Users shop;
    Names names;
    for (const shop::User& user : shop.users.where(shop.users.age == 36).order_by(shop.users.id).stream())
        names.push_back(user.name);
    CHECK(names == Names{"Ada", "Dan"});
    CHECK(shop.sent.take() == Sent{"S users"});
    CHECK(shop.users.get(1)->name == "Ada"); // the session did not know her
    CHECK(shop.sent.take() == Sent{"S users"});
}

TEST_CASE("58 stream: while one is open the session reads, and neither flushes, commits nor rolls back") {
    Users shop;
    std::size_t rows = 0;
    for (const shop::User& user : shop.users.query().stream()) {
        ++rows;
        CHECK_THROWS_AS(shop.session.flush(), UsageError);
        CHECK_THROWS_AS(shop.session.commit(), UsageError);
        CHECK_THROWS_AS(shop.session.rollback(), UsageError);
        CHECK_THROWS_AS(Savepoint{shop.session}, UsageError);
        CHECK_THROWS_AS(shop.users.where(shop.users.id == 1).erase(), UsageError);
        CHECK_THROWS_AS(shop.users.where(shop.users.id == 1).update(shop.users.age = 1), UsageError);
        CHECK(shop.users.get(user.id)->name == user.name);
        CHECK(shop.users.query().count() == 4);
    }
    CHECK(rows == 4);
    shop.session.commit();
    CHECK(shop.count<shop::UserRepository>() == 4);
}

TEST_CASE("streams of one query nest, and end with their scopes") {
    Users shop;
    const auto query = shop.users.order_by(shop.users.id);
    std::size_t pairs = 0;
    for (const shop::User& outer : query.stream()) {
        for (const shop::User& inner : query.stream()) {
            pairs += inner.id <= outer.id ? 1 : 0;
            if (inner.id == 3)
                break;
        }
    }
    CHECK(pairs == 9);
    shop.session.commit();
}

TEST_CASE("a stream that was read to its end no longer stands in the way") {
    Users shop;
    auto stream = shop.users.query().stream();
    for (const shop::User& user : stream)
        CHECK(user.id > 0);
    shop.session.commit();
}

TEST_CASE("a stream outlives its session as an error, not as a crash") {
    Users shop;
    auto session = std::make_unique<Session>(shop.engine);
    shop::UserRepository users{*session};
    auto stream = users.query().stream();
    auto at = stream.begin();
    CHECK((*at).id > 0);
    session.reset();
    CHECK_THROWS_AS(++at, UsageError);
    CHECK(shop.count<shop::UserRepository>() == 4);
}

TEST_CASE("an error ends a stream by exception") {
    Users shop;
    shop.elsewhere(Sql{.sqlite = "update users set created_at = 'never' where id = 2",
                       .postgres = "update users set created_at = 'infinity' where id = 2"});
    std::size_t rows = 0;
    const auto read = [&] {
        for (const shop::User& user : shop.users.order_by(shop.users.id).stream())
            rows += user.id > 0 ? 1U : 0U;
    };
    CHECK_THROWS_AS(read(), DataError);
    CHECK(rows == 1);
    shop.session.commit(); // nothing is left open
}
