#include "sqlite_fixture.hpp"

#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace rowsmith;
using namespace std::string_literals;

namespace {

enum class Color { red, dark_green, blue };
constexpr std::array<std::string_view, 3> color_labels{"red", "dark green", "blue"};
constexpr EnumType color_type = enum_type<Color>(color_labels);
constexpr ArrayType int_array = array_type<std::int32_t>(Column{.name = "ints", .kind = ColumnKind::int32});

struct Row {
    bool flag{};
    std::int16_t small{};
    std::int32_t medium{};
    std::int64_t large{};
    float single{};
    double real{};
    Decimal price;
    Decimal huge;
    std::string text;
    Bytes bytes;
    Date date;
    Time time;
    Timestamp at;
    Uuid uuid;
    Json json;
    Color color{};
    std::vector<std::int32_t> ints;

    friend bool operator==(const Row&, const Row&) = default;
};

struct NullableRow {
    std::optional<bool> flag;
    std::optional<std::int16_t> small;
    std::optional<std::int32_t> medium;
    std::optional<std::int64_t> large;
    std::optional<float> single;
    std::optional<double> real;
    std::optional<Decimal> price;
    std::optional<Decimal> huge;
    std::optional<std::string> text;
    std::optional<Bytes> bytes;
    std::optional<Date> date;
    std::optional<Time> time;
    std::optional<Timestamp> at;
    std::optional<Uuid> uuid;
    std::optional<Json> json;
    std::optional<Color> color;
    std::optional<std::vector<std::int32_t>> ints;

    friend bool operator==(const NullableRow&, const NullableRow&) = default;
};

constexpr std::size_t column_count = 17;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
template <typename T>
constexpr std::array<Column, column_count> columns_of(bool nullable) {
    const auto column = [&](std::string_view name, ColumnKind kind, std::size_t offset) {
        return Column{
            .name = name, .kind = kind, .nullable = nullable, .offset = static_cast<std::uint32_t>(offset)};
    };
    std::array<Column, column_count> columns{
        column("flag", ColumnKind::boolean, offsetof(T, flag)),
        column("small", ColumnKind::int16, offsetof(T, small)),
        column("medium", ColumnKind::int32, offsetof(T, medium)),
        column("large", ColumnKind::int64, offsetof(T, large)),
        column("single", ColumnKind::float32, offsetof(T, single)),
        column("real", ColumnKind::float64, offsetof(T, real)),
        column("price", ColumnKind::decimal, offsetof(T, price)),
        column("huge", ColumnKind::decimal, offsetof(T, huge)),
        column("text", ColumnKind::string, offsetof(T, text)),
        column("bytes", ColumnKind::bytes, offsetof(T, bytes)),
        column("date", ColumnKind::date, offsetof(T, date)),
        column("time", ColumnKind::time, offsetof(T, time)),
        column("at", ColumnKind::timestamp, offsetof(T, at)),
        column("uuid", ColumnKind::uuid, offsetof(T, uuid)),
        column("json", ColumnKind::json, offsetof(T, json)),
        column("color", ColumnKind::enumeration, offsetof(T, color)),
        column("ints", ColumnKind::array, offsetof(T, ints)),
    };
    columns[6].precision = 12;
    columns[6].scale = 2;
    columns[7].precision = 38;
    columns[7].scale = 10;
    columns[8].length = 10;
    columns[15].enumeration = &color_type;
    columns[16].array = &int_array;
    return columns;
}
#pragma GCC diagnostic pop

constexpr auto row_columns = columns_of<Row>(false);
constexpr auto nullable_columns = columns_of<NullableRow>(true);
constexpr auto all = [] {
    std::array<std::uint16_t, column_count> which{};
    std::iota(which.begin(), which.end(), std::uint16_t{0});
    return which;
}();

constexpr std::string_view insert =
    "insert into t values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
    "$14, $15, $16, $17)";

struct Table : test::MemoryFixture {
    Table() {
        connection->execute("create table t (flag integer, small integer, medium integer, large integer, "
                            "single real, real real, "
                            "price real, huge text, text text, bytes blob, date text, time text, at text, "
                            "uuid text, json text, "
                            "color text, ints text) strict");
    }

    template <typename T>
    void store(std::span<const Column> columns, const T& row) const {
        const auto statement = connection->prepare(insert);
        statement->bind(columns, all, &row);
        CHECK(statement->execute() == 1);
    }

    template <typename T>
    void round_trip(std::span<const Column> columns, const T& row, T read) const {
        connection->execute("delete from t");
        store(columns, row);
        const auto statement = connection->prepare("select * from t");
        REQUIRE(statement->step());
        statement->read(columns, &read);
        CHECK(read == row);
        T by_index;
        statement->read(columns, all, &by_index, 0);
        CHECK(by_index == row);
        CHECK_FALSE(statement->step());
    }
};

Row filled() {
    Row row;
    row.flag = true;
    row.small = -12;
    row.medium = 123456;
    row.large = 1;
    row.single = 1.5F;
    row.real = 0.1;
    row.price = Decimal("1234567.89");
    row.huge = Decimal("1.0000000001");
    row.text = "Grüße";
    row.bytes = {std::byte{0}, std::byte{255}, std::byte{'x'}};
    row.date = {2024, 2, 29};
    row.time = Time::parse("13:45:10.000250");
    row.at = Timestamp::parse("2024-02-29 13:45:10.000250");
    row.uuid = Uuid::parse("123e4567-e89b-12d3-a456-426614174000");
    row.json = {R"({"a": [1, 2]})"};
    row.color = Color::dark_green;
    row.ints = {1, -2, 3};
    return row;
}

Row lowest() {
    Row row;
    row.small = std::numeric_limits<std::int16_t>::min();
    row.medium = std::numeric_limits<std::int32_t>::min();
    row.large = std::numeric_limits<std::int64_t>::min();
    row.single = std::numeric_limits<float>::denorm_min();
    row.real = -std::numeric_limits<double>::infinity();
    row.price = Decimal("-9999999999.99");
    row.huge = Decimal("-9999999999999999999999999999.9999999999");
    row.time = {0};
    row.at = Timestamp::parse("0001-01-01 00:00:00");
    return row;
}

Row highest() {
    Row row;
    row.flag = true;
    row.small = std::numeric_limits<std::int16_t>::max();
    row.medium = std::numeric_limits<std::int32_t>::max();
    row.large = std::numeric_limits<std::int64_t>::max();
    row.single = std::numeric_limits<float>::max();
    row.real = std::numeric_limits<double>::max();
    row.price = Decimal("9999999999.99");
    row.huge = Decimal("9999999999999999999999999999.9999999999");
    row.text = "äöüßäöüßäö";
    for (int value = 0; value < 256; ++value)
        row.bytes.push_back(static_cast<std::byte>(value));
    row.date = {9999, 12, 31};
    row.time = Time::parse("23:59:59.999999");
    row.at = Timestamp::parse("9999-12-31 23:59:59.999999");
    row.uuid.bytes.fill(0xff);
    row.color = Color::blue;
    row.ints = {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    return row;
}

NullableRow nullable(const Row& row) {
    return {row.flag,  row.small, row.medium, row.large, row.single, row.real, row.price, row.huge, row.text,
            row.bytes, row.date,  row.time,   row.at,    row.uuid,   row.json, row.color, row.ints};
}

std::string scalar(std::string_view expression) {
    return "insert into t (" + std::string(expression.substr(0, expression.find('='))) + ") values (" +
           std::string(expression.substr(expression.find('=') + 1)) + ")";
}

}

TEST_CASE("every kind comes back as it was stored, at its limits, empty and NULL") {
    const Table table;
    for (const Row& row : {Row{}, filled(), lowest(), highest()}) {
        table.round_trip(row_columns, row, Row{});
        table.round_trip(row_columns, row, filled());
        table.round_trip(nullable_columns, nullable(row), NullableRow{});
        table.round_trip(nullable_columns, nullable(row), nullable(filled()));
    }
    table.round_trip(nullable_columns, NullableRow{}, nullable(filled()));
}

TEST_CASE("values are stored in the forms that other programs expect") {
    const Table table;
    table.store(row_columns, filled());
    const auto stored = [&](const std::string& expression) {
        return test::text(*table.connection, "select " + expression + " from t");
    };
    CHECK(stored("typeof(flag) || flag") == "integer1");
    CHECK(stored("typeof(price) || price") == "real1234567.89");
    CHECK(stored("huge") == "1.0000000001");
    CHECK(stored("date") == "2024-02-29");
    CHECK(stored("time") == "13:45:10.000250");
    CHECK(stored("at") == "2024-02-29 13:45:10.000250");
    CHECK(stored("uuid") == "123e4567-e89b-12d3-a456-426614174000");
    CHECK(stored("color") == "dark green");
    CHECK(stored("json_extract(ints, '$[1]') || ''") == "-2");
    CHECK(stored("hex(bytes)") == "00FF78");
}

TEST_CASE("empty text and bytes are not NULL") {
    const Table table;
    table.store(row_columns, Row{});
    CHECK(table.number("select count(*) from t where text = '' and bytes = x'' and ints = '[]'") == 1);
}

TEST_CASE("a decimal is stored at its column's scale") {
    const Table table;
    Row row;
    row.price = Decimal("1.500");
    row.huge = Decimal("2");
    table.store(row_columns, row);
    CHECK(test::text(*table.connection, "select huge from t") == "2.0000000000");
    CHECK(table.number("select price = 1.5 from t") == 1);
}

TEST_CASE("a stored value of another type is an error that names the column and not the value") {
    struct Case {
        std::string_view stored; // column=expression
        bool range;
    };
    const std::vector<Case> cases{
        {"flag=2", false},
        {"flag='1'", false},
        {"small=32768", true},
        {"small=-32769", true},
        {"medium=2147483648", true},
        {"medium=1.5", false},
        {"large='12x'", false},
        {"large=9.3e18", false},
        {"single=1e39", true},
        {"single='x'", false},
        {"real=''", false},
        {"real=9007199254740993", false},
        {"price=1.005", false},
        {"price='a'", false},
        {"price=10000000000", true},
        {"price='1.001'", true},
        {"huge=1.5", false},
        {"huge='1e5'", false},
        {"huge='0.12345678901'", true},
        {"text=1", false},
        {"text=x'41'", false},
        {"bytes='a'", false},
        {"date='2024-02-30'", false},
        {"date='0000-01-01'", false},
        {"time='24:00:00'", false},
        {"at='2024-02-29'", false},
        {"at='2024-02-29 12:00:00.1234567'", false},
        {"at=0", false},
        {"uuid='123e4567'", false},
        {"json=1", false},
        {"color='Red'", false},
        {"color=''", false},
        {"ints='[1'", false},
        {"ints='[\"4711\"]'", false},
        {"ints='[2147483648]'", true},
    };
    for (const auto& [stored, range] : cases) {
        CAPTURE(stored);
        const test::MemoryFixture fixture;
        fixture.connection->execute(
            "create table t (flag, small, medium, large, single, real, price, huge, text, "
            "bytes, date, time, at, uuid, json, color, ints)");
        fixture.connection->execute(scalar(stored));
        const auto statement = fixture.connection->prepare("select * from t");
        REQUIRE(statement->step());
        NullableRow row;
        const auto error = test::error_of<DataError>(
            [&] { statement->read(std::span<const Column>(nullable_columns), &row); });
        REQUIRE(error);
        const std::string column(stored.substr(0, stored.find('=')));
        CHECK(error->column() == column);
        CHECK(std::string(error->what()).find(column) != std::string::npos);
        CHECK(std::string(error->what()).find("4711") == std::string::npos);
        const auto read = [&] { statement->read(std::span<const Column>(nullable_columns), &row); };
        if (range)
            CHECK_THROWS_AS(read(), OutOfRange);
        else
            CHECK_THROWS_AS(read(), ConversionError);
    }
}

TEST_CASE("forms that other programs store are read where they are exact") {
    const test::MemoryFixture fixture;
    fixture.connection->execute("create table t (price numeric(10, 2), huge text, real numeric, at datetime, "
                                "text nvarchar(10))");
    constexpr std::array<std::uint16_t, 5> which{6, 7, 5, 12, 8};
    const auto read = [&](std::string_view values) {
        fixture.connection->execute("delete from t; insert into t values (" + std::string(values) + ")");
        const auto statement = fixture.connection->prepare("select * from t");
        statement->step();
        Row row;
        statement->read(row_columns, which, &row);
        return row;
    };
    const Row one = read("0.99, 7, 2, '2009-01-01 00:00:00', 'AC/DC'");
    CHECK(one.price == Decimal("0.99"));
    CHECK(one.huge == Decimal("7"));
    CHECK(one.real == 2.0);
    CHECK(one.at == Timestamp::parse("2009-01-01 00:00:00"));
    CHECK(one.text == "AC/DC");
    const Row two = read("3, '12345678901234567.25', -1, '2009-01-01T00:00:00.5Z', 1");
    CHECK(two.price == Decimal("3.00"));
    CHECK(two.huge == Decimal("12345678901234567.25"));
    CHECK(two.real == -1.0);
    CHECK(two.at == Timestamp::parse("2009-01-01 00:00:00.500000"));
    CHECK(two.text == "1");
}

TEST_CASE("NULL in a column that takes none is a NullValue") {
    for (const Column& column : row_columns) {
        CAPTURE(column.name);
        const test::MemoryFixture fixture;
        const auto statement = fixture.connection->prepare("select null");
        statement->step();
        Row row;
        const std::array which{static_cast<std::uint16_t>(&column - row_columns.data())};
        const auto error = test::error_of<NullValue>([&] { statement->read(row_columns, which, &row, 0); });
        REQUIRE(error);
        CHECK(error->column() == column.name);
    }
}

TEST_CASE("what does not fit a column is refused before anything is sent") {
    enum class Wrong { long_text, nul, encoding, range };
    struct Case {
        std::string_view column;
        Wrong wrong;
        void (*spoil)(Row& row);
    };
    const std::vector<Case> cases{
        {"text", Wrong::long_text, [](Row& row) { row.text = "12345678901"; }},
        {"text", Wrong::long_text, [](Row& row) { row.text = "äöüßäöüßäöü"; }},
        {"text", Wrong::nul, [](Row& row) { row.text = "a\0b"s; }},
        {"text", Wrong::encoding, [](Row& row) { row.text = "a\xff"; }},
        {"json", Wrong::encoding, [](Row& row) { row.json.text = "\"\xc3\""; }},
        {"single", Wrong::range, [](Row& row) { row.single = std::numeric_limits<float>::quiet_NaN(); }},
        {"real", Wrong::range, [](Row& row) { row.real = std::numeric_limits<double>::quiet_NaN(); }},
        {"price", Wrong::range, [](Row& row) { row.price = Decimal("10000000000"); }},
        {"price", Wrong::range, [](Row& row) { row.price = Decimal("0.001"); }},
        {"huge", Wrong::range, [](Row& row) { row.huge = Decimal("0.00000000001"); }},
        {"huge", Wrong::range, [](Row& row) { row.huge = Decimal("99999999999999999999999999999"); }},
        {"date", Wrong::range,
         [](Row& row) {
             row.date = {2023, 2, 29};
         }},
        {"date", Wrong::range,
         [](Row& row) {
             row.date = {0, 1, 1};
         }},
        {"time", Wrong::range, [](Row& row) { row.time.microseconds = 86'400'000'000; }},
        {"time", Wrong::range, [](Row& row) { row.time.microseconds = -1; }},
        {"at", Wrong::range,
         [](Row& row) { row.at = Timestamp::parse("9999-12-31 23:59:59.999999"), ++row.at.microseconds; }},
        {"color", Wrong::range, [](Row& row) { row.color = static_cast<Color>(3); }},
        {"color", Wrong::range, [](Row& row) { row.color = static_cast<Color>(-1); }},
    };
    const Table table;
    for (const auto& [column, wrong, spoil] : cases) {
        CAPTURE(column);
        Row row = filled();
        spoil(row);
        const auto statement = table.connection->prepare(insert);
        const auto bind = [&] { statement->bind(row_columns, all, &row); };
        switch (wrong) {
        case Wrong::long_text:
            CHECK_THROWS_AS(bind(), TooLong);
            break;
        case Wrong::nul:
        case Wrong::encoding:
            CHECK_THROWS_AS(bind(), EncodingError);
            break;
        case Wrong::range:
            CHECK_THROWS_AS(bind(), OutOfRange);
            break;
        }
        const auto error = test::error_of<DataError>(bind);
        REQUIRE(error);
        CHECK(error->column() == column);
    }
    CHECK(table.number("select count(*) from t") == 0);
}

TEST_CASE("single values are bound without a model") {
    const Table table;
    const std::string name = "Ada";
    const std::int32_t number = 36;
    const auto statement =
        table.connection->prepare("insert into t (text, medium, large, color) values ($1, $2, $3, $4)");
    statement->bind_value(row_columns[8], &name, 1);
    statement->bind_value(nullable_columns[2], &number, 2);
    statement->bind_integer(7, 3);
    statement->bind_value(row_columns[15], nullptr, 4);
    CHECK(statement->execute() == 1);
    CHECK(table.number(
              "select count(*) from t where text = 'Ada' and medium = 36 and large = 7 and color is null") ==
          1);

    statement->bind_text(std::string_view(), 1); // no pointer, but still a text
    CHECK(statement->execute() == 1);
    CHECK(table.number("select count(*) from t where text = ''") == 1);
    CHECK_THROWS_AS(statement->bind_integer(1, 5), InternalError);
    CHECK_THROWS_AS(statement->bind_value(row_columns[10], &name, 0), InternalError);
    CHECK_THROWS_AS(statement->bind(row_columns, all, &name, 1), InternalError);
}

TEST_CASE("a statement can be run again with other values") {
    const Table table;
    const auto statement = table.connection->prepare(insert);
    const std::vector<Row> rows{filled(), lowest(), highest(), Row{}, filled()};
    for (const Row& row : rows) {
        statement->bind(row_columns, all, &row);
        statement->execute();
    }
    const auto select = table.connection->prepare("select * from t order by rowid");
    for (int run = 0; run < 2; ++run) {
        Row read;
        for (const Row& row : rows) {
            REQUIRE(select->step());
            select->read(row_columns, &read);
            CHECK(read == row);
        }
        CHECK_FALSE(select->step());
        CHECK_FALSE(select->step());
        select->reset();
    }
}

TEST_CASE("a result with fewer columns than are read is a SchemaMismatch") {
    const test::MemoryFixture fixture;
    const auto statement = fixture.connection->prepare("select 1, 2");
    REQUIRE(statement->step());
    NullableRow row;
    CHECK_THROWS_AS(statement->read(std::span<const Column>(nullable_columns), &row), SchemaMismatch);
    CHECK_THROWS_AS(statement->read_integer(2), SchemaMismatch);
    CHECK(statement->read_integer(1) == 2);
}
