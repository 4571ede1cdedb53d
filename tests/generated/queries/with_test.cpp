// Relations that are loaded with a query.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Ada has a pen and ink, Bob a hat, Cleo nothing, Dan a cup.
struct Buyers : Users {
    Buyers() {
        add_purchases(1, {"pen", "ink"});
        add_purchases(2, {"hat"});
        add_purchases(4, {"cup"});
    }
    Names products(const Ref<shop::User>& user) {
        Names names;
        for (const auto& purchase : user.purchases())
            names.push_back(purchase->product);
        return names;
    }
};

}

TEST_CASE("a to-one relation comes by a join, INNER where the key is NOT NULL") {
    Buyers shop;
    const auto& purchases = shop.purchases;
    const auto texts = texts_of(shop.engine, [&] {
        const auto found = shop.purchases.with(purchases.user)
                               .where(purchases.product != "hat")
                               .order_by(purchases.id)
                               .all();
        REQUIRE(found.size() == 3);
        CHECK(found[0].user()->name == "Ada");
        CHECK(found[1].user() == found[0].user());
        CHECK(found[2].user()->name == "Dan");
    });
    REQUIRE(texts.size() == 1);
    CHECK_THAT(
        texts[0],
        Contains(
            R"( from "purchases" as t0 join "users" as t1 on t1."id" = t0."user_id" where t0."product" <> $1)"));
}

TEST_CASE("a nullable to-one relation comes by a LEFT JOIN, also of the same table") {
    Units units;
    auto boss = units.employees.add({.name = "Boss"});
    auto one = units.employees.add({.name = "One"});
    one.set_manager(boss);
    units.session.commit();
    units.session.clear();
    const auto texts = texts_of(units.engine, [&] {
        const auto found = units.employees.with(units.employees.manager).order_by(units.employees.id).all();
        REQUIRE(found.size() == 2);
        CHECK(found[0].manager() == std::nullopt);
        CHECK(found[1].manager() == found[0]);
    });
    REQUIRE(texts.size() == 1);
    CHECK_THAT(
        texts[0],
        Contains(R"( from "employees" as t0 left join "employees" as t1 on t1."id" = t0."manager_id")"));
}

TEST_CASE("a to-many relation comes by a query of its own, separate() does the same for to-one") {
    Buyers shop;
    const auto found = shop.users.with(shop.users.purchases).order_by(shop.users.id).all();
    CHECK(shop.sent.take() == Sent{"S users", "S purchases"});
    CHECK(shop.products(found[0]) == Names{"pen", "ink"});
    CHECK(shop.products(found[2]).empty());
    CHECK(shop.sent.take().empty());
    shop.session.clear();
    const auto purchases = shop.purchases.with(separate(shop.purchases.user)).all();
    CHECK(shop.sent.take() == Sent{"S purchases", "S users"});
    CHECK(purchases[0].user()->name == "Ada");
    CHECK(shop.sent.take().empty());
}

TEST_CASE("55 limit_joined: a limit counts rows of the query, and parents come once with whole lists") {
    Buyers shop;
    const auto& users = shop.users;
    const auto texts = texts_of(shop.engine, [&] {
        const auto found =
            shop.users.with(joined(users.purchases)).order_by(users.name.desc()).limit(3).all();
        REQUIRE(found.size() == 3);
        CHECK(shop.products(found[0]) == Names{"cup"});
        CHECK(shop.products(found[1]).empty());
        CHECK(shop.products(found[2]) == Names{"hat"});
        CHECK(shop.users.with(joined(users.purchases)).where(users.id == 1).one().purchases().size() == 2);
        CHECK(shop.users.with(joined(users.purchases)).order_by(users.id).first()->purchases().size() == 2);
    });
    REQUIRE(texts.size() == 3);
    CHECK_THAT(texts[0],
               Contains(R"( from (select * from "users" order by "name" desc limit $1) as t0 )"
                        R"(left join "purchases" as t1 on t1."user_id" = t0."id" order by t0."name" desc)"));
}

TEST_CASE("56 with_two: a to-one by a join, each to-many by one SELECT, also nested") {
    Buyers shop;
    const auto found =
        shop.purchases.with(shop.purchases.user, shop.users.purchases).order_by(shop.purchases.id).all();
    CHECK(shop.sent.take() == Sent{"S purchases join users", "S purchases"});
    CHECK(found[0].user().purchases().size() == 2);
    CHECK(shop.sent.take().empty());
    shop.session.clear();
    const auto users = shop.users.with(shop.users.purchases, shop.purchases.user).all();
    CHECK(users.size() == 4);
    CHECK(shop.sent.take() == Sent{"S users", "S purchases"}); // the users are there already
}

TEST_CASE("one-to-one and many-to-many relations are loaded both ways") {
    Units units;
    auto account = units.accounts.add({.email = "a@x"});
    auto bare = units.accounts.add({.email = "b@x"});
    account.set_profile({.text = "hello"});
    for (const char* name : {"red", "green"})
        account.tags().add({.name = name});
    units.session.commit();
    const auto check = [&](const auto& query, const Sent& expected) {
        units.session.clear();
        units.sent.clear();
        const auto found = query.order_by(units.accounts.id).all();
        CHECK(units.sent.take() == expected);
        REQUIRE(found.size() == 2);
        CHECK(found[0].profile().value()->text == "hello");
        CHECK(found[0].tags().size() == 2);
        CHECK(found[1].tags().empty());
        CHECK(found[1].profile() == std::nullopt);
        CHECK(units.sent.take().empty());
    };
    const auto& accounts = units.accounts;
    check(units.accounts.with(accounts.profile, accounts.tags),
          {"S accounts", "S profiles", "S account_tags", "S tags"});
    check(units.accounts.with(joined(accounts.profile), joined(accounts.tags)),
          {"S accounts join profiles join account_tags join tags"});
    check(units.accounts.with(joined(accounts.profile), accounts.tags),
          {"S accounts join profiles", "S account_tags", "S tags"});
}

TEST_CASE("57 strict: what with() has loaded can be read") {
    Buyers shop;
    Session strict{shop.engine, SessionOptions{.loading = Loading::strict}};
    shop::UserRepository users{strict};
    const auto found = users.with(users.purchases).order_by(users.id).all();
    CHECK(found[0].purchases().size() == 2);
    CHECK(found[0].purchases().all()[0].user() == found[0]);
    strict.clear();
    CHECK_THROWS_AS(users.get(1).purchases().size(), LazyLoad);
}

TEST_CASE("joined lists show what the session has changed") {
    Buyers shop;
    const auto& users = shop.users;
    auto pen = shop.purchases.where(shop.purchases.product == "pen").one();
    auto bob = shop.users.get(2);
    pen.set_user(bob);
    shop.purchases.add({.user_id = 2, .product = "new"});
    const NoAutoflush scope{shop.session};
    SECTION("joined") {
        CHECK(shop.users.with(joined(users.purchases)).all().size() == 4);
    }
    SECTION("separate") {
        CHECK(shop.users.with(users.purchases).all().size() == 4);
    }
    shop.sent.clear();
    CHECK(shop.products(shop.users.get(1)) == Names{"ink"});
    CHECK(bob.purchases().size() == 3);
    CHECK(shop.sent.take().empty());
}

TEST_CASE("with() reads lists again that an earlier transaction has loaded") {
    Buyers shop;
    auto ada = shop.users.get(1);
    CHECK(ada.purchases().size() == 2);
    shop.session.commit();
    shop.elsewhere("insert into purchases (user_id, product, status) values (1, 'map', 'paid')");
    const auto query = shop.users.with(joined(shop.users.purchases)).where(shop.users.id == 1);
    CHECK(query.one() == ada);
    CHECK(ada.purchases().size() == 3);
}

namespace {

/// 2,500 users with two purchases each.
struct Crowd : Shop {
    Crowd() {
        for (int number = 0; number < count; ++number) {
            const auto user = users.add({.name = "user " + std::to_string(number)});
            user.purchases().add({.product = "pen " + std::to_string(number)});
            user.purchases().add({.product = "ink"});
        }
        session.commit();
        session.clear();
        sent.clear();
    }

    static constexpr int count = 2'500;
};

}

TEST_CASE("a stream with relations loads them by chunks of 1,000 rows and keeps one chunk") {
    Crowd shop;
    int number = 0;
    std::optional<Ref<shop::User>> first;
    for (const auto& user : shop.users.with(shop.users.purchases).order_by(shop.users.id).stream()) {
        REQUIRE(user->name == "user " + std::to_string(number));
        const auto purchases = user.purchases().all();
        REQUIRE(purchases.size() == 2);
        CHECK(purchases[0]->product == "pen " + std::to_string(number));
        CHECK(purchases[0].user() == user);
        if (!first)
            first = user;
        CHECK(first->state() == (number < 1'000 ? RowState::persistent : RowState::detached));
        ++number;
    }
    CHECK(number == Crowd::count);
    CHECK((*first)->name == "user 0"); // a detached ref can be read
    // Told when they end: two of 500 keys for each full chunk; the rows end with the third.
    CHECK(shop.sent.take() ==
          Sent{"S purchases", "S purchases", "S purchases", "S purchases", "S users", "S purchases"});
    CHECK((*first).state() == RowState::detached);
    CHECK(shop.users.where(shop.users.name == "user 0").one()->id == 1000); // the session is as before
}

TEST_CASE("the rows of a stream with relations are for reading, and only what was named is loaded") {
    Crowd shop;
    auto stream = shop.purchases.with(shop.purchases.user).limit(3).stream();
    for (auto row = stream.begin(); row != stream.end(); ++row) {
        const Ref<shop::Purchase> purchase = *row;
        CHECK_THAT(message_of<UsageError>([&] { purchase.edit().product = "x"; }), Contains("for reading"));
        CHECK_THROWS_AS(purchase.user().purchases().add({.product = "x"}), UsageError);
        CHECK_THROWS_AS(purchase.set_user(purchase.user()), UsageError);
        CHECK_THROWS_AS(shop.purchases.erase(purchase), UsageError);
        CHECK_THROWS_AS(purchase.user().purchases().size(), LazyLoad);
        CHECK_THROWS_AS(shop.session.commit(), UsageError);
        CHECK(shop.users.where(shop.users.name == "user 7").count() == 1); // reading works
    }
    CHECK(stream.begin() == stream.end());
    shop.session.commit();
}

TEST_CASE("a stream with relations ends with its session, and sees what was changed before") {
    Crowd shop;
    auto session = std::make_unique<Session>(shop.engine);
    shop::UserRepository users{*session};
    users.add({.name = "user 2500"}).purchases().add({.product = "hat"});
    auto stream = users.with(users.purchases).where(users.name == "user 2500").stream();
    auto row = stream.begin();
    REQUIRE(row != stream.end());
    const auto user = *row;
    CHECK(user.purchases().all().front()->product == "hat");
    session.reset();
    CHECK(user->name == "user 2500");
    CHECK_THROWS_AS(++row, UsageError);
}
