// Conditions mean what SQL means, for every type of column.

#include "fixtures.hpp"

#include <array>
#include <numeric>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

std::string where_of(const Condition<shop::User>& condition) {
    Shop shop;
    const auto texts = texts_of(shop.engine, [&] { static_cast<void>(shop.users.where(condition).rows()); });
    REQUIRE(texts.size() == 1);
    const auto at = texts[0].find(" where ");
    return at == std::string::npos ? "" : texts[0].substr(at + 7);
}

}

TEST_CASE("a condition becomes SQL in which every value is a parameter") {
    const auto id = shop::UserRepository::id;
    const auto age = shop::UserRepository::age;
    const auto name = shop::UserRepository::name;
    const auto email = shop::UserRepository::email;
    CHECK(where_of(age > 30) == R"("age" > $1)");
    CHECK(where_of(age != 30 && name == "Ada") == R"("age" <> $1 and "name" = $2)");
    CHECK(where_of(age < 1 || age >= 2 || id <= 3) == R"("age" < $1 or "age" >= $2 or "id" <= $3)");
    CHECK(where_of(id == 1 && (age < 1 || age >= 2)) == R"("id" = $1 and ("age" < $2 or "age" >= $3))");
    CHECK(where_of((id == 1 && age < 1) || age >= 2) == R"(("id" = $1 and "age" < $2) or "age" >= $3)");
    CHECK(where_of(!(age > 30)) == R"(not ("age" > $1))");
    CHECK(where_of(email == std::nullopt) == R"("email" is null)");
    CHECK(where_of(email != std::nullopt) == R"("email" is not null)");
    CHECK(where_of(email == name) == R"("email" = "name")");
    CHECK(where_of(id.in({7})) == R"("id" in ($1))");
    CHECK(where_of(id.in({7, 8})) == R"("id" in ($1, $2, $3, $4, $5, $6, $7, $8))");
    CHECK(where_of(id.in(std::vector<int>{})) == "false");
    CHECK(where_of(id.not_in(std::vector<int>{})) == "true");
    CHECK(where_of(name.starts_with("A")) ==
          spelled(Sql{.sqlite = R"("name" glob $1)", .postgres = R"("name" like $1 escape '\')"}));
}

TEST_CASE("comparisons select rows, and NULL satisfies none of them") {
    Users shop;
    const auto& users = shop.users;
    CHECK(shop.names(users.age > 30) == Names{"Ada", "Dan"});
    CHECK(shop.names(users.age != 36) == Names{"Bob"});
    CHECK(shop.names(!(users.age == 36)) == Names{"Bob"});
    CHECK(shop.names(users.age == std::nullopt) == Names{"Cleo"});
    CHECK(shop.names(users.age != std::nullopt && users.age <= 20) == Names{"Bob"});
    CHECK(shop.names(users.email == std::optional<std::string>{}) == Names{"Cleo"});
    CHECK(shop.names(users.email == std::optional<std::string>{"bob@x"}) == Names{"Bob"});
    CHECK(shop.names(users.name == std::string(60, 'x')).empty()); // longer than any that is stored
    CHECK(shop.names(users.age < 100'000'000'000).size() == 3);    // wider than the column
    CHECK(shop.names(users.balance > Decimal("0.10")) == Names{"Ada"});
    CHECK(shop.names(users.balance < 0) == Names{"Dan"});
    CHECK(shop.names(users.created_at > Timestamp::parse("2020-01-01 00:00:00")).size() == 4);
}

TEST_CASE("texts are matched as they are, upper and lower case apart") {
    Users shop;
    const auto& users = shop.users;
    CHECK(shop.names(users.name.like("_a_")) == Names{"Dan"});
    CHECK(shop.names(users.name.like("a%")).empty());
    CHECK(shop.names(users.name.like("%a")) == Names{"Ada"});
    CHECK(shop.names(users.email.like("100\\%\\_d")) == Names{"Dan"});
    CHECK(shop.names(users.email.like("100\\_%")).empty());
    CHECK(shop.names(users.name.starts_with("A")) == Names{"Ada"});
    CHECK(shop.names(users.name.starts_with("a")).empty());
    CHECK(shop.names(users.email.starts_with("100%")) == Names{"Dan"});
    CHECK(shop.names(users.email.contains("%_")) == Names{"Dan"});
    CHECK(shop.names(users.email.contains("b")) == Names{"Bob"});
    CHECK(shop.names(users.email.contains("")).size() == 3);
    for (const char* hostile : {"*", "?", "[a-z]", "[", "]", "\\", "^", "'", "\"", "é"}) {
        INFO(hostile);
        CHECK(shop.names(users.name.contains(hostile)).empty());
        shop.users.where(users.id == 3).update(users.email = std::string("x") + hostile + "y");
        CHECK(shop.names(users.email.contains(hostile)) == Names{"Cleo"});
        CHECK(shop.names(users.email.starts_with(std::string("x") + hostile)) == Names{"Cleo"});
    }
    CHECK_THROWS_AS(shop.names(users.name.contains(std::string_view("a\0b", 3))), EncodingError);
}

TEST_CASE("in() takes any number of values") {
    Users shop;
    const auto& users = shop.users;
    for (const std::size_t size : {1U, 2U, 64U, 65U, 500U, 501U, 100'000U}) {
        INFO(size);
        std::vector<std::int64_t> ids(size);
        std::iota(ids.begin(), ids.end(), std::int64_t{3});
        CHECK(shop.names(users.id.in(ids)).size() == (size == 1 ? 1U : 2U));
        CHECK(shop.names(users.id.not_in(ids)).size() == (size == 1 ? 3U : 2U));
        std::vector<std::string> names(size, "Bob");
        CHECK(shop.names(users.name.in(names)) == Names{"Bob"});
        CHECK(shop.names(users.balance.in(std::vector<Decimal>(size, Decimal("10.5")))) == Names{"Ada"});
    }
    CHECK(shop.names(users.age.in(std::array{36, 20, 20})).size() == 3);
    CHECK(shop.names(users.age.not_in({36})) == Names{"Bob"});
    CHECK(shop.names(users.id.in(std::vector<int>{})).empty());
    CHECK(shop.names(users.id.not_in(std::vector<int>{})).size() == 4);
}

TEST_CASE("enums, composite keys and uuids are compared as they are stored") {
    Units units;
    units.lines.add({.order_no = 1, .line_no = 1, .product = "a"});
    units.lines.add({.order_no = 1, .line_no = 2, .product = "b", .kind = units::Kind::special});
    const auto remark = units.remarks.add({.text = "x", .order_no = 1, .line_no = 2});
    const auto& lines = units.lines;
    CHECK(units.lines.where(lines.kind == units::Kind::special).count() == 1);
    CHECK(units.lines.where(lines.kind != units::Kind::special).one()->line_no == 1);
    CHECK(units.lines.where(lines.kind.in(std::vector(70, units::Kind::special))).one()->line_no == 2);
    CHECK(units.lines.where(lines.order_no == 1 && lines.line_no == 2).one()->product == "b");
    CHECK(units.remarks.where(units.remarks.id == remark->id).one() == remark);
    CHECK(units.remarks.where(units.remarks.id.in(std::vector(70, remark->id))).one() == remark);
}

TEST_CASE("conditions are values: parts can be built up at run time and used again") {
    Users shop;
    const auto& users = shop.users;
    Condition<shop::User> grown = users.age == 36;
    const Condition<shop::User> narrowed = grown && users.id > 1;
    CHECK(shop.names(narrowed) == Names{"Dan"});
    CHECK(shop.names(grown) == Names{"Ada", "Dan"});
    for (int id = 0; id < 300; ++id)
        grown = grown || users.id == id;
    CHECK(shop.names(grown).size() == 4);
    const auto nest = [&] {
        Condition<shop::User> deep = users.id == 1;
        for (int level = 0; level < 1000; ++level)
            deep = deep || users.id == level;
    };
    CHECK_THAT(message_of<UsageError>(nest), Contains("in()"));
}

TEST_CASE("a number that no column can hold is refused where it is named") {
    Users shop;
    const auto& users = shop.users;
    CHECK_THROWS_AS(users.id > UINT64_MAX, OutOfRange);
    CHECK_THROWS_AS(users.age = 3'000'000'000, OutOfRange);
    CHECK(shop.sent.take_all().empty());
}
