// Upsert: one call that inserts or updates.

#include "../session/written.hpp"
#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("61 upsert: a new row is inserted at once and becomes managed") {
    Users shop;
    const auto eve = shop.users.upsert({.name = "Eve", .email = "eve@x"}, shop.users.email);
    CHECK(eve.state() == RowState::persistent);
    CHECK(eve->id == 1000); // from the sequence
    CHECK(eve->created_at != Timestamp{});
    CHECK(shop.users.get(1000) == eve);
    CHECK(shop.sent.take() == Sent{"I users 1 or U {name, age, balance}"});
    shop.session.rollback();
    CHECK(eve.state() == RowState::detached);
    CHECK(shop.count<shop::UserRepository>() == 4);
}

TEST_CASE("61 upsert: of an existing row what is given is updated, and a managed one takes all of it") {
    Users shop;
    auto ada = shop.users.get(1);
    shop.session.commit();
    const auto before = ada->created_at;
    shop.elsewhere("update users set balance = 7 where id = 1");
    const auto same =
        shop.users.upsert({.name = "Ada L.", .email = "ada@x", .age = 37, .balance = 9}, shop.users.email);
    CHECK(same == ada);
    CHECK(ada->id == 1);
    CHECK(ada->name == "Ada L.");
    CHECK(ada->age == 37);
    CHECK(ada->created_at == before); // made elsewhere and not given
    shop.session.rollback();
    CHECK(ada->name == "Ada");
    CHECK(ada.state() == RowState::persistent);
    CHECK(shop.users.query().count() == 4);
}

TEST_CASE("61 upsert: only() updates these columns, ignore() none") {
    Users shop;
    const auto& users = shop.users;
    const auto texts = texts_of(shop.engine, [&] {
        const auto ada = shop.users.upsert({.id = 1, .name = "Eve", .age = 1}, on(users.id).only(users.age));
        CHECK(ada->name == "Ada");
        CHECK(ada->age == 1);
        CHECK(shop.users.upsert({.name = "Eve", .email = "bob@x"}, on(users.email).ignore()) == std::nullopt);
        const auto eve = shop.users.upsert({.name = "Eve", .email = "eve@x"}, on(users.email).ignore());
        REQUIRE(eve.has_value());
        CHECK((*eve)->name == "Eve");
    });
    REQUIRE(texts.size() == 3);
    CHECK_THAT(texts[0], Contains(R"(on conflict ("id") do update set "age" = excluded."age" returning )"));
    CHECK_THAT(texts[1], Contains(R"(on conflict ("email") do nothing returning )"));
}

TEST_CASE("61 upsert: several rows at once, each target once") {
    Users shop;
    const auto& users = shop.users;
    const auto refs = shop.users.upsert_all(
        std::vector<shop::User>{{.name = "Eve", .email = "eve@x"}, {.name = "Bobby", .email = "bob@x"}},
        users.email);
    REQUIRE(refs.size() == 2);
    CHECK(refs[1]->id == 2);
    CHECK(refs[1]->name == "Bobby");
    shop.sent.clear();
    const auto twice = [&] {
        static_cast<void>(shop.users.upsert_all(
            std::vector<shop::User>{{.name = "x", .email = "x@x"}, {.name = "y", .email = "x@x"}},
            users.email));
    };
    CHECK_THAT(message_of<UsageError>(twice), Contains("two of the rows"));
    CHECK(shop.sent.take_all().empty());
    CHECK(shop.users.upsert_all(std::vector<shop::User>{{.name = "x"}, {.name = "y"}}, users.email).size() ==
          2);
}

TEST_CASE("61 upsert: an edited or erased managed row is a UsageError, and nothing is sent") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    shop.users.erase(shop.users.get(2));
    ada.edit().name = "Mine";
    const NoAutoflush scope{shop.session};
    shop.sent.clear();
    CHECK_THROWS_AS(shop.users.upsert({.name = "x", .email = "ada@x"}, users.email), UsageError);
    CHECK_THROWS_AS(shop.users.upsert({.name = "x", .email = "bob@x"}, users.email), UsageError);
    CHECK(shop.sent.take_all().empty());
    CHECK(ada->name == "Mine");
    CHECK(shop.users.upsert({.name = "x", .email = "new@x"}, users.email)->name == "x");
}

TEST_CASE("an upsert flushes first, and its errors count as those of a flush") {
    Users shop;
    const auto& users = shop.users;
    auto eve = shop.users.add({.name = "Eve", .email = "eve@x"});
    CHECK(shop.users.upsert({.name = "Eve 2", .email = "eve@x"}, users.email) == eve);
    CHECK(shop.sent.take() == Sent{"I users 1", "I users 1 or U {name, age, balance}"});
    CHECK_THROWS_AS(shop.users.upsert({.name = "x", .email = "ada@x", .age = -1}, users.email),
                    CheckViolation);
    CHECK_THROWS_AS(shop.users.query().count(), SessionFailed);
    shop.session.rollback();
    CHECK(eve.state() == RowState::detached);
}

TEST_CASE("the target of an upsert must be a key, also one of several columns") {
    Users shop;
    CHECK_THAT(message_of<UsageError>([&] { shop.users.upsert({.name = "x"}, shop.users.name); }),
               Contains("key"));
    CHECK_THROWS_AS(shop.users.upsert({.name = "x"}, on(shop.users.email).only(shop.users.id)), UsageError);
    CHECK(shop.sent.take_all().empty());
    Units units;
    auto line = units.lines.add({.order_no = 1, .line_no = 2, .product = "a"});
    CHECK(units.lines.upsert({.order_no = 1, .line_no = 2, .product = "b"}, units.lines.line_no,
                             units.lines.order_no) == line);
    CHECK(line->product == "b");
    CHECK(units.lines.upsert({.order_no = 1, .line_no = 3, .product = "b"}, units.lines.product,
                             units.lines.kind) == line);
}

TEST_CASE("an upsert raises the version of a row that exists, and computed columns come back") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    CHECK(written.docs.upsert({.id = doc->id, .title = "b"}, written.docs.id) == doc);
    CHECK(doc->version == 2);
    const auto fresh = written.docs.upsert({.title = "c"}, written.docs.id);
    CHECK(fresh->version == 1);
    doc.edit().title = "d";
    written.session.commit();
    CHECK(doc->version == 3);
    const auto line = written.lines.upsert({.code = "x", .price = 2, .amount = 3}, written.lines.id);
    CHECK(line->total == 6);
    CHECK(line->label == "X new");
}

TEST_CASE("an upserted row stands in the lists that it belongs to") {
    Users shop;
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    CHECK(ada.purchases().empty());
    const auto pen = shop.purchases.upsert({.user_id = 1, .product = "pen"}, shop.purchases.id);
    CHECK(ada.purchases().contains(pen));
    CHECK(bob.purchases().empty());
    CHECK(shop.purchases.upsert({.id = pen->id, .user_id = 2, .product = "pen"}, shop.purchases.id) == pen);
    CHECK(ada.purchases().empty());
    CHECK(bob.purchases().contains(pen));
    shop.session.rollback();
    CHECK(bob.purchases().empty());
}

TEST_CASE("rows that the session does not have move into lists that it has") {
    Users shop;
    shop.add_purchases(1, {"pen"});
    auto bob = shop.users.get(2);
    CHECK(bob.purchases().empty());
    CHECK(shop.purchases.query().update(shop.purchases.user_id = 2) == 1);
    CHECK(bob.purchases().size() == 1);
}
