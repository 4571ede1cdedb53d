// Queries that only a server understands, and what is left on it.

#include "analysis/analysis.hpp"
#include "checking/check.hpp"
#include "checking/views.hpp"
#include "support/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <stdexcept>
#include <string>

using namespace rowsmith;

namespace {

const std::string tables = R"(namespace n
enum State { open, closed }
table User as "users" { id: int64 primary
  name: string(50)
  mail: string?
  state: State }
)";

struct Outcome {
    std::string columns; // "id, name?"
    std::string codes;
    std::string marked; // what the first report marks
};

Outcome outcome_of(const Diagnostics& diagnostics, const std::string& text) {
    Outcome outcome;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        outcome.codes += (outcome.codes.empty() ? "" : " ") + diagnostic.code;
        if (outcome.marked.empty())
            outcome.marked = text.substr(diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin);
    }
    return outcome;
}

Outcome checked(const std::string& query, const std::string& url) {
    const std::string text = tables + "query q" + query + "\n";
    Diagnostics diagnostics;
    const std::array<std::string, 1> paths{"a.rows"};
    const auto program = analysis::load(paths, {}, analysis::memory_files({{"a.rows", text}}), diagnostics);
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    checking::check_queries(schema, sql::dialects(), diagnostics, url);
    Outcome outcome = outcome_of(diagnostics, text);
    for (const model::Column& column : schema.queries.back().columns)
        outcome.columns +=
            (outcome.columns.empty() ? "" : ", ") + column.name + (column.type.nullable ? "?" : "");
    return outcome;
}

/// What is said of views that only the server understands: a column list and SQL each.
Outcome checked_views(const std::vector<std::pair<std::string, std::string>>& views, const std::string& url) {
    std::string text = tables;
    int number = 0; // they are called v1, v2 ...
    for (const auto& [columns, sql] : views) {
        const std::string digit = std::to_string(++number);
        text += "view V" + digit + " as \"v" + digit + "\" { " + columns +
                "\n sql sqlite none postgres \"\"\"\n" + sql + "\n\"\"\" }\n";
    }
    Diagnostics diagnostics;
    const std::array<std::string, 1> paths{"a.rows"};
    const auto program = analysis::load(paths, {}, analysis::memory_files({{"a.rows", text}}), diagnostics);
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    const model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    checking::check_views(schema, sql::dialects(), diagnostics, url);
    return outcome_of(diagnostics, text);
}

}

TEST_CASE("views that only a server understands are checked there, and nothing stays", "[queries]") {
    const auto server = test::PostgresServer::start();
    if (!server) {
        WARN("skipped: there is no PostgreSQL here");
        return;
    }
    const std::string database = server->create_database();
    const std::string url = "host=" + server->socket_folder() + " user=rowsmith dbname=" + database;
    const auto of = [&](const std::string& columns, const std::string& sql) {
        return checked_views({{columns, sql}}, url);
    };
    CHECK(of("name: string\n ids: int64[]", "select distinct on (name) name, array_agg(id) over (partition "
                                            "by name) as ids from users order by "
                                            "name, id desc")
              .codes.empty());
    CHECK(of("id: int64", "select distinct on (nam) id from users").codes == "RS0907");
    CHECK(of("id: int64", "select distinct on (nam) id from users").marked == "nam");
    CHECK(of("id: int64\n mail: string?", "select distinct on (id) id from users").codes == "RS0908");
    CHECK(of("id: int64", "insert into users (id) values (1) returning id").codes == "RS0907");
    CHECK(of("id: date", "select id from users").codes == "RS0907"); // it cannot become of that type
    { // a view may read another one, and is not blamed for it
        const std::pair<std::string, std::string> second{"id: int64", "select id from v1"};
        CHECK(checked_views({{"id: int64", "select distinct on (id) id from users"}, second}, url)
                  .codes.empty());
        CHECK(checked_views({{"id: int64", "select distinct on (nam) id from users"}, second}, url).codes ==
              "RS0907");
    }
    const auto left =
        server->execute(database, "select count(*) from pg_namespace where nspname = 'rowsmith_check'");
    CHECK(left.output == "0\n");
}

TEST_CASE("SQL that only a server understands is checked there, and nothing stays", "[queries]") {
    const auto server = test::PostgresServer::start();
    if (!server) {
        WARN("skipped: there is no PostgreSQL here");
        return;
    }
    const std::string database = server->create_database();
    const std::string url = "host=" + server->socket_folder() + " user=rowsmith dbname=" + database;
    const auto only = [&](const std::string& head, const std::string& sql) {
        return checked(head + " sqlite none postgres \"\"\"\n" + sql + "\n\"\"\"", url);
    };
    SECTION("columns of tables need no declaration") {
        const Outcome outcome =
            only("(states: State[]) -> many",
                 "select u.id, u.name, u.mail, v.id as other from users u left join users v "
                 "on v.id = u.id where u.state = any(:states)");
        CHECK(outcome.codes.empty());
        CHECK(outcome.columns == "id, name, mail?, other?");
    }
    SECTION("the types of other columns come from the server, and whether they are NULL is declared") {
        CHECK(only(" -> many", "select n from generate_series(1, 3) as s(n)").codes == "RS0807");
        CHECK(only(" -> many { n: int32 }", "select n from generate_series(1, 3) as s(n)").columns == "n");
        CHECK(only(" -> many { n: string }", "select n from generate_series(1, 3) as s(n)").codes ==
              "RS0816");
    }
    SECTION("groups of groups have no value in what they are grouped by") {
        const auto grouped = [&](const std::string& by) {
            return only(" -> many", "select name, count(*) as n from users group by " + by).columns;
        };
        CHECK(grouped("name") == "name, n");
        CHECK(grouped("rollup (name)") == "name?, n");
        CHECK(grouped("cube (name)") == "name?, n");
        CHECK(grouped("grouping sets ((name), ())") == "name?, n");
    }
    SECTION("a function in a condition is no outer join") {
        CHECK(only(" -> many",
                   "select u.id, v.name from users u join users v on left(v.name, 1) = 'a' and v.id = u.id")
                  .columns == "id, name");
        CHECK(only(" -> many", "select id from users where left(name, 1) = 'a'").columns == "id");
        CHECK(only(" -> many", "select name, one from users left join lateral (select 1 as one) as o on true")
                  .columns == "name, one?");
    }
    SECTION("columns of SELECTs in WITH and FROM need no declaration, either") {
        CHECK(only(" -> many",
                   "with p as (select distinct on (u.id) u.id, u.mail, count(*) over () as n from users u) "
                   "select p.id, p.mail, p.n from p")
                  .columns == "id, mail?, n");
        CHECK(
            only(" -> many", "select q.a, sum(q.a) as s from (select u.id from users u) as q(a) group by q.a")
                .columns == "a, s?");
    }
    SECTION("a mistake is marked where it stands, behind other letters and parameters") {
        const Outcome outcome =
            only("(long_name: int64) -> many",
                 "select id, 'caf\u00e9' as c from users where id = :long_name and nam = 'x'");
        CHECK(outcome.codes == "RS0801");
        CHECK(outcome.marked == "nam");
    }
    SECTION("parameters that nothing else gives a type have the declared one") {
        CHECK(
            only("(a: State?) -> many", "select id from users where :a is null or state = :a").codes.empty());
    }
    SECTION("SQL for all databases is checked there, too") {
        CHECK(checked(" -> many \"select ifnull(name, 'x') as name from users\"", url).codes == "RS0801");
    }
    const auto left =
        server->execute(database, "select count(*) from pg_namespace where nspname = 'rowsmith_check'");
    CHECK(left.output == "0\n");
    CHECK(server->execute(database, "select * from users").status != 0);
}

TEST_CASE("a server that cannot be reached is said", "[queries]") {
    CHECK_THROWS_AS(checked(" -> many \"select id from users\"", "host=/nowhere user=rowsmith dbname=none"),
                    std::runtime_error);
}
