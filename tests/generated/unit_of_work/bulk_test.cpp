// Scenarios of queries, streams and bulk statements: what the session's rows show of them.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("40 first_read_wins: the old value in this transaction, the new one in the next, in the same ref") {
    const SharedDatabase database;
    Work work{database.url()};
    auto user = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto purchase = user.purchases().add({.product = "a"});
    store(work);
    CHECK(work.users.where(work.users.name == "Ada").one() == user);
    work.elsewhere("update users set name = 'Eve' where id = 1; update purchases set user_id = 2");
    static_cast<void>(work.users.all());
    CHECK(user->name == "Ada");
    CHECK(purchase.user() == user);
    work.session.commit();
    CHECK(work.users.where(work.users.name == "Eve").one() == user);
    CHECK(user->name == "Eve");
    static_cast<void>(work.purchases.all());
    CHECK(purchase.user() == bob);
    CHECK(user.purchases().empty());
    CHECK(bob.purchases().all() == std::vector{purchase});
}

TEST_CASE("41 edited_stays: a query without autoflush overwrites neither an edit nor its original") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto purchase = ada.purchases().add({.product = "a"});
    store(work);
    ada.edit().name = "Eve";
    purchase.set_user(bob);
    {
        const NoAutoflush quiet{work.session};
        static_cast<void>(work.users.where(work.users.id > 0).all());
        static_cast<void>(work.purchases.all());
        CHECK(ada->name == "Eve");
        CHECK(purchase.user() == bob);
        CHECK(ada.purchases().empty());
        CHECK(bob.purchases().size() == 1);
    }
    ada.edit().name = "Ada";
    purchase.set_user(ada);
    work.sent.clear();
    work.session.commit();
    work.sent.expect({});
}

TEST_CASE("57 strict: the filtered list is a query, and the relation stays as it is") {
    Work work;
    auto stored_user = work.users.add({.name = "Ada"});
    stored_user.purchases().add({.product = "a"});
    stored_user.purchases().add({.product = "b"});
    store(work);
    Session session{work.engine, {.loading = Loading::strict}};
    uow::UserRepository users{session};
    auto ada = users.get(stored_user->id);
    work.sent.clear();
    CHECK(ada.purchases().where(work.purchases.product == "a").all().size() == 1);
    work.sent.expect({"S purchases"});
    CHECK_FALSE(ada.purchases().loaded());
    CHECK_THROWS_AS(ada.purchases().size(), LazyLoad);
}

TEST_CASE("58 stream: plain structs, while the session may read but not send") {
    Work work;
    for (int number = 0; number < 10'000; ++number)
        work.items.add({.list = number, .position = 1});
    store(work);
    std::int64_t rows = 0;
    for (const auto& item : work.items.where(work.items.position == 1).order_by(work.items.id).stream()) {
        if (rows++ == 10) {
            CHECK_THROWS_AS(work.session.commit(), UsageError);
            CHECK_THROWS_AS(work.session.rollback(), UsageError);
            work.items.get(1).edit().position = 2;
            CHECK_THROWS_AS(work.session.flush(), UsageError);
        }
        CHECK(item.position == 1);
    }
    CHECK(rows == 10'000);
    work.session.commit();
    CHECK(work.stored<uow::ItemRepository>(&uow::Item::id)[0].position == 2);
}

TEST_CASE("59 bulk_update: managed rows follow, an edited one wins at flush") {
    Work work;
    for (int number = 0; number < 1'000; ++number)
        work.users.add({.name = "old"});
    store(work);
    Session session{work.engine};
    uow::UserRepository users{session};
    auto first = users.get(1);
    auto second = users.get(2);
    auto edited = users.get(3);
    edited.edit().name = "edited";
    work.sent.clear();
    {
        const NoAutoflush quiet{session};
        CHECK(users.where(users.id > 1).update(users.name = "new") == 999);
    }
    CHECK(first->name == "old");
    CHECK(second->name == "new");
    CHECK(edited->name == "edited");
    session.commit();
    work.sent.expect({"U users 999 {name}", "U users 1 {name}"});
    const auto stored = work.stored<uow::UserRepository>(&uow::User::id);
    CHECK(stored[0].name == "old");
    CHECK(stored[1].name == "new");
    CHECK(stored[2].name == "edited");
    CHECK(stored[999].name == "new");
}

TEST_CASE("59 bulk_update: a foreign key that is updated moves rows between lists") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto first = ada.purchases().add({.product = "first"});
    auto second = ada.purchases().add({.product = "second"});
    CHECK(bob.purchases().empty());
    store(work);
    CHECK(work.purchases.where(work.purchases.product == "first").update(work.purchases.user_id = bob->id) ==
          1);
    CHECK(first.user() == bob);
    CHECK(ada.purchases().all() == std::vector{second});
    CHECK(bob.purchases().all() == std::vector{first});
    work.session.rollback();
    CHECK(first.user() == ada);
    CHECK(ada.purchases().all() == std::vector{first, second});
    CHECK(bob.purchases().empty());
}

TEST_CASE("60 bulk_erase: managed children go along; a rollback has them back") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto purchase = ada.purchases().add({.product = "a"});
    auto line = purchase.lines().add({});
    store(work);
    CHECK(work.users.where(work.users.name == "Ada").erase() == 1);
    CHECK(ada.state() == RowState::deleted);
    CHECK(purchase.state() == RowState::deleted);
    CHECK(line.state() == RowState::deleted);
    CHECK(bob.state() == RowState::persistent);
    work.sent.expect({"D users 1"});
    work.session.rollback();
    CHECK(ada.state() == RowState::persistent);
    CHECK(purchase.state() == RowState::persistent);
    CHECK(ada.purchases().all() == std::vector{purchase});
    CHECK(purchase.lines().all() == std::vector{line});
    CHECK(work.users.where(work.users.name == "Ada").erase() == 1);
    work.session.commit();
    CHECK(work.count<uow::LineRepository>() == 0);
    CHECK(line.state() == RowState::detached);
}

TEST_CASE("61 upsert: new, existing, edited, ignored, and the same target twice") {
    Work work;
    const auto& users = work.users;
    auto ada = work.users.add({.name = "Ada", .email = "ada"});
    auto purchase = ada.purchases().add({.product = "a"});
    store(work);
    auto eve = work.users.upsert({.name = "Eve", .email = "eve"}, users.email);
    CHECK(eve.state() == RowState::persistent);
    eve.purchases().add({.product = "b"});
    CHECK(work.users.upsert({.name = "Countess", .email = "ada"}, users.email) == ada);
    CHECK(ada->name == "Countess");
    CHECK(ada.purchases().all() == std::vector{purchase});
    CHECK_FALSE(work.users.upsert({.name = "x", .email = "ada"}, on(users.email).ignore()));
    ada.edit().name = "edited";
    work.sent.clear();
    {
        const NoAutoflush quiet{work.session};
        CHECK_THROWS_AS(work.users.upsert({.name = "x", .email = "ada"}, users.email), UsageError);
    }
    CHECK_THROWS_AS(
        work.users.upsert_all({{.name = "x", .email = "y"}, {.name = "z", .email = "y"}}, users.email),
        UsageError);
    work.session.commit();
    CHECK(work.stored<uow::UserRepository>(&uow::User::id) == std::vector{*ada, *eve});
    CHECK(eve.purchases().size() == 1);
}
