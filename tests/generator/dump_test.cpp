#include "resolved_schema.hpp"

#include "show/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace rowsmith;
using rowsmith::tests::resolved_schema;

namespace {

using Json = nlohmann::json;

Json parsed(const std::string& text) {
    return Json::parse(show::to_json(resolved_schema(text)));
}

/// A table with these members.
std::string table(const std::string& members) {
    return "enum Color { red, green }\nsequence s\ntable T {\n  id: int64 primary\n" + members + "\n}\n";
}

struct Change {
    std::string before;
    std::string after;
};

}

TEST_CASE("the version comes first, and members have the order of the model") {
    const std::string text = show::to_json(resolved_schema("table T { id: int64 primary }\n"));
    CHECK(text.starts_with("{\n  \"rowsmith\": {\"model\": 1},\n  \"files\": ["));
    CHECK(text.ends_with("]\n}\n"));
    CHECK(text == show::to_json(resolved_schema("table T { id: int64 primary }\n")));
}

TEST_CASE("a dump changes with everything that members of a table say") {
    const std::vector<Change> changes{
        {"a: int32", "b: int32"},
        {"a: int32", "a: int64"},
        {"a: int32", "a: int32?"},
        {"a: int32[]", "a: int32"},
        {"a: string(3)", "a: string(4)"},
        {"a: decimal(5, 2)", "a: decimal(6, 2)"},
        {"a: decimal(5, 2)", "a: decimal(5, 3)"},
        {"a: Color", "a: Color = green"},
        {"a: int32", "a: int32 = 1"},
        {"a: int32 = 1", "a: int32 = 2"},
        {"a: int64", "a: int64 = next(s)"},
        {"a: timestamp", "a: timestamp = now()"},
        {"a: uuid", "a: uuid = uuid()"},
        {"a: int32 = sql \"1\"", "a: int32 = sql \"2\""},
        {"a: int32", "/// About it.\n  a: int32"},
        {"a: int32", "a: int32 as \"c\""},
        {"a: int32 as \"b\"", "a: int32 as \"b\" renamed from \"c\""},
        {"a: int32", "a: int32 readonly"},
        {"a: int32", "a: int32 version"},
        {"a: int32", "a: int32 deferred"},
        {"a: int32", "a: int32 computed \"id + 1\" stored"},
        {"a: int32 computed \"id + 1\" stored", "a: int32 computed \"id + 2\" stored"},
        {"a: int32 computed \"id + 1\" stored",
         "a: int32 computed sqlite \"id + 1\" postgres \"id + 1\" stored"},
        {"a: string as cpp \"x::Y\" header \"y.hpp\"", "a: string as cpp \"x::Z\" header \"y.hpp\""},
        {"a: string as cpp \"x::Y\" header \"y.hpp\"", "a: string as cpp \"x::Y\" header \"z.hpp\""},
        {"a: string", "a: string as postgres \"citext\""},
        {"a: int32", "a: int32 check \"a > 0\""},
        {"a: int32 check \"a > 0\"", "a: int32 check \"a > 1\""},
        {"a: int32", "a: int32 unique"},
        {"a: int32\n  index (a)", "a: int32\n  index (a desc)"},
        {"a: int32\n  index (a)", "a: int32\n  index (a) unique"},
        {"a: int32\n  index (a)", "a: int32\n  index (a) as \"b\""},
        {"a: int32\n  index x (a)", "a: int32\n  index x (a) where \"a > 0\""},
        {"a: int32\n  index x (a)", "a: int32\n  index x (abs(a))"},
        {"a: int32\n  index x (abs(a))", "a: int32\n  index x (sign(a))"},
        {"a: int32\n  index x (\"a + 1\")", "a: int32\n  index x (\"a + 2\")"},
        {"a: int32\n  check c \"a > 0\"", "a: int32\n  check d \"a > 0\""},
        {"a: T?", "b: T?"},
        {"a: T?", "a: T? unique"},
        {"a: T?", "a: T? deferrable"},
        {"a: T?", "a: T? inverse b"},
        {"a: T? inverse b", "a: T? inverse c"},
        {"a: T?", "a: T? on delete cascade"},
        {"a: T? on delete cascade", "a: T? on delete set null"},
        {"a: T?", "a: T? on update cascade"},
        {"a: T? via b", "a: T? via c"},
        {"a: T[] through \"ts\" (x_id, y_id)", "a: T[] through \"ts\" (x_id, y_id) inverse b"},
        {"a: T[] through \"ts\" (x_id, y_id)", "a: T[] through \"ts\" (x_id, z_id)"},
    };
    for (const auto& [before, after] : changes) {
        INFO(before << "\n" << after);
        CHECK(parsed(table("  " + before)) != parsed(table("  " + after)));
    }
}

TEST_CASE("a dump changes with everything else that a file says") {
    const std::string rest = "table T { id: int64 primary }\n";
    const std::vector<Change> changes{
        {"", "enum E { a }\n"},
        {"enum E { a }\n", "enum E { b }\n"},
        {"enum E { a }\n", "enum E { a, b }\n"},
        {"enum E { a }\n", "enum E { a as \"b\" }\n"},
        {"enum E { a }\n", "enum E as \"f\" { a }\n"},
        {"enum E { a }\n", "/// About it.\nenum E { a }\n"},
        {"sequence s\n", "sequence r\n"},
        {"sequence s\n", "sequence s { start 2 }\n"},
        {"sequence s\n", "sequence s { increment 2 }\n"},
        {"sequence s\n", "sequence s { cache 2 }\n"},
        {"table U { id: int64 primary }\n", "table U as \"v\" { id: int64 primary }\n"},
        {"table U { id: int64 primary }\n", "table U { id: int64 primary identity }\n"},
        {"table U { id: int64 primary }\n", "/// About it.\ntable U { id: int64 primary }\n"},
        {"table U {\n  a: int64\n  b: int64\n  primary (a, b)\n}\n",
         "table U {\n  a: int64\n  b: int64\n  primary (b, a)\n}\n"},
        {"table U { id: int64 primary }\n", "table U methods \"u.hpp\" { id: int64 primary }\n"},
    };
    for (const auto& [before, after] : changes) {
        INFO(before << "\n" << after);
        CHECK(parsed(before + rest) != parsed(after + rest));
    }
}

TEST_CASE("tables of one name in two namespaces have different ids, and references say which is meant") {
    const std::map<std::string, std::string> texts{
        {"a.rows", "namespace a\ntable User { id: int64 primary }\n"},
        {"b.rows", "namespace b\ntable User { id: int64 primary }\n"},
        {"c.rows", "namespace c\nimport \"b.rows\"\ntable Post { id: int64 primary\n  author: User }\n"}};
    const Json dump = Json::parse(show::to_json(resolved_schema(texts, {"a.rows", "c.rows"})));
    CHECK(dump["tables"][0]["id"] == "a::User");
    CHECK(dump["tables"][1]["id"] == "b::User");
    CHECK(dump["tables"][2]["relations"][0]["target"] == "b::User");
    CHECK(dump["files"][2]["imports"] == Json::array({"b.rows"}));
    CHECK(dump["files"][1]["requested"] == false);
    CHECK(dump["files"][2]["requested"] == true);
}

TEST_CASE("a dump is valid UTF-8, whatever a path is") {
    model::Schema schema = resolved_schema("table T { id: int64 primary }\n");
    schema.files.front().path = "bad\xff\"\n.rows";
    const Json dump = Json::parse(show::to_json(schema));
    CHECK(dump["files"][0]["path"] == "bad\xEF\xBF\xBD\"\n.rows");
}
