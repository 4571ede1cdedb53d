// SQL per database, names in the database, computed columns, types of one's own, indexes, naming rules.

#include "parsed.hpp"
#include "syntax/lexer.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace rowsmith;
using namespace rowsmith::syntax;

TEST_CASE("SQL is read for all databases and for each its own", "[parser]") {
    const std::vector<Row> rows{
        // columns
        {"a: T check \"x\"", "a: T check \"x\""},
        {"a: T check sqlite \"x\" postgres \"y\"", "a: T check sqlite \"x\" postgres \"y\""},
        {"a: T check \"x\" postgres \"y\"", "a: T check \"x\" postgres \"y\""},
        {"a: T check sqlite none postgres \"y\"", "a: T check sqlite none postgres \"y\""},
        {"a: T check \"x\" sqlite none", "a: T check \"x\" sqlite none"},
        {"a: T check sqlite \"x\" sqlite \"y\"", "a: T check sqlite \"x\" sqlite \"y\""},
        {"a: T check \"x\" postgres \"y\" as \"A\" unique",
         "a: T check \"x\" postgres \"y\" as \"A\" unique"},
        {"a: T check \"x\" as \"A\"", "a: T check \"x\" as \"A\""},
        {"a: T = sql sqlite \"x\" postgres \"y\" unique", "a: T = sql sqlite \"x\" postgres \"y\" unique"},
        {"a: T = sql \"x\" sqlite none check \"z\"", "a: T = sql \"x\" sqlite none check \"z\""},
        // `sql` and `none` are names too
        {"a: T = sql unique", "a: T = word sql unique"},
        {"a: T = sql as \"A\"", "a: T = word sql as \"A\""},
        {"a: T = sql check \"x\"", "a: T = word sql check \"x\""},
        {"a: T = none check \"x\" sqlite none", "a: T = word none check \"x\" sqlite none"},
        // tables
        {"check \"x\"", "check \"x\""},
        {"check positive \"x\"", "check positive \"x\""},
        {"check sqlite \"x\" postgres \"y\"", "check sqlite \"x\" postgres \"y\""},
        {"check \"x\" postgres \"y\"", "check \"x\" postgres \"y\""},
        {"check sqlite none postgres \"y\"", "check sqlite none postgres \"y\""},
        {"check positive sqlite \"x\" postgres \"y\"", "check positive sqlite \"x\" postgres \"y\""},
        {"check positive sqlite none postgres \"y\"", "check positive sqlite none postgres \"y\""},
        {"check none \"x\"", "check none \"x\""},
        {"check as \"x\"", "check as \"x\""},
    };
    check_members(rows);
}

TEST_CASE("a single word before a single text names the check", "[parser]") {
    const auto check = [](const std::string& text) {
        const File file = parsed("namespace n\ntable T {\n  " + text + "\n}").file;
        return std::get<TableCheck>(std::get<Table>(file.declarations.at(0)).members.at(0));
    };
    CHECK(check("check positive \"x\"").name.value().text == "positive");
    CHECK(check("check positive \"x\"").condition.common.value().value == "x");
    CHECK_FALSE(check("check sqlite \"x\" postgres \"y\"").name);
    CHECK(check("check sqlite \"x\" postgres \"y\"").condition.dialects.size() == 2);
    CHECK(check("check positive sqlite \"x\"").name.value().text == "positive");
    CHECK(check("check positive sqlite \"x\"").condition.dialects.size() == 1);
    CHECK_FALSE(check("check sqlite none").name);
}

TEST_CASE("attributes of columns are read", "[parser]") {
    const std::vector<Row> rows{
        {"a: T computed \"b + c\"", "a: T computed \"b + c\""},
        {"a: T computed \"b + c\" stored unique", "a: T computed \"b + c\" stored unique"},
        {"a: T computed \"b + c\" virtual", "a: T computed \"b + c\" virtual"},
        {"a: T computed \"b\" postgres \"c\" stored", "a: T computed \"b\" postgres \"c\" stored"},
        {"a: T computed sqlite \"b\" postgres \"c\" unique",
         "a: T computed sqlite \"b\" postgres \"c\" unique"},
        {"a: T computed \"b\" as \"A\"", "a: T computed \"b\" as \"A\""},
        {"a: int32 version", "a: int32 version"},
        {"a: bytes? deferred readonly", "a: bytes? deferred readonly"},
        {"version: int32 version", "version: int32 version"},
        {"computed: T computed \"b\"", "computed: T computed \"b\""},
        {"a: T as \"A\" as cpp \"B\" as postgres \"c\"", "a: T as \"A\" as cpp \"B\" as postgres \"c\""},
        {"a: T as cpp \"b::C\" header \"b/c.hpp\" unique", "a: T as cpp \"b::C\" header \"b/c.hpp\" unique"},
        {"a: T as cpp \"b::C\"", "a: T as cpp \"b::C\""},
        {"a: T as sqlite \"TEXT\" as postgres \"citext\"", "a: T as sqlite \"TEXT\" as postgres \"citext\""},
        {"a: T as postgres \"x\" as postgres \"y\"", "a: T as postgres \"x\" as postgres \"y\""},
        {"a: T renamed from \"b\" as \"A\"", "a: T renamed from \"b\" as \"A\""},
        {"a: User? on delete set null renamed from \"b\"", "a: User? on delete set null renamed from \"b\""},
        {"renamed: T renamed from \"from\"", "renamed: T renamed from \"from\""},
    };
    check_members(rows);
}

TEST_CASE("indexes and keys are read", "[parser]") {
    const std::vector<Row> rows{
        {"index (a, lower(b), coalesce(a, b) desc)", "index (a, lower(b), coalesce(a, b) desc)"},
        {"index (random(), now() asc)", "index (random(), now())"},
        {"index (\"a || b\")", "index (\"a || b\")"},
        {"index (\"a || b\" desc, c)", "index (\"a || b\" desc, c)"},
        {"index (sqlite \"x\" postgres \"y\" desc, \"z\" postgres \"w\")",
         "index (sqlite \"x\" postgres \"y\" desc, \"z\" postgres \"w\")"},
        {"index (sqlite none postgres \"y\", none)", "index (sqlite none postgres \"y\", none)"},
        {"index lower (lower(lower))", "index lower (lower(lower))"},
        {"index (\n    a,\n    lower(\n      b\n    ) desc,\n    sqlite \"x\"\n    postgres \"y\"\n  ) "
         "unique",
         "index (a, lower(b) desc, sqlite \"x\" postgres \"y\") unique"},
        {"index (\n    unique,\n    check desc,\n    index\n  )", "index (unique, check desc, index)"},
        {"index (a) where \"a > 0\"", "index (a) where \"a > 0\""},
        {"index i (a) renamed from \"j\" as \"i\" where \"a > 0\" unique",
         "index i (a) unique where \"a > 0\" as \"i\" renamed from \"j\""},
        {"index (a) unique where sqlite \"x\" postgres none as \"i\"",
         "index (a) unique where sqlite \"x\" postgres none as \"i\""},
        {"index (a) where \"x\" postgres \"y\" unique", "index (a) unique where \"x\" postgres \"y\""},
        {"index where (where) where \"where\"", "index where (where) where \"where\""},
        {"unique u (a) renamed from \"v\" as \"u\"", "unique u (a) as \"u\" renamed from \"v\""},
        {"index (a) using gin", "index (a) using gin"},
        {"index (a) where sqlite \"x\" postgres \"y\" using hash as \"i\"",
         "index (a) using hash where sqlite \"x\" postgres \"y\" as \"i\""},
        {"index using (using) using using", "index using (using) using using"},
        {"index (a ops b desc, lower(c) ops d, sqlite \"x\" postgres \"y\" ops e, ops)",
         "index (a ops b desc, lower(c) ops d, sqlite \"x\" postgres \"y\" ops e, ops)"},
    };
    check_members(rows);
}

TEST_CASE("partitions are read", "[parser]") {
    const std::vector<Row> rows{
        {"partition by range (a)", "partition by range (a)"},
        {"partition by hash (a, b)", "partition by hash (a, b)"},
        {"partition \"p\" from \"a\" to \"b\"", "partition \"p\" from (text \"a\") to (text \"b\")"},
        {"partition \"p\" from (a, 1) to (b, maxvalue)",
         "partition \"p\" from (word a, number 1) to (word b, word maxvalue)"},
        {"partition \"p\" from minvalue to -5", "partition \"p\" from (word minvalue) to (number -5)"},
        {"partition \"p\" in (a, \"b\",\n  3)", "partition \"p\" in (word a, text \"b\", number 3)"},
        {"partition \"p\" modulus 4 remainder 0", "partition \"p\" modulus 4 remainder 0"},
        {"partition \"p\" default", "partition \"p\" default"},
        {"partition: int32", "partition: int32"},
    };
    check_members(rows);
}

TEST_CASE("what is missing in an index or a partition is said", "[parser]") {
    const std::vector<Row> rows{
        {"partition p default",
         "3:13 RS0238 expected 'by' or a name in quotes after 'partition', found 'p'\n"},
        {"partition by (a)", "3:16 RS0206 expected range, list or hash after 'partition by', found '('\n"},
        {"partition by range a", "3:22 RS0207 expected '(', found 'a'\n"},
        {"partition \"p\"", "3:16 RS0238 expected which rows the partition has, found the end of the line\n"},
        {"partition \"p\" from 1",
         "3:23 RS0238 expected 'to' after the first value, found the end of the line\n"},
        {"partition \"p\" from to 1", "3:25 RS0238 expected 'to' after the first value, found '1'\n"},
        {"partition \"p\" from = to 1", "3:22 RS0238 expected a value that bounds a partition, found '='\n"},
        {"partition \"p\" in a", "3:20 RS0207 expected '(', found 'a'\n"},
        {"partition \"p\" modulus 4",
         "3:26 RS0238 expected 'remainder' after the modulus, found the end of the line\n"},
        {"partition \"p\" default 1", "3:25 RS0207 expected the end of the line, found '1'\n"},
        {"unique (a) using hash",
         "3:14 RS0514 a unique key is a B-tree, which alone sees to it that values differ\n"},
        {"index (a gin_trgm_ops)", "3:12 RS0207 expected ',' or ')', found 'gin_trgm_ops'\n"},
        {"index (a ops \"x\")", "3:16 RS0206 expected an operator class after 'ops', found a string\n"},
        {"index (a) using", "3:18 RS0206 expected an index method after 'using', found the end of the line\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parsed("namespace n\ntable T {\n  " + row.text + "\n  last: int32\n}\n").reports ==
              row.expected);
    }
}

TEST_CASE("heads of declarations are read in any order", "[parser]") {
    const std::vector<Row> rows{
        {"table T : M as \"t\" renamed from \"u\" methods \"t.hpp\" { }",
         "table T : M as \"t\" renamed from \"u\" methods \"t.hpp\"\n"},
        {"table T methods \"t.hpp\" renamed from \"u\" as \"t\" : M { }",
         "table T : M as \"t\" renamed from \"u\" methods \"t.hpp\"\n"},
        {"table methods methods \"t.hpp\" { }", "table methods methods \"t.hpp\"\n"},
        {"table T in \"s\" as \"t\" { }", "table T as \"t\" in \"s\"\n"},
        {"table in in \"s\" { in: int32 }", "table in in \"s\"\n  in: int32\n"},
        {"enum E in \"s\" { in }", "enum E in \"s\"\n  in\n"},
        {"sequence s in \"t\"\nsequence u as \"v\" in \"t\" { start 2 }",
         "sequence s in \"t\"\nsequence u as \"v\" in \"t\"\n  start 2\n"},
        {"enum E renamed from \"f\" as \"e\" { a renamed from \"b\", c as \"C\" renamed from \"d\" }",
         "enum E as \"e\" renamed from \"f\"\n  a renamed from \"b\"\n  c as \"C\" renamed from \"d\"\n"},
        {"enum E {\n  table renamed from \"t\"\n  naming\n  renamed\n  from\n}",
         "enum E\n  table renamed from \"t\"\n  naming\n  renamed\n  from\n"},
        {"sequence s renamed from \"r\"", "sequence s renamed from \"r\"\n"},
        {"sequence s renamed from \"r\" { start 2 }", "sequence s renamed from \"r\"\n  start 2\n"},
        {"table renamed { renamed: int32 }", "table renamed\n  renamed: int32\n"},
        {"view V as \"v\" in \"s\" {\n  sql \"select 1 as a\"\n  a: int32\n}",
         "view V as \"v\" in \"s\"\n  sql \"select 1 as a\"\n  a: int32\n"},
        {"view view {\n  view: int32\n  sql: string\n  sql sqlite none postgres \"x\"\n}",
         "view view\n  view: int32\n  sql: string\n  sql sqlite none postgres \"x\"\n"},
        {"enum E {\n  view\n  sql\n}\nview V {\n  a: E\n  primary (a)\n}",
         "enum E\n  view\n  sql\nview V\n  a: E\n  primary (a)\n"},
        {"enum E {\n  a\n}\ntable renamed renamed from \"r\" { }",
         "enum E\n  a\ntable renamed renamed from \"r\"\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text);
        CHECK(result.reports.empty());
        CHECK(result.tree == "namespace (n)\n" + row.expected);
    }
}

TEST_CASE("naming rules are read", "[parser]") {
    const std::vector<Row> rows{
        {"naming { table snake_plural, column snake }", "naming (table snake_plural, column snake)\n"},
        {"naming { schema \"s\", column snake }", "naming (column snake schema \"s\")\n"},
        {"naming {\n  table snake_plural\n  enum snake,\n  sequence snake\n  column same\n}",
         "naming (table snake_plural, enum snake, sequence snake, column same)\n"},
        {"naming\n{\n  table snake\n}", "naming (table snake)\n"},
        {"naming { }", "naming ()\n"},
        {"import \"a\"\nnaming { table snake }\nenum E { a }",
         "import \"a\"\nnaming (table snake)\nenum E\n  a\n"},
        {"naming { table a, table b }", "naming (table a, table b)\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text);
        CHECK(result.reports.empty());
        CHECK(result.tree == "namespace (n)\n" + row.expected);
    }
}

TEST_CASE("a mistake in one of these forms gives one report, and the next line is read", "[parser]") {
    const std::vector<Row> rows{
        // SQL
        {"a: T check positive", "3:14 RS0221 expected a condition in quotes, found 'positive'"},
        {"a: T check none", "3:14 RS0221 expected a condition in quotes, found 'none'"},
        {"a: T check as \"x\"", "3:14 RS0221 expected a condition in quotes, found 'as'"},
        {"a: T check sqlite \"x\" postgres",
         "3:33 RS0221 expected SQL in quotes or 'none' after 'postgres', found the end of the line"},
        {"a: T check sqlite \"x\" postgres lower(a)",
         "3:34 RS0221 expected SQL in quotes or 'none' after 'postgres', found 'lower'"},
        {"a: T check \"x\" foo", "3:18 RS0211 unknown attribute 'foo'"},
        {"a: T check \"x\" comptued \"y\"", "3:18 RS0211 unknown attribute 'comptued'"},
        {"a: T check \"x\" default \"y\"", "3:18 RS0211 unknown attribute 'default'"},
        {"a: T check \"x\" \"y\"",
         "3:18 RS0207 expected an attribute or the end of the line, found a string"},
        {"a: T = sql sqlite", "3:14 RS0221 expected SQL in quotes after 'sql', found 'sqlite'"},
        {"check sqlite \"x\" postgres", "3:20 RS0207 expected the end of the line, found 'postgres'"},
        {"check positive", "3:17 RS0221 expected a condition in quotes, found the end of the line"},
        {"check sqlite postgres", "3:16 RS0221 expected a condition in quotes, found 'postgres'"},
        // computed columns
        {"a: T computd \"b\"", "3:8 RS0211 unknown attribute 'computd'"},
        {"a: T defered", "3:8 RS0211 unknown attribute 'defered'"},
        {"a: T read_only", "3:8 RS0211 unknown attribute 'read_only'"},
        {"a: T computed",
         "3:16 RS0221 expected an expression in quotes after 'computed', found the end of the line"},
        {"a: T computed stored \"b\"",
         "3:17 RS0221 expected an expression in quotes after 'computed', found 'stored'"},
        {"a: T computed \"b\" virtul", "3:21 RS0211 unknown attribute 'virtul'"},
        {"a: T computed \"b\" persisted", "3:21 RS0211 unknown attribute 'persisted'"},
        {"a: T stored", "3:8 RS0232 'stored' does not follow 'computed \"...\"'"},
        {"a: T virtual unique", "3:8 RS0232 'virtual' does not follow 'computed \"...\"'"},
        {"a: T computed \"b\" stored virtual", "3:28 RS0232 'virtual' does not follow 'computed \"...\"'"},
        {"a: T computed \"b\" computed \"c\"", "3:21 RS0212 'computed' is given twice"},
        {"a: T version deferred version", "3:25 RS0212 'version' is given twice"},
        // types
        {"a: T as cpp Money", "3:15 RS0221 expected the C++ type in quotes after 'as cpp', found 'Money'"},
        {"a: T as cpp \"M\" header",
         "3:25 RS0221 expected the header's name in quotes after 'header', found the end "
         "of the line"},
        {"a: T as cpp \"M\" header money.hpp",
         "3:26 RS0221 expected the header's name in quotes after 'header', found 'money'"},
        {"a: T as cpp",
         "3:14 RS0221 expected the C++ type in quotes after 'as cpp', found the end of the line"},
        {"a: T header \"m.hpp\"", "3:8 RS0233 'header' does not follow 'as cpp \"...\"'"},
        {"a: T as \"M\" header \"m.hpp\" unique", "3:15 RS0233 'header' does not follow 'as cpp \"...\"'"},
        {"a: T as cpp \"M\" as cpp \"N\"", "3:19 RS0212 'as cpp' is given twice"},
        {"a: T as postgres citext",
         "3:20 RS0221 expected the type in quotes after 'as postgres', found 'citext'"},
        {"a: T as users unique",
         "3:11 RS0221 expected the database's name in quotes after 'as', found 'users'"},
        // old names
        {"a: T renamed \"b\" unique", "3:16 RS0229 expected 'from' after 'renamed', found a string"},
        {"a: T renamed to \"b\"", "3:16 RS0229 expected 'from' after 'renamed', found 'to'"},
        {"a: T renamed b", "3:16 RS0229 expected 'from' after 'renamed', found 'b'"},
        {"a: T renamed", "3:15 RS0229 expected 'from' after 'renamed', found the end of the line"},
        {"a: T renamed from",
         "3:20 RS0221 expected the old name in quotes after 'renamed from', found the end of "
         "the line"},
        {"a: T renamed from b",
         "3:21 RS0221 expected the old name in quotes after 'renamed from', found 'b'"},
        {"a: T rename from \"b\"", "3:8 RS0211 unknown attribute 'rename'"},
        {"a: T renamed from \"b\" renamed from \"c\"", "3:25 RS0212 'renamed from' is given twice"},
        {"index (a) renamed from \"b\" renamed from \"c\"", "3:30 RS0212 'renamed from' is given twice"},
        {"unique (a) renamed \"b\" as \"c\"", "3:22 RS0229 expected 'from' after 'renamed', found a string"},
        // indexes
        {"index (5)", "3:10 RS0230 expected a column, a call or SQL in quotes, found '5'"},
        {"index (a, 2, b) unique", "3:13 RS0230 expected a column, a call or SQL in quotes, found '2'"},
        {"index (\n    1,\n    b,\n    lower(c)\n  ) unique",
         "4:5 RS0230 expected a column, a call or SQL in quotes, found '1'"},
        {"index (a,)", "3:12 RS0206 expected a column, a call or SQL in quotes, found ')'"},
        {"index (lower(5), b)", "3:16 RS0231 expected a column in 'lower(...)', found '5'"},
        {"index (lower(\"a\"))", "3:16 RS0231 expected a column in 'lower(...)', found a string"},
        {"index (lower(trim(a)), b)",
         "3:16 RS0231 expected a column in 'lower(...)', found a call of 'trim'"},
        {"index (\n    lower(trim(\n      a\n    )),\n    b\n  )",
         "4:11 RS0231 expected a column in 'lower(...)', found a call of 'trim'"},
        {"index (lower(b", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (lower(b, c", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (lower(b,", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (lower(", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (lower(b)", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (\"x\"", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (sqlite \"x\"", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (sqlite \"x\" postgres)",
         "3:29 RS0221 expected SQL in quotes or 'none' after 'postgres', found ')'"},
        {"index (lower(a) nulls)", "3:19 RS0207 expected ',' or ')', found 'nulls'"},
        {"index (a) where",
         "3:18 RS0221 expected a condition in quotes after 'where', found the end of the line"},
        {"index (a) where a > 0", "3:19 RS0221 expected a condition in quotes after 'where', found 'a'"},
        {"index (a) where \"x\" where \"y\"", "3:23 RS0212 'where' is given twice"},
        {"index (a) wher \"x\"", "3:13 RS0207 expected the end of the line, found 'wher'"},
        {"unique (a) where \"x\"", "3:14 RS0234 a unique key has no condition"},
        {"unique (a) where \"x\" as \"u\"", "3:14 RS0234 a unique key has no condition"},
        // lists on several lines
        {"primary (\n    a,\n    5,\n    b\n  )", "5:5 RS0206 expected a column's name, found '5'"},
        {"a: decimal(\n    x,\n    2\n  )", "4:5 RS0226 expected a number in 'decimal(...)', found 'x'"},
        {"a: T via (\n    b,\n    \"c\"\n  ) inverse d",
         "5:5 RS0206 expected a column's name, found a string"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result =
            parsed("namespace n\ntable T {\n  " + row.text + "\n  last: int32\n}\nenum E { e }");
        CHECK(result.reports == row.expected + '\n');
        CHECK(result.tree.ends_with("  last: int32\nenum E\n  e\n"));
    }
}

TEST_CASE("a mistake in a head or a naming rule gives one report, and the next declaration is read",
          "[parser]") {
    const std::vector<Row> rows{
        {"table T renamed \"u\" { }", "2:17 RS0229 expected 'from' after 'renamed', found a string"},
        {"table T rename from \"u\" { }", "2:9 RS0207 expected '{', found 'rename'"},
        {"table T renamed from \"u\" renamed from \"v\" { }", "2:26 RS0224 'renamed from' is given twice"},
        {"table T methods { }", "2:17 RS0221 expected a header's name in quotes after 'methods', found '{'"},
        {"table T methods t.hpp { }",
         "2:17 RS0221 expected a header's name in quotes after 'methods', found 't'"},
        {"table T methods \"a\" methods \"b\" { }", "2:21 RS0224 'methods' is given twice"},
        {"table T method \"a\" { }", "2:9 RS0207 expected '{', found 'method'"},
        {"enum X methods \"x\" { a }", "2:8 RS0207 expected '{', found 'methods'"},
        {"enum X { a renamed \"b\", c }", "2:20 RS0229 expected 'from' after 'renamed', found a string"},
        {"enum X { a rename from \"b\", c }",
         "2:12 RS0207 expected ',', '}' or a new line after an enum's value, found 'rename'"},
        {"sequence s renamed from { start 1 }",
         "2:25 RS0221 expected the old name in quotes after 'renamed from', found '{'"},
        // naming
        {"naming table snake", "2:8 RS0207 expected '{', found 'table'"},
        {"naming { table }", "2:16 RS0206 expected a style after 'table', found '}'"},
        {"naming { table: snake, column same }", "2:15 RS0206 expected a style after 'table', found ':'"},
        {"naming {\n  table = snake\n  column same\n}",
         "3:9 RS0206 expected a style after 'table', found '='"},
        {"naming {\n  table\n    snake\n  column same\n}",
         "3:8 RS0206 expected a style after 'table', found the end of the line\n"
         "4:10 RS0206 expected a style after 'snake', found the end of the line"},
        {"naming { \"table\" snake }", "2:10 RS0206 expected a naming rule, found a string"},
        {"naming { table snake column same }",
         "2:22 RS0207 expected ',', '}' or a new line after a naming rule, found 'column'"},
        {"naming { table snake; column same }",
         "2:21 RS0207 expected ',', '}' or a new line after a naming rule, found ';'"},
        {"naming { table snake } enum X { a }",
         "2:24 RS0220 expected a new line after the naming rules, found 'enum'"},
        {"naming {\n  table snake",
         "4:1 RS0218 the block of naming rules is not closed before the next declaration"},
        {"naming { table snake }\nnaming { column same }",
         "3:1 RS0235 the file has a second block of naming rules"},
        {"naming { table snake }\nimport \"a\"\nimport \"b\"",
         "2:1 RS0236 the naming rules come before an import"},
        {"sequence s\nnaming { table snake }", "3:1 RS0236 the naming rules come after a declaration"},
        {"sequence s\nnaming { table snake }\nimport \"a\"",
         "3:1 RS0236 the naming rules come after a declaration\n4:1 RS0204 the import comes after a "
         "declaration"},
        {"table T {\n  a: int64\nnaming { table snake }",
         "4:1 RS0218 table 'T' is not closed before the next declaration\n"
         "4:1 RS0236 the naming rules come after a declaration"},
        {"nameing { table snake }", "2:1 RS0205 expected a declaration, found 'nameing'"},
        // not in the language
        {"function top(n: int32) -> many \"select 1\"", "2:1 RS0205 expected a declaration, found 'function'"},
        {"view Active as \"select 1\"", "2:26 RS0207 expected '{', found the end of the line"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text + "\nenum E { e }\n");
        CHECK(result.reports == row.expected + '\n');
        CHECK(result.tree.ends_with("enum E\n  e\n"));
    }
    CHECK(parsed("naming { table snake }\nnamespace n").reports ==
          "2:1 RS0203 the namespace does not come first\n");
}

TEST_CASE("mistakes after the first one are found too", "[parser]") {
    CHECK(parsed("namespace n\ntable T {\n"
                 "  a: T stored header \"x\" renamed \"b\" primry\n"
                 "  unique (a) where \"x\" wher \"y\"\n"
                 "  index (\n    5,\n    b\n  )\n"
                 "  b: T as cpp Money\n"
                 "}\n")
              .reports == "3:8 RS0232 'stored' does not follow 'computed \"...\"'\n"
                          "3:15 RS0233 'header' does not follow 'as cpp \"...\"'\n"
                          "3:34 RS0229 expected 'from' after 'renamed', found a string\n"
                          "3:38 RS0211 unknown attribute 'primry'\n"
                          "4:14 RS0234 a unique key has no condition\n"
                          "4:24 RS0207 expected the end of the line, found 'wher'\n"
                          "6:5 RS0230 expected a column, a call or SQL in quotes, found '5'\n"
                          "9:15 RS0221 expected the C++ type in quotes after 'as cpp', found 'Money'\n");
}

TEST_CASE("what a mistake does not touch is kept", "[parser]") {
    const std::vector<Row> rows{
        {"a: T renamed \"b\" unique", "a: T renamed from \"b\" unique"},
        {"a: T renamed to \"b\" unique", "a: T renamed from \"b\" unique"},
        {"a: T stored unique", "a: T unique"},
        {"a: T header \"x\" unique", "a: T unique"},
        {"unique (a) where \"x\" as \"u\"", "unique (a) as \"u\""},
        {"index (a) where \"x\" where \"y\" unique", "index (a) unique where \"x\""},
        {"index (a) as \"x\" as \"y\"", "index (a) as \"x\""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\ntable T {\n  " + row.text + "\n}\n");
        CHECK(result.count == 1);
        CHECK(result.tree == "namespace (n)\ntable T\n  " + row.expected + '\n');
    }
}

TEST_CASE("reports suggest the word that was meant", "[parser]") {
    const std::string head = "namespace n\ntable T {\n  ";
    const std::vector<Row> rows{
        {head + "a: T computd \"b\"", "did you mean `computed`?"},
        {head + "a: T defered", "did you mean `deferred`?"},
        {head + "a: T read_only", "did you mean `readonly`?"},
        {head + "a: T verson", "did you mean `version`?"},
        {head + "a: T rename from \"b\"", "did you mean `renamed`?"},
        {head + "a: T renamed \"b\"", "an old name is written `renamed from \"old_name\"`"},
        {head + "a: T generated", "a computed column is written `computed \"...\" stored`"},
        {head + "a: T stored", "write `computed \"price * amount\" stored`"},
        {head + "index (a) wher \"b\"", "did you mean `where`?"},
        {head + "index (a) renmed from \"b\"", "did you mean `renamed`?"},
        {"namespace n\ntable T method \"a\" { }", "did you mean `methods`?"},
        {"namespace n\nenum T rename from \"a\" { b }", "did you mean `renamed`?"},
        {"namespace n\nenum T { b rename from \"a\" }", "did you mean `renamed`?"},
        {"namespace n\nnameing { table snake }", "did you mean `naming`?"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(help_for(row.text) == row.expected);
    }
}

TEST_CASE("places cover the SQL, the parts and the rules that they name", "[parser]") {
    const Source source{"a.rows",
                        "namespace n\n"
                        "naming { table snake }\n"
                        "table T renamed from \"u\" methods \"t.hpp\" {\n"
                        "  a: T check sqlite \"x\" postgres none unique as cpp \"M\" header \"m\"\n"
                        "  index (lower( a ) desc, sqlite \"x\" postgres \"y\" desc) where \"z\" as \"i\"\n"
                        "  check positive \"x\"\n"
                        "}\n"};
    Diagnostics diagnostics;
    const File file = parse(source, 3, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    const auto text = [&source](Span span) {
        CHECK(span.file == 3);
        return std::string{text_at(source, span)};
    };
    CHECK(text(file.naming.value().span) == "naming { table snake }");
    CHECK(text(file.naming.value().rules.at(0).style.span) == "snake");
    const Table& table = std::get<Table>(file.declarations.at(0));
    CHECK(text(table.db.renamed.value().span) == "\"u\"");
    CHECK(text(table.methods.value().span) == "\"t.hpp\"");
    const Field& field = std::get<Field>(table.members.at(0));
    CHECK(text(std::get<Check>(field.attributes.at(0).value).condition.span) == "sqlite \"x\" postgres none");
    CHECK(text(field.attributes.at(2).span) == "as cpp \"M\" header \"m\"");
    const Index& index = std::get<Index>(table.members.at(1));
    CHECK(text(index.parts.at(0).span) == "lower( a )");
    CHECK(text(index.parts.at(1).span) == "sqlite \"x\" postgres \"y\"");
    CHECK(text(index.where.value().span) == "\"z\"");
    CHECK(text(index.span).ends_with("as \"i\""));
    const TableCheck& check = std::get<TableCheck>(table.members.at(2));
    CHECK(text(check.name.value().span) == "positive");
    CHECK(text(check.condition.span) == "\"x\"");
}
