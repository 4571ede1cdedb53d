// UPDATE and DELETE by condition, and how managed rows follow.

#include "../session/written.hpp"
#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("59 bulk_update: one statement, and managed rows follow") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    shop.sent.clear();
    const auto texts = texts_of(shop.engine, [&] {
        CHECK(shop.users.where(users.age == 36).update(users.age = users.age + 1, users.name = "Old") == 2);
    });
    CHECK(
        texts ==
        std::vector<std::string>{
            R"(update "users" set "age" = "age" + $1, "name" = $2 where "age" = $3 returning "id", "age", "name")"});
    CHECK(ada->age == 37);
    CHECK(ada->name == "Old");
    CHECK(bob->age == 20);
    shop.session.commit();
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[3].age == 37);
    ada.edit().age = 37; // what the database has: nothing to send
    shop.session.commit();
    CHECK(shop.sent.take().empty());
}

TEST_CASE("59 bulk_update: nothing is asked back when nothing is managed, or when it is unsynced") {
    Users shop;
    const auto& users = shop.users;
    const auto texts = texts_of(shop.engine, [&] {
        CHECK(shop.users.where(users.id < 3).update(users.email = std::nullopt) == 2);
        CHECK(shop.users.query().update(users.name = users.name) == 4);
    });
    CHECK(texts == std::vector<std::string>{R"(update "users" set "email" = $1 where "id" < $2)",
                                            R"(update "users" set "name" = "name")"});
    auto ada = shop.users.get(1);
    CHECK(shop.users.where(users.id == 1).unsynced().update(users.age = 99) == 1);
    CHECK(ada->age == 36);
    shop.session.refresh(ada);
    CHECK(ada->age == 99);
}

TEST_CASE("59 bulk_update: an edited column keeps its value and gets a new original") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    auto dan = shop.users.get(4);
    {
        const NoAutoflush scope{shop.session};
        ada.edit().age = 50;
        dan.edit().age = 40;
        shop.sent.clear();
        CHECK(shop.users.where(users.age == 36).update(users.age = 40, users.name = "Old") == 2);
        CHECK(ada->age == 50);
        CHECK(ada->name == "Old");
    }
    shop.session.flush();
    CHECK(shop.sent.take() == Sent{"U users 2 {age, name}", "U users 1 {age}"}); // of Ada alone
    shop.session.rollback();
    CHECK(ada->age == 36);
    CHECK(ada->name == "Ada");
    CHECK(dan->age == 36);
}

TEST_CASE("rollback restores what a bulk update changed, per savepoint") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    shop.users.where(users.id == 1).update(users.age = 40);
    {
        Savepoint savepoint{shop.session};
        shop.users.where(users.id == 1).update(users.age = users.age + 1);
        shop.users.where(users.id == 1).update(users.age = users.age + 1);
        CHECK(ada->age == 42);
        savepoint.rollback();
    }
    CHECK(ada->age == 40);
    CHECK(ada.state() == RowState::persistent);
    shop.session.rollback();
    CHECK(ada->age == 36);
    CHECK(shop.users.where(users.age == 36).count() == 2);
}

TEST_CASE("a bulk update flushes first, and its errors count as those of a flush") {
    Users shop;
    const auto& users = shop.users;
    shop.users.add({.id = 9, .name = "Eve", .age = 1});
    CHECK(shop.users.where(users.age == 1).update(users.age = 2) == 1);
    CHECK(shop.sent.take() == Sent{"I users 1", "U users 1 {age}"});
    auto eve = shop.users.get(9);
    CHECK(eve->age == 2);
    CHECK_THROWS_AS(shop.users.query().update(users.email = "same"), UniqueViolation);
    CHECK_THROWS_AS(shop.users.query().count(), SessionFailed);
    shop.session.rollback();
    CHECK(eve.state() == RowState::detached);
    CHECK(shop.users.query().count() == 4);
    CHECK_THROWS_AS(shop.users.query().update(users.age = -1), CheckViolation);
    shop.session.rollback();
    CHECK_THROWS_AS(shop.users.query().update(users.name = std::string(51, 'x')), TooLong);
}

TEST_CASE("what cannot be set in bulk is refused before anything is sent") {
    Users shop;
    const auto& users = shop.users;
    const auto set = [&](auto assignment) {
        return message_of<UsageError>([&] { static_cast<void>(shop.users.query().update(assignment)); });
    };
    CHECK_THAT(set(users.id = 5), Contains("key"));
    CHECK_THAT(message_of<UsageError>([&] { shop.users.query().update(users.age = 1, users.age = 2); }),
               Contains("twice"));
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("versions are raised by a bulk update, and not asked for") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    CHECK(written.docs.query().update(written.docs.title = "b") == 1);
    CHECK(doc->version == 2);
    doc.edit().title = "c";
    written.session.commit();
    CHECK(doc->version == 3);
    CHECK_THROWS_AS(written.docs.query().update(written.docs.version = 7), UsageError);
}

TEST_CASE("decimals stay exact in bulk arithmetic") {
    Users shop;
    const auto& users = shop.users;
    auto bob = shop.users.get(2);
    CHECK(shop.users.where(users.id == 2).update(users.balance = users.balance + Decimal("0.20")) == 1);
    CHECK(bob->balance == Decimal("0.30"));
    CHECK(shop.users.where(users.balance == Decimal("0.30")).one() == bob);
    CHECK(shop.users.where(users.id == 2).update(users.balance = users.balance * 3 - Decimal("0.05")) == 1);
    CHECK(bob->balance == Decimal("0.85"));
}

TEST_CASE("bulk statements take an order and a limit") {
    Users shop;
    const auto& users = shop.users;
    CHECK(shop.users.order_by(users.id.desc()).limit(2).update(users.name = "Last") == 2);
    CHECK(shop.users.where(users.name == "Last").order_by(users.id).first().value()->id == 3);
    CHECK(shop.users.order_by(users.id).offset(3).erase() == 1);
    CHECK(shop.users.query().count() == 3);
}

TEST_CASE("a bulk update of a foreign key moves managed rows between loaded lists") {
    Users shop;
    shop.add_purchases(1, {"pen", "ink"});
    shop.add_purchases(2, {"hat"});
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    CHECK(ada.purchases().size() == 2);
    CHECK(bob.purchases().size() == 1);
    CHECK(shop.purchases.where(shop.purchases.product == "pen").update(shop.purchases.user_id = 2) == 1);
    CHECK(ada.purchases().size() == 1);
    CHECK(bob.purchases().size() == 2);
    shop.session.rollback();
    CHECK(ada.purchases().size() == 2);
    CHECK(bob.purchases().size() == 1);
}

TEST_CASE("60 bulk_erase: managed children follow, and a rollback brings all back") {
    Users shop;
    shop.add_purchases(1, {"pen", "ink"});
    shop.add_purchases(2, {"hat"});
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    const auto pens = ada.purchases().all();
    shop.sent.clear();
    CHECK(shop.users.where(users.id == 1).erase() == 1);
    CHECK(shop.sent.take() == Sent{"D users 1"});
    CHECK(ada.state() == RowState::deleted);
    CHECK(pens[0].state() == RowState::deleted);
    CHECK(pens[1].state() == RowState::deleted);
    CHECK(bob.state() == RowState::persistent);
    CHECK_THROWS_AS(shop.users.get(1), NotFound);
    shop.session.rollback();
    CHECK(ada.state() == RowState::persistent);
    CHECK(pens[0].state() == RowState::persistent);
    CHECK(shop.users.get(1) == ada);
    CHECK(ada.purchases().size() == 2);
    CHECK(shop.users.where(users.id == 1).erase() == 1);
    shop.session.commit();
    CHECK(ada.state() == RowState::detached);
    CHECK(shop.count<shop::PurchaseRepository>() == 1);
}

TEST_CASE("60 bulk_erase: children follow whose parent the session did not have") {
    Users shop;
    shop.add_purchases(1, {"pen"});
    auto pen = shop.purchases.query().one();
    CHECK(shop.users.query().limit(4).erase() == 4);
    CHECK(pen.state() == RowState::deleted);
    shop.session.rollback();
    CHECK(pen.state() == RowState::persistent);
    CHECK(pen.user()->name == "Ada");
}

TEST_CASE("a bulk erase deletes rows of any version, and rows that are edited or erased already") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    {
        const NoAutoflush scope{shop.session};
        ada.edit().name = "Eve";
        shop.users.erase(bob);
        CHECK(shop.users.where(users.id < 3).erase() == 2);
    }
    CHECK(ada.state() == RowState::deleted);
    CHECK(bob.state() == RowState::deleted);
    shop.session.flush();
    CHECK(shop.sent.take().back() == "D users 2");
    shop.session.rollback();
    CHECK(ada->name == "Ada");
    CHECK(bob.state() == RowState::persistent);
}

TEST_CASE("an unsynced bulk erase leaves the map alone") {
    Users shop;
    auto ada = shop.users.get(1);
    CHECK(shop.users.query().unsynced().erase() == 4);
    CHECK(ada.state() == RowState::persistent);
}
