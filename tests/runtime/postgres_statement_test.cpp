#include "postgres_values_fixture.hpp"

#include "postgres/statement.hpp"
#include "support/counted_allocations.hpp"

#include <array>
#include <vector>

using namespace rowsmith;
using namespace std::string_literals;

namespace {

struct Person {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int32_t> age;

    friend bool operator==(const Person&, const Person&) = default;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
constexpr std::array<Column, 3> columns{
    Column{.name = "id", .kind = ColumnKind::int64, .offset = offsetof(Person, id)},
    Column{.name = "name", .kind = ColumnKind::string, .offset = offsetof(Person, name)},
    Column{.name = "age", .kind = ColumnKind::int32, .nullable = true, .offset = offsetof(Person, age)},
};
#pragma GCC diagnostic pop
constexpr std::array<std::uint16_t, 3> all{0, 1, 2};

struct People : test::PostgresFixture {
    People() {
        connection->execute("create table people (id bigint primary key, name text not null, age integer)");
    }

    void store(const std::vector<Person>& people) const {
        const auto insert = prepare("insert into people values ($1, $2, $3)");
        for (const Person& person : people) {
            insert->bind(columns, all, &person);
            CHECK(insert->execute() == 1);
        }
    }

    static std::vector<Person> rest_of(driver::Statement& statement) {
        std::vector<Person> people;
        while (statement.step())
            statement.read(columns, &people.emplace_back());
        return people;
    }

    [[nodiscard]] std::vector<Person> stored() const {
        return rest_of(*prepare("select id, name, age from people order by id"));
    }

    [[nodiscard]] std::int64_t prepared() const {
        return number("select count(*) from pg_prepared_statements where statement not like '%pg_prepared%'");
    }
};

const std::vector<Person> some{{1, "Ada", 36}, {2, "", std::nullopt}, {3, "Grace", 85}};

}

TEST_CASE("a statement can be run again with other values") {
    const People people;
    people.store(some);
    CHECK(people.stored() == some);
    const auto select = people.prepare("select * from people where id >= $1 order by id");
    for (const std::int64_t first : {2, 4, 1}) {
        select->bind_integer(first, 1);
        const auto read = People::rest_of(*select);
        CHECK(read == std::vector<Person>(some.begin() + std::min<std::int64_t>(first - 1, 3), some.end()));
        CHECK_FALSE(select->step()); // until it is reset
        select->reset();
    }
}

TEST_CASE("a statement tells how many rows it has changed") {
    const People people;
    people.store(some);
    CHECK(people.prepare("update people set age = 1 where id > 1")->execute() == 2);
    CHECK(people.prepare("update people set age = 1 where id > 9")->execute() == 0);
    CHECK(people.prepare("delete from people where id = 1 returning id, name")->execute() == 1);
    CHECK(people.prepare("insert into people select id + 10, name from people")->execute() == 2);
    CHECK(people.prepare("set local lock_timeout = 0")->execute() == 0);
}

TEST_CASE("single values are bound without a model") {
    const People people;
    const std::string name = "Ada";
    const auto insert = people.prepare("insert into people (id, name, age) values ($1, $2, $3)");
    insert->bind_integer(7, 1);
    insert->bind_value(columns[1], &name, 2);
    insert->bind_value(columns[2], nullptr, 3);
    CHECK(insert->execute() == 1);
    insert->bind_integer(8, 1);
    insert->bind_text(std::string_view(), 2); // no pointer, but still a text
    insert->execute();
    insert->bind_integer(9, 1);
    insert->bind_text(std::string_view("Grace").substr(1, 3), 2);
    insert->execute();
    CHECK(people.stored() == std::vector<Person>{{7, "Ada", {}}, {8, "", {}}, {9, "rac", {}}});
    CHECK_THROWS_AS(insert->bind_integer(1, 4), InternalError);
    CHECK_THROWS_AS(insert->bind_text("", 0), InternalError);
    CHECK_THROWS_AS(insert->bind(columns, all, some.data(), 2), InternalError);
}

TEST_CASE("rows are bound and read without an allocation, once buffers are warm") {
    const People people;
    const std::vector<Person> long_names{{1, std::string(100, 'x'), 1},
                                         {2, std::string(90, 'y'), std::nullopt}};
    people.store(long_names);
    const auto insert = people.prepare("insert into people values ($1, $2, $3)");
    const auto select = people.prepare("select * from people order by id");
    Person read;
    insert->bind(columns, all, &long_names[1], 1);
    REQUIRE(select->step());
    select->read(columns, &read, 0);
    const std::size_t before = test::allocations;
    insert->bind(columns, all, &long_names[0], 1);
    select->read(columns, &read, 0);
    const bool more = select->step();
    select->read(columns, all, &read, 0);
    const std::size_t after = test::allocations;
    CHECK(more);
    CHECK(after == before);
}

TEST_CASE("a result with fewer columns than are read is a SchemaMismatch") {
    const test::PostgresFixture fixture;
    const auto statement = fixture.prepare("select 1, 2");
    REQUIRE(statement->step());
    Person person;
    CHECK_THROWS_AS(statement->read(columns, &person, 0), SchemaMismatch);
    CHECK_THROWS_AS(statement->read_integer(2), SchemaMismatch);
    CHECK(statement->read_integer(1) == 2);
}

TEST_CASE("wrong SQL shows when it is prepared") {
    const test::PostgresFixture fixture;
    CHECK_THROWS_AS(fixture.prepare("select * from nowhere"), UndefinedObject);
    CHECK_THROWS_AS(fixture.connection->prepare_stream("select * from nowhere"), UndefinedObject);
    CHECK_THROWS_AS(fixture.prepare("select 1; select 2"), Error);
    CHECK_THROWS_AS(fixture.prepare("select '\0'"s), UsageError);
    CHECK(fixture.number("select 1") == 1);
}

TEST_CASE("a statement whose plan has changed is prepared again outside a transaction") {
    const People people;
    people.store(some);
    const auto other = people.connect();
    const auto select = people.prepare("select * from people where id = 1");
    REQUIRE(People::rest_of(*select).size() == 1);
    select->reset();
    other->execute("alter table people alter age type bigint");
    CHECK(People::rest_of(*select) == std::vector{some[0]}); // read from the type that it has now
    select->reset();

    people.connection->begin({});
    other->execute("alter table people add note text default 'new'");
    CHECK_THROWS_AS(select->step(), PlanChanged);
    people.connection->rollback();
    select->reset();
    REQUIRE(select->step());
    CHECK(select->read_text(3) == "new");
}

TEST_CASE("a statement whose parameters do not suit a changed schema is prepared again") {
    const People people;
    people.store(some);
    const auto other = people.connect();
    const auto update = people.prepare("update people set age = $1 where id = 1");
    update->bind_integer(37, 1);
    CHECK(update->execute() == 1);
    other->execute("alter table people alter age type text");
    CHECK(update->execute() == 1);
    CHECK(people.text("select age from people where id = 1") == "37");
    other->execute("alter table people drop age");
    CHECK_THROWS_AS(update->execute(), UndefinedObject);
    other->execute("alter table people add age bigint");
    CHECK(update->execute() == 1);
}

TEST_CASE("a statement that the server has forgotten is prepared again") {
    const People people;
    people.store(some);
    const auto select = people.prepare("select * from people where id = $1");
    const std::int64_t id = 2;
    select->bind_value(columns[0], &id, 1);
    for (const std::string forget :
         {"deallocate all", "discard all", "do $$ begin execute 'deallocate all'; end $$"}) {
        people.connection->execute(forget);
        CHECK(People::rest_of(*select) == std::vector{some[1]});
        select->reset();
    }
    people.connection->begin({});
    CHECK(People::rest_of(*select) == std::vector{some[1]});
    select->reset();
    people.connection->execute("do $$ begin execute 'deallocate all'; end $$");
    CHECK_THROWS_AS(select->step(), Error);
    people.connection->rollback();
    select->reset();
    CHECK(People::rest_of(*select) == std::vector{some[1]});
    people.connection->begin({});
    people.connection->commit();
}

TEST_CASE("bytes that were bound before a column changed its type are not sent to another") {
    const test::PostgresFixture fixture;
    fixture.connection->execute("create table files (content bytea)");
    const auto insert = fixture.prepare("insert into files values ($1)");
    const Column content{.name = "content", .kind = ColumnKind::bytes};
    const Bytes bytes{std::byte{'a'}};
    insert->bind_value(content, &bytes, 1);
    fixture.connection->execute("alter table files alter content type text using 'old'");
    CHECK_THROWS_AS(insert->execute(), PlanChanged);
    insert->bind_value(content, &bytes, 1);
    CHECK(insert->execute() == 1);
    CHECK(fixture.text("select content from files") == "\\x61");
}

TEST_CASE("statements that are gone are deallocated with the next transaction") {
    const People people;
    const std::int64_t before = people.prepared();
    {
        const auto one = people.prepare("select 1");
        const auto two = people.prepare("select 2");
        CHECK(people.prepared() >= before + 2);
    }
    people.connection->begin({});
    CHECK(people.prepared() <= before + 1);
    people.connection->rollback();
}

TEST_CASE("values that are too large together are refused before anything is sent") {
    const test::PostgresFixture fixture;
    const auto statement = fixture.prepare("select length($1::text), length($2::text)");
    const std::string half(std::size_t{600} << 20, 'x');
    const Column column{.name = "value", .kind = ColumnKind::string};
    statement->bind_value(column, &half, 1);
    statement->bind_value(column, &half, 2);
    CHECK_THROWS_AS(statement->step(), TooLarge);
    CHECK(fixture.number("select 1") == 1);
}

TEST_CASE("a stream gives all rows, by portions, and lets other statements run meanwhile") {
    const People people;
    people.connection->execute(
        "insert into people select n, 'name ' || n, n from generate_series(1, 2500) n");
    const auto stream = people.connection->prepare_stream("select * from people where id > $1 order by id");
    for (const std::int64_t skipped :
         {0, 500, 1500, 2500, 0}) { // 2,000 rows and 1,000 rows end with a portion
        people.connection->begin({});
        stream->bind_integer(skipped, 1);
        std::int64_t next = skipped;
        while (stream->step()) {
            Person person;
            stream->read(columns, &person);
            CHECK(person == Person{++next, "name " + std::to_string(next), static_cast<std::int32_t>(next)});
            if (next == 1700)
                CHECK(people.number("select count(*) from pg_cursors where name <> ''") == 1);
        }
        CHECK(next == 2500);
        CHECK_FALSE(stream->step());
        CHECK(people.number("select count(*) from pg_cursors where name <> ''") == 0);
        stream->reset();
        people.connection->commit();
    }
}

TEST_CASE("a stream that is not read to its end closes its cursor") {
    const People people;
    people.store(some);
    people.connection->begin({});
    const auto first = people.connection->prepare_stream("select * from people order by id");
    {
        const auto second = people.connection->prepare_stream("select * from people order by id desc");
        REQUIRE(first->step());
        REQUIRE(second->step());
        CHECK(first->read_integer(0) == 1);
        CHECK(second->read_integer(0) == 3);
        CHECK(people.number("select count(*) from pg_cursors where name <> ''") == 2);
    }
    CHECK(people.number("select count(*) from pg_cursors where name <> ''") == 1);
    first->reset();
    CHECK(people.number("select count(*) from pg_cursors where name <> ''") == 0);
    people.connection->commit();
}

TEST_CASE("a stream that outlives its transaction does not disturb the next") {
    const People people;
    people.store(some);
    auto stream = people.connection->prepare_stream("select * from people");
    people.connection->begin({});
    REQUIRE(stream->step());
    people.connection->rollback();
    people.connection->begin({});
    stream->reset();
    CHECK(people.number("select count(*) from people") == 3);
    people.connection->savepoint(1);
    REQUIRE(stream->step());
    people.connection->rollback_to(1);
    stream.reset();
    CHECK(people.number("select count(*) from people") == 3);
    people.connection->commit();
}

TEST_CASE("a stream reads types that only their text is known of") {
    const test::PostgresFixture fixture;
    fixture.connection->begin({});
    const auto stream = fixture.connection->prepare_stream("select interval '1 day', 7");
    REQUIRE(stream->step());
    CHECK(stream->read_text(0) == "P1D");
    CHECK(stream->read_integer(1) == 7);
    fixture.connection->commit();
}

TEST_CASE("a stream whose types have changed since it was prepared is not misread") {
    const People people;
    people.store(some);
    const auto other = people.connect();
    const auto stream = people.connection->prepare_stream("select name from people where id = 3");
    other->execute("alter table people alter name type integer using 1634890853"); // "arce" in ASCII
    people.connection->begin({});
    CHECK_THROWS_AS(stream->step(), PlanChanged);
    stream->reset();
    people.connection->rollback();
    people.connection->begin({});
    REQUIRE(stream->step());
    CHECK(stream->read_integer(0) == 1634890853);
    people.connection->commit();
}

TEST_CASE("a stream that is cut in the middle is an exception, never an end") {
    const People people;
    people.connection->execute("insert into people select n, 'name', n from generate_series(1, 5000) n");
    const auto other = people.connect();
    people.connection->begin({});
    const std::int64_t process = people.number("select pg_backend_pid()");
    const auto stream = people.connection->prepare_stream("select * from people");
    for (int row = 0; row < 10; ++row)
        REQUIRE(stream->step());
    other->execute("select pg_terminate_backend(" + std::to_string(process) + ")");
    const auto rest = [&] {
        while (stream->step()) {
        }
    };
    CHECK_THROWS_AS(rest(), ConnectionLost);
    CHECK_THROWS_AS(stream->step(), ConnectionLost);
}
