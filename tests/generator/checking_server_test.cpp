// Queries that only a server understands, and what is left on it.

#include "analysis/analysis.hpp"
#include "checking/check.hpp"
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

Outcome checked(const std::string& query, const std::string& url) {
    const std::string text = tables + "query q" + query + "\n";
    Diagnostics diagnostics;
    const std::array<std::string, 1> paths{"a.rows"};
    const auto program = analysis::load(paths, {}, analysis::memory_files({{"a.rows", text}}), diagnostics);
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    checking::check_queries(schema, sql::dialects(), diagnostics, url);
    Outcome outcome;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        outcome.codes += (outcome.codes.empty() ? "" : " ") + diagnostic.code;
        if (outcome.marked.empty())
            outcome.marked = text.substr(diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin);
    }
    for (const model::Column& column : schema.queries.back().columns)
        outcome.columns +=
            (outcome.columns.empty() ? "" : ", ") + column.name + (column.type.nullable ? "?" : "");
    return outcome;
}

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
