#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("the members of mixins come after a table's own, with names looked up where the mixin stands") {
    const Texts texts{{"a.rows", R"(namespace n
import "m.rows"
/// Documented.
table T : Stamped, Named {
  /// The key,
  ///
  /// counted.
  id: int64 primary
}
)"},
                      {"m.rows", R"(namespace n
import "e.rows"
mixin Stamped {
  made_at: timestamp = now()
  level:   Level = low

  index (made_at)
}
mixin Named {
  name: string unique check "name <> ''"

  check "level <> 'high'"
}
)"},
                      {"e.rows", "namespace n\nenum Level { low, high }\n"}};
    const auto result = resolved(texts, {"a.rows"});
    CHECK(result.reports.empty());
    CHECK(model::dump(result.schema, 0) == R"(namespace n
/// Documented.
table T as "t" rank 0
  /// The key,
  ///
  /// counted.
  column id: int64 primary
  column made_at: timestamp = now()
  column level: Level as "level" {low, high} = "low"
  column name: string
  key (id)
  unique (name) "uq_t_name"
  index (made_at) "ix_t_made_at"
  check "ck_t_name" "name <> ''"
  check "ck_t_1" "level <> 'high'"
)");
}

TEST_CASE("a file sees what it imports itself, and what is missing there is not missed elsewhere") {
    const Texts texts{
        {"a.rows", "namespace n\nimport \"b.rows\"\ntable A {\n  id: int64 primary\n  b: B\n  c: C\n}\n"},
        {"b.rows", "namespace n\nimport \"c.rows\"\ntable B {\n  id: int64 primary\n  c: C\n}\n"},
        {"c.rows", "namespace n\ntable C {\n  id: int64 primary\n}\n"}};
    CHECK(resolved(texts, {"a.rows"}).reports == "6:6 RS0302 unknown type 'C'\n");
    auto broken = texts;
    broken["c.rows"] = "namespace n\ntable C {\n";
    CHECK(resolved(broken, {"a.rows"}).reports.find("b.rows") == std::string::npos);
    broken["b.rows"] = "namespace n\nimport \"d.rows\"\ntable B {\n  id: int64 primary\n  c: C\n  d: D\n}\n";
    CHECK(resolved(broken, {"a.rows"}).reports == "b.rows:2:8 RS0601 there is no file 'd.rows' to import\n");
}

TEST_CASE("tables of two files may refer to each other, and each file says only what is its own") {
    const Texts texts{
        {"users.rows",
         "namespace a\nimport \"posts.rows\"\ntable User {\n  id: int64 primary\n  best: Post?\n}\n"},
        {"posts.rows", "namespace b\nimport \"users.rows\"\ntable Post as \"posts\" {\n"
                       "  id: int64 primary\n  author: User inverse posts\n}\n"}};
    const auto result = resolved(texts, {"users.rows"});
    CHECK(result.reports.empty());
    REQUIRE(result.schema.files.size() == 2); // by path: posts.rows first
    CHECK(result.schema.files[0].path == "posts.rows");
    CHECK_FALSE(result.schema.files[0].requested);
    CHECK(result.schema.files[0].imports == std::vector<std::size_t>{1});
    CHECK(result.schema.files[1].requested);
    CHECK(model::dump(result.schema, 0) == R"(namespace b
table Post as "posts" rank 1
  column id: int64 primary
  column author_id: int64 made
  key (id)
  index (author_id) "ix_posts_author_id"
  relation author -> a::User as "user" (author_id) -> (id: int64) "fk_posts_author_id" inverse posts
)");
    CHECK(model::dump(result.schema, 1) == R"(namespace a
table User as "user" rank 0
  column id: int64 primary
  column best_id: int64? made
  key (id)
  index (best_id) "ix_user_best_id"
  relation best -> b::Post as "posts" (best_id) -> (id: int64) "fk_user_best_id" optional cut
)");
    CHECK(result.schema.tables[1].inverses.size() == 1); // the dump leaves it to posts.rows
}
