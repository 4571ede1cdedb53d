// What queries give back, and what they send for it.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("all() gives managed rows in the order asked for") {
    Users shop;
    const auto query = shop.users.where(shop.users.age == 36).order_by(shop.users.name.desc());
    CHECK(shop.sent.take().empty()); // nothing is sent before the last word
    const auto found = query.all();
    REQUIRE(found.size() == 2);
    CHECK(found[0]->name == "Dan");
    CHECK(shop.users.get(1) == found[1]);
    CHECK(query.all() == found); // a query can be asked again, and gives the same refs
    CHECK(shop.sent.take() == Sent{"S users", "S users"});
}

TEST_CASE("an order has several columns, with NULL as the least value") {
    Users shop;
    const auto& users = shop.users;
    const auto ids = [](const std::vector<shop::User>& rows) {
        std::vector<std::int64_t> list;
        for (const shop::User& row : rows)
            list.push_back(row.id);
        return list;
    };
    using Ids = std::vector<std::int64_t>;
    CHECK(ids(shop.users.order_by(users.age, users.name).rows()) == Ids{3, 2, 1, 4});
    CHECK(ids(shop.users.order_by(users.age.desc(), users.name.desc()).rows()) == Ids{4, 1, 2, 3});
    CHECK(ids(shop.users.order_by(users.id).limit(2).rows()) == Ids{1, 2});
    CHECK(ids(shop.users.order_by(users.id).limit(2).offset(1).rows()) == Ids{2, 3});
    CHECK(ids(shop.users.order_by(users.id.desc()).offset(3).rows()) == Ids{1});
    CHECK(ids(shop.users.order_by(users.id).limit(0).rows()).empty());
    CHECK(ids(shop.users.order_by(users.name).order_by(users.id.desc()).rows()) == Ids{4, 3, 2, 1});
    CHECK_THROWS_AS(shop.users.query().limit(-1), UsageError);
    CHECK_THROWS_AS(shop.users.query().offset(-1), UsageError);
}

TEST_CASE("first() asks for one row, one() for two") {
    Users shop;
    const auto& users = shop.users;
    const auto texts = texts_of(shop.engine, [&] {
        CHECK(shop.users.order_by(users.id).first().value()->name == "Ada");
        CHECK(shop.users.where(users.id == 9).first() == std::nullopt);
        CHECK(shop.users.where(users.id == 2).one()->name == "Bob");
        CHECK_THROWS_AS(shop.users.where(users.id == 9).one(), NotFound);
        CHECK_THROWS_AS(shop.users.query().one(), TooManyRows);
        CHECK(shop.users.query().limit(1).one()->id > 0);
    });
    REQUIRE(texts.size() == 6);
    for (const std::string& text : texts)
        CHECK_THAT(text, Contains(" limit $"));
}

TEST_CASE("statements that end early are not told as failed") {
    Users shop;
    CHECK(shop.users.query().first().has_value());
    CHECK_THROWS_AS(shop.users.query().one(), TooManyRows);
    for (const shop::User& user : shop.users.query().stream()) {
        CHECK(user.id > 0);
        break;
    }
    CHECK(shop.sent.take() == Sent{"S users", "S users", "S users"});
}

TEST_CASE("count() and exists() ask the database for an answer, not for rows") {
    Users shop;
    const auto& users = shop.users;
    CHECK(shop.users.where(users.age > 30).count() == 2);
    CHECK(shop.users.query().count() == 4);
    CHECK(shop.users.query().limit(3).count() == 3);
    CHECK(shop.users.query().offset(3).count() == 1);
    CHECK(shop.users.where(users.age > 30).exists());
    CHECK_FALSE(shop.users.where(users.age > 90).exists());
    CHECK_FALSE(shop.users.query().offset(4).exists());
    CHECK(shop.sent.take() == Sent{"S count users", "S count users", "S count users", "S count users",
                                   "S users", "S users", "S users"});
}

TEST_CASE("rows() gives plain structs, and the session does not know them") {
    Users shop;
    CHECK(shop.users.where(shop.users.id == 1).rows().front().email == "ada@x");
    shop.session.commit();
    shop.elsewhere("update users set name = 'Eve' where id = 1");
    CHECK(shop.users.where(shop.users.id == 1).rows().front().name == "Eve");
}

TEST_CASE("a query flushes first what the session has changed, unless that is switched off") {
    Users shop;
    const auto& users = shop.users;
    auto bob = shop.users.get(2);
    bob.edit().age = 50;
    shop.users.add({.id = 9, .name = "Eve", .age = 51});
    shop.sent.clear();
    {
        const NoAutoflush scope{shop.session};
        CHECK(shop.users.where(users.age >= 50).all().empty());
    }
    CHECK(shop.users.where(users.age >= 50).count() == 2);
    CHECK(shop.sent.take() == Sent{"S users", "I users 1", "U users 1 {age}", "S count users"});
    bob.edit().name = std::string(300, 'x');
    CHECK_THAT(message_of<TooLong>([&] { static_cast<void>(shop.users.query().exists()); }),
               Contains("flush before 'exists' of shop::User"));
}

TEST_CASE("40 first_read_wins: also in queries with conditions") {
    const SharedDatabase database;
    Users shop{database.url()};
    const auto ada = shop.users.where(shop.users.id == 1).one();
    Engine elsewhere{database.url()};
    elsewhere.execute("update users set name = 'Eve' where id = 1");
    CHECK(shop.users.where(shop.users.id == 1).one()->name == "Ada");
    shop.session.commit();
    CHECK(ada->name == "Ada");
    CHECK(shop.users.where(shop.users.id == 1).one() == ada);
    CHECK(ada->name == "Eve");
}

TEST_CASE("41 edited_stays: neither an edited row nor its original is overwritten") {
    Users shop;
    auto ada = shop.users.get(1);
    shop.session.commit();
    shop.elsewhere("update users set name = 'Other', age = 1 where id = 1");
    ada.edit().name = "Eve";
    {
        const NoAutoflush scope{shop.session};
        CHECK(shop.users.where(shop.users.id == 1).one()->name == "Eve");
        CHECK(ada->age == 36);
    }
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"S users", "U users 1 {name}"});
}

TEST_CASE("erased rows count as absent, and do not use up what is asked for") {
    Users shop;
    const auto& users = shop.users;
    shop.users.erase(shop.users.get(1));
    const NoAutoflush scope{shop.session};
    CHECK(shop.users.order_by(users.id).all().size() == 3);
    CHECK(shop.users.order_by(users.id).first().value()->name == "Bob");
    CHECK(shop.users.where(users.age == 36).one()->name == "Dan");
    CHECK(shop.users.where(users.id == 1).first() == std::nullopt);
}

TEST_CASE("rows of one result load their relations together") {
    Users shop;
    shop.add_purchases(1, {"pen", "ink"});
    shop.add_purchases(4, {"hat"});
    std::size_t purchases = 0;
    for (const auto& user : shop.users.where(shop.users.age == 36).all())
        purchases += user.purchases().size();
    CHECK(purchases == 3);
    CHECK(shop.sent.take() == Sent{"S users", "S purchases"});
}

TEST_CASE("57 strict: a relation's where() is a query, and never passes for the relation") {
    Users shop;
    shop.add_purchases(1, {"pen", "ink"});
    shop.add_purchases(2, {"pen"});
    Session strict{shop.engine, SessionOptions{.loading = Loading::strict}};
    shop::UserRepository users{strict};
    shop::PurchaseRepository purchases{strict};
    const auto ada = users.get(1);
    shop.sent.clear();
    CHECK(ada.purchases().where(purchases.product == "pen").count() == 1);
    CHECK(ada.purchases().where(purchases.product == "pen").one()->user_id == 1);
    CHECK_FALSE(ada.purchases().loaded());
    CHECK_THROWS_AS(ada.purchases().size(), LazyLoad);
    CHECK(shop.sent.take() == Sent{"S count purchases", "S purchases"});
}

TEST_CASE("where() of a relation of a new row flushes that first") {
    Users shop;
    auto eve = shop.users.add({.name = "Eve"});
    eve.purchases().add({.product = "pen"});
    const auto pens = eve.purchases().where(shop.purchases.product == "pen");
    CHECK(pens.count() == 1);
    CHECK(eve.purchases().where(shop.purchases.product == "hat").all().empty());
}

TEST_CASE("where() of many-to-many asks through the links") {
    Units units;
    auto account = units.accounts.add({.email = "a@x"});
    auto other = units.accounts.add({.email = "b@x"});
    for (const char* name : {"red", "green", "blue"})
        account.tags().add({.name = name});
    other.tags().add({.name = "grey"});
    units.session.commit();
    units.sent.clear();
    CHECK(account.tags().where(units.tags.name.contains("r")).count() == 2);
    CHECK(account.tags().where(units.tags.name == "grey").all().empty());
    CHECK(other.tags().where(units.tags.name.starts_with("g")).one()->name == "grey");
    CHECK(units.sent.take() == Sent{"S count tags", "S tags", "S tags"});
}
