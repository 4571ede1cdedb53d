// The layout of schema files. What must hold for every layout is in format_random_test.cpp.

#include "format_checks.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::syntax;

namespace {

struct Row {
    std::string text;
    std::string expected;
};

std::string formatted(const std::string& text) {
    Diagnostics diagnostics;
    return format(Source{"a.rows", text}, 0, diagnostics).value_or("errors");
}

/// Each row after a namespace; the result is a fixed point and has lost nothing.
void check_file_rows(const std::vector<Row>& rows) {
    const std::string head = "namespace a\n\n";
    for (const Row& row : rows) {
        const std::string text = head + row.text;
        INFO(text);
        CHECK(formatted(text) == head + row.expected);
        CHECK(objections_to_formatting(text) == "");
    }
}

/// Each row is the inside of a table.
void check_member_rows(const std::vector<Row>& rows) {
    std::vector<Row> files;
    for (const Row& row : rows)
        files.push_back({"table T {\n" + row.text + "\n}\n", "table T {\n  " + row.expected + "\n}\n"});
    check_file_rows(files);
}

const std::string three_names =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccccccccccccccc";
const std::string full_width = "enum E { " + three_names + " }"; // 100 columns

}

TEST_CASE("one space stands between tokens", "[format]") {
    check_member_rows({
        {"name:string(50)?unique=\"x\"check\"age >= 0\"",
         R"(name: string(50)? unique = "x" check "age >= 0")"},
        {"  name   :  string ( 50 )  ?", "name: string(50)?"},
        {"\tid:\tint64\tprimary", "id: int64 primary"},
        {"price:decimal( 12 ,2 )=-0.5", "price: decimal(12, 2) = -0.5"},
        {"tags: Tag [ ]through PostTag   inverse posts", "tags: Tag[] through PostTag inverse posts"},
        {"names: string(20) [] ?", "names: string(20)[]?"},
        {"tags: Tag[] through\"post_tags\"(post_id,tag_id)",
         R"(tags: Tag[] through "post_tags" (post_id, tag_id))"},
        {"line: Line via(order_id,line_no)on delete  set   null",
         "line: Line via (order_id, line_no) on delete set null"},
        {"at: timestamp=now ( )", "at: timestamp = now()"},
        {"id: int64 = next (ids)", "id: int64 = next(ids)"},
        {"made: string = sql\"lower('A')\"", "made: string = sql \"lower('A')\""},
        {"index(name,created_at   desc)", "index (name, created_at desc)"},
        {"index by_name(name)unique as\"ix\"", R"(index by_name (name) unique as "ix")"},
        {"primary(a,b)", "primary (a, b)"},
        {"unique  both(a,b)", "unique both (a, b)"},
        {"check positive\"a > 0\"", R"(check positive "a > 0")"},
        {"primary :int32", "primary: int32"},
        {"index(lower ( name ),\"a || b\"desc)where\"x > 0\"",
         "index (lower(name), \"a || b\" desc) where \"x > 0\""},
        {"check sqlite\"a\"postgres\"b\"", "check sqlite \"a\" postgres \"b\""},
        {"m: decimal(1,1)as cpp\"acme::Money\"header\"acme/money.hpp\"",
         "m: decimal(1, 1) as cpp \"acme::Money\" header \"acme/money.hpp\""},
        {"n: string computed\"a || b\"stored renamed from\"m\"",
         "n: string computed \"a || b\" stored renamed from \"m\""},
    });
    check_file_rows({
        {"table  User:Timestamps,Audited as\"users\"{\nid:int64\n}",
         "table User : Timestamps, Audited as \"users\" {\n  id: int64\n}\n"},
        {"table User as \"users\":Timestamps{\nid:int64\n}",
         "table User as \"users\" : Timestamps {\n  id: int64\n}\n"},
        {"enum E{pending,paid,shipped as\"sent\"}", "enum E { pending, paid, shipped as \"sent\" }\n"},
        {"sequence s{start 1000,increment 1}", "sequence s { start 1000, increment 1 }\n"},
        {"sequence s", "sequence s\n"},
        {"table T renamed from \"U\":A methods\"t.hpp\"{\nid:int64\n}",
         "table T renamed from \"U\" : A methods \"t.hpp\" {\n  id: int64\n}\n"},
    });
    CHECK(formatted("namespace  acme :: shop\nimport\"a.rows\"") ==
          "namespace acme::shop\nimport \"a.rows\"\n");
}

TEST_CASE("queries have one space between tokens, and a line for each part where they are broken",
          "[format]") {
    check_file_rows({
        {"query  a( x :int32 ,y:string ? )->many{ n:int64? , m : decimal( 1,1 ) }\"select 1\"",
         "query a(x: int32, y: string?) -> many { n: int64?, m: decimal(1, 1) } \"select 1\"\n"},
        {"query a->one from\"x.sql\"", "query a -> one from \"x.sql\"\n"},
        {"query a() -> one {\nn: int64,\nm: int64 }sqlite\"x\"",
         "query a() -> one {\n  n: int64\n  m: int64\n} sqlite \"x\"\n"},
        {"query a(x: int32, // c\n y: int32)->exec\"x\"",
         "query a(\n  x: int32, // c\n  y: int32\n) -> exec \"x\"\n"},
        {"query a -> one \"\"\"\n select 1\n   from t\n\"\"\"   postgres   none",
         "query a -> one \"\"\"\n select 1\n   from t\n\"\"\" postgres none\n"},
    });
}

TEST_CASE("texts stay as they are written", "[format]") {
    const std::string member = R"(a: string = "  a \"b\"\\\t\u{E9} // none, { ) ( as  ")";
    check_member_rows({{member, member}});
    const std::string lines = "a: string check \"\"\"\n a  =\t'\"'\n\n   or  a = 'b'\n\"\"\"";
    check_member_rows({{lines, lines}, {lines + "as\"b\"", lines + " as \"b\""}});
}

TEST_CASE("lines end the same way, and the file with one", "[format]") {
    CHECK(formatted("\xEF\xBB\xBFnamespace a\r\n\r\n\r\n// b  \r\n/// c \t\r\nsequence s\r\n\r\n") ==
          "namespace a\n\n// b\n/// c\nsequence s\n");
    CHECK(formatted("namespace a\r\ntable T {\r\n  check \"\"\"a >\r\n  0\"\"\"\r\n}\r\n") ==
          "namespace a\ntable T {\n  check \"\"\"a >\n  0\"\"\"\n}\n");
    CHECK(formatted("\n\n  namespace a") == "namespace a\n");
    CHECK(formatted("// first\n\n\nnamespace a // last") == "// first\n\nnamespace a // last\n");
}

TEST_CASE("empty lines group, and groups neither begin nor end a block", "[format]") {
    check_file_rows({
        {"enum A { a }\nenum B { b }\n\n\n\nenum C { c }\n\n\n",
         "enum A { a }\nenum B { b }\n\nenum C { c }\n"},
        {"table T\n\n{\n\n\na: int32\n \nb: int32\n\t\n\n// c\n\n}",
         "table T {\n  a: int32\n\n  b: int32\n\n  // c\n}\n"},
        {"table T { // note\n\n\na: int32\n}", "table T { // note\n  a: int32\n}\n"},
        {"table T {\n// note\n\na: int32\n}", "table T {\n  // note\n\n  a: int32\n}\n"},
        {"table T {\n\n}", "table T {}\n"},
        {"table T {\n}\n" + full_width, "table T {}\n" + full_width + "\n"},
    });
}

TEST_CASE("comments keep their places", "[format]") {
    check_file_rows({
        {"   // a\n/// b\n      //c\nsequence s    // d\n//  e",
         "// a\n/// b\n//c\nsequence s // d\n//  e\n"},
        {"table T {// a\n// b\nid: int64// c\n    // d\n}// e",
         "table T { // a\n  // b\n  id: int64 // c\n  // d\n} // e\n"},
        {"table T {\n/// doc\n      /// more\n  id: int64\n}",
         "table T {\n  /// doc\n  /// more\n  id: int64\n}\n"},
        {"table T {\n// only\n}", "table T {\n  // only\n}\n"},
        {"table T { // only\n}", "table T { // only\n}\n"},
        {"table T { id: int64 } // c", "table T { id: int64 } // c\n"},
        {"sequence s /// no documentation", "sequence s /// no documentation\n"},
    });
}

TEST_CASE("a brace stands behind its head", "[format]") {
    check_file_rows({
        {"table T\n{\nid: int64\n}", "table T {\n  id: int64\n}\n"},
        {"table T // note\n{\nid: int64\n}", "table T { // note\n  id: int64\n}\n"},
        {"enum E // note\n{ a, b }", "enum E { // note\n  a\n  b\n}\n"},
        {"table T\n  // note\n{\nid: int64\n}", "table T\n// note\n{\n  id: int64\n}\n"},
        {"table T // one\n{ // two\nid: int64\n}", "table T // one\n{ // two\n  id: int64\n}\n"},
        {"table T\n  /// of nothing\n{\nid: int64\n}", "table T\n/// of nothing\n{\n  id: int64\n}\n"},
    });
}

TEST_CASE("enums and sequences stay on one line, or have a line for each entry", "[format]") {
    check_file_rows({
        {"enum E { a, b, }", "enum E { a, b, }\n"},
        {"enum E {\na, b }", "enum E {\n  a\n  b\n}\n"},
        {"enum E { a,\n b, c // note\n d,\n\n/// doc\n e as \"f\",\n}",
         "enum E {\n  a\n  b\n  c // note\n  d\n\n  /// doc\n  e as \"f\"\n}\n"},
        {"enum E { a, // note\n b }", "enum E {\n  a // note\n  b\n}\n"},
        {"sequence s {\n start 1000, increment 1\ncache 50 }",
         "sequence s {\n  start 1000\n  increment 1\n  cache 50\n}\n"},
        {"naming{table snake_plural,column snake}", "naming { table snake_plural, column snake }\n"},
        {"naming { table snake_plural, // all\ncolumn snake }",
         "naming {\n  table snake_plural // all\n  column snake\n}\n"},
        {full_width, full_width + "\n"},
        {"enum Ee { " + three_names + " }",
         "enum Ee {\n  aaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  bbbbbbbbbbbbbbbbbbbbbbbbbbbb\n  "
         "ccccccccccccccccccccccccccccc\n}\n"},
    });
}

TEST_CASE("lists are joined where they fit", "[format]") {
    check_member_rows({
        {"index (\n  a,\n\n  b\n    desc\n)\n", "index (a, b desc)"},
        {"line: Line via (a\n, b) on delete cascade", "line: Line via (a, b) on delete cascade"},
        {"price: decimal(12,\n2)", "price: decimal(12, 2)"},
    });
}

TEST_CASE("lists that are too wide have a line for each entry, if they were broken", "[format]") {
    const std::string a(40, 'a');
    const std::string b(40, 'b');
    const std::string wide = "index by_all (" + a + ", " + b + ")";
    check_member_rows({
        {wide + " unique", wide + " unique"},
        {"index by_all (" + a + ",\n" + b + ") as \"ix\"",
         "index by_all (\n    " + a + ",\n    " + b + "\n  ) as \"ix\""},
        {"index by_all (\n" + a + ", " + b + ")", wide},
    });
}

TEST_CASE("lists with comments have a line for each entry", "[format]") {
    check_member_rows({
        {"index (a, // first\n b, c)", "index (\n    a, // first\n    b,\n    c\n  )"},
        {"index (\n// before\na // first\n, b) unique",
         "index (\n    // before\n    a, // first\n    b\n  ) unique"},
        {"index (a // cut\n desc, b)", "index (\n    a // cut\n      desc,\n    b\n  )"},
        {"index (a, b // last\n)", "index (\n    a,\n    b // last\n  )"},
        {"index (a, b\n// end\n) // after", "index (\n    a,\n    b\n    // end\n  ) // after"},
        {"index (a // one\n, // two\n b)", "index (\n    a // one\n    , // two\n    b\n  )"},
        {"index (a,\n\n// of b\n b\n)", "index (\n    a,\n\n    // of b\n    b\n  )"},
    });
}

TEST_CASE("a file with errors is not formatted", "[format]") {
    for (const std::string text : {"namespace a\ntable {", "table T { }",
                                   "namespace a\nsequence s { start 'x' }", "namespace a\n\xFF"}) {
        INFO(text);
        Diagnostics diagnostics;
        CHECK_FALSE(format(Source{"a.rows", text}, 0, diagnostics));
        CHECK(diagnostics.has_errors());
    }
}

TEST_CASE("names need not have a meaning, nor imports exist", "[format]") {
    CHECK(formatted("namespace a\nimport \"none.rows\"\ntable T { u:Unknown }") ==
          "namespace a\nimport \"none.rows\"\ntable T { u: Unknown }\n");
}

TEST_CASE("the sample comes out as expected", "[format]") {
    const std::string folder = ROWSMITH_SOURCE_DIR "/tests/generator/format/";
    const std::string text = text_of_file(folder + "sample.rows");
    CHECK(formatted(text) == text_of_file(folder + "sample.expected.rows"));
    CHECK(objections_to_formatting(text) == "");
}

TEST_CASE("every schema of the project keeps its contents", "[format]") {
    std::size_t schemas = 0;
    for (const std::string& path : schemas_of_the_project()) {
        INFO(path);
        const std::string text = text_of_file(path);
        if (!parses(text)) {
            CHECK(formatted(text) == "errors");
            continue;
        }
        CHECK(objections_to_formatting(text) == "");
        ++schemas;
    }
    CHECK(schemas > 50);
}
