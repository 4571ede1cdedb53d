// Keys from sequences: drawn in blocks, never handed out twice.

#include "fixtures.hpp"

#include <set>
#include <thread>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

const std::string draw = "draw from sequence";

auto draws(RecordedStatements& sent) {
    const auto all = sent.take_all();
    return std::ranges::count(all, draw);
}

}

TEST_CASE("9 sequence_block: one draw gives the keys of several flushes") {
    Shop shop;
    for (int number = 0; number < 3; ++number)
        shop.users.add({.name = "first"});
    shop.session.commit();
    auto later = shop.users.add({.name = "second"});
    shop.users.add({.name = "second"});
    shop.users.add({.name = "second"});
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", draw, "I users 3", "commit", "begin", "I users 3", "commit"});
    CHECK(later->id == 1003);
}

TEST_CASE("a flush of more rows than the cache draws once, for all of them") {
    Shop shop;
    for (int number = 0; number < 120; ++number)
        shop.users.add({.name = "x"});
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", draw, "I users 120", "commit"});
    const auto rows = shop.stored<shop::UserRepository>(&shop::User::id);
    CHECK(rows.front().id == 1000);
    CHECK(rows.back().id == 1119);
}

TEST_CASE("what is left of a block is used up first, then the rest is drawn") {
    Units units; // increment 10, cache 5
    for (int number = 0; number < 3; ++number)
        units.nodes.add({.name = "a"});
    units.session.commit();
    for (int number = 0; number < 9; ++number)
        units.nodes.add({.name = "b"});
    units.session.commit();
    CHECK(units.sent.take_all() ==
          Sent{"begin", draw, "I nodes 3", "commit", "begin", draw, "I nodes 9", "commit"});
    std::vector<std::int32_t> keys;
    for (const auto& node : units.stored<units::NodeRepository>(&units::Node::id))
        keys.push_back(node.id);
    CHECK(keys == std::vector<std::int32_t>{100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210});
}

TEST_CASE("10 sequence_rollback: a block of a transaction rolled back is drawn anew, no key twice",
          "[not keeps_draws]") {
    Shop shop;
    auto lost = shop.users.add({.name = "lost"});
    shop.session.flush();
    CHECK(lost->id == 1000);
    shop.session.rollback();
    CHECK(lost->id == 0);
    shop.sent.clear();
    auto kept = shop.users.add({.name = "kept"});
    shop.session.commit();
    CHECK(draws(shop.sent) == 1);
    CHECK(kept->id == 1000); // the draw itself was rolled back
    shop.users.add({.name = "next"});
    shop.session.commit();
    CHECK(draws(shop.sent) == 0);
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[1].id == 1001);
}

TEST_CASE("10 sequence_rollback: a block drawn in a savepoint that is rolled back is thrown away",
          "[not keeps_draws]") {
    Shop shop;
    {
        Savepoint savepoint{shop.session};
        auto lost = shop.users.add({.name = "lost"});
        shop.session.flush();
        CHECK(lost->id == 1000);
        savepoint.rollback();
        CHECK(lost->id == 0);
    }
    shop.users.add({.name = "kept"});
    shop.session.commit();
    CHECK(draws(shop.sent) == 2);
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("10 sequence_rollback: what was drawn stays drawn, and the rest of the block is used",
          "[keeps_draws]") {
    Shop shop;
    auto lost = shop.users.add({.name = "lost"});
    shop.session.flush();
    CHECK(lost->id == 1000);
    shop.session.rollback();
    CHECK(lost->id == 0);
    {
        Savepoint savepoint{shop.session};
        shop.users.add({.name = "lost"});
        shop.session.flush();
        savepoint.rollback();
    }
    shop.session.rollback();
    {
        Session other{shop.engine};
        shop::UserRepository{other}.add({.name = "lost"});
        other.flush();
    }
    auto kept = shop.users.add({.name = "kept"});
    shop.session.commit();
    CHECK(kept->id > 1002);
    CHECK(kept->id < 1050);
    CHECK(draws(shop.sent) == 1);
    CHECK(shop.count<shop::UserRepository>() == 1);
}

TEST_CASE("a block drawn before a savepoint goes on after its rollback, with a gap") {
    Shop shop;
    auto before = shop.users.add({.name = "before"});
    Savepoint savepoint{shop.session};
    auto inside = shop.users.add({.name = "inside"});
    shop.session.flush();
    CHECK(inside->id == 1001);
    savepoint.rollback();
    auto after = shop.users.add({.name = "after"});
    shop.session.commit();
    CHECK(draws(shop.sent) == 1);
    CHECK(before->id == 1000);
    CHECK(after->id > 1000);
    CHECK(shop.count<shop::UserRepository>() == 2);
}

TEST_CASE("a block drawn in a savepoint that was released is thrown away by the outer rollback",
          "[not keeps_draws]") {
    Shop shop;
    {
        Savepoint outer{shop.session};
        {
            Savepoint inner{shop.session};
            shop.users.add({.name = "lost"});
            inner.release();
        }
        outer.rollback();
    }
    auto kept = shop.users.add({.name = "kept"});
    shop.session.commit();
    CHECK(draws(shop.sent) == 2);
    CHECK(kept->id == 1000);
    auto next = shop.users.add({.name = "next"});
    shop.session.commit();
    CHECK(next->id == 1001);
}

TEST_CASE("a block that an earlier transaction left over survives a rollback") {
    Shop shop;
    shop.users.add({.name = "first"});
    shop.session.commit();
    auto lost = shop.users.add({.name = "lost"});
    shop.session.flush();
    CHECK(lost->id == 1001);
    shop.session.rollback();
    auto kept = shop.users.add({.name = "kept"});
    shop.session.commit();
    CHECK(draws(shop.sent) == 1);
    CHECK(kept->id == 1002);
}

TEST_CASE("a session that is destroyed throws its block away", "[not keeps_draws]") {
    Shop shop;
    {
        Session other{shop.engine};
        shop::UserRepository users{other};
        users.add({.name = "lost"});
        other.flush();
    }
    auto kept = shop.users.add({.name = "kept"});
    shop.session.commit();
    CHECK(kept->id == 1000);
    CHECK(draws(shop.sent) == 2);
}

TEST_CASE("sessions one after the other share what is left of a block") {
    Shop shop;
    std::set<std::int64_t> keys;
    for (int number = 0; number < 60; ++number) {
        Session session{shop.engine};
        shop::UserRepository users{session};
        auto user = users.add({.name = "x"});
        session.commit();
        CHECK(keys.insert(user->id).second);
    }
    CHECK(draws(shop.sent) == 2);
    CHECK(*keys.rbegin() == 1059);
}

TEST_CASE("sessions at the same time never get the same key") {
    const SharedDatabase database;
    Engine engine{database.url(10'000)};
    shop::create_all(engine);
    const auto work = [&] {
        for (int turn = 0; turn < 20; ++turn) {
            engine.transact([](Session& session) {
                shop::UserRepository users{session};
                for (int number = 0; number < 7; ++number)
                    users.add({.name = "x"});
            });
        }
    };
    std::thread first{work};
    std::thread second{work};
    first.join();
    second.join();
    Session session{engine};
    CHECK(shop::UserRepository{session}.rows().size() == 280);
}

TEST_CASE("two tables on one sequence share one draw per flush") {
    Extras extras; // cache 3
    for (int number = 0; number < 4; ++number)
        extras.receipts.add({.note = "r"});
    for (int number = 0; number < 4; ++number)
        extras.invoices.add({.note = "i"});
    extras.session.commit();
    CHECK(extras.sent.take_all() == Sent{"begin", draw, "I invoices 4", "I receipts 4", "commit"});
    std::set<std::int64_t> keys;
    for (const auto& row : extras.stored<extras::InvoiceRepository>(&extras::Invoice::id))
        keys.insert(row.id);
    for (const auto& row : extras.stored<extras::ReceiptRepository>(&extras::Receipt::id))
        keys.insert(row.id);
    CHECK(keys.size() == 8);
    CHECK(*keys.begin() == 1);
    CHECK(*keys.rbegin() == 8);
}

TEST_CASE("explicit keys draw nothing") {
    Shop shop;
    shop.users.add({.id = 1, .name = "one"});
    shop.users.add({.id = 2, .name = "two"});
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", "I users 2", "commit"});
    shop.users.add({.name = "zero"}, given(shop::UserRepository::id));
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"begin", "I users 1", "commit"});
    CHECK(shop.users.get(0)->name == "zero");
}

TEST_CASE("a sequence that is not in the database is named") {
    Shop shop;
    shop.elsewhere(Sql{.sqlite = "delete from rowsmith_sequence",
                       .postgres = "alter table users alter id drop default; drop sequence user_id_seq"});
    shop.users.add({.name = "x"});
    CHECK_THAT(message_of<Error>([&] { shop.session.commit(); }), Contains("user_id_seq"));
    shop.session.rollback();
}

TEST_CASE("a key that does not fit its column is OutOfRange and handed out never") {
    Extras extras;
    auto last = extras.tickets.add({});
    extras.session.commit();
    CHECK(last->id == 32766);
    extras.tickets.add({});
    extras.session.commit();
    extras.tickets.add({});
    CHECK_THAT(message_of<OutOfRange>([&] { extras.session.commit(); }), Contains("'id'"));
    extras.session.rollback();
    CHECK(extras.count<extras::TicketRepository>() == 2);
}

TEST_CASE("many small flushes in one transaction use each value once") {
    Units units;
    std::set<std::int32_t> keys;
    for (int number = 0; number < 200; ++number) {
        auto node = units.nodes.add({.name = "x"});
        units.session.flush();
        CHECK(keys.insert(node->id).second);
    }
    units.session.commit();
    CHECK(draws(units.sent) == 40);
    CHECK(*keys.rbegin() == 100 + 199 * 10);
}
