// Scenarios of states: identity, commit and rollback, savepoints, failures, autoflush.

#include "fixture.hpp"

#include <functional>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Purchases = std::vector<Ref<uow::Purchase>>;

}

TEST_CASE("38 identity: queries, get and relations give the same ref") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto purchase = ada.purchases().add({.product = "a"});
    store(work);
    Session session{work.engine};
    uow::UserRepository users{session};
    uow::PurchaseRepository purchases{session};
    const auto first = users.all();
    const auto second = users.all();
    CHECK(first == second);
    work.sent.clear();
    CHECK(users.get(ada->id) == first[0]);
    CHECK_THROWS_AS(users.add({.id = ada->id, .name = "Bob"}), IdentityConflict);
    CHECK_THROWS_AS(users.erase(ada), UsageError);
    auto foreign = purchase;
    auto own = purchases.add({.product = "b"});
    CHECK_THROWS_AS(own.set_user(ada), UsageError);
    CHECK_THROWS_AS(first[0].purchases().add(foreign), UsageError);
    CHECK(work.sent.take_all().empty());
    own.set_user(first[0]);
    session.commit();
    CHECK(first[0].purchases().size() == 2);
    CHECK(purchases.get(purchase->id).user() == first[0]);
}

TEST_CASE("39 commit_keeps: values, links and lists stay after a commit") {
    Work work;
    std::vector<Ref<uow::User>> users;
    for (int number = 0; number < 100; ++number) {
        users.push_back(work.users.add({.name = std::to_string(number)}));
        users.back().purchases().add({.product = "a"});
    }
    store(work);
    for (const auto& user : users) {
        CHECK_FALSE(user->name.empty());
        CHECK(user.purchases().size() == 1);
        CHECK((*user.purchases().begin()).user() == user);
    }
    CHECK(work.sent.take_all().empty());
    Session unused{work.engine};
    unused.commit();
    CHECK(work.sent.take_all().empty());
}

TEST_CASE("42 rollback: rows, links and lists are as before, and nothing is sent for it") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto first = ada.purchases().add({.product = "first"});
    auto second = ada.purchases().add({.product = "second"});
    CHECK(bob.purchases().empty());
    store(work);

    ada.edit().name = "Ada Lovelace";
    work.session.flush();
    ada.edit().name = "Countess";
    auto added = bob.purchases().add({.product = "added"});
    auto eve = work.users.add({.name = "Eve"});
    auto of_eve = eve.purchases().add({.product = "of Eve"});
    work.session.flush();
    first.set_user(bob);
    ada.purchases().remove(second);
    work.sent.clear();
    work.session.rollback();

    CHECK(work.sent.take_all() == Sent{"rollback"});
    CHECK(ada->name == "Ada");
    CHECK(added.state() == RowState::detached);
    CHECK(added->id == 0);
    CHECK(eve->id == 0);
    CHECK(of_eve->user_id == 0);
    CHECK(second.state() == RowState::persistent);
    CHECK(first.user() == ada);
    CHECK(ada.purchases().all() == Purchases{first, second});
    CHECK(bob.purchases().empty());
    CHECK(work.sent.take_all().empty());
    work.session.commit();
    CHECK(work.sent.take_all().empty());
}

TEST_CASE("43 savepoint: rows and lists go back to the savepoint; an outer rollback undoes both") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto first = ada.purchases().add({.product = "first"});
    auto second = ada.purchases().add({.product = "second"});
    store(work);
    ada.edit().name = "A1";
    first.set_user(bob);
    {
        Savepoint savepoint{work.session};
        ada.edit().name = "A2";
        bob.edit().name = "B2";
        auto added = bob.purchases().add({.product = "added"});
        second.set_user(bob);
        first.set_user(ada);
        work.session.flush();
        savepoint.rollback();
        CHECK(added.state() == RowState::detached);
    }
    CHECK(ada->name == "A1");
    CHECK(bob->name == "Bob");
    CHECK(ada.purchases().all() == Purchases{second});
    CHECK(bob.purchases().all() == Purchases{first});
    CHECK(first.user() == bob);
    {
        Savepoint inner{work.session};
        second.set_user(bob);
        inner.release();
    }
    CHECK(bob.purchases().all() == Purchases{first, second});
    work.session.rollback();
    CHECK(ada->name == "Ada");
    CHECK(ada.purchases().all() == Purchases{first, second});
    CHECK(bob.purchases().empty());
}

TEST_CASE("44 failed_flush: a clash on the 7th of 10 stores nothing until rollback") {
    Work work;
    auto ada = work.users.add({.name = "Ada", .email = "ada"});
    store(work);
    std::vector<Ref<uow::User>> users;
    for (int number = 1; number <= 10; ++number) {
        users.push_back(work.users.add({.name = "x", .email = number == 7 ? "ada" : std::to_string(number)}));
        users.back().purchases().add({.product = "a"});
    }
    CHECK_THROWS_AS(work.session.flush(), UniqueViolation);
    CHECK_THROWS_AS(work.session.commit(), SessionFailed);
    CHECK_THROWS_AS(ada.purchases().add({.product = "b"}), SessionFailed);
    CHECK_THROWS_AS(users[0].purchases().size(), SessionFailed);
    CHECK(users[0]->name == "x");
    work.session.rollback();
    CHECK(users[0].state() == RowState::detached);
    CHECK(work.count<uow::UserRepository>() == 1);
    CHECK(work.count<uow::PurchaseRepository>() == 0);
    CHECK(ada.purchases().empty());
}

TEST_CASE("44 failed_flush: in a savepoint the outer work commits") {
    Work work;
    auto ada = work.users.add({.name = "Ada", .email = "ada"});
    auto first = ada.purchases().add({.product = "first"});
    {
        Savepoint savepoint{work.session};
        auto bob = work.users.add({.name = "Bob", .email = "ada"});
        first.set_user(bob);
        CHECK_THROWS_AS(work.session.flush(), UniqueViolation);
        CHECK_THROWS_AS(work.session.flush(), SessionFailed);
        savepoint.rollback();
        CHECK(bob.state() == RowState::detached);
    }
    CHECK(first.user() == ada);
    CHECK(ada.purchases().all() == Purchases{first});
    work.session.commit();
    CHECK(work.count<uow::UserRepository>() == 1);
    CHECK(work.stored<uow::PurchaseRepository>(&uow::Purchase::id).at(0).user_id == ada->id);
}

namespace {

struct Call {
    const char* name;
    std::function<void(Work&)> run;
    Sent reads;
};

const std::vector<Call>& calls() {
    static const std::vector<Call> all = {
        {"all", [](Work& work) { static_cast<void>(work.users.all()); }, {"S users"}},
        {"rows", [](Work& work) { static_cast<void>(work.users.rows()); }, {"S users"}},
        {"find", [](Work& work) { static_cast<void>(work.users.find(77)); }, {"S users"}},
        {"refresh", [](Work& work) { work.session.refresh(work.users.get(1)); }, {"S users"}},
        {"passport", [](Work& work) { static_cast<void>(work.users.get(1).passport()); }, {"S passports"}},
        {"sent_letters",
         [](Work& work) { static_cast<void>(work.users.get(1).sent_letters().size()); },
         {"S letters"}},
    };
    return all;
}

}

TEST_CASE("45 autoflush: what may ask the database flushes first, what memory answers does not") {
    for (const Call& call : calls()) {
        INFO(call.name);
        Work work;
        work.users.add({.id = 1, .name = "Ada"});
        work.session.commit();
        work.session.clear();
        static_cast<void>(work.users.get(1));
        work.users.add({.id = 2, .name = "Bob"});
        work.sent.clear();
        call.run(work);
        Sent expected{"I users 1"};
        expected.insert(expected.end(), call.reads.begin(), call.reads.end());
        CHECK(work.sent.take() == expected);
        work.users.add({.id = 3, .name = "Eve"});
        static_cast<void>(work.users.get(1));
        CHECK(work.sent.take_all().empty());
    }
}

TEST_CASE("45 autoflush: a failure names the call") {
    Work work;
    work.users.add({.id = 1, .name = "Ada", .email = "ada"});
    store(work);
    work.session.clear();
    auto ada = work.users.get(1);
    work.users.add({.name = "Bob", .email = "ada"});
    const auto message = message_of<UniqueViolation>([&] { static_cast<void>(ada.purchases().size()); });
    CHECK_THAT(message, Contains("purchases"));
}

TEST_CASE("46 get_erased: an erased row is absent, in lists and to-one relations too") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto first = ada.purchases().add({.product = "first"});
    auto second = ada.purchases().add({.product = "second"});
    auto profile = ada.set_profile(uow::Profile{.motto = "x"});
    store(work);
    work.session.erase(first);
    work.session.erase(profile);
    CHECK_FALSE(work.purchases.find(first->id));
    CHECK_THROWS_AS(work.purchases.get(first->id), NotFound);
    CHECK(ada.purchases().all() == Purchases{second});
    CHECK_FALSE(ada.profile());
    CHECK(work.sent.take_all().empty());
    work.session.flush();
    CHECK_FALSE(work.purchases.find(first->id));
    CHECK(ada.purchases().all() == Purchases{second});
}

TEST_CASE("47 upgrade: two sessions read, then both flush; transact succeeds", "[one_writer]") {
    const SharedDatabase database;
    Work work{database.url()};
    auto ada = work.users.add({.name = "Ada"});
    work.session.commit();
    Session first{work.engine};
    Session second{work.engine};
    auto by_first = uow::UserRepository{first}.get(ada->id);
    auto by_second = uow::UserRepository{second}.get(ada->id);
    by_first.purchases().add({.product = "first"});
    by_second.purchases().add({.product = "second"});
    first.commit();
    CHECK_THROWS_AS(second.commit(), Busy);
    second.rollback();
    work.engine.transact([&](Session& session) {
        uow::UserRepository{session}.get(ada->id).purchases().add({.product = "third"});
    });
    CHECK(work.count<uow::PurchaseRepository>() == 2);
}

TEST_CASE("refresh follows a row that another program gave to another owner, in both directions") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto pen = ada.purchases().add({.product = "pen"});
    store(work);
    CHECK(ada.purchases().size() == 1);
    CHECK(bob.purchases().empty());
    work.session.commit();
    work.elsewhere("update purchases set user_id = " + std::to_string(bob->id));
    work.session.refresh(pen);
    CHECK(pen.user() == bob);
    CHECK(ada.purchases().empty());
    CHECK(bob.purchases().contains(pen));
}

TEST_CASE("refresh drops a relation that was set, as it drops an edit") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto pen = ada.purchases().add({.product = "pen"});
    auto boss = work.employees.add({.name = "Boss"});
    auto eve = work.employees.add({.name = "Eve"});
    eve.set_manager(boss);
    store(work);
    const NoAutoflush quiet{work.session};
    pen.set_user(bob);
    eve.clear_manager();
    work.session.refresh(pen);
    work.session.refresh(eve);
    CHECK(pen.user() == ada);
    CHECK(bob.purchases().empty());
    CHECK(ada.purchases().contains(pen));
    CHECK(eve.manager() == boss);
    CHECK(boss.reports().contains(eve));
}

TEST_CASE("a row that is gone when it is refreshed leaves the lists") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto pen = ada.purchases().add({.product = "pen"});
    store(work);
    work.elsewhere("delete from purchases");
    CHECK_THROWS_AS(work.session.refresh(pen), NotFound);
    CHECK(ada.purchases().empty());
}
