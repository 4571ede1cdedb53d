// Queries that write, and the session around them.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("more than three parameters come as a struct") {
    Named named;
    named.fill();
    const auto added = named::add_item(
        named.session, {.owner = 2, .title = "Bowl", .price = Decimal("7.25"), .made = {2024, 3, 1}});
    CHECK(added.status == named::Status::open);
    const auto stored = named.items.get(added.id);
    CHECK(stored->title == "Bowl");
    CHECK(stored->owner_id == 2);
    CHECK(stored->price == Decimal("7.25"));
}

TEST_CASE("RETURNING gives the rows that were changed, and the change is there") {
    Named named;
    named.fill();
    CHECK(named::close_items(named.session).size() == 3);
    named.session.commit();
    for (const auto& item : named.stored<named::ItemRepository>(&named::Item::id))
        CHECK(item.status == named::Status::closed);
}

TEST_CASE("a write that gives more rows than it may is rolled back") {
    Named named;
    named.fill();
    CHECK(error_of<TooManyRows>([&] { (void)named::close_all(named.session); }).outcome() ==
          Outcome::rolled_back);
    CHECK_THROWS_AS((void)named::owner_names(named.session), SessionFailed);
    named.session.rollback();
    CHECK(named::items_by(named.session, std::nullopt, named::Status::closed).empty());
}

TEST_CASE("what the session has changed is sent before a query") {
    Named named;
    auto ada = named.owners.add({.id = 1, .name = "Ada"});
    CHECK(named::owner_names(named.session).size() == 1);
    named.sent.expect({"I owners 1", "Q owner_names"});
    ada.edit().name = "Ada Lovelace";
    CHECK(named::rename_owner(named.session, 1, "Countess") == 1);
    named.sent.expect({"U owners 1 {name}", "Q rename_owner"});
}

TEST_CASE("an error of the flush before a query says so") {
    Named named;
    named.fill();
    named.items.add({.owner_id = 99, .title = "Lost"});
    CHECK_THAT(message_of<ForeignKeyViolation>([&] { (void)named::owner_names(named.session); }),
               Contains("flush before the query 'named::owner_names'"));
}

TEST_CASE("rows that were read take the new values at the next query, and not before") {
    Named named;
    named.fill();
    auto ada = named.owners.get(1);
    auto bob = named.owners.get(2);
    bob.edit().name = "Robert";
    named::rename_owner(named.session, 1, "Countess");
    CHECK(ada->name == "Ada");
    CHECK(named.owners.all().size() == 2);
    CHECK(ada->name == "Countess");
    CHECK(bob->name == "Robert");
}

TEST_CASE("a rollback gives rows that took new values their former ones back") {
    Named named;
    named.fill();
    auto ada = named.owners.get(1);
    named::rename_owner(named.session, 1, "Countess");
    (void)named.owners.all();
    CHECK(ada->name == "Countess");
    named.session.rollback();
    CHECK(ada->name == "Ada");
    CHECK(named::get_owner(named.session, 1).name == "Ada");
}

TEST_CASE("after a savepoint is rolled back, rows are read anew") {
    Named named;
    named.fill();
    auto ada = named.owners.get(1);
    {
        Savepoint savepoint{named.session};
        named::rename_owner(named.session, 1, "Countess");
        auto bob = named.owners.get(2); // first read in the savepoint
        named::rename_owner(named.session, 2, "Robert");
        (void)named.owners.all();
        CHECK(bob->name == "Robert");
        savepoint.rollback();
    }
    CHECK(ada->name == "Ada");
    for (const auto& owner : named.owners.all())
        CHECK((owner->name == "Ada" || owner->name == "Bob"));
}

TEST_CASE("a session for reading reads and does not write") {
    Named named;
    named.fill();
    Session reading{named.engine, SessionMode::reading};
    CHECK(named::owner_names(reading).size() == 2);
    CHECK_THAT(message_of<UsageError>([&] { named::delete_owners(reading); }),
               Contains("a session that was opened for reading"));
    CHECK_THAT(message_of<UsageError>([&] { (void)named::close_items(reading); }),
               Contains("a session that was opened for reading"));
}

TEST_CASE("statement events carry the name of the query") {
    std::vector<std::string> names;
    Named named;
    named.fill();
    named.sent.also = [&](std::string_view in_short) { names.emplace_back(in_short); };
    (void)named::owner_names(named.session);
    CHECK(names.back() == "Q owner_names");
}
