#include "parsed.hpp"
#include "syntax/lexer.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::syntax;

namespace {

const std::string shop = R"(// schemas/shop.rows
namespace shop

enum OrderStatus { pending, paid, shipped, cancelled }

sequence user_id_seq { start 1000, increment 1, cache 50 }

/// A person who buys things.
table User as "users" {
  id:         int64 primary = next(user_id_seq)
  name:       string(50)
  email:      string(255)? unique
  age:        int32?               check "age >= 0"
  balance:    decimal(12, 2) = 0
  created_at: timestamp = now()

  index (name, created_at desc)
}

table Purchase as "purchases" {
  id:      int64 primary identity
  user:    User on delete cascade inverse purchases    // column user_id, foreign key
  product: string(50)
  status:  OrderStatus = pending
}
)";

}

TEST_CASE("the design's first page is read", "[parser]") {
    const Parsed result = parsed(shop);
    CHECK(result.reports.empty());
    CHECK(result.tree == R"(namespace (shop)
enum OrderStatus
  pending
  paid
  shipped
  cancelled
sequence user_id_seq
  start 1000
  increment 1
  cache 50
/// A person who buys things.
table User as "users"
  id: int64 primary = call next(user_id_seq)
  name: string(50)
  email: string(255)? unique
  age: int32? check "age >= 0"
  balance: decimal(12, 2) = number 0
  created_at: timestamp = call now()
  index (name, created_at desc)
table Purchase as "purchases"
  id: int64 primary identity
  user: User on delete cascade inverse purchases
  product: string(50)
  status: OrderStatus = word pending
)");
}

TEST_CASE("declarations are read", "[parser]") {
    const std::vector<Row> rows{
        {"", ""},
        {"import \"common.rows\"\nimport \"more/b.rows\"",
         "import \"common.rows\"\nimport \"more/b.rows\"\n"},
        // enums
        {"enum A { a, b, }", "enum A\n  a\n  b\n"},
        {"enum A as \"a_t\" {\n  a as \"A\"\n  b as \"B\", c\n}",
         "enum A as \"a_t\"\n  a as \"A\"\n  b as \"B\"\n  c\n"},
        {"enum A\n{\na\n}", "enum A\n  a\n"},
        {"enum A { }", "enum A\n"},
        {"enum A {\n  table as \"t\"\n  enum\n  import\n}", "enum A\n  table as \"t\"\n  enum\n  import\n"},
        // sequences
        {"sequence s", "sequence s\n"},
        {"sequence s\nenum A { a }", "sequence s\nenum A\n  a\n"},
        {"sequence s as \"S\" { start 5 }", "sequence s as \"S\"\n  start 5\n"},
        {"sequence s {\n  start -5\n  increment 2\n}", "sequence s\n  start -5\n  increment 2\n"},
        {"sequence s { start 1,\n cache 2, }", "sequence s\n  start 1\n  cache 2\n"},
        // mixins and tables
        {"mixin M { at: timestamp = now() }", "mixin M\n  at: timestamp = call now()\n"},
        {"table T { }", "table T\n"},
        {"table T : A, B as \"t\" { }", "table T : A, B as \"t\"\n"},
        {"table T as \"t\" : A { }", "table T : A as \"t\"\n"},
        {"table T\n{\n  a: int32 }", "table T\n  a: int32\n"},
        // keywords are names where no keyword can stand
        {"table table { table: int32\n  as: int32\n  index: int32\n  primary: int32 primary\n}",
         "table table\n  table: int32\n  as: int32\n  index: int32\n  primary: int32 primary\n"},
        // documentation
        {"/// one\n///  two\n///\n/// four\nenum A {\n  /// v\n  a\n  b\n}",
         "/// one\n two\n\nfour\nenum A\n  /// v\n  a\n  b\n"},
        {"/// m\nmixin M {\n  /// f\n  a: int32\n  /// i\n  index (a)\n}",
         "/// m\nmixin M\n  /// f\n  a: int32\n  /// i\n  index (a)\n"},
        {"/// s\nsequence s", "/// s\nsequence s\n"},
        {"enum A {\n  a\n  /// belongs to nothing\n}\n/// neither does this", "enum A\n  a\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text);
        CHECK(result.reports.empty());
        CHECK(result.tree == "namespace (n)\n" + row.expected);
    }
}

TEST_CASE("the namespace is read", "[parser]") {
    CHECK(parsed("namespace acme::shop").tree == "namespace (acme, shop)\n");
    CHECK(parsed("/// of the file\nnamespace a // comment\r\n").tree == "namespace (a)\n");
    CHECK(parsed("\xEF\xBB\xBFnamespace a").reports.empty());
}

TEST_CASE("members are read", "[parser]") {
    const std::vector<Row> rows{
        // types
        {"a: int64", "a: int64"},
        {"a: decimal(12, 2)?", "a: decimal(12, 2)?"},
        {"a: string[]?", "a: string[]?"},
        {"a: string(5)[]", "a: string(5)[]"},
        {"a: decimal(\n  12,\n  2\n)", "a: decimal(12, 2)"},
        // defaults
        {"a: T = 0", "a: T = number 0"},
        {"a: T = -1.5e3", "a: T = number -1.5e3"},
        {"a: T = +1", "a: T = number 1"},
        {"a: T = \"x\\n\"", "a: T = text \"x\n\""},
        {"a: T = true", "a: T = word true"},
        {"a: T = sql", "a: T = word sql"},
        {"a: T = sql \"1 + 1\"", "a: T = sql \"1 + 1\""},
        {"a: T = uuid()", "a: T = call uuid()"},
        {"a: T = next(s)", "a: T = call next(s)"},
        {"a: T = pending unique", "a: T = word pending unique"},
        // attributes, in the order written
        {"a: T unique primary identity deferrable", "a: T unique primary identity deferrable"},
        {"a: T check \"a > 0\" as \"A\"", "a: T check \"a > 0\" as \"A\""},
        {"a: T as \"A\" check \"a > 0\" = 1", "a: T as \"A\" check \"a > 0\" = number 1"},
        {"a: T inverse b via c", "a: T inverse b via (c)"},
        {"a: T via (b, c)", "a: T via (b, c)"},
        {"a: T? on delete set null on update cascade", "a: T? on delete set null on update cascade"},
        {"a: T on delete set default on update restrict", "a: T on delete set default on update restrict"},
        {"a: T[] through B", "a: T[] through B"},
        {"a: T[] through \"b\"", "a: T[] through \"b\""},
        {"a: T[] through \"b\" (c, d) inverse e", "a: T[] through \"b\" (c, d) inverse e"},
        {"a: T inverse via via inverse", "a: T inverse via via (inverse)"},
        // keys, indexes, checks
        {"primary (a, b)", "primary (a, b)"},
        {"unique (a)", "unique (a)"},
        {"unique by_a (a, b) as \"u\"", "unique by_a (a, b) as \"u\""},
        {"index (a)", "index (a)"},
        {"index by_a (a desc, b asc, c) unique as \"i\"", "index by_a (a desc, b, c) unique as \"i\""},
        {"index (a) as \"i\" unique", "index (a) unique as \"i\""},
        {"index (\n  a,\n  b desc\n) unique", "index (a, b desc) unique"},
        {"index (desc, asc desc)", "index (desc, asc desc)"},
        {"check \"a > 0\"", "check \"a > 0\""},
        {"check positive \"a > 0\"", "check positive \"a > 0\""},
    };
    check_members(rows);
}

TEST_CASE("one mistake in a member gives one report, and the next line is read", "[parser]") {
    const std::vector<Row> rows{
        {"name string(50)", "3:8 RS0208 expected ':' after 'name', found 'string'"},
        {"name", "3:7 RS0208 expected ':' after 'name', found the end of the line"},
        {"name = string", "3:8 RS0209 expected ':' and a type after 'name', found '='"},
        {"foreign key (a) references b (c)", "3:11 RS0208 expected ':' after 'foreign', found 'key'"},
        {"\"name\": string", "3:3 RS0206 expected a column, relation, key, index or check, found a string"},
        {"5: string", "3:3 RS0206 expected a column, relation, key, index or check, found '5'"},
        {": string", "3:3 RS0206 expected a column, relation, key, index or check, found ':'"},
        // types
        {"a:", "3:5 RS0210 expected a type after ':', found the end of the line"},
        {"a: \"int\"", "3:6 RS0210 expected a type after ':', found a string"},
        {"a: string(x)", "3:13 RS0226 expected a number in 'string(...)', found 'x'"},
        {"a: string()", "3:13 RS0226 expected a number in 'string(...)', found ')'"},
        {"a: decimal(12, 2", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"a: string[50]", "3:13 RS0207 expected ']', found '50'"},
        {"a: string?[]", "3:13 RS0228 the values of an array cannot be null"},
        {"a: string[][]", "3:14 RS0207 expected an attribute or the end of the line, found '['"},
        {"a: string??", "3:13 RS0207 expected an attribute or the end of the line, found '?'"},
        {"a: acme::User", "3:10 RS0207 expected an attribute or the end of the line, found '::'"},
        {"a: struct { b: int32\n  c: int32 }",
         "3:13 RS0207 expected an attribute or the end of the line, found '{'"},
        // attributes
        {"a: int64 primry", "3:12 RS0211 unknown attribute 'primry'"},
        {"a: int64 not null default 0", "3:12 RS0211 unknown attribute 'not'"},
        {"a: int64 5", "3:12 RS0207 expected an attribute or the end of the line, found '5'"},
        {"a: int64 primary unique primary", "3:27 RS0212 'primary' is given twice"},
        {"a: int64 = 1 = 2", "3:16 RS0212 a default is given twice"},
        {"a: T on delete cascade on update cascade on delete restrict",
         "3:44 RS0212 'on delete' is given twice"},
        {"a: T[] through A through \"b\"", "3:20 RS0212 'through' is given twice"},
        {"a: int64 =", "3:13 RS0213 expected a value after '=', found the end of the line"},
        {"a: int64 = (1)", "3:14 RS0213 expected a value after '=', found '('"},
        {"a: int64 = next(s, 2)", "3:20 RS0207 expected ')', found ','"},
        {"a: int64 = next(5)", "3:19 RS0207 expected ')', found '5'"},
        {"a: int64 check a = 'x'", "3:18 RS0221 expected a condition in quotes, found 'a'"},
        {"a: int64 as b", "3:15 RS0221 expected the database's name in quotes after 'as', found 'b'"},
        {"a: T inverse", "3:15 RS0206 expected the name of the other direction, found the end of the line"},
        {"a: T via \"b\"", "3:12 RS0206 expected the column of the foreign key, found a string"},
        {"a: T via ()", "3:13 RS0222 expected columns, found an empty list"},
        {"a: T via (b c)", "3:15 RS0207 expected ',' or ')', found 'c'"},
        {"a: T[] through", "3:17 RS0206 expected the table in between, found the end of the line"},
        {"a: T on cascade", "3:11 RS0214 expected 'delete' or 'update' after 'on', found 'cascade'"},
        {"a: T on delete cascad", "3:18 RS0215 expected an action after 'on delete', found 'cascad'"},
        {"a: T on update set nul", "3:22 RS0215 expected 'null' or 'default' after 'set', found 'nul'"},
        {"a: T on delete no action", "3:18 RS0215 expected an action after 'on delete', found 'no'"},
        // keys
        {"primary a, b", "3:11 RS0207 expected '(', found 'a'"},
        {"primary key (a)", "3:11 RS0207 expected '(', found 'key'"},
        {"primary ()", "3:12 RS0222 expected columns, found an empty list"},
        {"unique (a desc)", "3:13 RS0223 'desc' has no meaning in a key"},
        {"unique u (a,)", "3:15 RS0206 expected a column's name, found ')'"},
        {"index (a, b", "4:3 RS0207 expected ',' or ')', found 'last'"},
        {"index (a descending)", "3:12 RS0207 expected ',' or ')', found 'descending'"},
        {"index (a) unique unique", "3:20 RS0212 'unique' is given twice"},
        {"index (a) as \"x\" as \"y\"", "3:20 RS0212 'as' is given twice"},
        {"check a > 0 and b < 5", "3:11 RS0104 '>' has no meaning here"},
        // line ends
        {"a: int64;", "3:11 RS0216 a member ends with its line, not with a semicolon"},
        {"a: int64,", "3:11 RS0217 a member ends with its line, not with a comma"},
        {"a: int64, b: int64", "3:11 RS0217 a member ends with its line, not with a comma"},
        {"a: decimal 12, 2)", "3:14 RS0207 expected an attribute or the end of the line, found '12'"},
        {"a: int64, 2)", "3:11 RS0217 a member ends with its line, not with a comma"},
        {"a: int64 b: int64", "3:12 RS0220 'b' begins a second member on the same line"},
        {"primary (a) b: int64", "3:15 RS0220 'b' begins a second member on the same line"},
        // what the lexer has reported is not reported again
        {"a: @", "3:6 RS0104 '@' has no meaning here"},
        {"a: int64 = 'x'", "3:14 RS0116 a string is written in double quotes"},
        {"a: int64 = 12abc", "3:14 RS0112 '12abc' is neither a number nor a name"},
        {"n\xC3\xA9v: int64", "3:4 RS0105 '\xC3\xA9' (U+00E9) cannot stand in a name"},
        {"\xE8\xA1\xA8: int64", "3:3 RS0105 '\xE8\xA1\xA8' (U+8868) cannot stand in a name"},
        {"a: int64 = \"x", "3:14 RS0108 the string does not end on its line"},
        {"a: int64 /* x */ unique", "3:12 RS0115 '/*' does not begin a comment"},
        {"a: int64 -- x", "3:12 RS0115 '--' does not begin a comment"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result =
            parsed("namespace n\ntable T {\n  " + row.text + "\n  last: int32\n}\nenum E { e }");
        CHECK(result.reports == row.expected + '\n');
        CHECK(result.tree.ends_with("  last: int32\nenum E\n  e\n"));
    }
}

TEST_CASE("a column with a wrong attribute is kept", "[parser]") {
    CHECK(parsed("namespace n\ntable T {\n  a: int64 unique primry\n}").tree ==
          "namespace (n)\ntable T\n  a: int64 unique\n");
}

TEST_CASE("all members of a line are read where they are wrongly separated", "[parser]") {
    const Parsed result = parsed("namespace n\ntable T { a: int64, b: int64; c: int64 d: int64 }");
    CHECK(result.count == 3);
    CHECK(result.tree == "namespace (n)\ntable T\n  a: int64\n  b: int64\n  c: int64\n  d: int64\n");
}

TEST_CASE("one mistake outside a member gives one report, and the next declaration is read", "[parser]") {
    const std::vector<Row> rows{
        // the top of the file
        {"tabel User {\n  a: int64\n}", "2:1 RS0205 expected a declaration, found 'tabel'"},
        {"create table users (\n  a int64\n);", "2:1 RS0205 expected a declaration, found 'create'"},
        {"struct User {\n  a: int64\n  b: struct { c: int64 }\n};",
         "2:1 RS0205 expected a declaration, found 'struct'"},
        {"5", "2:1 RS0205 expected a declaration, found '5'"},
        {"}", "2:1 RS0219 '}' without a matching '{'"},
        {"@", "2:1 RS0104 '@' has no meaning here"},
        {"import common", "2:8 RS0221 expected a file's name in quotes, found 'common'"},
        {"import \"a\" \"b\"", "2:12 RS0220 expected a new line after the import, found a string"},
        {"import \"a\";", "2:11 RS0216 the import ends with its line, not with a semicolon"},
        {"sequence s\nimport \"a\"", "3:1 RS0204 the import comes after a declaration"},
        {"namespace m", "2:1 RS0202 the file has a second namespace"},
        // heads
        {"table {\n  a: int64\n}", "2:7 RS0206 expected a table's name, found '{'"},
        {"table", "2:6 RS0206 expected a table's name, found the end of the line"},
        {"table \"users\" {\n  a: int64\n}", "2:7 RS0206 expected a table's name, found a string"},
        {"table User", "2:11 RS0207 expected '{', found the end of the line"},
        {"table User\n  a: int64\n}", "2:11 RS0207 expected '{', found the end of the line"},
        {"table User (\n  a: int64\n)", "2:12 RS0207 expected '{', found '('"},
        {"table User extends Base {\n  a: int64\n}", "2:12 RS0207 expected '{', found 'extends'"},
        {"table User : {\n  a: int64\n}", "2:14 RS0206 expected a mixin's name, found '{'"},
        {"table User as users {\n  a: int64\n}",
         "2:15 RS0221 expected the database's name in quotes after 'as', found 'users'"},
        {"table User : A : B { }", "2:16 RS0224 the table's mixins are given twice"},
        {"table User as \"a\" as \"b\" { }", "2:19 RS0224 'as' is given twice"},
        {"mixin {\n  a: int64\n}", "2:7 RS0206 expected a mixin's name, found '{'"},
        {"mixin M as \"m\" { }", "2:9 RS0207 expected '{', found 'as'"},
        {"table T { a: int64 } enum X { a }", "2:22 RS0220 expected a new line after a table, found 'enum'"},
        {"table T { a: int64 };", "2:21 RS0216 a table ends with its line, not with a semicolon"},
        // blocks
        {"table T {\n  a: int64", "4:1 RS0218 table 'T' is not closed before the next declaration"},
        {"enum X {\n  a", "4:1 RS0218 enum 'X' is not closed before the next declaration"},
        {"table T { {\n  a: int64\n}", "2:11 RS0207 expected one '{', found two"},
        {"table T {\n  a: int64\n} }", "4:3 RS0219 '}' without a matching '{'"},
        {"table T {\n  a: int64\n}\n}", "5:1 RS0219 '}' without a matching '{'"},
        // enums
        {"enum { a }", "2:6 RS0206 expected an enum's name, found '{'"},
        {"enum X ( a )", "2:8 RS0207 expected '{', found '('"},
        {"enum X { a = 1, b }", "2:12 RS0227 an enum's value has no number"},
        {"enum X { a; b }", "2:11 RS0216 an enum's values are not separated by semicolons"},
        {"enum X { a b }", "2:12 RS0207 expected ',', '}' or a new line after an enum's value, found 'b'"},
        {"enum X { a, 5, b }", "2:13 RS0206 expected an enum's value, found '5'"},
        {"enum X { a,, b }", "2:12 RS0206 expected an enum's value, found ','"},
        {"enum X { a { b } }",
         "2:12 RS0207 expected ',', '}' or a new line after an enum's value, found '{'"},
        {"enum X { a as b }", "2:15 RS0221 expected the database's name in quotes after 'as', found 'b'"},
        // sequences
        {"sequence", "2:9 RS0206 expected a sequence's name, found the end of the line"},
        {"sequence s start 5", "2:12 RS0207 expected '{', found 'start'"},
        {"sequence s { begin 5 }", "2:14 RS0225 a sequence has no option 'begin'"},
        {"sequence s { start 5, start 6 }", "2:23 RS0224 the option 'start' is given twice"},
        {"sequence s { start = 5 }", "2:20 RS0226 expected a number after 'start', found '='"},
        {"sequence s { start }", "2:20 RS0226 expected a number after 'start', found '}'"},
        {"sequence s { start 5 cache 2 }",
         "2:22 RS0207 expected ',', '}' or a new line after the option, found 'cache'"},
        {"sequence s { 5 }", "2:14 RS0206 expected an option of the sequence, found '5'"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\n" + row.text + "\nenum E { e }\n");
        CHECK(result.reports == row.expected + '\n');
        CHECK(result.tree.ends_with("enum E\n  e\n"));
    }
}

TEST_CASE("a block that is open at the end of the file is reported where it should end", "[parser]") {
    CHECK(parsed("namespace n\ntable T {\n  a: int64\n\n\n").reports ==
          "3:11 RS0218 table 'T' is not closed\n");
    CHECK(parsed("namespace n\ntable T {").tree == "namespace (n)\ntable T\n");
}

TEST_CASE("a file begins with its namespace", "[parser]") {
    const std::vector<Row> rows{
        {"", "1:1 RS0201 expected a namespace, found the end of the file\n"},
        {"\n// nothing\n", "1:1 RS0201 expected a namespace, found the end of the file\n"},
        {"table T { }", "1:1 RS0201 expected a namespace, found 'table'\n"},
        {"table T { }\nnamespace n", "2:1 RS0203 the namespace does not come first\n"},
        {"import \"a\"\nnamespace n", "2:1 RS0203 the namespace does not come first\n"},
        {"namspace n\ntable T { }", "1:1 RS0205 expected a declaration, found 'namspace'\n"},
        {"shop\ntable T { }", "1:1 RS0205 expected a declaration, found 'shop'\n"},
        {"namespace\ntable T { }", "1:10 RS0206 expected a namespace's name, found the end of the line\n"},
        {"namespace a::\ntable T { }",
         "1:14 RS0206 expected a namespace's name, found the end of the line\n"},
        {"namespace \"n\"", "1:11 RS0206 expected a namespace's name, found a string\n"},
        {"namespace a.b", "1:12 RS0104 '.' has no meaning here\n"},
        {"namespace n;", "1:12 RS0216 the namespace ends with its line, not with a semicolon\n"},
        {"\xFF\xFE", "1:1 RS0101 the file is not UTF-8 text\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parsed(row.text).reports == row.expected);
    }
}

TEST_CASE("reports help with what was meant", "[parser]") {
    const std::string head = "namespace n\ntable T {\n  ";
    const std::vector<Row> rows{
        {"", "begin the file with `namespace shop`"},
        {"namspace n", "did you mean `namespace`?"},
        {"shop", "a file begins with its namespace, as in `namespace shop`"},
        {"namespace n\nclass T {}", "declarations begin with enum, sequence, mixin, table, query or view"},
        {"namespace n\nTable T {}", "did you mean `table`?"},
        {head + "a: int64 primry", "did you mean `primary`?"},
        {head + "a: int64 uniqeu", "did you mean `unique`?"},
        {head + "a: int64 not null", "a column is not null unless its type ends with `?`"},
        {head + "a: int64 default 5", "a default is written `= value`"},
        {head + "a: int64 primary key", "`primary` and `unique` stand alone"},
        {head + "a: T on delte cascade", "did you mean `delete`?"},
        {head + "a: T on delete cascad", "did you mean `cascade`?"},
        {head + "a: T on delete set nul", "did you mean `null`?"},
        {head + "a: T on delete no action", "actions are cascade, restrict, set null and set default"},
        {head + "a int64", "write `name: type`"},
        {"namespace n\nsequence s { strat 5 }", "did you mean `start`?"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(help_for(row.text) == row.expected);
    }
}

TEST_CASE("a report shows the place that it refers to", "[parser]") {
    const std::string text =
        "namespace n\ntable T {\n  a: int64 primary unique primary\n  index (a\n}\ntable U {\n";
    const Source source{"a.rows", text};
    Diagnostics diagnostics;
    (void)parse(source, 0, diagnostics);
    std::string places;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        for (const Related& related : diagnostic.related) {
            const Position position = source.position(related.span.begin);
            places += std::to_string(position.line) + ':' + std::to_string(position.column) + ' ' +
                      related.label + '\n';
        }
    }
    CHECK(places == "3:12 first given here\n4:9 the list begins here\n6:9 opened here\n");
}

TEST_CASE("places in the tree cover what they name", "[parser]") {
    const Source source{"a.rows", "namespace acme::shop\n"
                                  "table User as \"users\" {\n"
                                  "  name: decimal(12, 2)[]? = next( s ) on delete set null // end\n"
                                  "  index by_name (name desc) unique\n"
                                  "}\n"};
    Diagnostics diagnostics;
    const File file = parse(source, 3, diagnostics);
    const auto text = [&source](Span span) {
        CHECK(span.file == 3);
        return std::string{text_at(source, span)};
    };
    REQUIRE_FALSE(diagnostics.has_errors());
    CHECK(file.source == 3);
    CHECK(text(file.name_space.value().span) == "namespace acme::shop");
    CHECK(text(file.name_space.value().parts.at(1).span) == "shop");
    const Table& table = std::get<Table>(file.declarations.at(0));
    CHECK(text(table.name.span) == "User");
    CHECK(text(table.db.name.value().span) == "\"users\"");
    const Field& field = std::get<Field>(table.members.at(0));
    CHECK(text(field.name.span) == "name");
    CHECK(text(field.type.span) == "decimal(12, 2)[]?");
    CHECK(text(field.type.name.span) == "decimal");
    CHECK(text(field.type.arguments.at(1).span) == "2");
    CHECK(text(field.attributes.at(0).span) == "= next( s )");
    CHECK(text(std::get<Default>(field.attributes.at(0).value).span) == "next( s )");
    CHECK(text(field.attributes.at(1).span) == "on delete set null");
    CHECK(text(std::get<Index>(table.members.at(1)).span) == "index by_name (name desc) unique");
}

// ---- broken files at large

TEST_CASE("a file that is cut anywhere gives few reports", "[parser]") {
    for (std::size_t length = 0; length < shop.size(); ++length) {
        const Parsed result = parsed(shop.substr(0, length));
        CAPTURE(length, result.reports);
        CHECK(result.count <= 2); // what was cut, and the block around it
    }
}

TEST_CASE("a missing token gives few reports", "[parser]") {
    const Source source{"a.rows", shop};
    Diagnostics none;
    for (const Token& token : lex(source, 0, none)) {
        std::string text = shop;
        text.erase(token.span.begin, token.span.end - token.span.begin);
        const Parsed result = parsed(text);
        CAPTURE(text_at(source, token.span), source.position(token.span.begin).line, result.reports);
        CHECK(result.count <= 1);
    }
}

TEST_CASE("a doubled token gives few reports", "[parser]") {
    const Source source{"a.rows", shop};
    Diagnostics none;
    for (const Token& token : lex(source, 0, none)) {
        std::string text = shop;
        text.insert(token.span.end, ' ' + std::string{text_at(source, token.span)});
        const Parsed result = parsed(text);
        CAPTURE(text_at(source, token.span), source.position(token.span.begin).line, result.reports);
        CHECK(result.count <= 1);
    }
}

TEST_CASE("any mixture of tokens is read to its end", "[parser]") {
    const std::vector<std::string> words{
        "namespace", "import", "enum",   "sequence", "mixin", "table", "primary", "unique",  "index",
        "check",     "on",     "delete", "set",      "null",  "as",    "via",     "through", "a",
        "naming",    "where",  "none",   "renamed",  "from",  "cpp",   "header",  "methods", "sql",
        "computed",  "stored", "desc",   "sqlite",
        "b",         "5",      "\"s\"",  ":",        "::",    ",",     ";",       "=",       "?",
        "(",         ")",      "[",      "]",        "{",     "}",     "\n",      "\n",      "\n",
        "///d\n",    "@",      "'",      "//",       "\"",    "\\",    "\r\n",    "\xC3\xA9"};
    std::minstd_rand random{7};
    for (int round = 0; round < 20'000; ++round) {
        std::string text = "namespace n\n";
        for (int i = 0; i < 20; ++i)
            text += words[random() % words.size()] + ' ';
        const Source source{"a.rows", text};
        Diagnostics diagnostics;
        const File file = parse(source, 0, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            const bool inside =
                diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= text.size();
            if (!inside)
                FAIL(text << diagnostic.message);
        }
        if (render(diagnostics, {source}).empty() != diagnostics.sorted().empty())
            FAIL(text);
    }
}

// The real limit stands in tests/errors.
TEST_CASE("a file of too many tokens is reported for that only", "[parser]") {
    std::string text = "namespace n\ntable T {\n";
    for (int i = 0; i < 1'100; ++i)
        text += "a:b\n";
    const Source source{"a.rows", text};
    const auto reports = [&](std::size_t limit) {
        Diagnostics diagnostics;
        (void)parse(source, 0, diagnostics, limit);
        return diagnostics.sorted();
    };
    REQUIRE(reports(3'000).size() == 1);
    CHECK(reports(3'000).front().code == "RS0113");
    CHECK(reports(3'000).front().message == "the file has more than 3000 words and signs");
    CHECK(source.position(reports(3'000).front().span.begin) == Position{.line = 1'001, .column = 2});
    // 2 + 3 + 3'300 tokens: what is wrong is that the table never ends.
    for (const auto& [limit, code] : {std::pair{3'304, "RS0113"}, std::pair{3'306, "RS0218"}}) {
        const std::vector<Diagnostic> found = reports(static_cast<std::size_t>(limit));
        REQUIRE(found.size() == 1);
        CHECK(found.front().code == code);
    }
}

TEST_CASE("deep nesting is no danger", "[parser]") {
    for (const std::string sign : {"{", "(", "[", "a: b {", "table T {", "a(", "index ("}) {
        std::string text = "namespace n\ntable T {\n";
        for (int i = 0; i < 100'000; ++i)
            text += sign;
        CAPTURE(sign);
        CHECK(parsed(text).count >= 1);
    }
}
