// Scenarios of loading: once for all rows that came together, never what is there, nothing in a strict
// session.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("52 siblings: users, their purchases, their lines: three queries") {
    Work work;
    for (int number = 0; number < 20; ++number) {
        auto user = work.users.add({.name = std::to_string(number)});
        for (int at = 0; at < number % 4; ++at) {
            auto purchase = user.purchases().add({.product = std::to_string(at)});
            for (int line = 0; line <= at; ++line)
                purchase.lines().add({.amount = line});
        }
    }
    store(work);
    Session session{work.engine};
    std::size_t purchases = 0;
    std::size_t lines = 0;
    for (const auto& user : uow::UserRepository{session}.all()) {
        for (const auto& purchase : user.purchases()) {
            ++purchases;
            CHECK(purchase.user() == user);
            for (const auto& line : purchase.lines()) {
                ++lines;
                CHECK(line.purchase() == purchase);
            }
        }
    }
    CHECK(purchases == 30);
    CHECK(lines == 5 * (1 + 3 + 6));
    work.sent.expect({"S users", "S purchases", "S lines"});
}

TEST_CASE("53 to_one: each target once, none that the session has, none for NULL") {
    Work work;
    std::vector<Ref<uow::User>> users;
    for (int number = 0; number < 3; ++number)
        users.push_back(work.users.add({.name = std::to_string(number)}));
    for (int number = 0; number < 6; ++number)
        users[static_cast<std::size_t>(number % 3)].purchases().add({.product = "a"});
    work.comments.add({.text = "to nothing"});
    store(work);
    {
        Session session{work.engine};
        for (const auto& purchase : uow::PurchaseRepository{session}.all())
            CHECK(purchase.user()->id == purchase->user_id);
        work.sent.expect({"S purchases", "S users"});
    }
    Session session{work.engine};
    static_cast<void>(uow::UserRepository{session}.all());
    work.sent.clear();
    for (const auto& purchase : uow::PurchaseRepository{session}.all())
        CHECK(purchase.user()->id == purchase->user_id);
    for (const auto& comment : uow::CommentRepository{session}.all())
        CHECK_FALSE(comment.post());
    work.sent.expect({"S purchases", "S comments"});
}

TEST_CASE("54 chunked: 1,201 users are asked for 500 at a time, and those without purchases once") {
    Work work;
    for (int number = 0; number < 1'201; ++number) {
        auto user = work.users.add({.name = std::to_string(number)});
        if (number % 3 == 0)
            user.purchases().add({.product = std::to_string(number)});
    }
    store(work);
    Session session{work.engine};
    uow::UserRepository repository{session};
    const auto users = repository.where(repository.id > 0).order_by(repository.id).all();
    work.sent.clear();
    for (int round = 0; round < 2; ++round) {
        for (std::size_t at = 0; at < users.size(); ++at)
            REQUIRE(users[at].purchases().size() == (at % 3 == 0 ? 1 : 0));
    }
    work.sent.expect({"S purchases", "S purchases", "S purchases"});
}

TEST_CASE("the lists of a whole table are read by one scan") {
    Work work;
    for (int number = 0; number < 1'201; ++number)
        work.users.add({.name = std::to_string(number)}).purchases().add({.product = std::to_string(number)});
    store(work);
    Session session{work.engine};
    for (const auto& user : uow::UserRepository{session}.all())
        REQUIRE(listed(user.purchases(), &uow::Purchase::product) == Names{user->name});
    work.sent.expect({"S users", "S purchases"});
}

TEST_CASE("57 strict: a lazy access is refused, what is loaded or in memory is not") {
    Work work;
    auto stored_user = work.users.add({.name = "Ada"});
    stored_user.purchases().add({.product = "a"});
    store(work);
    Session session{work.engine, {.loading = Loading::strict}};
    uow::UserRepository users{session};
    uow::PurchaseRepository purchases{session};
    auto ada = users.get(stored_user->id);
    work.sent.clear();
    const auto error = error_of<LazyLoad>([&] { static_cast<void>(ada.purchases().size()); });
    CHECK_THAT(error.what(), Contains("purchases") && Contains("strict"));
    CHECK(work.sent.take_all().empty());
    auto purchase = purchases.get(1);
    CHECK(purchase.user() == ada);
    auto added = ada.purchases().add({.product = "b"});
    CHECK(added.user() == ada);
    auto fresh = users.add({.name = "Bob"});
    fresh.purchases().add({.product = "c"});
    CHECK(fresh.purchases().size() == 1);
    session.commit();
    CHECK(fresh.purchases().size() == 1);
    CHECK_FALSE(ada.purchases().loaded());
    CHECK_THROWS_AS(ada.purchases().size(), LazyLoad);
}

namespace {

/// Three users with one, two and three purchases of as many lines.
void store_buyers(Work& work) {
    for (const auto* name : {"a", "b", "c"}) {
        auto user = work.users.add({.name = name});
        for (int number = 0; number <= name[0] - 'a'; ++number) {
            auto purchase = user.purchases().add({.product = name});
            purchase.lines().add({});
        }
    }
    store(work);
    work.session.clear();
}

}

TEST_CASE("55 limit_joined: the limit counts users, whose lists are whole") {
    Work work;
    store_buyers(work);
    const auto& users = work.users;
    const auto found = work.users.with(joined(users.purchases)).order_by(users.name.desc()).limit(2).all();
    work.sent.expect({"S users join purchases"});
    REQUIRE(found.size() == 2);
    CHECK(listed(found[0].purchases(), &uow::Purchase::product) == Names{"c", "c", "c"});
    CHECK(listed(found[1].purchases(), &uow::Purchase::product) == Names{"b", "b"});
    work.sent.expect({});
}

TEST_CASE("56 with_two: a join for the to-one, one SELECT for each to-many, one of them nested") {
    Work work;
    store_buyers(work);
    const auto& purchases = work.purchases;
    const auto found = work.purchases.with(purchases.user, work.users.passport, purchases.lines)
                           .order_by(purchases.id)
                           .all();
    work.sent.expect({"S purchases join users", "S passports", "S lines"});
    REQUIRE(found.size() == 6);
    for (const auto& purchase : found) {
        CHECK(purchase.user()->name == purchase->product);
        CHECK_FALSE(purchase.user().passport());
        CHECK(purchase.lines().size() == 1);
    }
    work.sent.expect({});
}
