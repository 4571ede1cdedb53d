#include "postgres_values_fixture.hpp"

#include <array>
#include <limits>
#include <vector>

using namespace rowsmith;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

enum class Mood { fine, odd };
constexpr std::array<std::string_view, 2> mood_labels{"fine", "odd"};
constexpr EnumType mood_type = enum_type<Mood>(mood_labels);
constexpr ArrayType numbers = array_type<std::int32_t>({.name = "x", .kind = ColumnKind::int32});
constexpr ArrayType strings = array_type<std::string>({.name = "x", .kind = ColumnKind::string, .length = 3});

enum class Wrong { conversion, range, null, length, encoding };

template <typename Work>
void refused(Wrong wrong, Work work) {
    switch (wrong) {
    case Wrong::conversion:
        CHECK_THROWS_AS(work(), ConversionError);
        break;
    case Wrong::range:
        CHECK_THROWS_AS(work(), OutOfRange);
        break;
    case Wrong::null:
        CHECK_THROWS_AS(work(), NullValue);
        break;
    case Wrong::length:
        CHECK_THROWS_AS(work(), TooLong);
        break;
    case Wrong::encoding:
        CHECK_THROWS_AS(work(), EncodingError);
        break;
    }
    const auto error = test::error_of<DataError>(work);
    REQUIRE(error);
    CHECK(error->column() == "value");
    CHECK(std::string(error->what()).find("'value'") != std::string::npos);
    CHECK(std::string(error->what()).find("4711") == std::string::npos);
}

/// Room for a value of any kind.
struct Room {
    std::int64_t number = 0;
    double real = 0;
    Decimal decimal;
    std::string text;
    Bytes bytes;
    Date date;
    Time time;
    Timestamp at;
    Uuid uuid;
    Json json;
    Mood mood{};
    std::vector<std::int32_t> numbers;
    std::vector<std::string> strings;
};

struct Kind {
    Column column;
    void* (*place)(Room& room);
};

Kind kind_of(std::string_view name) {
    const auto plain = [](ColumnKind kind) { return Column{.name = "value", .kind = kind}; };
    const auto integer = [](Room& room) -> void* { return &room.number; };
    if (name == "bool")
        return {plain(ColumnKind::boolean), integer};
    if (name == "int16")
        return {plain(ColumnKind::int16), integer};
    if (name == "int32")
        return {plain(ColumnKind::int32), integer};
    if (name == "int64")
        return {plain(ColumnKind::int64), integer};
    if (name == "float32")
        return {plain(ColumnKind::float32), [](Room& room) -> void* { return &room.real; }};
    if (name == "float64")
        return {plain(ColumnKind::float64), [](Room& room) -> void* { return &room.real; }};
    if (name == "decimal")
        return {{.name = "value", .kind = ColumnKind::decimal, .precision = 12, .scale = 2},
                [](Room& room) -> void* { return &room.decimal; }};
    if (name == "string")
        return {plain(ColumnKind::string), [](Room& room) -> void* { return &room.text; }};
    if (name == "bytes")
        return {plain(ColumnKind::bytes), [](Room& room) -> void* { return &room.bytes; }};
    if (name == "date")
        return {plain(ColumnKind::date), [](Room& room) -> void* { return &room.date; }};
    if (name == "time")
        return {plain(ColumnKind::time), [](Room& room) -> void* { return &room.time; }};
    if (name == "timestamp")
        return {plain(ColumnKind::timestamp), [](Room& room) -> void* { return &room.at; }};
    if (name == "uuid")
        return {plain(ColumnKind::uuid), [](Room& room) -> void* { return &room.uuid; }};
    if (name == "json")
        return {plain(ColumnKind::json), [](Room& room) -> void* { return &room.json; }};
    if (name == "enum")
        return {{.name = "value", .kind = ColumnKind::enumeration, .enumeration = &mood_type},
                [](Room& room) -> void* { return &room.mood; }};
    if (name == "strings")
        return {{.name = "value", .kind = ColumnKind::array, .array = &strings},
                [](Room& room) -> void* { return &room.strings; }};
    return {{.name = "value", .kind = ColumnKind::array, .array = &numbers},
            [](Room& room) -> void* { return &room.numbers; }};
}

}

TEST_CASE("a stored value of another type or range is an error that names the column and not the value") {
    struct Case {
        std::string_view kind;
        std::string_view stored;
        Wrong wrong;
    };
    const std::vector<Case> cases{
        {"bool", "1", Wrong::conversion},
        {"bool", "'t'::text", Wrong::conversion},
        {"int16", "32768", Wrong::range},
        {"int16", "-32769::int8", Wrong::range},
        {"int32", "2147483648", Wrong::range},
        {"int32", "true", Wrong::conversion},
        {"int32", "4711.5", Wrong::conversion},
        {"int32", "4711::float8", Wrong::conversion},
        {"int32", "'4711'::text", Wrong::conversion},
        {"int64", "'12x'::text", Wrong::conversion},
        {"int64", "9223372036854775808", Wrong::range},
        {"int64", "'NaN'::numeric", Wrong::range},
        {"int64", "1e30", Wrong::range},
        {"float32", "1e39::float8", Wrong::range},
        {"float32", "''::text", Wrong::conversion},
        {"float64", "1e400", Wrong::range},
        {"float64", "true", Wrong::conversion},
        {"decimal", "1.005", Wrong::range},
        {"decimal", "10000000000.00", Wrong::range},
        {"decimal", "1e40", Wrong::range},
        {"decimal", "'NaN'::numeric", Wrong::range},
        {"decimal", "'-Infinity'::numeric", Wrong::range},
        {"decimal", "1.5::float8", Wrong::conversion},
        {"decimal", "10000000000", Wrong::range},
        {"decimal", "'4711e'::text", Wrong::conversion},
        {"decimal", "'0.001'::text", Wrong::range},
        {"string", "4711", Wrong::conversion},
        {"string", "true", Wrong::conversion},
        {"string", "'\\x41'::bytea", Wrong::conversion},
        {"string", "now()", Wrong::conversion},
        {"bytes", "'a'::text", Wrong::conversion},
        {"date", "'infinity'::date", Wrong::range},
        {"date", "'-infinity'::date", Wrong::range},
        {"date", "'0001-12-31 BC'::date", Wrong::range},
        {"date", "'10000-01-01'::date", Wrong::range},
        {"date", "'5874897-12-31'::date", Wrong::range},
        {"date", "'2024-02-30'::text", Wrong::conversion},
        {"date", "now()", Wrong::conversion},
        {"time", "'24:00:00'::time", Wrong::range},
        {"time", "'12:00:00+02'::timetz", Wrong::conversion},
        {"timestamp", "'infinity'::timestamptz", Wrong::range},
        {"timestamp", "'-infinity'::timestamp", Wrong::range},
        {"timestamp", "'0001-12-31 23:59:59.999999 BC'::timestamp", Wrong::range},
        {"timestamp", "'4713-01-01 00:00:00+00 BC'::timestamptz", Wrong::range},
        {"timestamp", "'10000-01-01 00:00:00+00'::timestamptz", Wrong::range},
        {"timestamp", "'294276-12-31 23:59:59.999999'::timestamp", Wrong::range},
        {"timestamp", "'9999-12-31 23:00:00-02'::text", Wrong::range},
        {"timestamp", "'2024-02-29'::text", Wrong::conversion},
        {"timestamp", "'2024-02-29 12:00:00+0x'::text", Wrong::conversion},
        {"timestamp", "'2024-02-29'::date", Wrong::conversion},
        {"uuid", "'4711'::text", Wrong::conversion},
        {"uuid", "'\\x00'::bytea", Wrong::conversion},
        {"json", "4711", Wrong::conversion},
        {"enum", "'Fine'::text", Wrong::conversion},
        {"enum", "'4711'::mood", Wrong::conversion},
        {"enum", "1", Wrong::conversion},
        {"numbers", "'{1,NULL}'::int4[]", Wrong::null},
        {"numbers", "'{{1,2},{3,4}}'::int4[]", Wrong::conversion},
        {"numbers", "'{2147483648}'::int8[]", Wrong::range},
        {"numbers", "'{1}'::text", Wrong::conversion},
        {"numbers", "1", Wrong::conversion},
        {"bool", "null::bool", Wrong::null},
        {"string", "null::text", Wrong::null},
        {"numbers", "null::int4[]", Wrong::null},
        {"enum", "null::mood", Wrong::null},
    };
    const test::PostgresFixture fixture;
    fixture.connection->execute("create type mood as enum ('4711')");
    for (const auto& [name, stored, wrong] : cases)
        for (const std::string_view tail : {std::string_view(), test::as_text}) {
            CAPTURE(name, stored, tail);
            const Kind kind = kind_of(name);
            const auto statement = fixture.prepare("select " + std::string(stored) + std::string(tail));
            REQUIRE(statement->step());
            Room room;
            refused(wrong, [&] { statement->read({&kind.column, 1}, kind.place(room), 0); });
            CHECK(fixture.number("select 1") == 1);
        }
}

TEST_CASE("what does not fit a column is refused before anything is sent") {
    const test::PostgresFixture fixture;
    const auto statement = fixture.prepare("select $1::text");
    const auto refuses = [&](Wrong wrong, const Column& column, const auto& value) {
        refused(wrong, [&] { statement->bind_value(column, &value, 1); });
    };
    const Column text{.name = "value", .kind = ColumnKind::string, .length = 10};
    refuses(Wrong::length, text, "12345678901"s);
    refuses(Wrong::length, text, "äöüßäöüßäöü"s);
    refuses(Wrong::encoding, text, "a\0b"s);
    refuses(Wrong::encoding, text, "a\xff"s);
    refuses(Wrong::encoding, text, "\xed\xa0\x80"s);
    refuses(Wrong::encoding, kind_of("json").column, Json{"\"\xc3\""});
    refuses(Wrong::range, kind_of("decimal").column, Decimal("10000000000"));
    refuses(Wrong::range, kind_of("decimal").column, Decimal("0.001"));
    refuses(Wrong::range, kind_of("date").column, Date{2023, 2, 29});
    refuses(Wrong::range, kind_of("date").column, Date{0, 1, 1});
    refuses(Wrong::range, kind_of("time").column, Time{86'400'000'000});
    refuses(Wrong::range, kind_of("time").column, Time{-1});
    refuses(Wrong::range, kind_of("timestamp").column, Timestamp{std::numeric_limits<std::int64_t>::max()});
    refuses(Wrong::range, kind_of("enum").column, static_cast<Mood>(2));
    refuses(Wrong::range, kind_of("enum").column, static_cast<Mood>(-1));
    refuses(Wrong::length, kind_of("strings").column, std::vector<std::string>{"abc", "abcd"});
    refuses(Wrong::encoding, kind_of("strings").column, std::vector<std::string>{"\0"s});
    CHECK_THROWS_AS(statement->bind_text("a\0b"sv, 1), EncodingError);
}

TEST_CASE("in binary, the type of each number is looked at") {
    const test::PostgresFixture fixture;
    for (const auto& [name, stored] :
         {std::pair("float64", "9007199254740993::int8"), {"numbers", "'{\"4711\"}'::text[]"}}) {
        CAPTURE(name, stored);
        const auto statement = fixture.prepare("select "s + stored);
        REQUIRE(statement->step());
        const Kind kind = kind_of(name);
        Room room;
        refused(Wrong::conversion, [&] { statement->read({&kind.column, 1}, kind.place(room), 0); });
    }
}

TEST_CASE("what does not fit the database's type is refused by it, or before") {
    const test::PostgresFixture fixture;
    const std::int64_t large = 2147483648;
    const auto statement = fixture.prepare("select $1::int4");
    statement->bind_value(kind_of("int64").column, &large, 1);
    CHECK_THROWS_AS(statement->step(), OutOfRange);
    CHECK(fixture.number("select 1") == 1);
}
