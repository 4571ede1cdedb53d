// Savepoints: parts of a transaction that can be undone by themselves, in the database and in memory.

#include "fixtures.hpp"

#include <memory>
#include <optional>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Three users that are stored and managed.
struct Three : Shop {
    Ref<shop::User> a{users.add({.id = 1, .name = "a0"})};
    Ref<shop::User> b{users.add({.id = 2, .name = "b0"})};
    Ref<shop::User> c{users.add({.id = 3, .name = "c0"})};

    Three() {
        session.commit();
        sent.clear();
    }

    /// The names in memory; "-" for a row that is no longer there.
    [[nodiscard]] std::string names() const {
        std::string all;
        for (const auto& ref : {a, b, c})
            all += ref.state() == RowState::persistent ? ref->name : "-";
        return all;
    }
    /// The names in the database as this session sees it.
    [[nodiscard]] std::string names_stored() {
        auto rows = users.rows();
        std::ranges::sort(rows, {}, &shop::User::id);
        std::string all;
        for (const auto& row : rows)
            all += row.name;
        return all;
    }
};

}

TEST_CASE("43 savepoint: rollback restores what was touched inside, outer work stays") {
    Three shop;
    shop.a.edit().name = "a1";
    auto before = shop.users.add({.id = 4, .name = "d"});
    Savepoint savepoint{shop.session};
    shop.a.edit().name = "a2";
    shop.b.edit().name = "b2";
    shop.users.erase(shop.c);
    auto inside = shop.users.add({.name = "e"});
    shop.session.flush();
    shop.a.edit().name = "a3";
    savepoint.rollback();

    CHECK(shop.names() == "a1b0c0");
    CHECK(before.state() == RowState::persistent);
    CHECK(inside.state() == RowState::detached);
    CHECK(inside->id == 0);
    CHECK(shop.names_stored() == "a1b0c0d");
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).size() == 4);
}

TEST_CASE("43 savepoint: a nested one that was released is undone by the outer rollback") {
    Three shop;
    Savepoint outer{shop.session};
    shop.a.edit().name = "a1";
    {
        Savepoint inner{shop.session};
        shop.a.edit().name = "a2";
        shop.b.edit().name = "b2";
        shop.users.erase(shop.c);
        inner.release();
    }
    CHECK(shop.names() == "a2b2-");
    outer.rollback();
    CHECK(shop.names() == "a0b0c0");
    CHECK(shop.names_stored() == "a0b0c0");
}

TEST_CASE("nested savepoints in all combinations of release and rollback") {
    const bool yes_no[] = {true, false};
    for (const bool keep_inner : yes_no) {
        for (const bool keep_outer : yes_no) {
            for (const bool keep_all : yes_no) {
                INFO("inner " << keep_inner << ", outer " << keep_outer << ", all " << keep_all);
                Three shop;
                shop.a.edit().name = "a1";
                std::optional<Ref<shop::User>> added;
                {
                    Savepoint outer{shop.session};
                    shop.a.edit().name = "a2";
                    shop.b.edit().name = "b2";
                    {
                        Savepoint inner{shop.session};
                        shop.a.edit().name = "a3";
                        shop.users.erase(shop.b);
                        shop.c.edit().name = "c3";
                        added = shop.users.add({.name = "n"});
                        keep_inner ? inner.release() : inner.rollback();
                    }
                    CHECK(shop.names() == (keep_inner ? "a3-c3" : "a2b2c0"));
                    CHECK(shop.names_stored() == (keep_inner ? "a3c3n" : "a2b2c0"));
                    keep_outer ? outer.release() : outer.rollback();
                }
                const bool kept = keep_inner && keep_outer;
                CHECK(shop.names() == (kept ? "a3-c3" : keep_outer ? "a2b2c0" : "a1b0c0"));
                keep_all ? shop.session.commit() : shop.session.rollback();
                if (!keep_all)
                    CHECK(shop.names() == "a0b0c0");
                CHECK(((*added).state() == RowState::persistent) == (kept && keep_all));
                CHECK(shop.names_stored() == (!keep_all    ? "a0b0c0"
                                              : kept       ? "a3c3n"
                                              : keep_outer ? "a2b2c0"
                                                           : "a1b0c0"));
            }
        }
    }
}

TEST_CASE("a row first touched in the inner savepoint goes back to the outer one's state step by step") {
    Three shop;
    Savepoint first{shop.session};
    {
        Savepoint second{shop.session};
        {
            Savepoint third{shop.session};
            shop.a.edit().name = "a3";
            third.release();
        }
        shop.a.edit().name = "a4";
        shop.b.edit().name = "b4";
        second.release();
    }
    shop.a.edit().name = "a5";
    first.rollback();
    CHECK(shop.names() == "a0b0c0");
    shop.session.commit();
    CHECK(shop.names_stored() == "a0b0c0");
}

TEST_CASE("several savepoints one after the other") {
    Three shop;
    for (int turn = 1; turn <= 6; ++turn) {
        Savepoint savepoint{shop.session};
        shop.a.edit().name = "a" + std::to_string(turn);
        if (turn % 2 == 0)
            savepoint.release();
        else
            savepoint.rollback();
        CHECK(shop.a->name == "a" + std::to_string(turn / 2 * 2));
    }
    shop.session.rollback();
    CHECK(shop.names() == "a0b0c0");
}

TEST_CASE("thousands of savepoints in one transaction") {
    Units units;
    for (std::int64_t id = 0; id < 4000; ++id) {
        Savepoint savepoint{units.session};
        units.teams.add({.id = id});
        if (id % 2 == 0)
            savepoint.release();
    }
    units.session.commit();
    CHECK(units.count<units::TeamRepository>() == 2000);
}

TEST_CASE("a savepoint that goes out of scope is rolled back") {
    Three shop;
    {
        const Savepoint savepoint{shop.session};
        shop.a.edit().name = "a1";
    }
    CHECK(shop.sent.take_all() == Sent{"begin", "savepoint", "rollback to savepoint"});
    CHECK(shop.names() == "a0b0c0");
}

TEST_CASE("a savepoint ends once, and inner ones first") {
    Three shop;
    Savepoint outer{shop.session};
    {
        Savepoint inner{shop.session};
        CHECK_THROWS_AS(outer.release(), UsageError);
        CHECK_THROWS_AS(outer.rollback(), UsageError);
        CHECK_THROWS_AS(shop.session.commit(), UsageError);
        inner.release();
        CHECK_THROWS_AS(inner.release(), UsageError);
        CHECK_THROWS_AS(inner.rollback(), UsageError);
    }
    outer.rollback();
    CHECK_THROWS_AS(outer.rollback(), UsageError);
    shop.a.edit().name = "a1";
    shop.session.commit();
    CHECK(shop.names_stored() == "a1b0c0");
}

TEST_CASE("a rollback of the whole ends its savepoints, which touch no later one") {
    Three shop;
    auto old = std::make_unique<Savepoint>(shop.session);
    shop.a.edit().name = "a1";
    shop.session.rollback();
    CHECK(shop.names() == "a0b0c0");
    Savepoint fresh{shop.session};
    shop.b.edit().name = "b1";
    CHECK_THROWS_AS(old->release(), UsageError);
    CHECK_THROWS_AS(old->rollback(), UsageError);
    old.reset();
    CHECK(shop.names() == "a0b1c0");
    fresh.release();
    shop.session.commit();
    CHECK(shop.names_stored() == "a0b1c0");
}

TEST_CASE("a mistake found at release leaves the savepoint open") {
    Three shop;
    Savepoint savepoint{shop.session};
    auto purchase = shop.purchases.add({.product = "x"});
    CHECK_THROWS_AS(savepoint.release(), UsageError);
    purchase.edit().user_id = 1;
    savepoint.release();
    shop.session.commit();
    CHECK(shop.count<shop::PurchaseRepository>() == 1);
}

TEST_CASE("a row added before a savepoint and changed inside comes back as it was") {
    Three shop;
    auto row = shop.users.add({.name = "x0"});
    Savepoint savepoint{shop.session};
    const auto id = row->id;
    SECTION("edited") {
        row.edit().name = "x1";
        shop.session.flush();
    }
    SECTION("erased") {
        shop.users.erase(row);
        shop.session.flush();
        CHECK(row.state() == RowState::deleted);
    }
    SECTION("edited, erased and replaced") {
        row.edit().name = "x1";
        shop.users.erase(row);
        shop.users.add({.id = id, .name = "other"});
        shop.session.flush();
    }
    savepoint.rollback();
    CHECK(row.state() == RowState::persistent);
    CHECK(row->id == id);
    CHECK(row->name == "x0");
    CHECK(shop.users.get(id) == row);
    shop.session.rollback();
    CHECK(row.state() == RowState::detached);
    CHECK(row->id == 0);
}

TEST_CASE("a row added in a released savepoint is detached by the rollback, its key {} again") {
    Three shop;
    Savepoint savepoint{shop.session};
    auto row = shop.users.add({.name = "x"});
    savepoint.release();
    row.edit().name = "y";
    shop.session.flush();
    shop.session.rollback();
    CHECK(row.state() == RowState::detached);
    CHECK(row->id == 0);
}

TEST_CASE("a row erased and edited at different levels survives release and rollback") {
    Three shop;
    shop.a.edit().name = "a1";
    Savepoint outer{shop.session};
    shop.a.edit().name = "a2";
    Savepoint inner{shop.session};
    shop.a.edit().name = "a3";
    shop.users.erase(shop.a);
    inner.release();
    CHECK(shop.names() == "-b0c0");
    SECTION("outer rolled back") {
        outer.rollback();
        CHECK(shop.names() == "a1b0c0");
        shop.session.commit();
        CHECK(shop.names_stored() == "a1b0c0");
    }
    SECTION("committed") {
        outer.release();
        shop.session.commit();
        CHECK(shop.a.state() == RowState::detached);
        CHECK(shop.a->name == "a3");
    }
}

TEST_CASE("a savepoint on a session with nothing done begins a transaction for writing") {
    Three shop;
    Savepoint savepoint{shop.session};
    savepoint.release();
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", "savepoint", "release", "commit"});
}
