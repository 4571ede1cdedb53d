// What is compared, what is sent of it, and in how many runs of a statement.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("8 one_of_many: 1,000 rows loaded, one edited") {
    Shop shop;
    for (std::int64_t id = 1; id <= 1000; ++id)
        shop.users.add({.id = id, .name = "u"});
    shop.session.commit();
    shop.session.clear();
    const auto all = shop.users.all();
    REQUIRE(all.size() == 1000);
    shop.sent.clear();
    all[500].edit().name = "v";
    shop.session.commit();
    CHECK(shop.sent.take_all() == Sent{"U users 1 {name}", "commit"});
}

TEST_CASE("23 column_sets: rows of one column set are one run, wherever they stand") {
    Shop shop;
    std::vector<Ref<shop::User>> users;
    for (std::int64_t id = 1; id <= 6; ++id)
        users.push_back(shop.users.add({.id = id, .name = "u"}));
    shop.session.commit();
    shop.sent.clear();
    users[5].edit().name = "v";
    users[2].edit().name = "v";
    users[2].edit().age = 3;
    users[0].edit().name = "v";
    users[1].edit().name = "v";
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"U users 3 {name}", "U users 1 {name, age}"});
    const auto stored = shop.stored<shop::UserRepository>(&shop::User::id);
    CHECK(stored[5].name == "v");
    CHECK(stored[2].age == 3);
    CHECK(stored[3].name == "u");
}

TEST_CASE("24 no_change: set and restore, or equal values, send nothing") {
    Extras extras;
    auto setting = extras.settings.add({.name = "a", .label = "x"});
    auto reading = extras.readings.add({.day = {2024, 1, 1}, .value = 0.0});
    extras.session.commit();
    extras.sent.clear();
    setting.edit().label = "y";
    setting.edit().label = "x";
    setting.edit().code = setting->code;
    static_cast<void>(reading.edit());
    extras.session.commit();
    CHECK(extras.sent.take_all().empty());
    reading.edit().value = -0.0;
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"U readings 1 {value}"});
}

TEST_CASE("an edit keeps the first original over several calls of edit") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    shop.sent.clear();
    ada.edit().name = "Eve";
    ada.edit().age = 3;
    ada.edit().name = "Ada";
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"U users 1 {age}"});
}

TEST_CASE("each column that changed is sent, optional ones to and from NULL") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada", .age = 36});
    shop.session.commit();
    shop.sent.clear();
    ada.edit().age.reset();
    ada.edit().email = "a@b";
    ada.edit().balance = Decimal{"1.50"};
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"U users 1 {email, age, balance}"});
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front() == *ada);
    ada.edit().balance = Decimal{"1.5"};
    shop.session.commit();
    CHECK(shop.sent.take().empty());
}

TEST_CASE("add and erase send nothing, also when other rows are sent") {
    Shop shop;
    auto kept = shop.users.add({.name = "kept"});
    auto dropped = shop.users.add({.name = "dropped"});
    auto last = shop.users.add({.name = "last"});
    shop.users.erase(dropped);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 2"});
    CHECK(kept->id == 1000);
    CHECK(last->id == 1001);
}

TEST_CASE("an edit of a pending row is part of its insert") {
    Shop shop;
    auto ada = shop.users.add({.name = "Ada"});
    ada.edit().name = "Eve";
    shop.session.flush();
    ada.edit().age = 5;
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 1", "U users 1 {age}"});
    CHECK(shop.stored<shop::UserRepository>(&shop::User::id).front().name == "Eve");
}

TEST_CASE("the edit of a row that is erased is not sent") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    shop.session.commit();
    ada.edit().name = "Eve";
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 1", "D users 1"});
}

TEST_CASE("a row moved away from an erased parent survives: updates precede deletes") {
    Shop shop;
    auto ada = shop.users.add({.id = 1, .name = "Ada"});
    shop.users.add({.id = 2, .name = "Bob"});
    auto bought = shop.purchases.add({.user_id = 1, .product = "a"});
    shop.session.commit();
    shop.sent.clear();
    bought.edit().user_id = 2;
    shop.users.erase(ada);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"U purchases 1 {user_id}", "D users 1"});
    CHECK(shop.stored<shop::PurchaseRepository>(&shop::Purchase::id).front().user_id == 2);
}

TEST_CASE("many rows are inserted, updated and deleted in one run each, text prepared once") {
    Shop shop;
    std::vector<Ref<shop::User>> users;
    for (std::int64_t id = 1; id <= 2500; ++id)
        users.push_back(shop.users.add({.id = 2501 - id, .name = "u"}));
    shop.session.commit();
    for (auto& user : users)
        user.edit().age = 1;
    shop.session.commit();
    for (auto& user : users)
        shop.users.erase(user);
    shop.session.commit();
    CHECK(shop.sent.take() == Sent{"I users 2500", "U users 2500 {age}", "D users 2500"});
}

TEST_CASE("19 same_key_again: DELETE, then INSERT with defaults, not old values") {
    Extras extras;
    auto old = extras.boxes.add({.name = "a", .color = "red"});
    extras.session.commit();
    extras.sent.clear();
    extras.boxes.erase(old);
    auto fresh = extras.boxes.add({.name = "a"});
    CHECK(extras.boxes.get("a") == fresh);
    extras.session.commit();
    CHECK(extras.sent.take() == Sent{"D boxes 1", "I boxes 1"});
    CHECK(old.state() == RowState::detached);
    CHECK(old->color == "red");
    CHECK(extras.boxes.get("a") == fresh);
    CHECK(extras.stored<extras::BoxRepository>(&extras::Box::name).front().color == "white");
}

TEST_CASE("19 same_key_again: a query before the flush sees neither row") {
    Extras extras;
    auto old = extras.boxes.add({.name = "a", .color = "red"});
    extras.session.commit();
    extras.boxes.erase(old);
    auto fresh = extras.boxes.add({.name = "a"});
    const NoAutoflush scope{extras.session};
    CHECK(extras.boxes.all().empty());
    CHECK(extras.boxes.find("a") == fresh);
    CHECK(old->color == "red");
    CHECK(fresh->color == "white");
}

TEST_CASE("19 same_key_again: rollback has the old row back") {
    Extras extras;
    auto old = extras.boxes.add({.name = "a", .color = "red"});
    extras.session.commit();
    extras.boxes.erase(old);
    auto fresh = extras.boxes.add({.name = "a"});
    SECTION("before the flush") {
    }
    SECTION("after the flush") {
        extras.session.flush();
    }
    SECTION("after more of the same") {
        extras.session.flush();
        extras.boxes.erase(fresh);
        extras.boxes.add({.name = "a", .color = "blue"});
        extras.session.flush();
    }
    extras.session.rollback();
    CHECK(old.state() == RowState::persistent);
    CHECK(fresh.state() == RowState::detached);
    CHECK(extras.boxes.get("a") == old);
    CHECK(old->color == "red");
}

TEST_CASE("19 same_key_again: children of the old row follow on delete") {
    Units units;
    auto line = units.lines.add({.order_no = 1, .line_no = 1, .product = "nut"});
    units.remarks.add({.text = "r", .order_no = 1, .line_no = 1});
    units.session.commit();
    units.lines.erase(line);
    units.lines.add({.order_no = 1, .line_no = 1, .product = "bolt"});
    units.session.commit();
    CHECK(units.count<units::RemarkRepository>() == 0);
}

TEST_CASE("19 same_key_again: a child under on delete restrict is refused") {
    Units units;
    auto country = units.countries.add({.code = "de"});
    units.cities.add({.name = "Berlin", .country_code = "de"});
    units.session.commit();
    units.countries.erase(country);
    units.countries.add({.code = "de"});
    CHECK_THROWS_AS(units.session.commit(), ForeignKeyViolation);
    units.session.rollback();
    CHECK(country.state() == RowState::persistent);
}

TEST_CASE("a key taken over takes the erased children of the old row along, first") {
    Units units;
    auto line = units.lines.add({.order_no = 1, .line_no = 1, .product = "nut"});
    auto remark = units.remarks.add({.text = "r", .order_no = 1, .line_no = 1});
    auto country = units.countries.add({.code = "de"});
    auto city = units.cities.add({.name = "Berlin", .country_code = "de"});
    units.session.commit();
    units.sent.clear();
    units.lines.erase(line);
    units.remarks.erase(remark);
    units.countries.erase(country);
    units.cities.erase(city);
    units.lines.add({.order_no = 1, .line_no = 1, .product = "bolt"});
    units.countries.add({.code = "de"});
    units.session.commit();
    auto sent = units.sent.take(); // tables of one rank in any order
    REQUIRE(sent.size() == 6);
    for (std::ptrdiff_t at = 0; at < 6; at += 2)
        std::ranges::sort(sent.begin() + at, sent.begin() + at + 2);
    CHECK(sent == Sent{"D cities 1", "D remarks 1", "D countries 1", "D order_lines 1", "I countries 1",
                       "I order_lines 1"});
}

TEST_CASE("a key taken over inside a tree takes the erased rows below it along") {
    Units units;
    auto root = units.employees.add({.id = 1});
    auto leaf = units.employees.add({.id = 2, .manager_id = 1});
    auto other = units.employees.add({.id = 3});
    units.session.commit();
    units.sent.clear();
    for (const auto& row : {root, leaf, other})
        units.employees.erase(row);
    auto fresh = units.employees.add({.id = 1, .name = "fresh"});
    units.session.commit();
    CHECK(units.sent.take() == Sent{"D employees 2", "I employees 1", "D employees 1"});
    CHECK(units.employees.get(1) == fresh);
}

TEST_CASE("when the row that took a key over is forgotten, its key is that of the erased row again") {
    Extras extras;
    auto old = extras.boxes.add({.name = "a", .color = "red"});
    extras.session.commit();
    extras.boxes.erase(old);
    extras.boxes.erase(extras.boxes.add({.name = "a"}));
    {
        const NoAutoflush scope{extras.session};
        CHECK(extras.boxes.find("a") == std::nullopt);
        CHECK(extras.boxes.all().empty());
    }
    extras.sent.clear();
    SECTION("and goes with it") {
        extras.session.commit();
        CHECK(extras.sent.take() == Sent{"D boxes 1"});
    }
    SECTION("and can be taken over again") {
        auto fresh = extras.boxes.add({.name = "a"});
        extras.session.commit();
        CHECK(extras.sent.take() == Sent{"D boxes 1", "I boxes 1"});
        CHECK(extras.boxes.get("a") == fresh);
    }
}

TEST_CASE("a natural key may move to that of an erased row, which goes first") {
    Extras extras;
    auto old = extras.boxes.add({.name = "a"});
    auto moving = extras.boxes.add({.name = "b", .color = "red"});
    extras.session.commit();
    extras.sent.clear();
    extras.boxes.erase(old);
    moving.edit().name = "a";
    SECTION("committed") {
        extras.session.commit();
        CHECK(extras.sent.take() == Sent{"D boxes 1", "U boxes 1 {name}"});
        CHECK(extras.boxes.get("a") == moving);
        CHECK(extras.boxes.find("b") == std::nullopt);
    }
    SECTION("rolled back") {
        extras.session.flush();
        extras.session.rollback();
        CHECK(extras.boxes.get("a") == old);
        CHECK(extras.boxes.get("b") == moving);
    }
}
