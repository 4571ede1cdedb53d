// Database schemas, index methods and partitions.

#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

namespace {

/// A table partitioned by an integer, a day or a text, with these lines in it.
std::string table(const std::string& type, const std::string& lines) {
    return "\nenum E { a, b, c }\ntable T {\n  k: " + type + " primary\n" + lines + "\n}\n";
}

/// As check_reports, whose texts begin with a line end.
void check_told(std::vector<Row> rows) {
    for (Row& row : rows)
        row.expected.insert(0, "\n");
    check_reports(rows);
}

}

TEST_CASE(
    "tables, enums and sequences stand in schemas, those of a file in its own, links where they are made") {
    check_dumps({{R"(
naming { schema "shop" }
enum E { a }
enum F in "other" { a }
sequence s as "S" in "other" renamed from "t"
table T in "other" as "ts" {
  id: int64 primary = next(s)
  e:  E
  us: U[] through "links"
}
table U {
  id: int64 primary
}
)",
                  R"(
enum E as "e" in "shop"
  a
enum F as "f" in "other"
  a
sequence s as "S" in "other" renamed from "t" start 1 increment 1 cache 1
table T as "ts" in "other" rank 0
  column id: int64 = next(s) primary
  column e: E
  key (id)
  many-to-many us -> U through Links (t, u)
table U as "u" in "shop" rank 0
  column id: int64 primary
  key (id)
table Links as "links" in "other" made rank 1
  column t_id: int64 primary made
  column u_id: int64 primary made
  key (t_id, u_id)
  index (u_id) "ix_links_u_id"
  relation t -> T (t_id) -> (id: int64) "fk_links_t_id" on delete cascade
  relation u -> U (u_id) -> (id: int64) "fk_links_u_id" on delete cascade
)"}});
}

TEST_CASE("names meet in one schema only, and old names too") {
    check_told({{R"(
table A in "x" as "t" renamed from "old" {
  id: int64 primary
}
table B in "y" as "t" renamed from "old" {
  id: int64 primary
}
)",
                 ""},
                {R"(
table A in "x" as "t" renamed from "old" {
  id: int64 primary
}
table B in "x" as "T" renamed from "old" {
  id: int64 primary
}
)",
                 "6:19 RS0313 table 'A' and table 'B' are both called 'T' in the database\n"
                 "6:36 RS0334 something else is renamed from 'old' already\n"}});
}

TEST_CASE("a schema that cannot be is reported where it is named") {
    check_told({{R"(
naming { schema "pg_shop" }
table A in "" {
  id: int64 primary
}
enum B in "information_schema" { a }
)",
                 "3:17 RS0314 'pg_shop' is a schema that PostgreSQL keeps for itself\n"
                 "4:12 RS0314 a name in the database cannot be empty\n"
                 "7:11 RS0314 'information_schema' is a schema that PostgreSQL keeps for itself\n"}});
}

TEST_CASE("an index has a method, and does what that can") {
    check_dumps({{R"(
table T {
  id:   int64 primary
  tags: string[]
  name: string

  index (tags) using gin
  index (name ops text_pattern_ops desc, lower(name) ops o) using btree
}
)",
                  R"(
table T as "t" rank 0
  column id: int64 primary
  column tags: string[]
  column name: string
  key (id)
  index (tags) using gin "ix_t_tags"
  index (name ops text_pattern_ops desc, lower(name) ops o) "ix_t_name_lower_name"
)"}});
    check_told({{R"(
table T {
  id: int64 primary
  a:  string

  index (a) using rtree
  index (a, id) using spgist
  index (a desc) using gin
  index (a) unique using brin
}
)",
                 "7:19 RS0513 there is no index method 'rtree'\n"
                 "8:13 RS0514 a spgist index has one column\n"
                 "9:10 RS0514 a gin index has no order\n"
                 "10:3 RS0514 a brin index cannot be unique\n"}});
}

TEST_CASE("a relation has an index of its own beside one of another method") {
    check_dumps({{R"(
table A {
  id: int64 primary
}
table B {
  id: int64 primary
  a:  A

  index (a_id) using hash as "h"
}
)",
                  R"(
table A as "a" rank 0
  column id: int64 primary
  key (id)
table B as "b" rank 1
  column id: int64 primary
  column a_id: int64 made
  key (id)
  index (a_id) using hash "h"
  index (a_id) "ix_b_a_id"
  relation a -> A (a_id) -> (id: int64) "fk_b_a_id"
)"}});
}

TEST_CASE("a table is partitioned, and values have one form") {
    check_dumps({{R"(
table T {
  at:   timestamp
  part: int32

  primary (at, part)
  partition by range (at, part)
  partition "t_old" from (minvalue, minvalue) to ("2026-01-01", 07)
  partition "t_new" from ("2026-01-01T00:00Z", 7) to (maxvalue, maxvalue)
  partition "t_rest" default
}
table H {
  id: int64 primary identity

  partition by hash (id)
  partition "h_0" modulus 2 remainder 0
  partition "h_1" modulus 4 remainder 1
}
)",
                  R"(
table T as "t" rank 0
  column at: timestamp primary
  column part: int32 primary
  key (at, part)
  partition by range (at, part)
  partition "t_old" from (minvalue, minvalue) to ("2026-01-01 00:00:00.000000", "7")
  partition "t_new" from ("2026-01-01 00:00:00.000000", "7") to (maxvalue, maxvalue)
  partition "t_rest" default
table H as "h" rank 0
  column id: int64 identity primary
  key (id)
  partition by hash (id)
  partition "h_0" modulus 2 remainder 0
  partition "h_1" modulus 4 remainder 1
)"}});
}

TEST_CASE("each key of a partitioned table says in which part a row is") {
    check_told({{R"(
table T {
  id:  int64 primary
  day: date
  n:   int32 unique

  unique (day, n)
  index (n) unique
  index (day, lower(n)) unique
  partition by range (day)
}
)",
                 "6:14 RS0518 a unique key of 'T' lacks 'day', by which the table is partitioned\n"
                 "9:3 RS0518 a unique index of 'T' lacks 'day', by which the table is partitioned\n"
                 "11:3 RS0518 the primary key of 'T' lacks 'day', by which the table is partitioned\n"}});
}

TEST_CASE("what is wrong with the rows of a partition is reported") {
    const auto range = [](const std::string& line) {
        return table("int32", "  partition by range (k)\n  partition \"p\" " + line);
    };
    const auto list = [](const std::string& type, const std::string& line) {
        return table(type, "  partition by list (k)\n  partition \"p\" " + line);
    };
    check_told({
        {range("in (1)"), "7:17 RS0520 this is no partition of a table that is partitioned by range\n"},
        {range("from (1, 2) to 3"), "7:23 RS0520 there are 2 values, and the table is partitioned by (k)\n"},
        {range("from 5 to 5"), "7:3 RS0522 'p' has no rows: its end does not come after its beginning\n"},
        {range("from maxvalue to 5"),
         "7:3 RS0522 'p' has no rows: its end does not come after its beginning\n"},
        {range("from 1 to 2147483648"), "7:27 RS0521 2147483648 does not fit a column of type int32\n"},
        {range("from \"a\" to 2"), "7:22 RS0521 a bound of a column of type int32 must be a whole number\n"},
        {list("bool", "in (true, null)"),
         "7:27 RS0521 a bound of a column of type bool must be true or false\n"},
        {list("E", "in (a, d)"), "7:24 RS0521 'd' is not a value of enum 'E'\n"},
        {list("E", "in (\"a\")"), "7:21 RS0521 a value of an enum is written without quotes\n"},
        {list("string(2)", "in (\"abc\")"),
         "7:21 RS0521 a text of 3 characters does not fit a column of type string(2)\n"},
        {list("timestamp", "in (now)"),
         "7:21 RS0521 a bound of a column of type timestamp must be an instant of UTC in quotes, or a day\n"},
        {table("int32", "  partition by hash (k)\n  partition \"p\" default"),
         "7:17 RS0520 hashes have no rest: their partitions have all rows together\n"},
        {table("int32", "  partition by hash (k)\n  partition \"p\" modulus 0 remainder 0"),
         "7:17 RS0522 no row has the remainder 0 of 0\n"},
        {table("int32", "  partition by list (k)\n  partition by hash (k)"),
         "7:3 RS0516 a table is partitioned once\n"},
        {table("int32", "  partition by rang (k)"), "6:16 RS0515 tables are not partitioned by rang\n"},
        {table("int32", "  partition by range (j)"), "6:23 RS0505 table 'T' has no column 'j'\n"},
        {table("int32", "  partition \"p\" default"),
         "6:3 RS0517 table 'T' has a partition and is not partitioned\n"},
        {table("int32", "  partition by range (k)\n  partition \"t\" default"),
         "7:3 RS0313 table 'T' and a partition of 'T' are both called 't' in the database\n"},
    });
}

TEST_CASE("partitions with rows in common are reported as far as that can be seen") {
    const auto two = [](const std::string& type, const std::string& by, const std::string& one,
                        const std::string& other) {
        return table(type, "  partition by " + by + " (k)\n  partition \"p\" " + one +
                               "\n  partition \"q\" " + other);
    };
    const std::string common = "8:3 RS0523 'p' and 'q' would have rows in common\n";
    check_told({
        {two("int64", "range", "from 0 to 10", "from 10 to 20"), ""},
        {two("int64", "range", "from 0 to 10", "from 9 to 20"), common},
        {two("int64", "range", "from 9 to 20", "from -5 to 10"), common},
        {two("int64", "range", "from 0 to maxvalue", "from 10 to 11"), common},
        {two("decimal(4, 1)", "range", "from -20 to -3", "from -3.5 to 0"), common},
        {two("decimal(4, 1)", "range", "from -20 to -3.5", "from -3.5 to 0"), ""},
        {two("date", "range", "from \"2026-01-01\" to \"2026-12-31\"",
             "from \"2026-12-30\" to \"2027-01-01\""),
         common},
        {two("E", "range", "from a to c", "from b to maxvalue"), common},
        {two("string", "range", "from \"a\" to \"m\"", "from \"b\" to \"z\""),
         ""}, // the database's order decides
        {two("string", "range", "from \"a\" to \"m\"", "from \"a\" to \"z\""), common},
        {two("int64", "range", "default", "default"), "8:3 RS0523 'p' and 'q' would both have the rest\n"},
        {two("int64", "list", "in (1, 2)", "in (3, 02)"), "8:3 RS0523 'p' and 'q' would both have '2'\n"},
        {two("int64", "list", "in (1, 1)", "in (2)"), ""},
        {two("int64", "hash", "modulus 2 remainder 0", "modulus 4 remainder 3"), ""},
        {two("int64", "hash", "modulus 4 remainder 2", "modulus 2 remainder 0"), common},
        {two("int64", "hash", "modulus 2 remainder 0", "modulus 2 remainder 0"), common},
        {two("int64", "hash", "modulus 2 remainder 0", "modulus 3 remainder 1"),
         "8:3 RS0523 'p' and 'q' have moduli of which the less is no factor of the greater\n"},
    });
}
