#include "resolved.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("one mistake does not cause another") {
    check_reports({
        // an unknown type: its column, relation and their uses are not missed
        {R"(
table T {
  id:    int64 primary
  name:  strng
  owner: Usr inverse things

  unique (name, owner_id)
  index (owner_id)
}
)",
         "\n5:10 RS0302 unknown type 'strng'\n6:10 RS0302 unknown type 'Usr'\n"},
        // a key that is refused: relations to it have no columns, and nobody says so
        {R"(
table A {
  id: json primary
}
table B {
  a: A primary
}
table C {
  id: int64 primary
  a: A inverse cs
  bs: B[] through Link
  ds: A[] through "made"

  index (a_id)
}
table Link {
  b: B
  c: C

  primary (b_a_id, c_id)
}
)",
         "\n4:3 RS0504 column 'id' cannot be in the primary key: it is json\n"},
        // a table that is declared twice: both are checked, one of them is used
        {R"(
table A {
  id: int64 primary
  name: string unique
}
table A {
  id: int64 primary
  name: text unique
}
table B {
  id: int64 primary
  a: A inverse bs
}
)",
         "\n7:7 RS0301 'A' is declared a second time\n9:9 RS0302 unknown type 'text'\n"},
        // a mixin that is missing may have brought the key
        {R"(
table A : Base {
  name: string

  index (created_at)
}
)",
         "\n3:11 RS0304 there is no mixin 'Base'\n"},
        // a declared column of the wrong type is one mistake, however many relations use it
        {R"(
table A {
  id: int64 primary
}
table B {
  id: int64 primary
  a_id: int32
  a: A via a_id inverse bs
  as: A[] through Link
}
table Link {
  a: A
  b: B

  primary (a_id, b_id)
}
)",
         "\n9:12 RS0319 column 'a_id' is int32, and 'A.id' that it points to is int64\n"},
        // what could not be parsed may be what is missing
        {R"(
table A {
  id int64 primary
  b: B

  index (id)
}
tabel B {
  id: int64 primary
}
)",
         "\n4:6 RS0208 expected ':' after 'id', found 'int64'\n9:1 RS0205 expected a declaration, found "
         "'tabel'\n"},
        // mixins that no table has are checked, and used ones once
        {R"(
mixin Used {
  size: int
}
mixin Unused {
  size: int8
}
table A : Used {
  id: int64 primary
}
table B : Used {
  id: int64 primary
}
)",
         "\n4:9 RS0302 unknown type 'int'\n7:9 RS0302 unknown type 'int8'\n"},
    });
}

TEST_CASE("damaged schemas are reported or accepted, and never crash the analysis") {
    const std::string text = R"(namespace n
naming { table snake_plural, column snake, value camel }
enum Level { low, high as "H" }
sequence ids renamed from "old" { start 5, cache 9 }
mixin Named { 
  name: string(20) = "x" unique
  boss: User? inverse named
}
table User : Named as "users" methods "app/user.hpp" {
  id: int64 primary = next(ids)
  level: Level = high
  friends: User[] through "friends" (a_id, b_id) inverse friend_of
  rooms: Room[] through Stay inverse guests
}
table Room {
  floor: int32
  no: int32
  owner: User unique on delete cascade inverse room

  primary (floor, no)
  unique (owner_id, no)
  index by_no (no desc, lower(name), "a + b") unique where "c" renamed from "old_no"
  name: string as cpp "acme::Name<int, 4>" header "acme/name.hpp" as sqlite "TEXT" deferred
  rest: string? computed "name" virtual
  seen: int32 version
  code: string readonly renamed from "number"
  check sqlite "no > 0" postgres none
}
table Stay {
  user: User primary
  room: Room via (room_floor, room_no) deferrable
}
)";
    std::mt19937 random(20240131);
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const bool word = std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_';
        auto end = at + 1;
        while (word && end < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
            ++end;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    std::size_t accepted = 0;
    for (int round = 0; round < 1500; ++round) {
        auto damaged = words;
        const auto changes = 1 + random() % 3;
        for (std::size_t i = 0; i < changes; ++i)
            damaged[random() % damaged.size()] =
                random() % 3 == 0 ? std::string() : words[random() % words.size()];
        std::string joined;
        for (const auto& word : damaged)
            joined += word;
        const auto result = resolved({{"a.rows", joined}}, {"a.rows"});
        if (result.reports.empty()) {
            ++accepted;
            CHECK_FALSE(model::dump(result.schema, 0).empty());
        }
    }
    CHECK(accepted > 0);
}

TEST_CASE("what could not be read is not missed, and hides nothing else") {
    check_reports({
        // a value of an enum that is lost
        {R"(
enum Size { small; large }
enum Grade { low, high }
table A {
  id:    int64 primary
  size:  Size = large
  grade: Grade = top
}
)",
         "\n3:18 RS0216 an enum's values are not separated by semicolons\n"
         "8:18 RS0406 'top' is not a value of enum 'Grade'\n"},
        // attributes that are lost: `through`, `via`, `deferrable`, a default, a key
        {R"(
table A {
  id: int64 primary
  bs: B[] thruogh Link
  b_id: int64
  b: B vai b_id
  c_id: int64 = 12abc
  c: C via c_id on delete set default
}
table B {
  id: int64 primary identity
  c: C defered
}
table C {
  id: int64 identity prmary
  b: B
}
table D {
  id: int64 primry
}
)",
         "\n5:11 RS0211 unknown attribute 'thruogh'\n"
         "7:8 RS0211 unknown attribute 'vai'\n"
         "8:17 RS0112 '12abc' is neither a number nor a name\n"
         "13:8 RS0211 unknown attribute 'defered'\n"
         "16:22 RS0211 unknown attribute 'prmary'\n"
         "20:13 RS0211 unknown attribute 'primry'\n"},
        // a member that is lost: its table may have a column or a key more, other tables may not
        {R"(
table A {
  id int64 primary
  index (name)
}
table B {
  id: int64 primary
  index (name)
  owner: Persn
}
table C {
  name: string;
}
)",
         "\n4:6 RS0208 expected ':' after 'id', found 'int64'\n"
         "9:10 RS0505 table 'B' has no column 'name'\n"
         "10:10 RS0302 unknown type 'Persn'\n"
         "12:7 RS0501 table 'C' has no primary key\n"
         "13:15 RS0216 a member ends with its line, not with a semicolon\n"},
        // a head that is not whole: a mixin may be lost
        {R"(
mixin Named {
  name: string
}
table A Named {
  id: int64 primary
  index (name)
}
)",
         "\n6:9 RS0207 expected '{', found 'Named'\n"},
        // a type that is forgotten, and its attribute with it
        {R"(
table A {
  id: primary = 5
}
)",
         "\n4:7 RS0302 unknown type 'primary'\n"},
        // a table may be called like that
        {R"(
table primary {
  id: int64 primary
}
table B {
  a: primary
}
)",
         "\n6:7 RS0501 table 'B' has no primary key\n"},
        // `identity` without `primary`: the key is missing, and that is all
        {R"(
table A {
  id: int64 identity
}
)",
         "\n3:7 RS0501 table 'A' has no primary key\n"},
        // half a pair of parentheses
        {R"(
table A {
  id: int64 primary
  at: timestamp = now)
}
)",
         "\n5:22 RS0207 expected '(' after 'now', found ')'\n"},
        // a declaration that is lost: names may be missing in the whole file
        {R"(
tabel B {
  id: int64 primary
}
table A : Base {
  id: int64 primary = next(ids)
  b: B
  as: A[] through Link
}
)",
         "\n3:1 RS0205 expected a declaration, found 'tabel'\n"},
        // a brace that closes too early: members are lost that nobody can see
        {R"(
table A {
  id: int64 primary
}
  name: string
  index (name)
}
)",
         "\n6:3 RS0205 expected a declaration, found 'name'\n"},
        // the inverses of relations whose target has no key
        {R"(
table A {
  id int64 primary
}
table B {
  id: int64 primary
  a: A inverse bs
  c: A inverse bs
}
)",
         "\n4:6 RS0208 expected ':' after 'id', found 'int64'\n"
         "9:16 RS0312 relation 'c' would create 'A::bs' a second time\n"},
    });
}

TEST_CASE("an import is not called unused where something that could use it was lost") {
    const auto reports = [](const std::string& text) {
        return resolved({{"a.rows", "namespace n\nimport \"b.rows\"\n" + text},
                         {"b.rows", "namespace n\ntable B {\n  id: int64 primary\n}\n"}},
                        {"a.rows"})
            .reports;
    };
    CHECK(reports("table A {\n  id: int64 primary\n  b B\n}\n") ==
          "5:5 RS0208 expected ':' after 'b', found 'B'\n");
    CHECK(reports("table A {\n  id: int64 primary;\n}\n") ==
          "2:8 RS0605 nothing of 'b.rows' is used here\n"
          "4:20 RS0216 a member ends with its line, not with a semicolon\n");
}
