#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("an index is of columns, of functions of columns and of SQL, for all rows or some") {
    check_dumps({{R"(
table T {
  id:   int64 primary
  name: string
  town: string as "Town"

  index (lower(name), town desc)
  index (name, lower(name) desc, upper(name))
  index ("name || town", coalesce(name, town)) unique
  index (sqlite "name" postgres "name collate \"C\"" desc) as "by C"
  index part (town) unique where "id > 9"
  index (name) where sqlite "id > 9" postgres none as "some"
  index (now())
}
)",
                  R"(
table T as "t" rank 0
  column id: int64 primary
  column name: string
  column town as "Town": string
  key (id)
  index (lower(name), town desc) "ix_t_lower_name_Town"
  index (name, lower(name) desc, upper(name)) "ix_t_name_lower_name_upper_name"
  index ("name || town", coalesce(name, town)) unique "ix_t_expr_coalesce_name_Town"
  index (sqlite "name" postgres "name collate \"C\"" desc) "by C"
  index (town) unique where ("id > 9") "part"
  index (name) where (sqlite "id > 9" postgres none) "some"
  index (now()) "ix_t_now"
)"}});
}

TEST_CASE("only an index of all rows that begins with plain columns stands in for a relation's own") {
    check_dumps({{R"(
table A {
  id: int64 primary
}
table B {
  id:    int64 primary
  one:   A
  two:   A
  three: A
  four:  A

  index some (one_id) unique where "id > 0"
  index call (abs(two_id))
  index late (three_id, abs(two_id)) unique
  index only (four_id) unique
}
)",
                  R"(
table A as "a" rank 0
  column id: int64 primary
  key (id)
table B as "b" rank 1
  column id: int64 primary
  column one_id: int64 made
  column two_id: int64 made
  column three_id: int64 made
  column four_id: int64 made
  key (id)
  index (one_id) unique where ("id > 0") "some"
  index (abs(two_id)) "call"
  index (three_id, abs(two_id)) unique "late"
  index (four_id) unique "only"
  index (one_id) "ix_b_one_id"
  index (two_id) "ix_b_two_id"
  relation one -> A (one_id) -> (id: int64) "fk_b_one_id"
  relation two -> A (two_id) -> (id: int64) "fk_b_two_id"
  relation three -> A (three_id) -> (id: int64) "fk_b_three_id"
  relation four -> A (four_id) -> (id: int64) "fk_b_four_id" unique
)"}});
}

TEST_CASE("what is wrong in one entry of an index is said there, and the others are looked at") {
    check_reports({
        {R"(
table T {
  id:   int64 primary
  name: string

  index (lower(nme), name, name, "a;b")
  index (id) where "a -- b"
  index (owner_id)
}
)",
         "\n7:16 RS0505 table 'T' has no column 'nme'"
         "\n7:28 RS0506 column 'name' stands twice in this list"
         "\n7:34 RS0413 this SQL is not one expression: it contains `;`"
         "\n8:20 RS0413 this SQL is not one expression: it contains a comment"
         "\n9:10 RS0505 table 'T' has no column 'owner_id'\n"},
        // names that are made alike
        {R"(
table T {
  id: int64 primary

  index ("id + 1")
  index ("id + 2")
}
)",
         "\n7:3 RS0313 two indexes of 'T' are both called 'ix_t_expr' in the database\n"},
    });
}
