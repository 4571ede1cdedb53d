#include "postgres_values_fixture.hpp"

#include "postgres/encoding.hpp"
#include "postgres/row_reader.hpp"
#include "postgres/statement.hpp"
#include "rowsmith/converter.hpp"

#include <array>
#include <limits>
#include <span>
#include <vector>

using namespace rowsmith;
using namespace std::string_literals;

namespace {

constexpr std::uint16_t only = 0;

enum class Mood { fine, dark_green, odd };
constexpr std::array<std::string_view, 3> mood_labels{"fine", "dark green", "o'd\"d\\,{}ä"};
constexpr EnumType mood_type = enum_type<Mood>(mood_labels);

struct Money {
    std::int64_t cents = 0;
    friend bool operator==(const Money&, const Money&) = default;
};
struct Secret {
    std::string bytes;
    friend bool operator==(const Secret&, const Secret&) = default;
};

}

template <>
struct rowsmith::Converter<Money> {
    static Decimal to_database(const Money& value) { return Decimal::scaled(value.cents, 2); }
    static Money from_database(const Decimal& stored) {
        return {static_cast<std::int64_t>(stored.rescaled(2).coefficient())};
    }
};
template <>
struct rowsmith::Converter<Secret> {
    static Bytes to_database(const Secret& value) {
        const auto* const begin = reinterpret_cast<const std::byte*>(value.bytes.data());
        return {begin, begin + value.bytes.size()};
    }
    static Secret from_database(const Bytes& stored) {
        return {std::string(reinterpret_cast<const char*>(stored.data()), stored.size())};
    }
};

namespace {

struct Values : test::PostgresFixture {
    std::unique_ptr<postgres::Wire> conversation = wire();

    /// Through a statement: the parameter in text, but for bytes; the result in both formats.
    template <typename T>
    void travels(const Column& column, const std::string& type, const T& value) const {
        for (const std::string_view tail : {std::string_view(), test::as_text}) {
            const auto statement =
                postgres::make_statement(*conversation, "select $1::" + type + std::string(tail));
            statement->bind_value(column, &value, 1);
            REQUIRE(statement->step());
            T read{};
            statement->read({&column, 1}, &read, 0);
            CHECK(test::same(read, value));
            T again = value; // what it holds does not matter
            statement->read({&column, 1}, {&only, 1}, &again, 0);
            CHECK(test::same(again, value));
        }
    }

    template <typename T>
    void travels_in_optional(Column column, const std::string& type, const T& value) const {
        column.nullable = true;
        const auto statement = postgres::make_statement(*conversation, "select $1::" + type);
        for (const std::optional<T>& member : {std::optional<T>(value), std::optional<T>()}) {
            statement->bind({&column, 1}, {&only, 1}, &member);
            REQUIRE(statement->step());
            std::optional<T> read = member ? std::nullopt : std::optional<T>(value);
            statement->read({&column, 1}, &read, 0);
            REQUIRE(read.has_value() == member.has_value());
            if (member)
                CHECK(test::same(*read, *member));
            statement->reset();
        }
    }

    /// As a batch writes it: the parameter in binary, if the type has a form for it.
    template <typename T>
    void travels_in_binary(const Column& column, const std::string& type, const T& value) const {
        const auto oid = static_cast<Oid>(number("select '" + type + "'::regtype::oid::bigint"));
        std::string bytes;
        if (!postgres::append_binary(bytes, oid, column, &value)) {
            CHECK(bytes.empty());
            return;
        }
        postgres::Parameters parameters(1);
        parameters.values[0] = bytes.data();
        parameters.lengths[0] = static_cast<int>(bytes.size());
        parameters.formats[0] = static_cast<int>(postgres::Format::binary);
        postgres::RowReader reader;
        reader.set_forms({postgres::form_of(oid)});
        reader.take(conversation->run_once("select $1::" + type, parameters, reader.format()));
        REQUIRE(reader.next());
        T read{};
        reader.read({&column, 1}, &read, 0);
        CHECK(test::same(read, value));
    }

    template <typename T>
    void travel(const Column& column, const std::string& type, const std::vector<T>& values) const {
        CAPTURE(type);
        for (const auto& value : values) {
            travels<T>(column, type, value);
            travels_in_optional<T>(column, type, value);
            travels_in_binary<T>(column, type, value);
        }
    }
};

template <typename T>
std::vector<T> limits() {
    using Limits = std::numeric_limits<T>;
    return {Limits::lowest(), T(-1), T(0), T(1), Limits::max()};
}

template <typename T>
std::vector<T> reals() {
    using Limits = std::numeric_limits<T>;
    return {T(0.1) + T(0.2),    T(-0.0),     Limits::denorm_min(), Limits::min(),
            Limits::epsilon(),  T(1) / T(3), Limits::infinity(),   -Limits::infinity(),
            Limits::quiet_NaN()};
}

std::vector<Decimal> decimals(int scale, std::initializer_list<std::string_view> texts) {
    std::vector<Decimal> numbers;
    for (const auto text : texts)
        numbers.push_back(Decimal(text).rescaled(scale));
    return numbers;
}

Bytes all_bytes() {
    Bytes bytes;
    for (int value = 0; value < 256; ++value)
        bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

Column column_of(ColumnKind kind) {
    return {.name = "value", .kind = kind};
}

Column decimal_column(std::uint8_t precision, std::uint8_t scale) {
    return {.name = "value", .kind = ColumnKind::decimal, .precision = precision, .scale = scale};
}

const std::vector<std::string> texts{"",
                                     "a",
                                     " ",
                                     "NULL",
                                     "%_\\'\":;$1--/*{}[](),",
                                     "line\nline\r\n\ttab",
                                     "Grüße, 世界, \xf0\x9f\x98\x80\xf4\x8f\xbf\xbf",
                                     std::string(100, 'x'),
                                     "\x01\x7f"};

}

TEST_CASE("integers and booleans come back at their limits") {
    const Values values;
    for (const bool value : {false, true}) {
        values.travels(column_of(ColumnKind::boolean), "bool", value);
        values.travels_in_optional(column_of(ColumnKind::boolean), "bool", value);
        values.travels_in_binary(column_of(ColumnKind::boolean), "bool", value);
    }
    values.travel(column_of(ColumnKind::int16), "int2", limits<std::int16_t>());
    values.travel(column_of(ColumnKind::int32), "int4", limits<std::int32_t>());
    values.travel(column_of(ColumnKind::int64), "int8", limits<std::int64_t>());
    values.travel(column_of(ColumnKind::int16), "int8", limits<std::int16_t>());
    values.travel(column_of(ColumnKind::int64), "int4", std::vector<std::int64_t>{-2147483648, 2147483647});
    values.travel(column_of(ColumnKind::int64), "numeric", limits<std::int64_t>());
    values.travel(column_of(ColumnKind::int32), "numeric(20)", limits<std::int32_t>());
}

TEST_CASE("floating-point numbers come back bit for bit") {
    const Values values;
    values.travel(column_of(ColumnKind::float32), "float4", limits<float>());
    values.travel(column_of(ColumnKind::float32), "float4", reals<float>());
    values.travel(column_of(ColumnKind::float64), "float8", limits<double>());
    values.travel(column_of(ColumnKind::float64), "float8", reals<double>());
    values.travel(column_of(ColumnKind::float32), "float8", std::vector<float>{1.5F, -0.25F});
    values.travel(column_of(ColumnKind::float64), "float4", std::vector<double>{1.5, -0.25});
    values.travel(column_of(ColumnKind::float64), "numeric",
                  std::vector<double>{0, 0.1 + 0.2, -1e300, 12345.0625});
    values.travel(column_of(ColumnKind::float64), "int8", std::vector<double>{-1, 9007199254740992});
}

TEST_CASE("decimals come back exactly, at their column's scale") {
    const Values values;
    values.travel(decimal_column(12, 2), "numeric(12, 2)",
                  decimals(2, {"0", "-0.01", "0.1", "10", "9999999999.99", "-9999999999.99", "100000000"}));
    values.travel(decimal_column(38, 10), "numeric(38, 10)",
                  decimals(10, {"0", "0.0000000001", "-9999999999999999999999999999.9999999999",
                                "1000000000000", "12345678901234567890.5", "0.00012"}));
    values.travel(decimal_column(38, 0), "numeric",
                  decimals(0, {"99999999999999999999999999999999999999", "-10000", "100000000000000000000"}));
    values.travel(decimal_column(38, 38), "numeric(38, 38)",
                  decimals(38, {"0.99999999999999999999999999999999999999",
                                "0.00000000000000000000000000000000000001", "-0.00001"}));
    values.travel(decimal_column(9, 3), "text", decimals(3, {"-123.456", "0"}));
    values.travel(decimal_column(9, 0), "int4", decimals(0, {"-123456789"}));
}

TEST_CASE("a decimal is stored at its column's scale, and a result without one keeps its own") {
    const Values values;
    const auto statement = values.prepare("select $1::numeric::text");
    const Decimal value("1.500");
    statement->bind_value(decimal_column(12, 2), &value, 1);
    REQUIRE(statement->step());
    CHECK(statement->read_text(0) == "1.50");

    for (const std::string tail : {"", ", null::interval"}) {
        const auto any = values.prepare("select 1.2500::numeric" + tail);
        REQUIRE(any->step());
        Decimal read;
        const Column column = decimal_column(0, 0);
        any->read({&column, 1}, &read, 0);
        CHECK(read.to_string() == "1.2500");
    }
}

TEST_CASE("texts come back as they were, whatever their type") {
    const Values values;
    values.travel(column_of(ColumnKind::string), "text", texts);
    values.travel(column_of(ColumnKind::string), "varchar", texts);
    values.travel(column_of(ColumnKind::string), "bpchar", texts);
    values.travel(column_of(ColumnKind::string), "name", std::vector<std::string>{"", "a\"b"});
    values.travel(column_of(ColumnKind::string), "uuid",
                  std::vector<std::string>{"123e4567-e89b-12d3-a456-426614174000"});
    values.travel(column_of(ColumnKind::string), "inet", std::vector<std::string>{"10.1.2.3", "::1"});
    values.travel(column_of(ColumnKind::string), "numeric",
                  std::vector<std::string>{"0", "-0.00001230", "NaN", "-Infinity", "10000",
                                           "1000000000000000000000",
                                           "123456789012345678901234567890123456789012345678901234567890.50",
                                           "0.0000000000000000000000000000000000000000000000000000000001"});
    values.travel(column_of(ColumnKind::string), "text",
                  std::vector<std::string>{std::string(16 << 20, 'y')});
    const Column limited{.name = "value", .kind = ColumnKind::string, .length = 10};
    values.travel(limited, "varchar(10)", std::vector<std::string>{"äöüßäöüß\xf0\x9f\x98\x80."});
}

TEST_CASE("all bytes come back") {
    const Values values;
    values.travel(column_of(ColumnKind::bytes), "bytea",
                  std::vector<Bytes>{{}, all_bytes(), Bytes(std::size_t{16} << 20, std::byte{0xab})});
}

TEST_CASE("bytes are sent so that any type can take them") {
    const Values values;
    const auto statement = values.prepare("select $1::text");
    const Bytes value{std::byte{0}, std::byte{0xff}};
    statement->bind_value(column_of(ColumnKind::bytes), &value, 1);
    REQUIRE(statement->step());
    CHECK(statement->read_text(0) == "\\x00ff");
}

TEST_CASE("dates and times come back from the year 1 to the year 9999") {
    const Values values;
    values.travel(column_of(ColumnKind::date), "date",
                  std::vector<Date>{{1, 1, 1}, {9999, 12, 31}, {2000, 2, 29}, {1969, 12, 31}, {2024, 2, 29}});
    values.travel(column_of(ColumnKind::time), "time",
                  std::vector<Time>{{0}, {1}, {86'399'999'999}, Time::parse("13:45:10.000250")});
    const std::vector<Timestamp> instants{Timestamp::parse("0001-01-01 00:00:00"),
                                          Timestamp::parse("9999-12-31 23:59:59.999999"),
                                          Timestamp::parse("1969-12-31 23:59:59.999999"),
                                          Timestamp::parse("2000-01-01 00:00:00"),
                                          {1},
                                          Timestamp::parse("2024-02-29 13:45:10.000250")};
    values.travel(column_of(ColumnKind::timestamp), "timestamptz", instants);
    values.travel(column_of(ColumnKind::timestamp), "timestamp", instants);
    values.travel(column_of(ColumnKind::timestamp), "text", instants);
    values.travel(column_of(ColumnKind::date), "text", std::vector<Date>{{2024, 2, 29}});
    values.travel(column_of(ColumnKind::time), "text", std::vector<Time>{{86'399'999'999}});
}

TEST_CASE("a timestamp is an instant, whatever zone the session has") {
    const Values values;
    const Timestamp at = Timestamp::parse("2024-02-29 13:45:10.5");
    for (const std::string zone : {"America/St_Johns", "Asia/Kathmandu", "UTC"}) {
        values.conversation->execute("set timezone = '" + zone + "'");
        values.travels(column_of(ColumnKind::timestamp), "timestamptz", at);
        values.travels(column_of(ColumnKind::timestamp), "timestamptz",
                       Timestamp::parse("1800-01-01 00:00:00"));
    }
}

TEST_CASE("UUIDs, JSON and enums come back") {
    const Values values;
    values.conversation->execute("create type mood as enum ('fine', 'dark green', 'o''d\"d\\,{}ä'); "
                                 "create domain feeling as mood; create type \"Mood\" as enum ('fine')");
    Uuid ones;
    ones.bytes.fill(0xff);
    values.travel(column_of(ColumnKind::uuid), "uuid",
                  std::vector<Uuid>{{}, ones, Uuid::parse("123e4567-e89b-12d3-a456-426614174000")});
    values.travel(column_of(ColumnKind::uuid), "text", std::vector<Uuid>{ones});
    const std::vector<Json> documents{{"null"},
                                      {R"({"a": [1, 2.50, "x\"y\\", null, true]})"},
                                      {"123456789012345678901234567890.123456789"},
                                      {R"("ä")"}};
    values.travel(column_of(ColumnKind::json), "json", documents);
    values.travel(column_of(ColumnKind::json), "jsonb", documents);
    values.travel(column_of(ColumnKind::json), "text", documents);
    const Column mood{.name = "value", .kind = ColumnKind::enumeration, .enumeration = &mood_type};
    for (const Mood value : {Mood::fine, Mood::dark_green, Mood::odd})
        for (const std::string type : {"mood", "feeling", "text", "varchar(20)"}) {
            values.travels(mood, type, value);
            values.travels_in_optional(mood, type, value);
        }
    values.travels(mood, "\"Mood\"", Mood::fine);
}

TEST_CASE("types of the program's own come back") {
    const Values values;
    static constexpr Conversion money = conversion<Money, Decimal>(
        {.name = "value", .kind = ColumnKind::decimal, .precision = 12, .scale = 2});
    static constexpr Conversion secret =
        conversion<Secret, Bytes>({.name = "value", .kind = ColumnKind::bytes});
    const Column price{.name = "value", .kind = ColumnKind::converted, .conversion = &money};
    const Column hidden{.name = "value", .kind = ColumnKind::converted, .conversion = &secret};
    values.travel(price, "numeric(12, 2)", std::vector<Money>{{0}, {-1250}, {999999999999}});
    values.travel(hidden, "bytea", std::vector<Secret>{{""}, {"a\0b\\"s}});
}

TEST_CASE("arrays come back, with quotes, backslashes and nothing in them") {
    const Values values;
    values.conversation->execute("create type mood as enum ('fine', 'dark green', 'o''d\"d\\,{}ä')");
    static constexpr ArrayType text_type = array_type<std::string>({.name = "x", .kind = ColumnKind::string});
    static constexpr ArrayType number_type =
        array_type<std::int32_t>({.name = "x", .kind = ColumnKind::int32});
    static constexpr ArrayType bool_type = array_type<bool>({.name = "x", .kind = ColumnKind::boolean});
    static constexpr ArrayType byte_type = array_type<Bytes>({.name = "x", .kind = ColumnKind::bytes});
    static constexpr ArrayType moods_type =
        array_type<Mood>({.name = "x", .kind = ColumnKind::enumeration, .enumeration = &mood_type});
    const auto array = [](const ArrayType& type) {
        return Column{.name = "value", .kind = ColumnKind::array, .array = &type};
    };
    values.travel(array(text_type), "text[]",
                  std::vector<std::vector<std::string>>{{}, {""}, texts, {"null", "{}"}});
    values.travel(array(number_type), "int4[]",
                  std::vector<std::vector<std::int32_t>>{{}, limits<std::int32_t>()});
    values.travel(array(number_type), "int8[]", std::vector<std::vector<std::int32_t>>{{7, -7}});
    values.travel(array(bool_type), "bool[]", std::vector<std::vector<bool>>{{true, false}});
    values.travel(array(byte_type), "bytea[]", std::vector<std::vector<Bytes>>{{{}, all_bytes()}});
    for (const auto& moods :
         {std::vector<Mood>{}, std::vector<Mood>{Mood::odd, Mood::dark_green, Mood::fine}}) {
        values.travels(array(moods_type), "mood[]", moods);
        values.travels_in_optional(array(moods_type), "mood[]", moods);
    }
    std::vector<std::int32_t> read;
    for (const std::string tail : {"", ", null::interval"}) {
        const auto statement = values.prepare("select '[5:6]={1,2}'::int4[]" + tail);
        REQUIRE(statement->step());
        const Column column = array(number_type);
        statement->read({&column, 1}, &read, 0);
        CHECK(read == std::vector{1, 2});
    }
}
