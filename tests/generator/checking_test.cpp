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
        {"select name from (select name from users) as p", "RS0807"},
        {"select p.mail from (select mail from users) as p", "mail string?"},
        {"with p as (select id from users) select id from p", "RS0807"},
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
    CHECK(checked(" -> many { name: string } \"select name from (select name from users) as p\"") ==
          "name string");
    CHECK(checked(" -> many { n: string? } \"select (select name from users) as n, id from users\"") ==
          "n string?, id int64");
    CHECK(checked(" -> many { name: string? } \"select id, name from users\"") == "id int64, name string?");
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
