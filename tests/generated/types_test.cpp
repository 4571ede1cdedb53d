// Every type of the schema language, through every way in and out of a database: what is read is what was
// written, to the bit, or it was refused.

#include "exact_values.hpp"

#include "support/test_database.hpp"

#include <types.rows.hpp>

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::tests;
using namespace types;

namespace {

template <typename Row>
struct RepositoryOf;
template <>
struct RepositoryOf<Sample> {
    using Type = SampleRepository;
};
template <>
struct RepositoryOf<Maybe> {
    using Type = MaybeRepository;
};
template <>
struct RepositoryOf<Lists> {
    using Type = ListsRepository;
};

template <typename Row>
using Rows = typename RepositoryOf<Row>::Type;

/// By id; `expected` has the ids 1, 2, 3, ...
template <typename Row>
void check_stored(Engine& engine, const std::vector<Row>& expected) {
    Session session{engine};
    Rows<Row> table{session};
    const auto plain = table.order_by(table.id).rows();
    REQUIRE(plain.size() == expected.size());
    for (std::size_t at = 0; at < plain.size(); ++at)
        CHECK(difference(plain[at], expected[at]) == "");
    const auto managed = table.order_by(table.id).all();
    REQUIRE(managed.size() == expected.size());
    for (std::size_t at = 0; at < managed.size(); ++at)
        CHECK(difference(*managed[at], expected[at]) == "");
    Session other{engine};
    Rows<Row> got{other};
    Session third{engine};
    Rows<Row> found{third};
    for (const Row& row : expected) {
        CHECK(difference(*got.get(row.id), row) == "");
        const auto ref = found.find(row.id);
        REQUIRE(ref);
        CHECK(difference(**ref, row) == "");
    }
}

/// Each row with the columns of the next.
template <typename Row>
std::vector<Row> rotated(std::vector<Row> rows) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    for (std::size_t at = 0; at < rows.size(); ++at)
        rows[at].id = static_cast<std::int64_t>(at + 1);
    return rows;
}

template <typename Row>
void check_round_trip(std::vector<Row> rows) {
    for (std::size_t at = 0; at < rows.size(); ++at)
        rows[at].id = static_cast<std::int64_t>(at + 1);
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    Session session{engine};
    Rows<Row> table{session};
    std::vector<Ref<Row>> refs;
    for (const Row& row : rows)
        refs.push_back(table.add(row));
    session.commit();
    check_stored(engine, rows);

    const auto changed = rotated(rows);
    for (std::size_t at = 0; at < refs.size(); ++at)
        refs[at].edit() = changed[at];
    session.commit();
    check_stored(engine, changed);
    for (std::size_t at = 0; at < refs.size(); ++at) {
        session.refresh(refs[at]);
        CHECK(difference(*refs[at], changed[at]) == "");
    }
}

/// A type's columns in the three tables; not every type has one of lists.
template <typename T>
struct Places {
    T Sample::*plain;
    std::optional<T> Maybe::*optional;
    std::vector<T> Lists::*list = nullptr;
};

template <typename T>
std::vector<T> first_of(const std::vector<T>& values, std::size_t count) {
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size()));
    return {values.begin(), end};
}

/// Zeros of the scale in which they come back.
Sample zeros() {
    return {.price = Decimal::scaled(0, 4), .exact = Decimal::scaled(0, 10)};
}

template <typename T>
void check_values(Places<T> places, const std::vector<T>& values) {
    std::vector<Sample> plain;
    std::vector<Maybe> optional{{}};
    for (const auto& value : values) {
        plain.push_back(zeros());
        plain.back().*places.plain = value;
        optional.push_back({});
        optional.back().*places.optional = value;
    }
    check_round_trip(plain);
    check_round_trip(optional);
    if (places.list == nullptr)
        return;
    std::vector<Lists> lists;
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{3}, values.size()}) {
        lists.push_back({});
        lists.back().*places.list = first_of(values, count);
    }
    check_round_trip(lists);
}

template <typename T>
std::vector<T> edges_of() {
    using Limits = std::numeric_limits<T>;
    return {Limits::min(), -1, 0, 1, Limits::max()};
}

template <typename T>
std::vector<T> finite_reals() {
    using Limits = std::numeric_limits<T>;
    return {Limits::lowest(),
            Limits::max(),
            Limits::min(),
            Limits::denorm_min(),
            -Limits::denorm_min(),
            0,
            T(0.1),
            T(-1) / T(3),
            Limits::epsilon(),
            T(1e-7),
            T(16777216)};
}

template <typename T>
std::vector<T> with_infinities(std::vector<T> values) {
    values.push_back(std::numeric_limits<T>::infinity());
    values.push_back(-std::numeric_limits<T>::infinity());
    return values;
}

Bytes all_bytes() {
    Bytes bytes(256);
    for (std::size_t at = 0; at < bytes.size(); ++at)
        bytes[at] = static_cast<std::byte>(at);
    return bytes;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (; times > 0; --times)
        result += text;
    return result;
}

constexpr std::size_t mebibyte = std::size_t{1} << 20;

}

TEST_CASE("booleans and integers come back at all their limits") {
    check_values<bool>({&Sample::flag, &Maybe::flag, &Lists::flags}, {true, false, true});
    check_values<std::int16_t>({&Sample::tiny, &Maybe::tiny, &Lists::tinies}, edges_of<std::int16_t>());
    check_values<std::int32_t>({&Sample::medium, &Maybe::medium, &Lists::mediums}, edges_of<std::int32_t>());
    check_values<std::int64_t>({&Sample::large, &Maybe::large, &Lists::larges}, edges_of<std::int64_t>());
}

TEST_CASE("the limits of int64 are keys like any other") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    for (const auto id : edges_of<std::int64_t>()) {
        Session session{engine};
        SampleRepository samples{session};
        samples.add({.id = id, .name = "key"});
        session.commit();
        Session other{engine};
        CHECK(SampleRepository{other}.get(id)->id == id);
    }
}

TEST_CASE("floating-point numbers come back bit for bit") {
    check_values<float>({&Sample::ratio, &Maybe::ratio}, with_infinities(finite_reals<float>()));
    check_values<double>({&Sample::precise, &Maybe::precise}, with_infinities(finite_reals<double>()));
    check_values<float>({&Sample::ratio, &Maybe::ratio, &Lists::ratios}, finite_reals<float>());
    check_values<double>({&Sample::precise, &Maybe::precise, &Lists::precises}, finite_reals<double>());
}

TEST_CASE("decimals come back with all their digits and their scale") {
    std::vector<Decimal> fifteen;
    for (const auto* text :
         {"99999999999.9999", "-99999999999.9999", "0.0001", "-0.0001", "0.0000", "12345678901.2345",
          "0.1000", "10.0000", "9.0000", "70368744177.6641", "98765432109.8765"})
        fifteen.emplace_back(text);
    check_values<Decimal>({&Sample::price, &Maybe::price, &Lists::prices}, fifteen);
    std::vector<Decimal> thirty_eight;
    for (const auto* text : {"9999999999999999999999999999.9999999999",
                             "-9999999999999999999999999999.9999999999", "0.0000000001", "-0.0000000001",
                             "0.0000000000", "1234567890123456789012345678.9012345678", "1.5000000000"})
        thirty_eight.emplace_back(text);
    check_values<Decimal>({&Sample::exact, &Maybe::exact}, thirty_eight);
}

TEST_CASE("a decimal of fewer decimals is stored at its column's scale") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    Session session{engine};
    SampleRepository samples{session};
    const auto ref = samples.add({.id = 1, .price = Decimal{"1.5"}, .exact = Decimal{"1.500000000000"}});
    session.commit();
    session.refresh(ref);
    CHECK(ref->price.to_string() == "1.5000");
    CHECK(ref->exact.to_string() == "1.5000000000");
}

TEST_CASE("texts come back with every character") {
    const std::string hostile = R"(%_\'":;)";
    const std::vector<std::string> texts{"",
                                         "a",
                                         " spaces ",
                                         hostile,
                                         "'; drop table \"samples\"; --",
                                         "\r\n\n\r\t\v\f\x01\x1f\x7f",
                                         "naïve \u20ac \U0001f600 \U0010ffff",
                                         "\ufeffmark",
                                         "e\u0301",
                                         "null"};
    check_values<std::string>({&Sample::note, &Maybe::note}, texts);
    check_values<std::string>({&Sample::name, &Maybe::name, &Lists::names}, {"", "a", hostile, "\r\n\"\\\t"});
}

TEST_CASE("a text may be as long as its column says, counted in characters") {
    const auto fifty_wide = repeated("\U0001f600", 50);
    check_values<std::string>({&Sample::name, &Maybe::name}, {repeated("x", 50), fifty_wide});
    std::vector<Lists> lists(1);
    lists.front().names = {repeated("x", 20), repeated("\u20ac", 20), ""};
    check_round_trip(lists);
}

TEST_CASE("bytes come back, all 256 of them") {
    check_values<Bytes>({&Sample::data, &Maybe::data}, {{}, all_bytes(), Bytes(1), {std::byte{0xff}}});
}

TEST_CASE("16 MiB of text and of bytes come back") {
    std::vector rows(2, zeros());
    rows[0].note = repeated("sixteen bytes, \u00e9\n", mebibyte);
    for (std::size_t times = 0; times < mebibyte / 16; ++times) {
        const auto bytes = all_bytes();
        rows[1].data.insert(rows[1].data.end(), bytes.begin(), bytes.end());
    }
    CHECK(rows[0].note.size() >= 16 * mebibyte);
    CHECK(rows[1].data.size() == 16 * mebibyte);
    check_round_trip(rows);
}

TEST_CASE("dates, times and timestamps come back, from year 1 to year 9999, to the microsecond") {
    check_values<Date>({&Sample::day, &Maybe::day, &Lists::days},
                       {{}, {1, 1, 1}, {9999, 12, 31}, {2024, 2, 29}, {1969, 12, 31}, {1582, 10, 10}});
    check_values<Time>({&Sample::at, &Maybe::at, &Lists::times},
                       {{0}, {1}, {86'399'999'999}, {43'200'000'000}, {49'510'500'000}});
    std::vector<Timestamp> moments{{0}, {1}, {-1}, {-999'999}, {1'709'214'310'000'250}};
    for (const auto* text : {"0001-01-01 00:00:00", "9999-12-31 23:59:59.999999",
                             "1969-12-31 23:59:59.000001", "1900-02-28 12:00:00.5"})
        moments.push_back(Timestamp::parse(text));
    check_values<Timestamp>({&Sample::moment, &Maybe::moment, &Lists::moments}, moments);
}

TEST_CASE("UUIDs, enums and JSON texts come back as they are") {
    Uuid last;
    last.bytes.fill(0xff);
    check_values<Uuid>({&Sample::token, &Maybe::token, &Lists::tokens},
                       {{}, last, Uuid::parse("123e4567-e89b-12d3-a456-426614174000")});
    check_values<Color>({&Sample::color, &Maybe::color, &Lists::colors},
                        {Color::red, Color::green, Color::blue});
    check_values<Json>({&Sample::document, &Maybe::document},
                       {{"null"},
                        {"{}"},
                        {R"({"a": "😀", "b": [1, 2.50]})"},
                        {"12345678901234567890123456789012345.678901234567890"},
                        {"\"\""},
                        {repeated("[", 400) + repeated("]", 400)}});
}

TEST_CASE("a JSON text keeps its spaces, its spellings and what it says twice", "[keeps_json_text]") {
    check_values<Json>({&Sample::document, &Maybe::document},
                       {{"  [1,  2]\n"},
                        {R"({"a": "\u0000\ud83d\ude00", "a": 1})"},
                        {"123456789012345678901234567890.12345678901234567890e5"}});
}

TEST_CASE("an enum is stored by its label") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    Session session{engine};
    SampleRepository samples{session};
    samples.add({.id = 1, .color = Color::green});
    session.commit();
    engine.execute("delete from samples where color <> 'dark green'");
    CHECK(samples.rows().size() == 1);
}

TEST_CASE("NULL and an empty value are two things") {
    Maybe empty;
    empty.flag = false;
    empty.tiny = std::int16_t{0};
    empty.ratio = 0.0F;
    empty.price = Decimal::scaled(0, 4);
    empty.name = "";
    empty.note = "";
    empty.data = Bytes{};
    empty.day = Date{};
    empty.moment = Timestamp{};
    empty.token = Uuid{};
    empty.document = Json{};
    empty.color = Color::red;
    empty.numbers = std::vector<std::int64_t>{};
    Maybe numbers;
    numbers.numbers = edges_of<std::int64_t>();
    check_round_trip<Maybe>({{}, empty, numbers});
}

TEST_CASE("lists of texts keep quotes, commas, brackets and line ends") {
    std::vector<Lists> rows(1);
    rows.front().names = {R"(",")", R"("\"\\)", "[]{},:", "'", "\n\t\b\f\r\x1f", "\U0001f600", "null"};
    check_round_trip(rows);
}

TEST_CASE("negative zero is stored as zero", "[not all_reals]") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    Session session{engine};
    SampleRepository samples{session};
    const auto ref = samples.add({.id = 1, .ratio = -0.0F, .precise = -0.0});
    session.commit();
    session.refresh(ref);
    CHECK(spelled(ref->ratio) == spelled(0.0F));
    CHECK(spelled(ref->precise) == spelled(0.0));
}

TEST_CASE("NaN and negative zero are values like others", "[all_reals]") {
    constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
    constexpr auto float_nan = std::numeric_limits<float>::quiet_NaN();
    check_values<float>({&Sample::ratio, &Maybe::ratio, &Lists::ratios},
                        with_infinities<float>({float_nan, -0.0F}));
    check_values<double>({&Sample::precise, &Maybe::precise, &Lists::precises},
                         with_infinities<double>({nan, -0.0}));
}

TEST_CASE("the schema's default values are the same in C++ and in the database") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    engine.execute("insert into presets default values");
    Session session{engine};
    PresetRepository presets{session};
    const auto stored = presets.rows();
    REQUIRE(stored.size() == 1);
    CHECK(difference(stored.front(), Preset{}) == "");
    CHECK(stored.front().id != Uuid{});
    CHECK(stored.front().created > Timestamp::parse("2024-01-01 00:00:00"));
    CHECK(stored.front().made == "made");
    CHECK(stored.front().optional_made == 42);
}

TEST_CASE("values that are made elsewhere are in the row after a flush") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    const auto before = Timestamp::now();
    Session session{engine};
    PresetRepository presets{session};
    const auto ref = presets.add({});
    CHECK(ref->id != Uuid{});
    CHECK(ref->created >= before);
    session.commit();
    CHECK(ref->made == "made");
    CHECK(ref->optional_made == 42);
    const auto kept = *ref;
    session.refresh(ref);
    CHECK(*ref == kept);
    CHECK(difference(*ref, Preset{}) == "");
}

TEST_CASE("not given, NULL and a value are three things for a column that the database fills") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    Session session{engine};
    PresetRepository presets{session};
    const auto made = presets.add({});
    const auto null = presets.add({}, given(presets.optional_made, presets.made));
    const auto value = presets.add({.made = "by hand", .optional_made = 7});
    session.commit();
    for (const auto& ref : {made, null, value})
        session.refresh(ref);
    CHECK(made->optional_made == 42);
    CHECK(null->optional_made == std::nullopt);
    CHECK(null->made == "");
    CHECK(value->optional_made == 7);
    CHECK(value->made == "by hand");
}
