// What is known of the result of a query, and what is not.

#include "analysis/analysis.hpp"
#include "checking/check.hpp"
#include "model/model.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using namespace rowsmith;

namespace {

const std::string tables = R"(namespace n
enum State { open, closed }
table User as "users" { id: int64 primary
  name: string(50)
  mail: string?
  age: int32
  rank: int16?
  weight: float64
  state: State
  born: date? }
table Sale as "sales" { id: int64 primary
  user: User
  other: User? via other_id
  amount: decimal(12, 2)
  rate: decimal(5, 4)?
  large: decimal(30, 2) }
view Total as "totals" { user_id: int64 primary
  total: decimal(12, 2)?
  sql "select user_id, sum(amount) as total from sales group by user_id" }
)";

std::string type_text(const model::Schema& schema, const model::Type& type) {
    constexpr std::array<std::string_view, 15> words{"bool",    "int16",     "int32",  "int64", "float32",
                                                     "float64", "decimal",   "string", "bytes", "date",
                                                     "time",    "timestamp", "uuid",   "json",  "enum"};
    std::string text(words.at(static_cast<std::size_t>(type.scalar)));
    if (type.scalar == model::Scalar::enumeration)
        text = schema.enums[type.enumeration].name;
    if (type.scalar == model::Scalar::decimal)
        text += "(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    return text + (type.array ? "[]" : "") + (type.nullable ? "?" : "");
}

/// "id int64, name string?", or the codes of what was reported.
std::string checked_file(const std::string& text) {
    Diagnostics diagnostics;
    const std::array<std::string, 1> paths{"a.rows"};
    const auto program = analysis::load(
        paths, {}, analysis::memory_files({{"a.rows", text}, {"q.sql", "select id from users;\n"}}),
        diagnostics);
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    if (!diagnostics.has_errors())
        checking::check_queries(schema, sql::dialects(), diagnostics);
    std::string result;
    for (const Diagnostic& diagnostic : diagnostics.sorted())
        if (diagnostic.severity == Severity::error)
            result += (result.empty() ? "" : " ") + diagnostic.code;
    if (!result.empty())
        return result;
    for (const model::Column& column : schema.queries.back().columns)
        result += (result.empty() ? "" : ", ") + column.name + " " + type_text(schema, column.type);
    return result;
}

std::string checked(const std::string& query) {
    return checked_file(tables + "query q" + query + "\n");
}

/// Of `-> many`, by the SQL alone.
std::string columns_of(const std::string& sql) {
    return checked(" -> many \"\"\"\n" + sql + "\n\"\"\"");
}

struct Row {
    std::string sql;
    std::string expected;
};

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.sql);
        CHECK(columns_of(row.sql) == row.expected);
    }
}

/// Expressions of `users u`.
void check_expressions(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.sql);
        CHECK(columns_of("select " + row.sql + " as x from users u group by id") ==
              (row.expected.starts_with("RS") ? row.expected : "x " + row.expected));
    }
}

}

TEST_CASE("columns have the types of the schema", "[queries]") {
    check_rows({
        {"select id, name, mail, state, born from users",
         "id int64, name string, mail string?, state State, born date?"},
        {"select u.id as key, \"u\".\"name\", USERS.mail from users u join users on true",
         "key int64, name string, mail string?"},
        {"select id key from users", "key int64"},
        {"select main.users.id from users", "id int64"},
        {"select distinct name from users order by name limit 3", "name string"},
        {"select (id) as id from users;", "id int64"},
        {"select rowid as r from users", "r int64"},
        {"select 1 as a where 2 is not null", "a int64"},
    });
}

TEST_CASE("the outer side of a join may be NULL", "[queries]") {
    check_rows({
        {"select u.id, s.id as sale from users u left join sales s on s.user_id = u.id",
         "id int64, sale int64?"},
        {"select u.id, s.id as sale from users u left outer join sales s on s.user_id = u.id where u.id > 1",
         "id int64, sale int64?"},
        {"select u.id, s.id as sale from users u right join sales s on s.user_id = u.id",
         "id int64?, sale int64"},
        {"select u.id, s.id as sale from users u full join sales s on s.user_id = u.id",
         "id int64?, sale int64?"},
        {"select u.id, s.id as sale from users u, sales s", "id int64, sale int64"},
        {"select u.id, s.id as sale from users as u inner join sales as s using (id)",
         "id int64, sale int64"},
        {"select name, amount from users left join sales on user_id = users.id",
         "name string, amount decimal(12,2)?"},
        {"select a.id, b.id as b from users a left join users b on b.id = a.id", "id int64, b int64?"},
        {"select u.id, s.id as sale, v.id as other from users u left join (sales s join users v on v.id = "
         "s.other_id) on "
         "s.user_id = u.id",
         "id int64, sale int64?, other int64?"},
        {"select a.id, b.id as b, c.id as c from users a left join users b on true join users c on true",
         "id int64, b int64?, c int64"},
        {"select coalesce(s.amount, 0) as amount from users u left join sales s on s.user_id = u.id",
         "amount decimal(15,2)"},
    });
}

TEST_CASE("columns of views have the types that the schema gives them", "[queries]") {
    check_rows({
        {"select user_id, total from totals", "user_id int64, total decimal(12,2)?"},
        {"select t.user_id, u.name from totals t join users u on u.id = t.user_id",
         "user_id int64, name string"},
        {"select name, user_id from users left join totals on user_id = id", "name string, user_id int64?"},
    });
}

TEST_CASE("what cannot be known surely has to be declared", "[queries]") {
    check_rows({
        {"select name from (select * from users) as p", "RS0807"},
        {"select p.mail from (select * from users) as p", "mail string?"},
        {"with p as (select * from users) select id from p", "RS0807"},
        {"select id from users join (select id from sales) as s using (id)", "RS0807"},
        {"with users as (select null as id) select id from users", "RS0806"},
        {"select (select name from users) as n", "RS0806"},
        {"select printf('%d', id) as n from users", "RS0806"},
        {"select cast(id as blob) as n from users", "RS0806"},
        {"select sum(large) as n from sales", "RS0806"},
        {"select count(*) from users", "RS0804"},
        {"select id as \"a b\" from users", "RS0804"},
        {"select id, id from users", "RS0805"},
        {"select * from users", "RS0810"},
        {"select u.* from users u", "RS0810"},
        {"values (1)", "RS0806"},
    });
    CHECK(checked(" -> many { name: string } \"select name from (select * from users) as p\"") ==
          "name string");
    CHECK(checked(" -> many { n: string? } \"select (select name from users) as n, id from users\"") ==
          "n string?, id int64");
    CHECK(checked(" -> many { name: string? } \"select id, name from users\"") == "id int64, name string?");
    // Aggregates that have no type of their own make one row of no rows as well.
    CHECK(checked(" -> many { ids: json } \"select name, json_group_array(id) as ids from users\"") ==
          "name string?, ids json");
    CHECK(checked(" -> many { n: int64 } \"select name, (select count(*) from sales) as n from users\"") ==
          "name string, n int64");
}

TEST_CASE("columns of SELECTs in FROM and in WITH are known as those of the statement are", "[queries]") {
    const std::string per_user =
        "(select user_id, sum(amount) as total, count(*) n from sales group by user_id)";
    check_rows({
        {"select name, p.mail from (select name, mail from users) as p", "name string, mail string?"},
        {"with p as (select id, name as label, mail from users) select label, mail, p.id from p",
         "label string, mail string?, id int64"},
        {"with p(a, b) as (select id, mail from users) select b, q.a from p as q", "b string?, a int64"},
        {"select a from (select id from users) as p(a)", "RS0801"}, // SQLite has no such names
        {"select n from (select count(*) as n from users)", "n int64"},
        {"select name, s.total, n from users u join " + per_user + " s on s.user_id = u.id",
         "name string, total decimal(15,2)?, n int64"},
        {"select name, n from users u left join " + per_user + " s on s.user_id = u.id",
         "name string, n int64?"},
        {"with s as " + per_user +
             " select name, coalesce(n, 0) + 1 as m from users left join s on s.user_id = id",
         "name string, m int64"},
        {"select p.amount from (select s.amount from users u left join sales s on s.user_id = u.id) as p",
         "amount decimal(12,2)?"},
        {"with p as (select id from users) select id, count(*) as n from p", "id int64?, n int64"},
        {"with p as (select max(id) as id, name from users) select id, name from p",
         "id int64?, name string?"},
        {"with a as (select id from users), b as (select a.id + 1 as next from a) select next from b",
         "next int64"},
        {"with p as (select name as x from users union all select mail from users) select x from p",
         "x string?"},
        {"with p as materialized (select state, born from users) select state, born from p",
         "state State, born date?"},
        {"select x from (with q as (select id as x from users) select x from q) as p", "x int64"},
        {"with p as (select user_id, total from totals) select user_id, total from p",
         "user_id int64, total decimal(12,2)?"},
        {"with p as (select null as x) select x from p", "RS0806"},
        {"with p as (values (1)) select column1 as x from p", "RS0806"},
    });
    CHECK(
        checked("(a: int32?, b: int32) -> many \"with p as (select :a as x, :b as y) select x, y from p\"") ==
        "x int32?, y int32");
}

TEST_CASE("a recursive table has the types of its first SELECT, and NULLs of all", "[queries]") {
    const auto of = [](const std::string& columns, const std::string& first, const std::string& next) {
        return columns_of("with recursive t(" + columns + ") as (" + first + " union all " + next +
                          ") select " + columns + " from t");
    };
    CHECK(of("n", "select 1", "select n + 1 from t where n < 5") == "n int64");
    CHECK(of("id, parent, depth", "select id, other_id, 0 from sales where other_id is null",
             "select s.id, s.other_id, t.depth + 1 from sales s join t on s.other_id = t.id") ==
          "id int64, parent int64?, depth int64");
    CHECK(of("a, b", "select id, user_id from sales", "select b, other_id from t join sales on true") ==
          "a int64?, b int64?"); // what b may be, a is in the next row
    CHECK(of("a, b", "select id, user_id from sales", "select b, user_id from t join sales on true") ==
          "a int64, b int64");
    CHECK(of("p", "select cast(name as text) from users", "select p || '/' from t") == "p string");
    CHECK(of("a", "select 1", "select a + 0.5 from t") == "RS0806");
    CHECK(of("a", "select id from users", "select printf('%d', a) from t") == "RS0806");
}

TEST_CASE("what rows are grouped by may be an expression, a name or a number of the list", "[queries]") {
    check_rows({
        {"select name, cast(age as text) as a, count(*) as n from users group by name, a",
         "name string, a string, n int64"},
        {"select name, u.mail, length(name) as l from users u group by 1, 2, 3 order by 3",
         "name string, mail string?, l int64"},
        {"select u.name, length(u.name) as l from users u group by length(u.name), u.name having l > 1",
         "name string, l int64"},
        {"select name, age as years from users group by years, name union select mail, 1 from users group by "
         "2, 1",
         "name string?, years int64"},
    });
}

TEST_CASE("expressions have the type that all databases give them", "[queries]") {
    check_expressions({
        {"count(*)", "int64"},
        {"count(distinct mail)", "int64"},
        {"sum(age)", "int64?"},
        {"sum(weight)", "float64?"},
        {"avg(age)", "float64?"},
        {"min(name)", "string?"},
        {"max(born)", "date?"},
        {"max(state)", "State?"},
        {"max(age, 3)", "RS0806"},
        {"row_number() over (order by id)", "int64"},
        {"sum(age) over (partition by state)", "int64?"},
        {"lag(name) over (order by id)", "string?"},
        {"count(*) filter (where age > 3)", "int64"},
        {"coalesce(mail, name)", "string"},
        {"coalesce(mail, null)", "string?"},
        {"coalesce(rank, age)", "int32"},
        {"ifnull(sum(age), 0)", "int64"},
        {"nullif(age, 0)", "int32?"},
        {"lower(mail)", "string?"},
        {"upper(name)", "string"},
        {"name || ' ' || mail", "string?"},
        {"length(name)", "int64"},
        {"abs(age)", "int32"},
        {"age + 1", "int64"},
        {"age * weight", "float64"},
        {"age * -1", "int64"},
        {"-age", "int32"},
        {"age / 2", "int64?"},
        {"rank + age", "int32?"},
        {"age > 3", "bool?"},
        {"coalesce(born, max(born))", "date?"},
        {"mail is null", "bool"},
        {"mail is not null and age > 3", "bool?"},
        {"not exists (select 1 from sales)", "bool"},
        {"exists (select 1 from sales)", "bool"},
        {"name in ('a', 'b')", "bool?"},
        {"case when age > 3 then name else 'x' end", "string"},
        {"case age when 3 then name end", "string?"},
        {"case when age > 3 then 1 else weight end", "float64"},
        {"case when age > 3 then 1 else name end", "RS0806"},
        {"cast(age as text)", "string"},
        {"cast(mail as integer)", "int64?"},
        {"cast(age as real)", "float64"},
        {"12", "int64"},
        {"1.5", "float64"},
        {"'a'", "string"},
        {"true", "bool"},
        {"null", "RS0806"},
    });
    check_rows({
        {"select sum(amount) as x from sales", "x decimal(15,2)?"},
        {"select amount * rate as x from sales", "x decimal(15,6)?"},
        {"select amount + 1 as x from sales", "x decimal(15,2)"},
        {"select amount / 2 as x from sales", "RS0806"},
        {"select sum(amount * (1 - rate)) as x from sales", "x decimal(15,6)?"},
        {"select avg(amount) as x from sales", "x float64?"},
        {"select name, count(*) as n from users", "name string?, n int64"}, // of no rows it is NULL
        {"select name, count(*) as n from users group by name", "name string, n int64"},
        {"select name, exists (select count(*) from sales) as n from users", "name string, n bool"},
        {"select name, coalesce(max(id), 0) as n from users", "name string?, n int64"},
        {"select name, rank() over (order by count(*)) as n from users", "name string?, n int64"},
        {"select count(*) over () as n, name from users", "n int64, name string"},
        {"select 0xE as x", "x int64"},
        {"select -(-age) as x from users", "x int32"},
        {"select -large as x from sales", "x decimal(30,2)"},
        {"select - mail as x from users", "RS0806"}, // a number here, refused there
        {"select count(*) + (select 1) as x from users", "RS0806"},
        {"select name collate nocase as x from users", "RS0806"},
        {"select substr(name, rank) as x from users", "x string?"},
        {"select mail is not distinct from name as x from users", "x bool"},
        {"select sum(age) over () + 1 as x from users", "x int64?"},
        {"select id as x from users union select age from users", "x int64"},
        {"select name as x from users union all select mail from users", "x string?"},
        {"select name as x from users union all select 1", "RS0806"},
    });
}

TEST_CASE("parameters bring their types", "[queries]") {
    CHECK(checked("(a: int32, b: State?) -> many \"select :a as a, coalesce(:b, state) as b from users\"") ==
          "a int32, b State");
    CHECK(checked("(a: int32) -> many \"select id from users where age = :b\"") == "RS0802");
    CHECK(checked("(a: int32) -> many \"select ':a' as x from users\"") == "RS0803");
    CHECK(checked("(a: int32) -> many \"select id from users where age = $1 and :a\"") == "RS0812");
    CHECK(checked("(a: int32) -> many \"select id from users where age = ? and :a\"") == "RS0812");
    CHECK(checked("(a: int32, a: int32) -> many \"select id from users where :a\"") == "RS0338");
    CHECK(checked("(State: int32, s: State) -> many \"select id from users where :State and state = :s\"") ==
          "RS0338");
    CHECK(checked("(State: State) -> many \"select id from users where state = :State\"") == "RS0338");
    CHECK(checked(" -> many \"select id as State, state from users\"") == "RS0338");
    CHECK(checked(" -> many { State: State } \"select upper(name) as State from users\"") == "RS0338");
    CHECK(checked("(a: User) -> many \"select id from users where :a\"") == "RS0339");
}

TEST_CASE("statements that write give what they return", "[queries]") {
    CHECK(checked(" -> exec \"delete from users\"").empty());
    CHECK(checked(" -> many \"delete from users returning id, mail, lower(name) as name\"") ==
          "id int64, mail string?, name string");
    CHECK(checked(" -> one \"update users as u set age = 1 returning u.id\"") ==
          "RS0801"); // SQLite knows no u there
    CHECK(checked("(n: string) -> one \"insert into sales (id) select id from users where name = :n "
                  "returning id\"") == "id int64");
    CHECK(checked(" -> many \"delete from users\"") == "RS0809");
    CHECK(checked(" -> exec \"delete from users returning id\"") == "RS0809");
    CHECK(checked(" -> exec \"select id from users\"") == "RS0809");
    CHECK(checked(" -> stream \"delete from users returning id\"") == "RS0809");
    CHECK(checked(" -> exec \"commit\"") == "RS0811");
    CHECK(checked(" -> exec \"delete from users; delete from sales\"") == "RS0811");
    CHECK(checked(" -> exec \" -- nothing\"") == "RS0811");
}

TEST_CASE("each database may have its own SQL", "[queries]") {
    CHECK(checked(" -> many \"select id, name from users\" postgres \"select id, left(name, 1) as name from "
                  "users\"") == "id int64, name string");
    CHECK(checked(" -> many \"select id, name from users\" postgres \"select name, id from users\"") ==
          "RS0814");
    CHECK(checked(
              " -> many { n: int32 } sqlite none postgres \"select n from generate_series(1, 3) as s(n)\"") ==
          "n int32");
    CHECK(checked(" -> many sqlite none postgres \"select n from generate_series(1, 3) as s(n)\"") ==
          "RS0813");
    CHECK(checked(" -> many { m: int32 } sqlite none postgres \"select 1 as n\"") == "RS0813");
    CHECK(checked(" -> many { n: int32, m: int32 } sqlite none postgres \"select 1 as n\"") == "RS0808");
    CHECK(checked(" -> many postgres \"select 1 as n\"") == "RS0701");
    CHECK(checked(" -> many sqlite none postgres \"select n, from\"") ==
          "RS0813"); // as far as it can be read
    CHECK(checked(" -> many { n: int32 } sqlite none postgres \"select (n, ,\"") == "RS0808 RS0804");
    CHECK(
        checked(
            "(a: int32) -> many \"select id from users\" postgres \"select id from users where age = :a\"") ==
        "id int64");
}

TEST_CASE("SQL in a file is that file's", "[queries]") {
    CHECK(checked(" -> many from \"q.sql\"") == "id int64");
    CHECK(checked(" -> many from \"none.sql\"") == "RS0607");
}

TEST_CASE("mistakes are shown where they stand", "[queries]") {
    const std::string text =
        tables + "query q -> many \"\"\"\n    select id,\n      nam\n    from users\n\"\"\"\n";
    Diagnostics diagnostics;
    const std::array<std::string, 1> paths{"a.rows"};
    const auto program = analysis::load(paths, {}, analysis::memory_files({{"a.rows", text}}), diagnostics);
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    checking::check_queries(schema, sql::dialects(), diagnostics);
    REQUIRE(diagnostics.sorted().size() == 1);
    const Span span = diagnostics.sorted()[0].span;
    CHECK(text.substr(span.begin, span.end - span.begin) == "nam");
    CHECK(span.begin == text.find("nam\n"));
}
