#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("the fingerprint changes with the meaning of a file and with nothing else") {
    const std::string text = "enum E { a, b }\ntable T {\n  id: int64 primary\n  e: E = a\n}\n";
    const auto fingerprint = [](const std::string& schema) {
        const auto result = resolved(schema);
        REQUIRE(result.reports.empty());
        return model::fingerprint(result.schema, 0);
    };
    const auto first = fingerprint(text);
    CHECK(first.size() == 16);
    CHECK(fingerprint("// a comment\n/// and one to keep\n" + text) == first);
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"{ a, b }", "{ a, c }"},
                                                          {"{ a, b }", "{ a as \"x\", b }"},
                                                          {"= a", "= b"},
                                                          {"= a", ""},
                                                          {"id: int64", "id: int32"},
                                                          {"e: E", "f: E"},
                                                          {"e: E", "e: E?"},
                                                          {"T {", "U {"},
                                                          {"T {", "T as \"x\" {"}}) {
        auto changed = text;
        changed.replace(changed.find(from), from.size(), to);
        INFO(changed);
        CHECK(fingerprint(changed) != first);
    }
    const auto elsewhere = resolved({{"dir/a.rows", "namespace n\n" + text}}, {"dir/a.rows"});
    CHECK(model::fingerprint(elsewhere.schema, 0) == first);
}

TEST_CASE("everything that generated code and DDL are made of counts for the fingerprint, old names do not") {
    const std::string text = R"(
enum E renamed from "o1" { a, b renamed from "o2" }
sequence s renamed from "o3"
table T renamed from "o4" methods "m.hpp" {
  id: int64 primary = next(s)
  n:  string renamed from "o5" as cpp "N" header "n.hpp" as sqlite "TEXT"
  c:  int32 computed "1" stored
  v:  int32 version
  r:  int32 readonly
  d:  int32 = sql "2" postgres "3" deferred
  t:  T? renamed from "o6"
  ts: T[] through "l" (a_id, b_id) renamed from "o7"

  unique (n, c) renamed from "o8"
  index (lower(n), "4" desc) where "5" renamed from "o9"
  check sqlite "6" postgres none
}
)";
    const auto fingerprint = [](const std::string& schema) {
        const auto result = resolved(schema);
        INFO(schema);
        REQUIRE(result.reports.empty());
        return model::fingerprint(result.schema, 0);
    };
    const auto changed = [&](std::string_view from, std::string_view to) {
        auto schema = text;
        REQUIRE(schema.find(from) != std::string::npos);
        return fingerprint(schema.replace(schema.find(from), from.size(), to));
    };
    const auto first = fingerprint(text);
    for (int i = 1; i <= 9; ++i)
        CHECK(changed("renamed from \"o" + std::to_string(i) + "\"", "") == first);
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"methods \"m.hpp\"", ""},
                                                          {"cpp \"N\"", "cpp \"M\""},
                                                          {"header \"n.hpp\"", "header \"m.hpp\""},
                                                          {"as sqlite \"TEXT\"", "as sqlite \"BLOB\""},
                                                          {"as sqlite \"TEXT\"", "as postgres \"TEXT\""},
                                                          {"computed \"1\"", "computed \"0\""},
                                                          {"stored", "virtual"},
                                                          {" version", ""},
                                                          {" readonly", ""},
                                                          {" deferred", ""},
                                                          {"postgres \"3\"", "postgres none"},
                                                          {"postgres \"3\"", ""},
                                                          {"lower(n)", "upper(n)"},
                                                          {"\"4\" desc", "\"4\""},
                                                          {"\"4\" desc", "\"0\" desc"},
                                                          {"where \"5\"", ""},
                                                          {"where \"5\"", "where \"0\""},
                                                          {"sqlite \"6\"", "sqlite none"}}) {
        INFO(from << " -> " << to);
        CHECK(changed(from, to) != first);
    }
    CHECK(fingerprint("naming { column pascal }" + text) != first);
    CHECK(fingerprint("naming { schema \"x\" }" + text) != first);
    CHECK(changed("sequence s", "sequence s in \"x\"") != first);
    CHECK(changed("enum E", "enum E in \"x\"") != first);
    CHECK(changed("lower(n)", "lower(n) ops o") != first);
    CHECK(changed("  check sqlite", "  index (n) using gist\n  check sqlite") !=
          changed("  check sqlite", "  index (n) using gin\n  check sqlite"));
    const std::string in_parts = "\ntable P {\n  id: int64 primary\n  partition by hash (id)\n}\n";
    const std::string part = "  partition \"p_0\" modulus 1 remainder 0\n}\n";
    CHECK(fingerprint(in_parts) != fingerprint("\ntable P {\n  id: int64 primary\n}\n"));
    CHECK(fingerprint(in_parts) != fingerprint(in_parts.substr(0, in_parts.size() - 2) + part));
}
