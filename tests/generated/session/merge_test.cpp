// Structs that were away come back: onto the row of their key, or as a new one.

#include "written.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a struct is merged onto the session's row, without a query") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada", .age = 36});
    shop.session.commit();
    shop.sent.clear();
    shop::User away = *ada;
    away.name = "Ada Lovelace";
    CHECK(shop.users.merge(away) == ada);
    CHECK(ada->name == "Ada Lovelace");
    CHECK(shop.sent.take_all().empty());
    shop.session.commit();
    shop.sent.expect({"U users 1 {name}"});
}

TEST_CASE("a struct of a row that the session does not have is merged after one SELECT") {
    Shop shop;
    shop::User away = *shop.users.add({.id = 7, .name = "Ada"});
    shop.session.commit();
    shop.session.clear();
    shop.sent.clear();
    away = {.id = 7, .name = "Ada", .age = 36, .created_at = away.created_at};
    auto ada = shop.users.merge(std::move(away));
    shop.sent.expect({"S users"});
    CHECK(ada.state() == RowState::persistent);
    shop.session.commit();
    shop.sent.expect({"U users 1 {age}"});
}

TEST_CASE("a struct that is as its row sends nothing") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    CHECK(shop.users.merge(*ada) == ada);
    shop.session.commit();
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("a struct of no row is added") {
    Shop shop;
    auto ada = shop.users.merge({.id = 7, .name = "Ada"});
    CHECK(ada.state() == RowState::pending);
    shop.session.commit();
    shop.sent.expect({"S users", "I users 1"});
    CHECK(shop.users.get(7) == ada);
}

TEST_CASE("a struct without a key is added, without a query") {
    Shop shop;
    auto ada = shop.users.merge({.name = "Ada"});
    auto bob = shop.users.merge({.name = "Bob"});
    CHECK(ada != bob);
    shop.session.commit();
    shop.sent.expect({"I users 2"});
    CHECK(bob->id == 1001);
}

TEST_CASE("a struct of an erased row takes its place") {
    Shop shop;
    auto ada = shop.users.add({.id = 7, .name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    shop.users.erase(ada);
    auto again = shop.users.merge({.id = 7, .name = "Ada again"});
    CHECK(again != ada);
    shop.session.commit();
    shop.sent.expect({"D users 1", "I users 1"});
}

TEST_CASE("a struct is merged onto a row that is not in the database yet") {
    Shop shop;
    auto ada = shop.users.add({.id = 7, .name = "Ada"});
    const auto created = ada->created_at;
    CHECK(shop.users.merge({.id = 7, .name = "Ada Lovelace"}) == ada);
    CHECK(ada->created_at == created); // made by add, and not given here
    shop.session.commit();
    shop.sent.expect({"I users 1"});
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id)[0].name == "Ada Lovelace");
}

TEST_CASE("merging is an edit: a rollback undoes it, an erased row refuses it") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    shop.session.commit();
    shop.users.merge({.id = ada->id, .name = "Eve", .created_at = ada->created_at});
    CHECK(ada->name == "Eve");
    shop.session.rollback();
    CHECK(ada->name == "Ada");
}

TEST_CASE("merging two structs of one row leaves the values of the later one") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada", .age = 1});
    shop.session.commit();
    shop.sent.clear();
    shop::User first = *ada;
    shop::User second = *ada;
    first.name = "Eve";
    second.age = 36;
    shop.users.merge(first);
    shop.users.merge(second);
    CHECK(*ada == second);
    shop.session.commit();
    shop.sent.expect({"U users 1 {age}"});
}

TEST_CASE("the version of a struct is the expected one") {
    Written world;
    auto doc = world.docs.add({.title = "Notes"});
    world.session.commit();
    written::Doc away = *doc;
    away.title = "More notes";
    SECTION("of the row as it is") {
        world.docs.merge(away);
        world.session.commit();
        CHECK(doc->version == 2);
        CHECK(world.stored<written::DocRepository>(&written::Doc::id)[0].title == "More notes");
    }
    SECTION("of the row as it was: a conflict, and nothing sent") {
        doc.edit().title = "Changed meanwhile";
        world.session.commit();
        world.sent.clear();
        world.docs.merge(away);
        CHECK_THROWS_AS(world.session.flush(), Conflict);
        CHECK(world.sent.take_all().empty());
        world.session.rollback();
        CHECK(doc->title == "Changed meanwhile");
    }
    SECTION("also when the session has to read the row") {
        doc.edit().title = "Changed meanwhile";
        world.session.commit();
        world.session.clear();
        world.docs.merge(away);
        CHECK(error_of<Conflict>([&] { world.session.flush(); }).found() ==
              std::vector<std::string>{"version 2 instead of 1"});
    }
}

TEST_CASE("computed columns stay what the database has made") {
    Written world;
    auto line = world.lines.add({.code = "a", .price = Decimal{"2"}, .amount = 3});
    world.session.commit();
    written::Line away = *line;
    away.amount = 4;
    away.total = Decimal{"100"};
    away.label = "not this";
    world.lines.merge(away);
    CHECK(line->total == Decimal{"6"});
    world.session.commit();
    CHECK(line->total == Decimal{"8"});
    CHECK(line->label == "A new");
}

TEST_CASE("a readonly column that a struct changes is refused by the flush") {
    Written world;
    auto line = world.lines.add({.code = "a", .price = Decimal{"2"}});
    world.session.commit();
    written::Line away = *line;
    away.code = "b";
    world.lines.merge(away);
    CHECK(error_of<UsageError>([&] { world.session.flush(); }).column() == "code");
}

TEST_CASE("keys of several columns find their row") {
    Units units;
    auto line = units.lines.add({.order_no = 1, .line_no = 2, .product = "Engine"});
    units.session.commit();
    units.sent.clear();
    CHECK(units.lines.merge({.order_no = 1, .line_no = 2, .product = "Wheel"}) == line);
    CHECK(units.lines.merge({.order_no = 2, .line_no = 1, .product = "Seat"}) != line);
    units.session.commit();
    units.sent.expect({"U order_lines 1 {product}", "S order_lines", "I order_lines 1"});
}

TEST_CASE("a row of a relation follows the foreign key of a struct") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    auto bob = shop.users.add({.name = "Bob"});
    auto engine = ada.purchases().add({.product = "Engine"});
    shop.session.commit();
    shop::Purchase away = *engine;
    away.user_id = bob->id;
    shop.purchases.merge(away);
    shop.session.commit();
    CHECK(engine.user() == bob);
    CHECK(ada.purchases().size() == 0);
    CHECK(bob.purchases().size() == 1);
}

TEST_CASE("merge flushes before it asks, and refuses what add refuses") {
    Shop shop;
    shop.users.add({.name = "Ada"});
    shop.users.merge({.id = 9, .name = "Bob"});
    shop.sent.expect({"I users 1", "S users"});
    shop.users.add({.name = "Eve", .email = "x"});
    shop.users.add({.name = "Eve", .email = "x"});
    CHECK_THAT(message_of<UniqueViolation>([&] { shop.users.merge({.id = 10}); }),
               Contains("flush before 'merge' of shop::User"));
    CHECK_THROWS_AS(shop.users.merge({.name = "Ada"}), SessionFailed);
}
