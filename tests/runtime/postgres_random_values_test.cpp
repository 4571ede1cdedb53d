#include "postgres_values_fixture.hpp"

#include "core/times.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/encoding.hpp"
#include "postgres/moments.hpp"
#include "postgres/row_reader.hpp"
#include "postgres/statement.hpp"

#include <array>
#include <functional>
#include <limits>
#include <random>
#include <vector>

using namespace rowsmith;

namespace {

constexpr int count = 20'000;

using Random = std::mt19937_64;

template <typename T>
T any_bits(Random& random) {
    return static_cast<T>(static_cast<std::int64_t>(random()) >> random() % 64);
}

std::int64_t between(Random& random, std::int64_t first, std::int64_t last) {
    return std::uniform_int_distribution(first, last)(random);
}

Decimal any_decimal(Random& random, int precision, int scale) {
    Decimal::Coefficient coefficient = 0;
    for (auto digits = between(random, 0, precision); digits > 0; --digits)
        coefficient = coefficient * 10 + between(random, 0, 9) * between(random, 0, 1);
    return Decimal::scaled(random() % 2 == 0 ? coefficient : -coefficient, scale);
}

std::string any_text(Random& random) {
    static const std::array<std::string, 12> pieces{
        "a", "Z", "\"", "\\", ",", "{", "}", "'", " ", "ß", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    std::string text;
    for (auto length = between(random, 0, 20); length > 0; --length)
        text += random() % 4 == 0 ? std::string(1, static_cast<char>(between(random, 1, 127)))
                                  : pieces[random() % pieces.size()];
    return text;
}

Bytes any_bytes(Random& random) {
    Bytes bytes(random() % 40);
    for (std::byte& byte : bytes)
        byte = static_cast<std::byte>(random());
    return bytes;
}

Uuid any_uuid(Random& random) {
    Uuid uuid;
    for (auto& byte : uuid.bytes)
        byte = static_cast<std::uint8_t>(random());
    return uuid;
}

/// Numbers of PostgreSQL's array types.
struct Types {
    std::string_view element;
    Oid type;
    Oid array;
};

struct RandomValues : test::PostgresFixture {
    std::unique_ptr<postgres::Wire> conversation = wire();

    template <typename T>
    static int differences(const std::vector<T>& values, const std::vector<T>& read) {
        REQUIRE(read.size() == values.size());
        int different = 0;
        for (std::size_t index = 0; index < values.size(); ++index)
            different += test::same<T>(read[index], values[index]) ? 0 : 1;
        return different;
    }

    /// Out as one array's literal, back as rows in one format.
    template <typename T>
    void rows(const Column& array, std::string_view type, std::string_view tail,
              const std::vector<T>& values) const {
        const auto statement = postgres::make_statement(
            *conversation, "select value" + std::string(tail) + " from unnest($1::" + std::string(type) +
                               "[]) with ordinality as list(value, number) order by number");
        statement->bind_value(array, &values, 1);
        std::vector<T> read;
        while (statement->step()) {
            T value{};
            statement->read({&array.array->element, 1}, &value, 0);
            read.push_back(value);
        }
        CHECK(differences(values, read) == 0);
    }

    /// Out and back as one array.
    template <typename T>
    void whole(const Column& array, std::string_view type, std::string_view tail,
               const std::vector<T>& values) const {
        const auto statement = postgres::make_statement(*conversation, "select $1::" + std::string(type) +
                                                                           "[]" + std::string(tail));
        statement->bind_value(array, &values, 1);
        REQUIRE(statement->step());
        std::vector<T> read;
        statement->read({&array, 1}, &read, 0);
        CHECK(differences(values, read) == 0);
    }

    /// Out as a binary array; what the server makes of it must be the same bytes.
    template <typename T>
    void binary(const Column& array, const Types& types, const std::vector<T>& values) const {
        std::string bytes;
        for (const auto number : {1, 0, static_cast<int>(types.type), static_cast<int>(values.size()), 1})
            postgres::append_big(bytes, number);
        for (const T& value : values) {
            std::string element;
            REQUIRE(postgres::append_binary(element, types.type, array.array->element, &value));
            postgres::append_big(bytes, static_cast<std::int32_t>(element.size()));
            bytes += element;
        }
        postgres::Parameters parameters(1);
        parameters.values[0] = bytes.data();
        parameters.lengths[0] = static_cast<int>(bytes.size());
        parameters.formats[0] = static_cast<int>(postgres::Format::binary);
        const auto sql = "select $1::" + std::string(types.element) + "[]";
        postgres::RowReader reader;
        reader.set_forms({postgres::Form::array});
        reader.take(conversation->run_once(sql, parameters, reader.format()));
        REQUIRE(reader.next());
        std::vector<T> read;
        reader.read({&array, 1}, &read, 0);
        CHECK(differences(values, read) == 0);
    }

    template <typename T, typename Make>
    void travel(const Types& types, const Column& element, Make make) const {
        CAPTURE(types.element);
        Random random(4711);
        std::vector<T> values;
        for (int number = 0; number < count; ++number)
            values.push_back(make(random));
        const ArrayType type = array_type<T>(element);
        const Column array{.name = "values", .kind = ColumnKind::array, .array = &type};
        for (const std::string_view tail : {std::string_view(), test::as_text}) {
            rows(array, types.element, tail, values);
            whole(array, types.element, tail, values);
        }
        binary(array, types, values);
    }
};

Column column_of(ColumnKind kind) {
    return {.name = "value", .kind = kind};
}

}

TEST_CASE("random numbers come back") {
    const RandomValues values;
    values.travel<std::int16_t>({"int2", 21, 1005}, column_of(ColumnKind::int16), any_bits<std::int16_t>);
    values.travel<std::int32_t>({"int4", 23, 1007}, column_of(ColumnKind::int32), any_bits<std::int32_t>);
    values.travel<std::int64_t>({"int8", 20, 1016}, column_of(ColumnKind::int64), any_bits<std::int64_t>);
    values.travel<float>({"float4", 700, 1021}, column_of(ColumnKind::float32), [](Random& random) {
        return std::bit_cast<float>(static_cast<std::uint32_t>(random()));
    });
    values.travel<double>({"float8", 701, 1022}, column_of(ColumnKind::float64),
                          [](Random& random) { return std::bit_cast<double>(random()); });
    for (const auto& [precision, scale] : {std::pair{38, 10}, {12, 2}, {5, 5}, {38, 38}, {19, 0}}) {
        const Column element{.name = "value",
                             .kind = ColumnKind::decimal,
                             .precision = static_cast<std::uint8_t>(precision),
                             .scale = static_cast<std::uint8_t>(scale)};
        values.travel<Decimal>({"numeric", 1700, 1231}, element, [p = precision, s = scale](Random& random) {
            return any_decimal(random, p, s);
        });
    }
}

TEST_CASE("random texts, bytes and UUIDs come back") {
    const RandomValues values;
    values.travel<std::string>({"text", 25, 1009}, column_of(ColumnKind::string), any_text);
    values.travel<std::string>({"varchar", 1043, 1015}, column_of(ColumnKind::string), any_text);
    values.travel<Json>({"json", 114, 199}, column_of(ColumnKind::json), [](Random& random) {
        return Json{"[" + std::to_string(any_bits<std::int64_t>(random)) + ", \"\\u00e4\\\\\\\"\"]"};
    });
    values.travel<Bytes>({"bytea", 17, 1001}, column_of(ColumnKind::bytes), any_bytes);
    values.travel<Uuid>({"uuid", 2950, 2951}, column_of(ColumnKind::uuid), any_uuid);
}

TEST_CASE("random dates and times come back") {
    const RandomValues values;
    values.travel<Date>({"date", 1082, 1182}, column_of(ColumnKind::date), [](Random& random) {
        return postgres::date_of(
            static_cast<std::int32_t>(between(random, postgres::first_day, postgres::last_day)));
    });
    values.travel<Time>({"time", 1083, 1183}, column_of(ColumnKind::time), [](Random& random) {
        return Time{between(random, 0, postgres::microseconds_per_day - 1)};
    });
    const auto any_instant = [](Random& random) {
        return Timestamp{between(random, postgres::first_instant, postgres::last_instant)};
    };
    values.travel<Timestamp>({"timestamptz", 1184, 1185}, column_of(ColumnKind::timestamp), any_instant);
    values.travel<Timestamp>({"timestamp", 1114, 1115}, column_of(ColumnKind::timestamp), any_instant);
}

TEST_CASE("each day is the one that the server counts") {
    const test::PostgresFixture fixture;
    const auto days =
        fixture.prepare("select day::date, day::date::text "
                        "from generate_series('0001-01-01'::timestamp, '9999-12-31', '1 day') as list(day)");
    const Column column = column_of(ColumnKind::date);
    int different = 0;
    int number = 0;
    for (; days->step(); ++number) {
        Date date;
        days->read({&column, 1}, &date, 0);
        different +=
            date.to_string() == days->read_text(1) && postgres::days_of(date) == postgres::first_day + number
                ? 0
                : 1;
    }
    CHECK(number == postgres::last_day - postgres::first_day + 1);
    CHECK(different == 0);
}
