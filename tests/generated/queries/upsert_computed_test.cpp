// Upserts that compute what a row which exists becomes.

#include "../session/written.hpp"
#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("an upsert computes from the row that exists and from the one that was to be inserted") {
    Users shop;
    const auto& users = shop.users;
    const auto count_up =
        on(users.email)
            .update(users.age = users.age + 1, users.name = excluded(users.name) + " the " + users.name);
    const auto texts = texts_of(shop.engine, [&] {
        const auto ada = shop.users.upsert({.name = "Second", .email = "ada@x", .age = 5}, count_up);
        CHECK(ada->id == 1);
        CHECK(ada->age == 37);
        CHECK(ada->name == "Second the Ada");
    });
    REQUIRE(texts.size() == 1);
    CHECK_THAT(texts[0], Contains(R"(on conflict ("email") do update set "age" = "users"."age" + $7, )"
                                  R"("name" = excluded."name" || $8 || "users"."name" returning "id", )"));
    const auto eve = shop.users.upsert({.name = "Eve", .email = "eve@x", .age = 5}, count_up);
    CHECK(eve->age == 5);
    CHECK(eve->name == "Eve");
    CHECK(eve->id == 1001); // the first one has used a value up
    CHECK(shop.users.query().count() == 5);
}

TEST_CASE("a managed row takes what a computing upsert made, and a rollback takes it back") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    shop.sent.clear();
    CHECK(shop.users.upsert({.id = 1, .name = "x", .balance = euros("1.25")},
                            on(users.id).update(users.balance = users.balance + excluded(users.balance),
                                                users.email = std::nullopt)) == ada);
    CHECK(shop.sent.take() == Sent{"I users 1 or U {balance, email}"});
    CHECK(ada->balance == euros("11.75"));
    CHECK(ada->email == std::nullopt);
    CHECK(ada->name == "Ada");
    CHECK(shop.users.where(users.balance == euros("11.75")).count() == 1);
    shop.session.rollback();
    CHECK(ada->balance == euros("10.50"));
}

TEST_CASE("several rows are upserted by one rule, a statement each") {
    Users shop;
    const auto& users = shop.users;
    const auto refs = shop.users.upsert_all(
        std::vector<shop::User>{{.name = "Eve", .email = "eve@x"}, {.name = "B", .email = "bob@x", .age = 7}},
        on(users.email).update(users.age = excluded(users.age) * 2));
    REQUIRE(refs.size() == 2);
    CHECK(refs[0]->age == std::nullopt);
    CHECK(refs[1]->name == "Bob");
    CHECK(refs[1]->age == 14);
}

TEST_CASE("a row that does not satisfy the condition of an upsert stays as it is") {
    Users shop;
    const auto& users = shop.users;
    const auto older = on(users.email)
                           .update(users.age = excluded(users.age))
                           .where(excluded(users.age) > users.age && users.name != "Bob");
    CHECK(shop.users.upsert({.name = "x", .email = "ada@x", .age = 30}, older) == std::nullopt);
    CHECK(shop.users.upsert({.name = "x", .email = "bob@x", .age = 30}, older) == std::nullopt);
    const auto ada = shop.users.upsert({.name = "x", .email = "ada@x", .age = 40}, older);
    REQUIRE(ada.has_value());
    CHECK((*ada)->age == 40);
    CHECK((*ada)->name == "Ada");
    CHECK(shop.users.upsert({.name = "Eve", .email = "eve@x"}, older).has_value());
    CHECK(shop.users.get(2)->age == 20);
}

TEST_CASE("a computing upsert may ask about other tables") {
    Users shop;
    shop.add_purchases(1, {"pen"});
    const auto& users = shop.users;
    const auto buyers = on(users.id).update(users.name = excluded(users.name)).where(users.purchases.any());
    CHECK(shop.users.upsert({.id = 1, .name = "Buyer"}, buyers).has_value());
    CHECK(shop.users.upsert({.id = 2, .name = "Buyer"}, buyers) == std::nullopt);
    CHECK(shop.names(users.name == "Buyer") == Names{"Buyer"});
}

TEST_CASE("a computing upsert raises the version of a row that exists") {
    Written written;
    const auto& docs = written.docs;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    const auto longer = on(docs.id).update(docs.title = docs.title + excluded(docs.title));
    CHECK(written.docs.upsert({.id = doc->id, .title = "b"}, longer) == doc);
    CHECK(doc->title == "ab");
    CHECK(doc->version == 2);
    CHECK(written.docs.upsert({.title = "c"}, longer)->version == 1);
    doc.edit().title = "d";
    written.session.commit();
    CHECK(doc->version == 3);
}

TEST_CASE("what an upsert cannot set is refused before anything is sent") {
    Users shop;
    const auto& users = shop.users;
    const auto refused = [&](const auto& rule) {
        return message_of<UsageError>([&] { shop.users.upsert({.name = "x", .email = "ada@x"}, rule); });
    };
    CHECK_THAT(refused(on(users.email).update(users.id = 5)), Contains("'id' cannot be updated"));
    CHECK_THAT(refused(on(users.email).update(users.email = "y")), Contains("'email' cannot be updated"));
    CHECK_THAT(refused(on(users.email).update(users.age = 1, users.age = users.age + 1)),
               Contains("'age' is set twice"));
    CHECK_THAT(refused(on(users.name).update(users.age = 1)), Contains("key"));
    auto ada = shop.users.get(1);
    ada.edit().name = "Mine";
    const NoAutoflush scope{shop.session};
    CHECK_THAT(refused(on(users.email).update(users.age = 1)), Contains("edited"));
    CHECK(ada->name == "Mine");
}
