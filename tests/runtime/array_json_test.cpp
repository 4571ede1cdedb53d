#include "core/array_json.hpp"

#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace rowsmith;

namespace {

enum class Size { small, large };
constexpr std::array<std::string_view, 2> labels{"small", "very \"large\""};
constexpr EnumType size_type = enum_type<Size>(labels);

constexpr std::string_view name = "samples";

template <class T>
constexpr ColumnKind kind_of = ColumnKind::enumeration;
template <>
constexpr ColumnKind kind_of<bool> = ColumnKind::boolean;
template <>
constexpr ColumnKind kind_of<std::int16_t> = ColumnKind::int16;
template <>
constexpr ColumnKind kind_of<std::int32_t> = ColumnKind::int32;
template <>
constexpr ColumnKind kind_of<std::int64_t> = ColumnKind::int64;
template <>
constexpr ColumnKind kind_of<float> = ColumnKind::float32;
template <>
constexpr ColumnKind kind_of<double> = ColumnKind::float64;
template <>
constexpr ColumnKind kind_of<Decimal> = ColumnKind::decimal;
template <>
constexpr ColumnKind kind_of<std::string> = ColumnKind::string;
template <>
constexpr ColumnKind kind_of<Bytes> = ColumnKind::bytes;
template <>
constexpr ColumnKind kind_of<Date> = ColumnKind::date;
template <>
constexpr ColumnKind kind_of<Time> = ColumnKind::time;
template <>
constexpr ColumnKind kind_of<Timestamp> = ColumnKind::timestamp;
template <>
constexpr ColumnKind kind_of<Uuid> = ColumnKind::uuid;
template <>
constexpr ColumnKind kind_of<Json> = ColumnKind::json;

template <class T>
constexpr Column element() {
    Column column;
    column.kind = kind_of<T>;
    if (kind_of<T> == ColumnKind::enumeration)
        column.enumeration = &size_type;
    return column;
}

/// An array column of T, with what is special about its elements.
template <class T>
struct Sample {
    explicit Sample(Column described = element<T>()) : type(array_type<T>(described)) {
        column.name = name;
        column.kind = ColumnKind::array;
        column.array = &type;
    }

    std::string write(const std::vector<T>& values) const { return write_array(column, &values); }

    std::vector<T> read(std::string_view json) const {
        std::vector<T> values(3); // must not be left over
        read_array(column, json, &values);
        return values;
    }

    ArrayType type;
    Column column;
};

Sample<Decimal> money() {
    Column described = element<Decimal>();
    described.precision = 5;
    described.scale = 2;
    return Sample<Decimal>(described);
}

Sample<std::string> short_text(std::uint32_t length) {
    Column described = element<std::string>();
    described.length = length;
    return Sample<std::string>(described);
}

template <class T>
void check_round_trip(const std::vector<T>& values, std::string_view json) {
    const Sample<T> sample;
    CAPTURE(std::string(json));
    CHECK(sample.write(values) == json);
    CHECK(sample.read(json) == values);
}

Bytes all_bytes() {
    Bytes bytes;
    for (int value = 0; value < 256; ++value)
        bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

/// The error names the column and does not repeat the value.
template <class Failure, class Work>
void check_refused(Work&& work, std::string_view value = "4711") {
    try {
        std::forward<Work>(work)();
        FAIL_CHECK("nothing was thrown");
    } catch (const Failure& error) {
        const std::string message = error.what();
        CHECK(error.column() == name);
        CHECK_THAT(message, Catch::Contains("'samples'"));
        CHECK_THAT(message, !Catch::Contains(std::string(value)));
    }
}

}

TEST_CASE("arrays of every kind are written and read back") {
    check_round_trip<std::int64_t>({}, "[]");
    check_round_trip<bool>({true, false, true}, "[true,false,true]");
    check_round_trip<std::int16_t>({-32768, -1, 0, 32767}, "[-32768,-1,0,32767]");
    check_round_trip<std::int32_t>({-2147483647 - 1, 2147483647}, "[-2147483648,2147483647]");
    check_round_trip<std::int64_t>(
        {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
        "[-9223372036854775808,9223372036854775807]");
    check_round_trip<std::int64_t>({9007199254740993}, "[9007199254740993]");
    check_round_trip<double>({0.1, -1.5, 1e300, 3}, "[0.1,-1.5,1e+300,3]");
    check_round_trip<float>({0.1F, 16777216.0F}, "[0.1,16777216]");
    check_round_trip<Decimal>({Decimal("1.50"), Decimal("-0.001")}, R"(["1.50","-0.001"])");
    check_round_trip<std::string>({"", "a"}, R"(["","a"])");
    check_round_trip<Bytes>({Bytes{}, Bytes{std::byte{0}, std::byte{0xab}}}, R"(["","00ab"])");
    check_round_trip<Date>({Date{}, Date::parse("9999-12-31")}, R"(["0001-01-01","9999-12-31"])");
    check_round_trip<Time>({Time{}, Time::parse("23:59:59.999999")},
                           R"(["00:00:00.000000","23:59:59.999999"])");
    check_round_trip<Timestamp>({Timestamp{-1}}, R"(["1969-12-31 23:59:59.999999"])");
    check_round_trip<Uuid>(
        {Uuid{}, Uuid::parse("123e4567-e89b-12d3-a456-426614174000")},
        R"(["00000000-0000-0000-0000-000000000000","123e4567-e89b-12d3-a456-426614174000"])");
    check_round_trip<Json>({Json{R"({"a":[1]})"}}, R"(["{\"a\":[1]}"])");
    check_round_trip<Size>({Size::large, Size::small}, R"(["very \"large\"","small"])");
}

TEST_CASE("all 256 bytes and all ASCII characters survive in arrays") {
    const Sample<Bytes> bytes;
    const std::vector<Bytes> values{all_bytes(), {}, all_bytes()};
    CHECK(bytes.read(bytes.write(values)) == values);
    CHECK(bytes.read(R"(["00AbCD"])") ==
          std::vector<Bytes>{{std::byte{0}, std::byte{0xab}, std::byte{0xcd}}});

    std::string ascii;
    for (char character = 1; character < 127; ++character)
        ascii += character;
    const Sample<std::string> text;
    CHECK(text.read(text.write({ascii, "\x7f"})) == std::vector<std::string>{ascii, "\x7f"});
    CHECK(text.write({"\"\\\b\f\n\r\t\x01\x1f/"}) == R"(["\"\\\b\f\n\r\t\u0001\u001f/"])");
    CHECK(text.write({"\xe2\x82\xac\xf0\x9f\x98\x80"}) == "[\"\xe2\x82\xac\xf0\x9f\x98\x80\"]");
}

TEST_CASE("floats come back bit for bit") {
    const Sample<double> doubles;
    const Sample<float> floats;
    std::mt19937_64 random(64);
    std::vector<double> many{0.0,
                             -0.0,
                             5e-324,
                             -5e-324,
                             2.2250738585072014e-308,
                             std::numeric_limits<double>::max(),
                             std::numeric_limits<double>::lowest()};
    std::vector<float> small{0.0F, -0.0F, std::numeric_limits<float>::denorm_min(),
                             std::numeric_limits<float>::max()};
    while (many.size() < 20'000) {
        const auto value = std::bit_cast<double>(random());
        const auto single = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        if (value - value == 0)
            many.push_back(value);
        if (single - single == 0)
            small.push_back(single);
    }
    const auto bits = [](const auto& left, const auto& right) {
        return left.size() == right.size() &&
               std::memcmp(left.data(), right.data(), left.size() * sizeof left[0]) == 0;
    };
    CHECK(bits(doubles.read(doubles.write(many)), many));
    CHECK(bits(floats.read(floats.write(small)), small));
}

TEST_CASE("white space and every JSON escape are read") {
    CHECK(Sample<std::int64_t>().read(" \t\n\r[ 1 ,\n2\t] ") == std::vector<std::int64_t>{1, 2});
    CHECK(Sample<std::int64_t>().read("[ ]").empty());
    CHECK(Sample<std::int64_t>().read("[-0]") == std::vector<std::int64_t>{0});
    CHECK(Sample<double>().read("[1E2,1e+2,1.50e-1,-0.5]") == std::vector<double>{100, 100, 0.15, -0.5});
    CHECK(Sample<std::string>().read(R"(["\"\\\/\b\f\n\r\t"])") ==
          std::vector<std::string>{"\"\\/\b\f\n\r\t"});
    CHECK(Sample<std::string>().read(R"(["a\u0041b\u00e4\u20AC\ud83d\ude00z","\uffff\u07ff\u0800"])") ==
          std::vector<std::string>{"aAb\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z",
                                   "\xef\xbf\xbf\xdf\xbf\xe0\xa0\x80"});
    CHECK(Sample<std::string>().read(R"(["\ud800\udc00\udbff\udfff"])") ==
          std::vector<std::string>{"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"});
}

TEST_CASE("a text that is not a flat JSON array is refused") {
    const Sample<std::int64_t> numbers;
    for (const std::string_view json :
         {"",         " ",        "4711",    "null",       "{}",       "{\"a\":4711}", "\"4711\"",
          "[",        "[4711",    "[4711,",  "[4711,]",    "[,4711]",  "[,]",          "[4711 4711]",
          "[4711]]",  "[4711] x", "[4711],", "]",          "[04711]",  "[+4711]",      "[-]",
          "[- 4711]", "[.4711]",  "[4711.]", "[4711e]",    "[4711e+]", "[0x4711]",     "[4711a]",
          "[True]",   "[nul]",    "[NaN]",   "[Infinity]", "['4711']", "[4711]/**/",   "[\"4711]",
          "[\v4711]", "[00]",     "[-04711]"}) {
        CAPTURE(std::string(json));
        check_refused<InvalidFormat>([&] { (void)numbers.read(json); });
    }
    const Sample<std::string> texts;
    for (const std::string_view json :
         {R"(["4711)", R"(["4711\"])", R"(["\x4711"])", R"(["\u"])", R"(["\u47"])", R"(["\u471"])",
          R"(["\u471g"])", R"(["\u-471"])", R"(["\ud800"])", R"(["\ud8004711"])", R"(["\ud800\n"])",
          R"(["\ud800\u4711"])", R"(["\udc00"])", R"(["\udc00\ud800"])", "[\"4711\n\"]", "[\"4711\x1f\"]",
          "[\"\\", "[\"\\u", R"(["\'"])"}) {
        CAPTURE(std::string(json));
        check_refused<InvalidFormat>([&] { (void)texts.read(json); });
    }
}

TEST_CASE("an element of another type is refused") {
    const auto refused = [](const auto& sample, std::string_view json) {
        CAPTURE(std::string(json));
        check_refused<ConversionError>([&] { (void)sample.read(json); });
    };
    for (const auto json : {"[\"4711\"]", "[true]", "[4711.0]", "[4711e0]", "[[4711]]", "[{\"a\":4711}]"})
        refused(Sample<std::int64_t>(), json);
    for (const auto json : {"[\"4711\"]", "[false]", "[[]]"})
        refused(Sample<double>(), json);
    for (const auto json : {"[1]", "[\"true\"]", "[0]"})
        refused(Sample<bool>(), json);
    for (const auto json : {"[4711]", "[true]"})
        refused(Sample<std::string>(), json);
    for (const auto json : {"[4711]", "[\"4711x\"]", "[\"\"]", "[\"1e4\"]"})
        refused(money(), json);
    for (const auto json : {"[\"4\"]", "[\"4x\"]", "[\"47 1\"]", "[4711]"})
        refused(Sample<Bytes>(), json);
    for (const auto json : {"[\"2023-02-29\"]", "[4711]", "[\"\"]"})
        refused(Sample<Date>(), json);
    for (const auto json : {"[\"24:00:00\"]", "[4711]"})
        refused(Sample<Time>(), json);
    for (const auto json : {"[\"2023-02-28\"]", "[4711]"})
        refused(Sample<Timestamp>(), json);
    for (const auto json : {"[\"4711\"]", "[4711]"})
        refused(Sample<Uuid>(), json);
    for (const auto json : {"[\"4711\"]", "[\"SMALL\"]", "[0]", "[\"\"]", "[\"smal\"]"})
        refused(Sample<Size>(), json);
}

TEST_CASE("null in an array is refused") {
    check_refused<NullValue>([] { (void)Sample<std::int64_t>().read("[4711,null]"); });
    check_refused<NullValue>([] { (void)Sample<std::string>().read("[null]"); });
}

TEST_CASE("numbers that are out of range are refused") {
    for (const auto json : {"[32768]", "[-32769]", "[471100000000000000000000]"})
        check_refused<OutOfRange>([&] { (void)Sample<std::int16_t>().read(json); });
    for (const auto json : {"[2147483648]", "[-2147483649]"})
        check_refused<OutOfRange>([&] { (void)Sample<std::int32_t>().read(json); });
    for (const auto json : {"[9223372036854775808]", "[-9223372036854775809]"})
        check_refused<OutOfRange>([&] { (void)Sample<std::int64_t>().read(json); });
    for (const auto json : {"[1e400]", "[-1e400]"})
        check_refused<OutOfRange>([&] { (void)Sample<double>().read(json); });
    check_refused<OutOfRange>([] { (void)Sample<float>().read("[1e39]"); });
}

TEST_CASE("floats that JSON cannot hold are refused") {
    for (const double value :
         {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
          std::numeric_limits<double>::quiet_NaN()}) {
        check_refused<OutOfRange>([&] { (void)Sample<double>().write({1, value}); });
        check_refused<OutOfRange>([&] { (void)Sample<float>().write({static_cast<float>(value)}); });
    }
}

TEST_CASE("decimals take the scale of their column and must fit it") {
    CHECK(money().write({Decimal("1.5"), Decimal("2"), Decimal("-999.99"), Decimal("1.5000")}) ==
          R"(["1.50","2.00","-999.99","1.50"])");
    const auto read = money().read(R"(["1.5","2.500"])");
    REQUIRE(read.size() == 2);
    CHECK(read[0].to_string() == "1.50");
    CHECK(read[1].to_string() == "2.50");
    for (const auto value : {"4711", "1000.00", "1.001", "-1000"}) {
        CAPTURE(value);
        check_refused<OutOfRange>([&] { (void)money().write({Decimal(value)}); }, value);
        check_refused<OutOfRange>([&] { (void)money().read("[\"" + std::string(value) + "\"]"); }, value);
    }
    check_refused<OutOfRange>([] { (void)money().read("[\"" + std::string(39, '9') + "\"]"); });
    const std::string widest = "[\"" + std::string(38, '9') + "\"]";
    CHECK(Sample<Decimal>().write(Sample<Decimal>().read(widest)) == widest);
}

TEST_CASE("texts in arrays are checked for length in characters") {
    const auto sample = short_text(4);
    const std::string euros = "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";
    CHECK(sample.read(sample.write({"abcd", euros})) == std::vector<std::string>{"abcd", euros});
    check_refused<TooLong>([&] { (void)sample.write({"x4711"}); });
    check_refused<TooLong>([&] { (void)sample.write({euros + "x"}); });
    check_refused<TooLong>([&] { (void)sample.read(R"(["x4711"])"); });
    CHECK(sample.read(R"(["\u20ac\u20ac\u20ac\u20ac"])") == std::vector<std::string>{euros});
}

TEST_CASE("texts in arrays are checked for NUL and invalid UTF-8") {
    const Sample<std::string> sample;
    check_refused<EncodingError>([&] { (void)sample.write({std::string("4711\0", 5)}); });
    check_refused<EncodingError>([&] { (void)sample.write({"4711\xff"}); });
    check_refused<EncodingError>([&] { (void)sample.read("[\"4711\xff\"]"); });
    check_refused<EncodingError>([&] { (void)sample.read(std::string_view("[\"4711\0\"]", 9)); });
    check_refused<EncodingError>([&] { (void)sample.read(R"(["4711\u0000"])"); });
    check_refused<EncodingError>([&] { (void)Sample<Json>().write({Json{"\"4711\xc0\""}}); });
}

TEST_CASE("values that are no date, time or enumerator are refused when written") {
    check_refused<OutOfRange>(
        [] { (void)Sample<Date>().write({Date{.year = 2023, .month = 2, .day = 29}}); });
    check_refused<OutOfRange>([] { (void)Sample<Time>().write({Time{.microseconds = -1}}); });
    check_refused<OutOfRange>(
        [] { (void)Sample<Timestamp>().write({Timestamp{.microseconds = std::int64_t{1} << 62}}); });
    check_refused<OutOfRange>([] { (void)Sample<Size>().write({static_cast<Size>(2)}); });
    check_refused<OutOfRange>([] { (void)Sample<Size>().write({static_cast<Size>(-1)}); });
}

TEST_CASE("random texts survive in arrays") {
    const Sample<std::string> sample;
    const std::array<std::string, 9> pieces{
        "a", "\"", "\\", "\n", "\x01", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "]["};
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::string> values(random() % 5);
        for (auto& value : values)
            for (auto count = random() % 20; count > 0; --count)
                value += pieces[random() % pieces.size()];
        REQUIRE(sample.read(sample.write(values)) == values);
    }
}
