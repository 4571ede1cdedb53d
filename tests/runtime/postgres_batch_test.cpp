#include "postgres_batch_fixture.hpp"

#include <algorithm>
#include <limits>
#include <set>

using namespace rowsmith;
using namespace rowsmith::test;
using driver::BatchKind;
using driver::BatchShape;

namespace {

const Columns given{item::name, item::amount, item::version};
const Columns made_by_database{item::id, item::made};
const Columns key{item::id};
const Columns none;
const Columns given_with_key{item::id, item::name, item::amount, item::version};
const Columns key_and_version{item::id, item::version};
const Columns just_made{item::made};
const Columns just_name{item::name};

BatchShape insert_shape(const Mapping& mapping, const Columns& set, const Columns& returning = none) {
    return {.kind = BatchKind::insert,
            .mapping = &mapping,
            .texts = mapping.statements,
            .set = set,
            .returning = returning};
}

BatchShape target_shape(BatchKind kind, const Mapping& mapping, const Columns& set, const Columns& target,
                        const Columns& returning = none) {
    return {.kind = kind,
            .mapping = &mapping,
            .texts = mapping.statements,
            .set = set,
            .target = target,
            .returning = returning};
}

/// In an order that is neither that of their names nor its reverse.
std::vector<Item> some_items(std::size_t count) {
    std::vector<Item> rows(count);
    for (std::size_t row = 0; row < count; ++row) {
        rows[row].name = "row " + std::to_string((row * 7919 + 13) % count);
        if (row % 3 != 0)
            rows[row].amount = static_cast<std::int32_t>(row);
    }
    return rows;
}

struct Items : BatchFixture {
    Items() { execute(item_table); }

    /// With the values that the database has made.
    void insert(std::vector<Item>& rows) const {
        const auto batch = connection->prepare_batch(insert_shape(items, given, made_by_database));
        for (const Item& row : rows)
            batch->add(&row, nullptr);
        CHECK(batch->rows() == rows.size());
        CHECK(batch->run() == static_cast<std::int64_t>(rows.size()));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            REQUIRE(batch->written(row));
            batch->read(row, &rows[row]);
        }
    }
};

Everything filled(std::int64_t id) {
    Everything row;
    row.id = id;
    row.flag = true;
    row.small = static_cast<std::int16_t>(-12);
    row.medium = std::numeric_limits<std::int32_t>::min();
    row.large = std::numeric_limits<std::int64_t>::max();
    row.single = 1.5F;
    row.real = 0.1 + 0.2;
    row.price = Decimal("-1234567890.12");
    row.text = "{a,\"b\\c\",NULL}\t\n'";
    row.name = "Grüße 😀";
    row.bytes = Bytes{std::byte{0}, std::byte{255}, std::byte{'\\'}};
    row.date = Date{1, 1, 1};
    row.time = Time::parse("23:59:59.999999");
    row.at = Timestamp::parse("9999-12-31 23:59:59.999999");
    row.uuid = Uuid::parse("123e4567-e89b-12d3-a456-426614174000");
    row.json = Json{R"({"a": [1, null]})"};
    row.color = Color::dark_green;
    row.ints = {1, -2, 3};
    row.colors = {Color::blue, Color::dark_green};
    return row;
}

/// Arrays of different lengths, none and NULL beside each other: what a plain unnest would run together.
std::vector<Everything> all_kinds() {
    std::vector<Everything> rows{filled(1), filled(2), {}, filled(4)};
    rows[1].ints.emplace();
    rows[1].colors = {Color::red};
    rows[1].text = "";
    rows[1].bytes.emplace();
    rows[2].id = 3;
    rows[3].ints = {7};
    rows[3].real = std::numeric_limits<double>::infinity();
    return rows;
}

template <class Row>
std::int64_t run(driver::Batch& batch, const std::vector<Row>& rows) {
    for (const Row& row : rows)
        batch.add(&row, &row);
    return batch.run();
}

}

TEST_CASE("an insert of many rows stores columns of every kind") {
    const BatchFixture fixture;
    fixture.execute(everything_table);
    const Columns all(first_columns<kinds>.begin(), first_columns<kinds>.end());
    const auto batch = fixture.connection->prepare_batch(insert_shape(everything, all));
    const auto rows = all_kinds();
    CHECK(run(*batch, rows) == 4);
    CHECK(fixture.rows_of<Everything>(everything) == rows);
}

TEST_CASE("an update of many rows writes columns of every kind, and NULL for a row without values") {
    const BatchFixture fixture;
    fixture.execute(everything_table);
    fixture.execute("insert into everything (id, flag) select i, false from generate_series(1, 5) i");
    const Columns values(first_columns<kinds>.begin() + 1, first_columns<kinds>.end());
    const auto batch =
        fixture.connection->prepare_batch(target_shape(BatchKind::update, everything, values, key));
    auto rows = all_kinds();
    for (const Everything& row : rows)
        batch->add(&row, &row);
    Everything empty;
    empty.id = 5;
    batch->add(nullptr, &empty);
    CHECK(batch->run() == 5);
    rows.push_back(empty);
    CHECK(fixture.rows_of<Everything>(everything) == rows);
}

TEST_CASE("a batch of any size is one statement, and can be filled again") {
    const Items fixture;
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given, made_by_database));
    CHECK(batch->run() == 0);
    std::int64_t stored = 0;
    for (const std::size_t count : {1U, 2U, 100U, 101U, 10000U, 3U}) {
        batch->clear();
        CHECK(batch->bytes() == 0);
        const auto rows = some_items(count);
        CHECK(run(*batch, rows) == static_cast<std::int64_t>(count));
        CHECK(batch->bytes() > 10 * count);
        for (std::size_t row = 0; row < count; ++row) {
            Item read;
            batch->read(row, &read);
            REQUIRE(read.id == ++stored);
            REQUIRE(read.made == rows[row].name + "!");
        }
    }
    CHECK(fixture.number("select count(*) from item") == stored);
    CHECK(fixture.number("select count(*) from pg_prepared_statements where statement like 'with src%'") ==
          1);
}

TEST_CASE("a batch that goes takes its prepared statement along") {
    const Items fixture;
    auto batch = fixture.connection->prepare_batch(insert_shape(items, given));
    CHECK(run(*batch, some_items(2)) == 2);
    const std::string prepared =
        "select count(*) from pg_prepared_statements where statement like 'insert into%'";
    CHECK(fixture.number(prepared) == 1);
    batch.reset();
    fixture.connection->begin({.mode = driver::Begin::write});
    fixture.connection->commit();
    CHECK(fixture.number(prepared) == 0);
}

TEST_CASE("identities come in the order of the rows, whatever triggers insert elsewhere") {
    Items fixture;
    fixture.execute(R"(
create table shadow (id bigint generated by default as identity primary key, of bigint);
create function mirror() returns trigger language plpgsql as
  $$ begin insert into shadow (of) values (new.id); return new; end $$;
create trigger mirror_before before insert on item for each row execute function mirror();
create trigger mirror_after after insert on item for each row execute function mirror();)");
    auto rows = some_items(10000);
    fixture.insert(rows);
    CHECK(std::ranges::is_sorted(rows, {}, &Item::id));
    CHECK(fixture.rows_of<Item>(items) == rows);
    CHECK(fixture.number("select count(*) from shadow") == 20000);
}

TEST_CASE(
    "rows that a trigger leaves out, or stores under another key, are told from those that were written") {
    const Items fixture;
    fixture.execute(R"(
create function choose() returns trigger language plpgsql as $$ begin
  if new.name = 'out' then return null; end if;
  if new.name = 'moved' then new.id := new.id + 1000; end if;
  return new; end $$;
create trigger choose before insert on item for each row execute function choose();)");
    std::vector<Item> rows(4);
    rows[0].name = "first";
    rows[1].name = "out";
    rows[2].name = "moved";
    rows[3].name = "last";
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given, made_by_database));
    CHECK(run(*batch, rows) == 2);
    CHECK(batch->written(0));
    CHECK_FALSE(batch->written(1));
    CHECK_FALSE(batch->written(2));
    REQUIRE(batch->written(3));
    batch->read(3, &rows[3]);
    CHECK(rows[3].id == 4);
    CHECK(rows[3].made == "last!");
}

TEST_CASE("keys that are given come back with what the database makes of the rest") {
    const Items fixture;
    auto rows = some_items(300);
    for (std::size_t row = 0; row < rows.size(); ++row)
        rows[row].id = static_cast<std::int64_t>(1000 - row);
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given_with_key, just_made));
    CHECK(run(*batch, rows) == 300);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        batch->read(row, &rows[row]);
        REQUIRE(rows[row].made == rows[row].name + "!");
    }
}

TEST_CASE("rows without any given column are inserted together") {
    const BatchFixture fixture;
    fixture.execute(
        "create table item (id bigint generated always as identity primary key, name text default 'x', "
        "amount integer, version integer default 1, made text default 'm')");
    const auto known = fixture.connection->prepare_batch(insert_shape(items, none, made_by_database));
    CHECK(run(*known, std::vector<Item>(150)) == 150);
    Item last;
    known->read(149, &last);
    CHECK(last.id == 150);
    CHECK(last.made == "m");
    CHECK(run(*fixture.connection->prepare_batch(insert_shape(items, none)), std::vector<Item>(2)) == 2);
    CHECK(fixture.number("select count(*) from item where name = 'x'") == 152);
}

TEST_CASE("a key from a default or a serial is made by the statement, so that rows are told apart") {
    const BatchFixture fixture;
    fixture.execute(
        "create sequence \"odd 'name\"; create table item (id bigint primary key default "
        "nextval('\"odd ''name\"') * 10, name text, amount integer, version integer, made text default 'm')");
    auto rows = some_items(200);
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given, made_by_database));
    CHECK(run(*batch, rows) == 200);
    for (Item& row : rows)
        batch->read(static_cast<std::size_t>(&row - rows.data()), &row);
    CHECK(rows[199].id == 2000);
    CHECK(fixture.rows_of<Item>(items) == rows);
}

TEST_CASE("a key that only a trigger makes is inserted row by row") {
    const BatchFixture fixture;
    fixture.execute(R"(
create table item (id bigint primary key, name text, amount integer, version integer, made text default 'm');
create function number() returns trigger language plpgsql as $$ begin
  if new.name = 'out' then return null; end if;
  select -1 - count(*) into new.id from item; return new; end $$;
create trigger number before insert on item for each row execute function number();)");
    auto rows = some_items(5);
    rows[2].name = "out";
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given, made_by_database));
    CHECK(run(*batch, rows) == 4);
    CHECK_FALSE(batch->written(2));
    REQUIRE(batch->written(4));
    batch->read(4, &rows[4]);
    CHECK(rows[4].id == -4);
    CHECK(fixture.text("select name from item where id = -4") == rows[4].name);
    CHECK(fixture.number("select count(amount) from item") == 2);
}

TEST_CASE("an update tells how many rows it has written, and which, when something comes back") {
    const Items fixture;
    auto rows = some_items(1000);
    fixture.insert(rows);
    fixture.execute("delete from item where id = 500");
    for (Item& row : rows)
        row.name += " changed";
    const auto plain =
        fixture.connection->prepare_batch(target_shape(BatchKind::update, items, just_name, key));
    CHECK(run(*plain, rows) == 999);

    for (Item& row : rows)
        row.name += " again";
    const auto known =
        fixture.connection->prepare_batch(target_shape(BatchKind::update, items, just_name, key, just_made));
    CHECK(run(*known, rows) == 999);
    CHECK_FALSE(known->written(499));
    for (const std::size_t row : {0U, 498U, 500U, 999U}) {
        REQUIRE(known->written(row));
        known->read(row, &rows[row]);
        CHECK(rows[row].made == rows[row].name + "!");
    }
}

TEST_CASE("an update finds rows by the key and version that they had") {
    const Items fixture;
    auto rows = some_items(3);
    fixture.insert(rows);
    auto changed = rows;
    for (Item& row : changed) {
        row.id += 100;
        ++row.version;
    }
    rows[1].version = 7;
    const auto batch = fixture.connection->prepare_batch(
        target_shape(BatchKind::update, items, key_and_version, key_and_version, just_made));
    for (std::size_t row = 0; row < rows.size(); ++row)
        batch->add(&changed[row], &rows[row]);
    CHECK(batch->run() == 2);
    CHECK_FALSE(batch->written(1));
    CHECK(fixture.text("select string_agg(id || ' ' || version, ', ' order by id) from item") ==
          "2 1, 101 2, 103 2");
}

TEST_CASE("a delete tells which rows were there") {
    const Items fixture;
    auto rows = some_items(1000);
    fixture.insert(rows);
    fixture.execute("delete from item where id in (1, 1000)");
    rows[500].version = 2;
    const auto batch =
        fixture.connection->prepare_batch(target_shape(BatchKind::erase, items, none, key_and_version));
    CHECK(run(*batch, rows) == 997);
    CHECK_FALSE(batch->written(0));
    CHECK(batch->written(1));
    CHECK_FALSE(batch->written(500));
    CHECK_FALSE(batch->written(999));
    CHECK(fixture.number("select count(*) from item") == 1);
}

TEST_CASE("a row that is named twice is deleted once") {
    const Items fixture;
    auto rows = some_items(1);
    fixture.insert(rows);
    rows.push_back(rows[0]);
    const auto batch = fixture.connection->prepare_batch(target_shape(BatchKind::erase, items, none, key));
    CHECK(run(*batch, rows) == 1);
    CHECK(batch->written(0) != batch->written(1));
}

TEST_CASE("names are quoted wherever a batch writes them") {
    const BatchFixture fixture;
    fixture.execute(R"(create table canary (); create schema "a.b";
create type "a.b"."t'y""pe" as enum ('red', 'dark green', 'blue');
create table "a.b"."x""; drop table canary; --" ("id'" bigint generated by default as identity primary key,
  "v; ""\" text, "src" integer, "v" integer, "ord" text default 'm');)");
    constexpr std::array<std::string_view, 5> names{"id'", "v; \"\\", "src", "v", "ord"};
    constexpr std::array<std::string_view, 5> quoted{"\"id'\"", "\"v; \"\"\\\"", "\"src\"", "\"v\"",
                                                     "\"ord\""};
    auto columns = item_columns;
    for (std::size_t column = 0; column < columns.size(); ++column)
        columns[column].name = names[column];
    const Statements texts{.table = R"("a.b"."x""; drop table canary; --")", .columns = quoted};
    const Mapping hostile{.table = "x", .columns = columns, .key = first_column, .statements = &texts};

    auto rows = some_items(3);
    const auto insert = fixture.connection->prepare_batch(insert_shape(hostile, given, made_by_database));
    CHECK(run(*insert, rows) == 3);
    for (std::size_t row = 0; row < rows.size(); ++row)
        insert->read(row, &rows[row]);
    CHECK(rows[2].id == 3);
    const auto update =
        fixture.connection->prepare_batch(target_shape(BatchKind::update, hostile, given, key, just_made));
    CHECK(run(*update, rows) == 3);
    const auto erase = fixture.connection->prepare_batch(target_shape(BatchKind::erase, hostile, none, key));
    CHECK(run(*erase, rows) == 3);
    CHECK(fixture.number("select count(*) from canary") == 0);
}

TEST_CASE("who may insert but not draw from the sequence is told what is missing") {
    Items fixture;
    fixture.execute("create role guest login; grant insert, select on item to guest");
    const auto connection = fixture.connect_as("guest");
    const auto batch = connection->prepare_batch(insert_shape(items, given, made_by_database));
    const auto error = error_of<PermissionDenied>([&] { run(*batch, some_items(2)); });
    REQUIRE(error);
    CHECK(error->sqlstate() == "42501");
    CHECK_THAT(error->what(), Catch::Contains("needs USAGE on the sequence public.item_id_seq"));
    fixture.execute("grant usage on sequence item_id_seq to guest");
    batch->clear();
    CHECK(run(*batch, some_items(2)) == 2);
}

TEST_CASE("a value that is refused leaves the batch to be cleared and used again") {
    const Items fixture;
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given));
    std::vector<Item> rows = some_items(3);
    rows[1].name = std::string("a\0b", 3);
    CHECK(error_of<EncodingError>([&] { run(*batch, rows); }));
    batch->clear();
    rows[1].name = "ab";
    CHECK(run(*batch, rows) == 3);
    CHECK(fixture.number("select count(*) from item") == 3);
}

TEST_CASE("what is wrong with a table is said when the batch is prepared") {
    const BatchFixture fixture;
    CHECK(error_of<UndefinedObject>(
        [&] { (void)fixture.connection->prepare_batch(insert_shape(items, given)); }));
    fixture.execute("create table item (id bigint, name text)");
    const auto error = error_of<SchemaMismatch>(
        [&] { (void)fixture.connection->prepare_batch(insert_shape(items, given)); });
    REQUIRE(error);
    CHECK(error->column() == "amount");
}

TEST_CASE("tables that other tools have made take their own types") {
    const BatchFixture fixture;
    fixture.execute(R"(
create domain positive as integer check (value > 0);
create domain small_positive as positive check (value < 100);
create table item (id serial primary key, name character(6), amount small_positive, version smallint,
  made character varying(3) default 'abc');)");
    std::vector<Item> rows(2);
    rows[0].name = "one";
    rows[0].amount = 99;
    rows[1].name = "two";
    const auto batch = fixture.connection->prepare_batch(insert_shape(items, given, made_by_database));
    CHECK(run(*batch, rows) == 2);
    batch->read(1, &rows[1]);
    CHECK(rows[1].id == 2);
    CHECK(rows[1].made == "abc");
    CHECK(fixture.number("select amount from item where name = 'one'") == 99);

    batch->clear();
    rows[0].amount = 100;
    CHECK(error_of<CheckViolation>([&] { run(*batch, rows); }));
    batch->clear();
    rows[0].amount = 1;
    rows[0].name = "too long";
    CHECK(error_of<TooLong>([&] { run(*batch, rows); }));
}

TEST_CASE("rows are found by any number of keys") {
    Items fixture;
    auto rows = some_items(1000);
    fixture.insert(rows);
    const auto by_id = fixture.connection->prepare_by_keys(items, item_texts, key);
    static constexpr ArrayType ids =
        array_type<std::int64_t>(Column{.name = "id", .kind = ColumnKind::int64});
    const Column parameter{.name = "id", .kind = ColumnKind::array, .array = &ids};
    for (const std::size_t count : {0U, 1U, 500U}) {
        std::vector<std::int64_t> wanted;
        for (std::size_t index = 0; index < count; ++index)
            wanted.push_back(static_cast<std::int64_t>(index) * 2 + 1);
        by_id->bind_value(parameter, &wanted, 1);
        std::set<std::int64_t> found;
        while (by_id->step()) {
            Item row;
            by_id->read(items.columns, &row);
            found.insert(row.id);
        }
        by_id->reset();
        CHECK(found == std::set(wanted.begin(), wanted.end()));
    }
}

TEST_CASE("rows are found by keys of several columns, an enum among them") {
    const BatchFixture fixture;
    fixture.execute(everything_table);
    fixture.execute("alter table everything drop constraint everything_pkey");
    fixture.execute("insert into everything (id, color, name) select i, c, 'x' from generate_series(1, 3) i, "
                    "unnest('{red,blue}'::paint.\"my color\"[]) c where i <> 2 or c = 'red'");
    Statements texts = everything_texts;
    texts.select = "select \"id\", \"color\" from \"everything\"";
    const Columns both{0, 16};
    const auto statement = fixture.connection->prepare_by_keys(everything, texts, both);
    static constexpr ArrayType ids =
        array_type<std::int64_t>(Column{.name = "id", .kind = ColumnKind::int64});
    const std::vector<std::int64_t> numbers{1, 2, 3};
    const std::vector<Color> colors{Color::blue, Color::blue, Color::red};
    statement->bind_value(Column{.name = "id", .kind = ColumnKind::array, .array = &ids}, &numbers, 1);
    statement->bind_value(Column{.name = "color", .kind = ColumnKind::array, .array = &colors_type}, &colors,
                          2);
    std::set<std::int64_t> found;
    while (statement->step())
        found.insert(statement->read_integer(0));
    CHECK(found == std::set<std::int64_t>{1, 3});
}

TEST_CASE("a batch goes on after another type was given to a column") {
    const Items fixture;
    fixture.execute("create type mood as enum ('sad', 'glad')");
    const auto insert = fixture.connection->prepare_batch(insert_shape(items, given, made_by_database));
    CHECK(run(*insert, some_items(2)) == 2);
    fixture.execute("alter table item alter amount type text; alter table item drop made; "
                    "alter table item add made mood not null default 'glad'");
    insert->clear();
    CHECK(run(*insert, some_items(3)) == 3);
    Item read;
    insert->read(2, &read);
    CHECK(read.made == "glad");
    CHECK(fixture.text("select amount from item where id = 5") == "2");
}

TEST_CASE("rows go to the partitions that they belong to, and come back from there") {
    const BatchFixture fixture;
    fixture.execute(
        "create table item (id bigint generated by default as identity, name text, amount integer, "
        "version integer, made text default 'm', primary key (id, version)) partition by list (version);"
        "create table item_1 partition of item for values in (1);"
        "create table item_2 partition of item for values in (2)");
    const Mapping mapping{
        .table = "item", .columns = item_columns, .key = key_and_version, .statements = &item_texts};
    auto rows = some_items(200);
    for (std::size_t row = 0; row < rows.size(); row += 2)
        rows[row].version = 2;
    const auto insert = fixture.connection->prepare_batch(insert_shape(mapping, given, made_by_database));
    CHECK(run(*insert, rows) == 200);
    for (std::size_t row = 0; row < rows.size(); ++row)
        insert->read(row, &rows[row]);
    CHECK(fixture.rows_of<Item>(items) == rows);
    CHECK(fixture.number("select count(*) from item_2") == 100);

    auto moved = rows;
    for (Item& row : moved)
        row.version = 2;
    const auto update = fixture.connection->prepare_batch(
        target_shape(BatchKind::update, mapping, key_and_version, key_and_version, just_made));
    for (std::size_t row = 0; row < rows.size(); ++row)
        update->add(&moved[row], &rows[row]);
    CHECK(update->run() == 200);
    CHECK(fixture.number("select count(*) from item_1") == 0);
    CHECK(run(*fixture.connection->prepare_batch(
                  target_shape(BatchKind::erase, mapping, none, key_and_version)),
              moved) == 200);
}

TEST_CASE("an identity beside a key that is given comes back with its row") {
    const BatchFixture fixture;
    fixture.execute("create table item (id bigint generated always as identity, name text primary key, "
                    "amount integer, version integer, made text default 'm')");
    static constexpr std::array<std::uint16_t, 1> by_name{item::name};
    const Mapping mapping{
        .table = "item", .columns = item_columns, .key = by_name, .statements = &item_texts};
    auto rows = some_items(500);
    const auto batch = fixture.connection->prepare_batch(insert_shape(mapping, given, made_by_database));
    CHECK(run(*batch, rows) == 500);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        batch->read(row, &rows[row]);
        REQUIRE(rows[row].id == static_cast<std::int64_t>(row + 1));
    }
    CHECK(fixture.rows_of<Item>(items) == rows);
}

TEST_CASE("nothing is read of a row that was not written") {
    const Items fixture;
    const auto batch =
        fixture.connection->prepare_batch(target_shape(BatchKind::update, items, just_name, key, just_made));
    std::vector<Item> rows(1);
    CHECK(run(*batch, rows) == 0);
    CHECK_THROWS_AS(batch->read(0, &rows[0]), UsageError);
}
