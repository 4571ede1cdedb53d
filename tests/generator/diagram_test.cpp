#include "resolved_schema.hpp"

#include "show/picture.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace rowsmith;
using Catch::Matchers::Contains;
using rowsmith::tests::resolved_schema;

namespace {

show::Picture picture(const model::Schema& schema) {
    std::vector<std::size_t> tables;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        if (!schema.tables[index].made)
            tables.push_back(index);
    }
    return show::picture_of(schema, tables);
}

/// Of a schema with a table U, and T with this member.
std::string mermaid(const std::string& member) {
    return show::to_mermaid(picture(resolved_schema(
        "table U { id: int64 primary }\ntable T {\n  id: int64 primary\n  " + member + "\n}\n")));
}

/// Of a table with this name in the database.
show::Picture called(const std::string& name) {
    model::Schema schema = resolved_schema("table T { id: int64 primary }\n");
    schema.tables.front().db_name = name;
    return picture(schema);
}

}

TEST_CASE("the ends of a line say how many rows there are") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"a: U inverse b", "\"U\" ||--o{ \"T\" : \"b / a\""},
        {"a: U?", "\"U\" |o--o{ \"T\" : \"a\""},
        {"a: U unique", "\"U\" ||--o| \"T\" : \"a\""},
        {"a: U? unique inverse b", "\"U\" |o--o| \"T\" : \"b / a\""},
        {"a: T? inverse b", "\"T\" |o--o{ \"T\" : \"b / a\""},
        {"a: U[] through \"ts\" (t_id, u_id) inverse b", "\"U\" }o--o{ \"T\" : \"b / a, through ts\""},
    };
    for (const auto& [member, expected] : rows) {
        INFO(member);
        CHECK_THAT(mermaid(member), Contains("    " + expected + "\n"));
    }
}

TEST_CASE("columns have their types and marks") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"a: int32", "int32 a"},
        {"a: string(5)? unique", "string(5) a UK \"nullable\""},
        {"a: decimal(10, 2)?", "decimal a \"(10, 2), nullable\""},
        {"a: decimal(10, 2)[]", "decimal[] a \"(10, 2)\""},
        {"a: U unique", "int64 a_id FK, UK"},
        {"pk: int32", "int32 pk_"},
    };
    for (const auto& [member, expected] : rows) {
        INFO(member);
        CHECK_THAT(mermaid(member), Contains("        " + expected + "\n"));
    }
}

TEST_CASE("names that Mermaid would take for something else are quoted, and hostile ones spelt in codes") {
    CHECK_THAT(show::to_mermaid(picture(resolved_schema("table Class { id: int64 primary }\n"))),
               Contains("    \"Class\"[\"Class (class)\"] {\n"));
    CHECK_THAT(show::to_mermaid(picture(resolved_schema("table Shop { id: int64 primary }\n"))),
               Contains("    Shop[\"Shop (shop)\"] {\n"));
    CHECK_THAT(
        show::to_mermaid(called("a\"b<c>{d}|e\nf%%g\\h;#i")),
        Contains("[\"T (a#34;b#60;c#62;#123;d#125;#124;e#92;u#123;a#125;f#37;#37;g#92;h#59;#35;i)\"] {\n"));
    CHECK_THAT(show::to_mermaid(called("Direction TB")), Contains("[\"T (#68;irection TB)\"] {\n"));
    CHECK_THAT(show::to_mermaid(called("\xC3\xA9t\xC3\xA9 \xE8\xA1\xA8")),
               Contains("(\xC3\xA9t\xC3\xA9 \xE8\xA1\xA8)\"]"));
}

TEST_CASE("names are escaped for Graphviz") {
    CHECK_THAT(show::to_dot(called("a\"b<c>&[d]\n</table>")),
               Contains(">a&quot;b&lt;c&gt;&amp;&#91;d&#93;\\u{a}&lt;/table&gt;<"));
    CHECK_THAT(show::to_dot(called("\xE8\xA1\xA8\xff")), Contains(">\xE8\xA1\xA8\xEF\xBF\xBD<"));
}

TEST_CASE("tables of one name are told apart") {
    const auto text = show::to_mermaid(
        picture(resolved_schema({{"a.rows", "namespace a\ntable User { id: int64 primary }\n"},
                                 {"b.rows", "namespace b\ntable User as \"people\" { id: int64 primary\n"
                                            "  other: User? }\n"}},
                                {"a.rows", "b.rows"})));
    CHECK_THAT(text, Contains("    \"a::User\"[\"a#58;#58;User (user)\"] {\n"));
    CHECK_THAT(text, Contains("    \"b::User\" |o--o{ \"b::User\" : \"other\"\n"));
}

TEST_CASE("the other ends of lines are shown by name, and link tables only when they are asked for") {
    const model::Schema schema = resolved_schema("table A { id: int64 primary\n  b: B\n"
                                                 "  cs: C[] through \"links\" (a_id, c_id) }\n"
                                                 "table B { id: int64 primary }\n"
                                                 "table C { id: int64 primary }\n"
                                                 "table Z { id: int64 primary }\n");
    const auto boxes = [&](const std::vector<std::size_t>& tables) {
        std::string names;
        for (const show::Box& box : show::picture_of(schema, tables).boxes)
            names += box.id + (box.outside ? "? " : " ");
        return names;
    };
    CHECK(boxes({0}) == "A B? C? ");
    CHECK(boxes({1}) == "A? B ");
    CHECK(boxes({2}) == "A? C ");
    CHECK(boxes({3}) == "Z ");
    CHECK(boxes({0, 4}) == "A B? C? Links ");
    CHECK(show::picture_of(schema, std::vector<std::size_t>{0, 4}).lines.size() == 3);
}
