#include "postgres_batch_fixture.hpp"

#include <stdexcept>

using namespace rowsmith;
using namespace rowsmith::test;
using driver::BatchKind;
using driver::BatchShape;

namespace {

const Columns given{item::name, item::amount, item::version};
const Columns given_with_key{item::id, item::name, item::amount, item::version};
const Columns all_kinds(first_columns<kinds>.begin(), first_columns<kinds>.end());
const Columns binary_kinds{0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15};

std::unique_ptr<driver::Batch> load_into(const BatchFixture& fixture, const Mapping& mapping,
                                         const Columns& set) {
    return fixture.connection->prepare_batch(
        {.kind = BatchKind::load, .mapping = &mapping, .texts = mapping.statements, .set = set});
}

Everything hostile(std::int64_t id) {
    Everything row;
    row.id = id;
    row.flag = false;
    row.small = std::int16_t{-1};
    row.medium = 2;
    row.large = 3;
    row.single = -0.5F;
    row.real = 1e300;
    row.text = "\\N\t\n\r\\.\\\\x41 {\"";
    row.name = "\\.";
    row.bytes = Bytes{std::byte{0}, std::byte{'\\'}, std::byte{'\n'}, std::byte{255}};
    row.date = Date{2024, 2, 29};
    row.time = Time{1};
    row.at = Timestamp{-1};
    row.uuid = Uuid::parse("123e4567-e89b-12d3-a456-426614174000");
    row.json = Json{R"({"a": "\\N"})"};
    return row;
}

/// Those of hostile() and some columns that only have a text.
Everything hostile_with_texts(std::int64_t id) {
    Everything row = hostile(id);
    row.price = Decimal("0.01");
    row.color = Color::dark_green;
    row.ints = {1, 2};
    row.colors = {Color::dark_green};
    return row;
}

std::int64_t run(driver::Batch& batch, std::size_t rows) {
    Item row;
    for (std::size_t index = 0; index < rows; ++index) {
        row.name = "name " + std::to_string(index);
        row.amount = index % 2 == 0 ? std::optional(static_cast<std::int32_t>(index)) : std::nullopt;
        batch.add(&row, nullptr);
    }
    return batch.run();
}

}

TEST_CASE("a load in binary stores what it was given") {
    const BatchFixture fixture;
    fixture.execute(everything_table);
    const auto batch = load_into(fixture, everything, binary_kinds);
    CHECK_THAT(batch->sql(), Catch::Contains("binary"));
    std::vector<Everything> rows{hostile(1), {}, hostile(3)};
    rows[1].id = 2;
    rows[2].text = "";
    for (const Everything& row : rows)
        batch->add(&row, nullptr);
    CHECK(batch->run() == 3);
    CHECK(fixture.rows_of<Everything>(everything) == rows);
}

TEST_CASE("a load with columns that only have a text escapes what means something to COPY") {
    const BatchFixture fixture;
    fixture.execute(everything_table);
    const auto batch = load_into(fixture, everything, all_kinds);
    CHECK_THAT(batch->sql(), !Catch::Contains("binary"));
    std::vector<Everything> rows{hostile_with_texts(1), {}, hostile_with_texts(3)};
    rows[1].id = 2;
    rows[2].text = "";
    rows[2].ints.emplace();
    for (const Everything& row : rows)
        batch->add(&row, nullptr);
    CHECK(batch->run() == 3);
    CHECK(fixture.rows_of<Everything>(everything) == rows);
}

TEST_CASE("a load of any size can be filled again") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    const auto batch = load_into(fixture, items, given);
    CHECK(batch->run() == 0);
    std::int64_t stored = 0;
    for (const std::size_t rows : {1U, 2U, 10000U, 3U}) {
        batch->clear();
        stored += static_cast<std::int64_t>(rows);
        CHECK(run(*batch, rows) == static_cast<std::int64_t>(rows));
        CHECK(batch->rows() == rows);
        CHECK(batch->bytes() < 1024 * 1024);
        CHECK(fixture.number("select count(*) from item") == stored);
    }
    CHECK(fixture.number("select count(amount) from item") == 5004);
}

TEST_CASE("a load that an exception ends stores nothing, however much of it was sent") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    for (const std::size_t rows : {10U, 50000U}) {
        fixture.connection->begin({.mode = driver::Begin::write});
        const auto load = [&] {
            const auto batch = load_into(fixture, items, given);
            Item row;
            row.name = "name";
            for (std::size_t index = 0; index < rows; ++index)
                batch->add(&row, nullptr);
            throw std::runtime_error("of the program's own");
        };
        CHECK_THROWS_WITH(load(), "of the program's own");
        fixture.connection->rollback();
        CHECK(fixture.number("select count(*) from item") == 0);
    }
}

TEST_CASE("a load that is cleared after a part of it was sent cannot be committed by mistake") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    fixture.connection->begin({.mode = driver::Begin::write});
    const auto batch = load_into(fixture, items, given);
    Item row;
    row.name = std::string(100000, 'x');
    for (int index = 0; index < 20; ++index)
        batch->add(&row, nullptr);
    batch->clear();
    CHECK(batch->rows() == 0);
    CHECK_THROWS_AS(fixture.connection->commit(), SilentRollback);
    CHECK(run(*batch, 2) == 2);
    CHECK(fixture.number("select count(*) from item") == 2);
}

TEST_CASE("other statements can be sent while a load is being filled") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    fixture.execute("create sequence numbers");
    fixture.connection->begin({.mode = driver::Begin::write});
    const auto batch = load_into(fixture, items, given);
    Item row;
    for (std::int64_t number = 1; number <= 300; ++number) {
        row.name = std::string(10000, 'x');
        row.version = static_cast<std::int32_t>(fixture.number("select nextval('numbers')"));
        batch->add(&row, nullptr);
    }
    CHECK(batch->run() == 300);
    fixture.connection->commit();
    CHECK(fixture.number("select sum(version) from item") == 45150);
}

TEST_CASE("what a constraint refuses at the end of a load has its class and name") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    fixture.execute("create unique index one_name on item (name)");
    const auto batch = load_into(fixture, items, given);
    CHECK(run(*batch, 3) == 3);
    batch->clear();
    const auto error = error_of<UniqueViolation>([&] { run(*batch, 10000); });
    REQUIRE(error);
    CHECK(error->constraint() == "one_name");
    batch->clear();
    CHECK(fixture.number("select count(*) from item") == 3);
}

TEST_CASE("a value that is refused leaves the load to be cleared and used again") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    const auto batch = load_into(fixture, items, given);
    Item row;
    row.name = "a\xff";
    CHECK(error_of<EncodingError>([&] { batch->add(&row, nullptr); }));
    batch->clear();
    CHECK(run(*batch, 2) == 2);
}

TEST_CASE("identities that were loaded are not made again") {
    const BatchFixture fixture;
    fixture.execute(item_table);
    const auto batch = load_into(fixture, items, given_with_key);
    Item row;
    for (const std::int64_t key : {7, 500, 3}) {
        row.id = key;
        batch->add(&row, nullptr);
    }
    CHECK(batch->run() == 3);
    fixture.execute("insert into item (name) values ('counted')");
    CHECK(fixture.number("select id from item where name = 'counted'") == 501);

    batch->clear();
    row.id = 100;
    batch->add(&row, nullptr);
    CHECK(batch->run() == 1);
    fixture.execute("insert into item (name) values ('next')");
    CHECK(fixture.number("select id from item where name = 'next'") == 502);
}

TEST_CASE("who may not move the sequence can load keys all the same") {
    BatchFixture fixture;
    fixture.execute(item_table);
    fixture.execute("create role loader login; grant insert on item to loader");
    const auto connection = fixture.connect_as("loader");
    const auto batch = connection->prepare_batch(
        {.kind = BatchKind::load, .mapping = &items, .texts = &item_texts, .set = given_with_key});
    const Item row{.id = 5, .name = "five", .amount = {}, .version = 1, .made = ""};
    batch->add(&row, nullptr);
    CHECK(batch->run() == 1);
}

TEST_CASE("COPY quotes the names of table and columns") {
    const BatchFixture fixture;
    fixture.execute(R"(create table canary (); create schema "Mixed Case";
create table "Mixed Case"."x"" from stdin; drop table canary; --" ("Id'" serial, "v) from stdin; --" text,
  "b" integer, "select" integer, m text);)");
    constexpr std::array<std::string_view, 5> names{"Id'", "v) from stdin; --", "b", "select", "m"};
    constexpr std::array<std::string_view, 5> quoted{"\"Id'\"", "\"v) from stdin; --\"", "\"b\"",
                                                     "\"select\"", "\"m\""};
    auto columns = item_columns;
    for (std::size_t column = 0; column < columns.size(); ++column)
        columns[column].name = names[column];
    const Statements texts{.table = R"("Mixed Case"."x"" from stdin; drop table canary; --")",
                           .columns = quoted};
    const Mapping mapping{.table = "x", .columns = columns, .key = first_column, .statements = &texts};
    const auto batch = load_into(fixture, mapping, given_with_key);
    Item row;
    row.id = 9;
    row.name = "x";
    batch->add(&row, nullptr);
    CHECK(batch->run() == 1);
    CHECK(fixture.number(
              R"(select nextval('"Mixed Case"."x"" from stdin; drop table canary; --_Id''_seq"'))") == 10);
    CHECK(fixture.number("select count(*) from canary") == 0);
}
