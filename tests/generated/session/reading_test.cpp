// When a query overwrites a row that the session has already, and refresh.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Ada is stored, committed and managed.
struct WithAda : Shop {
    using Shop::Shop;

    Ref<shop::User> ada{added()};

private:
    Ref<shop::User> added() {
        auto user = users.add({.name = "Ada", .age = 36});
        session.commit();
        sent.clear();
        return user;
    }
};

}

TEST_CASE("39 commit_keeps: values stay after commit, and nothing is sent for them") {
    WithAda shop;
    CHECK(shop.ada->name == "Ada");
    CHECK(shop.ada->age == 36);
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("40 first_read_wins: a later transaction's first query renews a clean row") {
    const SharedDatabase database;
    WithAda shop{database.url()};
    CHECK(shop.users.all().size() == 1);
    Engine elsewhere{database.url()};
    elsewhere.execute("update users set name = 'Eve'");
    CHECK(shop.users.all().front()->name == "Ada");
    shop.session.commit();
    CHECK(shop.users.get(1000)->name == "Ada"); // answered from memory
    CHECK(shop.users.all().front() == shop.ada);
    CHECK(shop.ada->name == "Eve");
}

TEST_CASE("a query does not overwrite what this transaction has written") {
    WithAda shop;
    shop.ada.edit().name = "Eve";
    CHECK(shop.users.all().front()->name == "Eve");
    CHECK(shop.ada->name == "Eve");
    CHECK(shop.users.find_by_email("x") == std::nullopt);
}

TEST_CASE("41 edited_stays: a query overwrites neither an edited row nor its original") {
    WithAda shop;
    shop.elsewhere("update users set name = 'Other', age = 1");
    shop.ada.edit().name = "Eve";
    {
        const NoAutoflush scope{shop.session};
        CHECK(shop.users.all().front()->name == "Eve");
        CHECK(shop.ada->age == 36);
    }
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"S users", "U users 1 {name}"});
    shop.ada.edit().age = 36; // still the original: nothing to send
    shop.session.commit();
    CHECK(shop.sent.take().empty());
}

TEST_CASE("setting the original value back after a query sends nothing") {
    WithAda shop;
    shop.elsewhere("update users set name = 'Other'");
    shop.ada.edit().name = "Eve";
    const NoAutoflush scope{shop.session};
    CHECK(shop.users.all().size() == 1);
    shop.ada.edit().name = "Ada";
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"S users"});
}

TEST_CASE("refresh flushes, reads again and overwrites") {
    WithAda shop;
    shop.elsewhere("update users set name = 'Eve'");
    shop.ada.edit().age = 37;
    shop.session.refresh(shop.ada);
    CHECK(shop.ada->name == "Eve");
    CHECK(shop.ada->age == 37);
    CHECK(shop.sent.take() == Sent{"U users 1 {age}", "S users"});
    shop.session.commit();
    CHECK(shop.sent.take().empty());
}

TEST_CASE("refresh without autoflush drops the edit") {
    WithAda shop;
    shop.ada.edit().name = "Eve";
    {
        const NoAutoflush scope{shop.session};
        shop.session.refresh(shop.ada);
        CHECK(shop.ada->name == "Ada");
        shop.ada.edit().age = 40;
        shop.session.refresh(shop.ada);
        shop.ada.edit().age = 41;
    }
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"S users", "S users", "U users 1 {age}"});
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().age == 41);
}

TEST_CASE("refresh of a pending row inserts it first; without autoflush it is a UsageError") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    {
        const NoAutoflush scope{shop.session};
        CHECK_THROWS_AS(shop.session.refresh(ada), UsageError);
    }
    shop.session.refresh(ada);
    CHECK(shop.sent.take() == Sent{"I users 1", "S users"});
}

TEST_CASE("refresh of a row that is gone is NotFound, and the row is deleted") {
    WithAda shop;
    shop.elsewhere("delete from users");
    CHECK_THAT(message_of<NotFound>([&] { shop.session.refresh(shop.ada); }), Contains("shop::User"));
    CHECK(shop.ada.state() == RowState::deleted);
    CHECK(shop.users.find(1000) == std::nullopt);
    CHECK_THROWS_AS(shop.ada.edit(), UsageError);
    shop.session.commit();
    CHECK(shop.ada.state() == RowState::detached);
    CHECK(shop.sent.take() == Sent{"S users", "S users"});
}

TEST_CASE("refresh of an edited row that is gone drops the edit") {
    WithAda shop;
    shop.elsewhere("delete from users");
    shop.ada.edit().name = "Eve";
    {
        const NoAutoflush scope{shop.session};
        CHECK_THROWS_AS(shop.session.refresh(shop.ada), NotFound);
    }
    CHECK(shop.ada.state() == RowState::deleted);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"S users"});
}

TEST_CASE("a row that refresh found gone is persistent again after rollback") {
    WithAda shop;
    shop.elsewhere("delete from users");
    CHECK_THROWS_AS(shop.session.refresh(shop.ada), NotFound);
    shop.session.rollback();
    CHECK(shop.ada.state() == RowState::persistent);
    CHECK(shop.users.get(1000) == shop.ada);
}

TEST_CASE("refresh of an erased row is a UsageError") {
    WithAda shop;
    shop.users.erase(shop.ada);
    CHECK_THROWS_AS(shop.session.refresh(shop.ada), UsageError);
    {
        const NoAutoflush scope{shop.session};
        CHECK_THROWS_AS(shop.session.refresh(shop.ada), UsageError);
    }
}

TEST_CASE("rows() reads plain structs outside the session's care") {
    WithAda shop;
    shop.ada.edit().name = "Eve";
    auto rows = shop.users.rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().name == "Eve");
    rows.front().name = "Other";
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"U users 1 {name}", "S users"});
    CHECK(shop.ada->name == "Eve");
}
