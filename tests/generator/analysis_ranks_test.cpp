#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("a table's rank is above those that it refers to; rings are cut at a foreign key that can wait") {
    const auto ranks = [](const std::string& text) {
        const auto result = resolved(text);
        auto line = result.reports;
        for (const auto& table : result.schema.tables) {
            line += table.name + " " + std::to_string(table.rank);
            for (const auto& relation : table.relations)
                if (relation.cut)
                    line += " cut " + relation.name;
            line += "\n";
        }
        return "\n" + line;
    };
    const std::vector<Row> rows{
        // declared before what it refers to, in a chain; its own rows do not count
        {R"(
table C { 
  id: int64 primary
  b: B
  c: C? 
}
table B { 
  id: int64 primary
  a: A
}
table A { 
  id: int64 primary
}
table D {
  id: int64 primary
  a: A
  c: C
}
)",
         "\nC 2\nB 1\nA 0\nD 3\n"},
        // the first nullable one
        {R"(
table A {
  id: int64 primary identity
  b: B
}
table B {
  id: int64 primary identity
  a: A?
  again: A?
}
)",
         "\nA 1\nB 0 cut a cut again\n"},
        // a deferrable one with a known key comes before a nullable one
        {R"(
table A {
  id: int64 primary
  b: B?
}
table B {
  id: int64 primary
  a: A deferrable
}
)",
         "\nA 1\nB 0 cut a\n"},
        // deferrable, but the key is only known after the insert, also through another table's key
        {R"(
table A {
  user: User primary
  b: B?
}
table B {
  id: int64 primary
  a: A deferrable
}
table User {
  id: int64 primary identity
}
)",
         "\nA 1 cut b\nB 2\nUser 0\n"},
        // two rings that share a table
        {R"(
table A {
  id: int64 primary
  b: B?
  c: C?
}
table B {
  id: int64 primary
  a: A
}
table C {
  id: int64 primary
  a: A
}
)",
         "\nA 0 cut b cut c\nB 1\nC 1\n"},
        // a key of known values may point to its own table
        {R"(
sequence s {}
table A {
  id: int64 primary = next(s)
  a: A
}
)",
         "\nA 0\n"},
    };
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK(ranks(text) == expected);
    }
}

TEST_CASE("ten thousand tables in one chain, and in one ring, are ordered") {
    std::string text = "namespace n\n";
    constexpr int count = 10'000;
    for (int i = 0; i < count; ++i)
        text += "table T" + std::to_string(i) + " {\n  id: int64 primary\n  next: T" +
                std::to_string((i + 1) % count) + (i + 1 == count ? "?" : "") + "\n}\n";
    const auto result = resolved({{"a.rows", text}}, {"a.rows"});
    CHECK(result.reports.empty());
    CHECK(result.schema.tables.front().rank == count - 1);
    CHECK(result.schema.tables.back().rank == 0);
    CHECK(result.schema.tables.back().relations.front().cut);
}

TEST_CASE("a ring is not cut at a foreign key that no update may fill in") {
    const std::string text = R"(
table A {
  id:   int64 primary
  b_id: int64? readonly
  b:    B? via b_id
}
table B {
  id: int64 primary
  a:  A)";
    CHECK(resolved(text + "\n}\n").reports ==
          "6:3 RS0327 these tables need each other's rows first: A.b -> B.a -> A\n");
    const auto result = resolved(text + "?\n}\n");
    CHECK(result.reports.empty());
    CHECK_FALSE(result.schema.tables[0].relations[0].cut);
    CHECK(result.schema.tables[1].relations[0].cut);
}
