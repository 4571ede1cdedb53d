// What UPDATE and DELETE by condition give back of their rows.

#include "../session/written.hpp"
#include "fixtures.hpp"

#include <algorithm>
#include <tuple>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// What comes back is in no order.
template <typename Row>
std::vector<Row> sorted(std::vector<Row> rows) {
    std::ranges::sort(rows);
    return rows;
}

struct NameAndAge {
    std::string name;
    std::optional<std::int32_t> age;
};

}

TEST_CASE("a bulk update gives columns of its rows back, as they are then") {
    Users shop;
    const auto& users = shop.users;
    const auto texts = texts_of(shop.engine, [&] {
        const auto rows = shop.users.where(users.age == 36)
                              .returning(users.id, users.name, users.age)
                              .update(users.age = users.age + 1);
        static_assert(std::is_same_v<
                      decltype(rows),
                      const std::vector<std::tuple<std::int64_t, std::string, std::optional<std::int32_t>>>>);
        using Row = std::tuple<std::int64_t, std::string, std::optional<std::int32_t>>;
        CHECK(sorted(rows) == std::vector{Row{1, "Ada", 37}, Row{4, "Dan", 37}});
    });
    CHECK(texts ==
          std::vector<std::string>{
              R"(update "users" set "age" = "age" + $1 where "age" = $2 returning "id", "name", "age")"});
}

TEST_CASE("one column comes back as plain values, several as structs where the program asks for them") {
    Users shop;
    const auto& users = shop.users;
    const std::vector<std::int64_t> ids =
        shop.users.where(users.id < 3).returning(users.id).update(users.balance = users.balance * 2);
    CHECK(sorted(ids) == std::vector<std::int64_t>{1, 2});
    const std::vector<NameAndAge> rows = shop.users.where(users.id == 3)
                                             .returning<NameAndAge>(users.name, users.age)
                                             .update(users.name = "Clio");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].name == "Clio");
    CHECK(rows[0].age == std::nullopt);
    CHECK(shop.users.where(users.id == 77).returning(users.id).update(users.age = 1).empty());
}

TEST_CASE("what comes back may be computed from the columns of the row") {
    Users shop;
    shop.add_purchases(2, {"pen"});
    const auto& users = shop.users;
    const auto rows = shop.users.where(users.id < 3)
                          .returning(users.id, users.balance * 3, users.name + "!", users.purchases.any())
                          .update(users.balance = users.balance + euros("0.05"));
    REQUIRE(rows.size() == 2);
    const auto& ada = std::get<0>(rows[0]) == 1 ? rows[0] : rows[1];
    const auto& bob = std::get<0>(rows[0]) == 1 ? rows[1] : rows[0];
    CHECK(std::get<1>(ada) == euros("31.65"));
    CHECK(std::get<2>(ada) == "Ada!");
    CHECK(std::get<3>(ada) == false);
    CHECK(std::get<1>(bob) == euros("0.45"));
    CHECK(std::get<3>(bob) == true);
}

TEST_CASE("managed rows follow a bulk update that gives something back") {
    Users shop;
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    const auto texts = texts_of(shop.engine, [&] {
        const auto emails = shop.users.where(users.age == 36)
                                .returning(users.email)
                                .update(users.age = 40, users.name = "Old");
        CHECK(sorted(emails) == std::vector<std::optional<std::string>>{"100%_d", "ada@x"});
    });
    CHECK(
        texts ==
        std::vector<std::string>{
            R"(update "users" set "age" = $1, "name" = $2 where "age" = $3 returning "id", "age", "name", "email")"});
    CHECK(ada->age == 40);
    CHECK(ada->name == "Old");
    shop.session.rollback();
    CHECK(ada->age == 36);
}

TEST_CASE("a bulk erase gives back what the rows were") {
    Users shop;
    const auto& users = shop.users;
    const auto texts = texts_of(shop.engine, [&] {
        CHECK(sorted(shop.users.where(users.age == 36).returning(users.name).erase()) == Names{"Ada", "Dan"});
    });
    CHECK(texts == std::vector<std::string>{R"(delete from "users" where "age" = $1 returning "name")"});
    CHECK(shop.users.query().count() == 2);
}

TEST_CASE("managed rows, and those that the database deletes with them, follow an erase that gives something "
          "back") {
    Users shop;
    shop.add_purchases(1, {"pen", "ink"});
    const auto& users = shop.users;
    auto ada = shop.users.get(1);
    auto bob = shop.users.get(2);
    const auto pens = ada.purchases().all();
    CHECK(shop.users.where(users.id == 1).returning(users.name, users.balance).erase() ==
          std::vector{std::tuple{std::string("Ada"), euros("10.50")}});
    CHECK(ada.state() == RowState::deleted);
    CHECK(pens[0].state() == RowState::deleted);
    CHECK(bob.state() == RowState::persistent);
    shop.session.rollback();
    CHECK(ada.state() == RowState::persistent);
    CHECK(shop.purchases.where(shop.purchases.product == "ink").returning(shop.purchases.status).erase() ==
          std::vector{shop::OrderStatus::pending});
    CHECK(ada.purchases().size() == 1);
}

TEST_CASE("versions and computed columns come back as the statement made them") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    auto line = written.lines.add({.code = "x", .price = 2, .amount = 3});
    written.session.commit();
    CHECK(written.docs.query().returning(written.docs.version).update(written.docs.title = "b") ==
          std::vector<std::int32_t>{2});
    CHECK(doc->version == 2);
    CHECK(written.lines.query().returning(written.lines.total).update(written.lines.amount = 4) ==
          std::vector{Decimal(8)});
    CHECK(line->total == 8);
}

TEST_CASE("an update that gives something back takes an order and a limit, and may leave the map alone") {
    Users shop;
    const auto& users = shop.users;
    auto dan = shop.users.get(4);
    CHECK(shop.users.order_by(users.id.desc())
              .limit(1)
              .unsynced()
              .returning(users.id)
              .update(users.name = "Last") == std::vector<std::int64_t>{4});
    CHECK(dan->name == "Dan");
}

TEST_CASE("errors of statements that give something back count as those of a flush") {
    Users shop;
    const auto& users = shop.users;
    CHECK_THROWS_AS(shop.users.query().returning(users.id).update(users.email = "same"), UniqueViolation);
    CHECK_THROWS_AS(shop.users.query().count(), SessionFailed);
    shop.session.rollback();
    CHECK(shop.users.query().count() == 4);
}
