#include "resolved_schema.hpp"

#include "show/describe.hpp"
#include "show/names.hpp"
#include "show/page.hpp"
#include "show/statements.hpp"
#include "support/unicode.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace rowsmith;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using rowsmith::tests::resolved_schema;

namespace {

std::string described(const std::string& text, std::size_t table = 0) {
    return show::describe_table(resolved_schema(text), table);
}

}

TEST_CASE("what a column is stands below it") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"a: int32 as \"b\"", "in the database b"},
        {"a: int32 renamed from \"c\"", "renamed from c"},
        {"class: int32", "in C++ class_"},
        {"all: int32", "in C++ all, in the repository all_"},
        {"a: string = \"x\"", "default x"},
        {"a: int32 = sql \"40 + 2\"", "default: 40 + 2"},
        {"a: int32 = sql sqlite \"1\" postgres \"2\"", "default, sqlite: 1\n      default, postgres: 2"},
        {"a: int32 computed \"id + 1\" stored", "computed when the row is written\n      value: id + 1"},
        {"a: int32 readonly", "readonly"},
        {"a: int32 version", "version: one more with each update"},
        {"a: string deferred", "deferred: not read until asked for"},
        {"a: string as cpp \"acme::Money\" header \"acme/money.hpp\"", "type from acme/money.hpp"},
        {"a: string as postgres \"citext\"", "  text     citext\n"},
        {"a: int32 check \"a > 0\"", "ck_t_a: a > 0"},
        {"a: int32 unique", "unique uq_t_a (a): find_by_a"},
        {"a: int32\n  index x (abs(a), id desc) where \"a > 0\"",
         "index x (abs(a), id desc)\n      where: a > 0"},
        {"a: T? inverse b", "a: at most one T\n      in C++ a(), set_a(), clear_a(), by a_id -> id, "
                            "foreign key fk_t_a_id, inverse T.b"},
        {"a: T? inverse b", "b: many T\n      in C++ b(), by a_id of T"},
        {"state: T? unique inverse row", "in C++ state_(), set_state(), clear_state(), "},
        {"state: T? unique inverse row", "in C++ row_(), set_row(), clear_row(), "},
    };
    for (const auto& [member, expected] : rows) {
        INFO(member);
        CHECK_THAT(described("table T {\n  id: int64 primary\n  " + member + "\n}\n"), Contains(expected));
    }
}

TEST_CASE("an inverse in another file is a function of that file's namespace") {
    const model::Schema schema = resolved_schema(
        {{"a.rows", "namespace a\ntable User { id: int64 primary }\n"},
         {"b.rows", "namespace b\nimport \"a.rows\"\ntable Badge { user: User primary inverse badge\n"
                    "  fans: User[] through \"fans\" inverse ddl }\n"}},
        {"a.rows", "b.rows"});
    const std::string text = show::describe_table(schema, 0);
    CHECK_THAT(
        text,
        Contains("badge: at most one Badge\n      in C++ b::badge(row), b::set_badge(row), by user_id"));
    CHECK_THAT(text, Contains("ddl: many Badge\n      in C++ b::ddl_(row), through Fans"));
}

TEST_CASE("the ring that a cut belongs to is shown, and why it is cut there") {
    const std::string nullable = described("table A { id: int64 primary\n  b: B? }\n"
                                           "table B { id: int64 primary\n  c: C }\n"
                                           "table C { id: int64 primary\n  a: A }\n");
    CHECK_THAT(nullable, Contains("cut: A.b -> B.c -> C.a -> A is a ring of tables"));
    CHECK_THAT(nullable, Contains("inserted without this relation and updated later"));
    const std::string deferred = described("table A { id: int64 primary\n  b: B }\n"
                                           "table B { id: int64 primary\n  a: A deferrable }\n",
                                           1);
    CHECK_THAT(deferred, Contains("cut: B.a -> A.b -> B is a ring of tables"));
    CHECK_THAT(deferred, Contains("deferrable, with a key that is known"));
}

TEST_CASE("statements are told with the calls that they serve") {
    const std::string text = show::table_statements(
        resolved_schema("table User as \"users\" {\n  id: int64 primary\n"
                        "  name: string as \"full_name\"\n  age: int32\n  unique (name, age)\n}\n"),
        0);
    CHECK_THAT(text, StartsWith("-- n::User: insert\ninsert into \"users\" "));
    CHECK_THAT(text, Contains("\n\n-- n::User: all, rows\nselect \"id\", \"full_name\", \"age\""));
    CHECK_THAT(text, Contains("\n\n-- n::User: find, refresh\nselect "));
    CHECK_THAT(text, Contains("\n\n-- n::User: erase\ndelete from \"users\""));
    CHECK_THAT(text, Contains("\n\n-- n::User: find_by_name_age\nselect "));
    CHECK_THAT(text, !Contains(", on "));
}

TEST_CASE("a statement is told for each database where they differ") {
    const std::string text = show::table_statements(
        resolved_schema("table User as \"users\" in \"accounts\" { id: int64 primary }\n"), 0);
    CHECK_THAT(text, Contains("-- n::User: erase, on sqlite\ndelete from \"users\""));
    CHECK_THAT(text, Contains("-- n::User: erase, on postgres\ndelete from \"accounts\".\"users\""));
}

TEST_CASE("of a view there are the statements that read") {
    const std::string schema = "table User as \"users\" { id: int64 primary }\n"
                               "view Size { users: int64\n  sql \"select count(*) as users from users\" }\n";
    CHECK_THAT(show::table_statements(resolved_schema(schema), 1),
               StartsWith("-- n::Size: all, rows\nselect "));
    CHECK_THAT(show::table_statements(resolved_schema(schema), 1), !Contains("insert") && !Contains("find"));
}

TEST_CASE("a named query is described by its function, parameters, columns and SQL") {
    const model::Schema schema = resolved_schema(
        "table User as \"users\" { id: int64 primary\n  age: int32? }\n"
        "/// The old ones.\n"
        "query older(age: int32, most: int32?) -> many { id: int64, age: int32? } "
        "\"select id, age from users where age > :age limit :most\"\n"
        "query rename(id: int64) -> exec sqlite none postgres \"update users set age = 1 where id = :id\"\n");
    CHECK(show::describe_query(schema, 0) == "query older\n"
                                             "  The old ones.\n"
                                             "\n"
                                             "  function    n::older\n"
                                             "  kind        many\n"
                                             "  row         n::Older\n"
                                             "  file        a.rows\n"
                                             "\n"
                                             "  parameters      C++\n"
                                             "    age: int32    std::int32_t\n"
                                             "    most: int32?  std::optional<std::int32_t>\n"
                                             "\n"
                                             "  columns        C++\n"
                                             "    id: int64    std::int64_t\n"
                                             "    age: int32?  std::optional<std::int32_t>\n"
                                             "\n"
                                             "  statements\n"
                                             "    -- n::older; $1 age, $2 most\n"
                                             "    select id, age from users where age > $1 limit $2;\n");
    const std::string rename = show::describe_query(schema, 1);
    CHECK_THAT(rename, Contains("  kind        exec") && !Contains("  row ") && !Contains("  columns"));
    CHECK_THAT(rename, Contains("-- n::rename; $1 id, on postgres\n    update users"));
}

TEST_CASE("the statement of a named query says what its parameters stand for") {
    const std::string users = "table User as \"users\" { id: int64 primary\n  age: int32 }\n";
    const auto told = [&](const std::string& query) {
        return show::query_statements(resolved_schema(users + query), 0);
    };
    CHECK(told("query older(age: int32, most: int32) -> many "
               "\"select id from users where age > :age limit :most\"\n") ==
          "-- n::older; $1 age, $2 most\nselect id from users where age > $1 limit $2;\n");
    const std::string own = told("query one() -> many sqlite \"select id from users where age = 1\" "
                                 "postgres \"select id from users where age = 2\"\n");
    CHECK_THAT(own, Contains("-- n::one, on sqlite\nselect id from users where age = 1;"));
    CHECK_THAT(own, Contains("\n\n-- n::one, on postgres\nselect id from users where age = 2;"));
}

TEST_CASE("descriptions keep to 100 columns, SQL of the schema apart") {
    const std::string name(60, 'x');
    std::string members = "  id: int64 primary\n";
    for (const char c : std::string("abcdef"))
        members += "  " + name + c + ": string(20)? readonly as \"" + c + "\" renamed from \"" + c + "2\"\n";
    const std::string text = described("table T {\n" + members + "}\n");
    std::istringstream lines(text.substr(0, text.find("\n  keys\n")));
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(display_width(line) <= show::page_width);
    }
}

TEST_CASE("tables are found by the schema's name, by the full name, and by the database's") {
    const model::Schema schema =
        resolved_schema({{"a.rows", "namespace a\ntable User as \"users\" { id: int64 primary }\n"
                                    "table users as \"User\" { id: int64 primary }\n"},
                         {"b.rows", "namespace b\ntable User as \"people\" { id: int64 primary }\n"}},
                        {"a.rows", "b.rows"});
    using Found = std::vector<std::size_t>;
    CHECK(show::tables_called(schema, "User") == Found{0, 2});
    CHECK(show::tables_called(schema, "a::User") == Found{0});
    CHECK(show::tables_called(schema, "b::User") == Found{2});
    CHECK(show::tables_called(schema, "users") == Found{1});
    CHECK(show::tables_called(schema, "people") == Found{2});
    CHECK(show::tables_called(schema, "USER").empty());
    CHECK(show::nearest_table(schema, "peopel") == "people");
    CHECK(show::nearest_table(schema, "something else").empty());
}

TEST_CASE("characters that cannot be seen are shown") {
    CHECK(show::visible("a\nb\x1b\xE2\x80\xAE \xC3\xA9\xff") ==
          "a\\u{a}b\\u{1b}\\u{202e} \xC3\xA9\xEF\xBF\xBD");
}
