#include "core/values.hpp"

#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace rowsmith;

namespace {

enum class Size { small, medium, large };
constexpr std::array<std::string_view, 3> labels{"small", "medium", "large"};
constexpr EnumType size_type = enum_type<Size>(labels);

constexpr Column element(ColumnKind kind) {
    Column column;
    column.kind = kind;
    if (kind == ColumnKind::enumeration)
        column.enumeration = &size_type;
    return column;
}

constexpr ArrayType integers = array_type<std::int32_t>(element(ColumnKind::int32));
constexpr ArrayType booleans = array_type<bool>(element(ColumnKind::boolean));
constexpr ArrayType reals = array_type<double>(element(ColumnKind::float64));
constexpr ArrayType sizes = array_type<Size>(element(ColumnKind::enumeration));

template <class T>
struct Type;
template <ColumnKind kind_value, const ArrayType* array_value = nullptr>
struct Described {
    static constexpr ColumnKind kind = kind_value;
    static constexpr const ArrayType* array = array_value;
};
template <>
struct Type<bool> : Described<ColumnKind::boolean> {};
template <>
struct Type<std::int16_t> : Described<ColumnKind::int16> {};
template <>
struct Type<std::int32_t> : Described<ColumnKind::int32> {};
template <>
struct Type<std::int64_t> : Described<ColumnKind::int64> {};
template <>
struct Type<float> : Described<ColumnKind::float32> {};
template <>
struct Type<double> : Described<ColumnKind::float64> {};
template <>
struct Type<Decimal> : Described<ColumnKind::decimal> {};
template <>
struct Type<std::string> : Described<ColumnKind::string> {};
template <>
struct Type<Bytes> : Described<ColumnKind::bytes> {};
template <>
struct Type<Date> : Described<ColumnKind::date> {};
template <>
struct Type<Time> : Described<ColumnKind::time> {};
template <>
struct Type<Timestamp> : Described<ColumnKind::timestamp> {};
template <>
struct Type<Uuid> : Described<ColumnKind::uuid> {};
template <>
struct Type<Json> : Described<ColumnKind::json> {};
template <>
struct Type<Size> : Described<ColumnKind::enumeration> {};
template <>
struct Type<std::vector<std::int32_t>> : Described<ColumnKind::array, &integers> {};
template <>
struct Type<std::vector<bool>> : Described<ColumnKind::array, &booleans> {};
template <>
struct Type<std::vector<double>> : Described<ColumnKind::array, &reals> {};
template <>
struct Type<std::vector<Size>> : Described<ColumnKind::array, &sizes> {};

/// A model with the same value in three places, so that a wrong offset is seen.
template <class T>
struct Row {
    T before{};
    T value{};
    std::optional<T> maybe;
};

template <class T>
constexpr Column described(std::uint32_t offset, bool nullable) {
    Column column = element(Type<T>::kind);
    column.array = Type<T>::array;
    column.offset = offset;
    column.nullable = nullable;
    return column;
}

template <class T>
const Column value_column = described<T>(offsetof(Row<T>, value), false);
template <class T>
const Column maybe_column = described<T>(offsetof(Row<T>, maybe), true);

/// Values in ascending order, the first of them `{}` unless it is not the least.
template <class T>
std::vector<T> ascending();

template <class T>
std::vector<T> ascending_integers() {
    using Limits = std::numeric_limits<T>;
    return {Limits::min(), -1, 0, 1, 2, Limits::max()};
}

template <class T>
std::vector<T> ascending_reals() {
    using Limits = std::numeric_limits<T>;
    return {-Limits::infinity(), -1, -T{0}, 0, Limits::denorm_min(), 1, Limits::infinity(),
            Limits::quiet_NaN()};
}

template <>
std::vector<bool> ascending() {
    return {false, true};
}
template <>
std::vector<std::int16_t> ascending() {
    return ascending_integers<std::int16_t>();
}
template <>
std::vector<std::int32_t> ascending() {
    return ascending_integers<std::int32_t>();
}
template <>
std::vector<std::int64_t> ascending() {
    return ascending_integers<std::int64_t>();
}
template <>
std::vector<float> ascending() {
    return ascending_reals<float>();
}
template <>
std::vector<double> ascending() {
    return ascending_reals<double>();
}
template <>
std::vector<Decimal> ascending() {
    return {Decimal("-" + std::string(38, '9')),
            Decimal("-0.01"),
            Decimal(0),
            Decimal("0.001"),
            Decimal("1.5"),
            Decimal("15"),
            Decimal("150"),
            Decimal("18446744073709551616"),
            Decimal(std::string(38, '9'))};
}
template <>
std::vector<std::string> ascending() {
    return {"", "A", "a", "aa", "b", "\xc3\xa4", "\xf0\x9f\x98\x80"};
}
template <>
std::vector<Bytes> ascending() {
    return {{}, {std::byte{0}}, {std::byte{0}, std::byte{0}}, {std::byte{1}}, {std::byte{0xff}}};
}
template <>
std::vector<Date> ascending() {
    return {Date{}, Date::parse("1969-12-31"), Date::parse("1970-01-01"), Date::parse("1970-02-01"),
            Date::parse("9999-12-31")};
}
template <>
std::vector<Time> ascending() {
    return {Time{}, Time{1}, Time{86'399'999'999}};
}
template <>
std::vector<Timestamp> ascending() {
    return {Timestamp{-62'135'596'800'000'000}, Timestamp{-1}, Timestamp{}, Timestamp{1},
            Timestamp{253'402'300'799'999'999}};
}
template <>
std::vector<Uuid> ascending() {
    return {Uuid{}, Uuid::parse("00000000-0000-0000-0000-000000000001"),
            Uuid::parse("00000001-0000-0000-0000-000000000000"),
            Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff")};
}
template <>
std::vector<Json> ascending() {
    return {Json{"1"}, Json{"null"}, Json{"{ }"}, Json{"{}"}};
}
template <>
std::vector<Size> ascending() {
    return {Size::small, Size::medium, Size::large};
}
template <>
std::vector<std::vector<std::int32_t>> ascending() {
    return {{}, {1}, {1, 2}, {2, 1}};
}
template <>
std::vector<std::vector<bool>> ascending() {
    return {{}, {false}, {true}, {true, false}};
}
template <>
std::vector<std::vector<double>> ascending() {
    return {{}, {-0.0}, {0.0}, {0.0, 0.0}, {std::numeric_limits<double>::quiet_NaN()}};
}
template <>
std::vector<std::vector<Size>> ascending() {
    return {{}, {Size::small}, {Size::large, Size::small}};
}

using Scalars = std::tuple<bool, std::int16_t, std::int32_t, std::int64_t, float, double, Decimal,
                           std::string, Bytes, Date, Time, Timestamp, Uuid, Json, Size>;
using Arrays =
    std::tuple<std::vector<std::int32_t>, std::vector<bool>, std::vector<double>, std::vector<Size>>;
using All = decltype(std::tuple_cat(std::declval<Scalars>(), std::declval<Arrays>()));

template <class T>
Row<T> row_of(const T& value) {
    return {.before = {}, .value = value, .maybe = value};
}

/// Where `{}` stands among the values of `ascending`.
template <class T>
std::size_t index_of_empty() {
    if constexpr (std::is_floating_point_v<T>)
        return 3;
    else if constexpr (std::is_same_v<T, Json>)
        return 1;
    else if constexpr (std::is_same_v<T, Timestamp> || std::is_same_v<T, Decimal> ||
                       (std::is_integral_v<T> && !std::is_same_v<T, bool>))
        return 2;
    else
        return 0;
}

template <class T>
std::uint64_t hash_of(const T& value) {
    return hash_value(value_column<T>, &value);
}

}

TEMPLATE_LIST_TEST_CASE("a value is found in the model, and none in an empty optional", "", All) {
    using T = TestType;
    Row<T> row;
    CHECK(value_of(value_column<T>, &row) == &row.value);
    CHECK(member_of(value_column<T>, &row) == &row.value);
    CHECK(member_of(maybe_column<T>, &row) == &row.maybe);
    CHECK(value_of(maybe_column<T>, &row) == nullptr);
    row.maybe.emplace();
    CHECK(value_of(maybe_column<T>, &row) == &*row.maybe);
    CHECK(place_of(maybe_column<T>, &row) == &*row.maybe);
    CHECK(place_of(value_column<T>, &row) == &row.value);
    row.maybe.reset();
    void* const place = place_of(maybe_column<T>, &row);
    REQUIRE(row.maybe);
    CHECK(place == &*row.maybe);
}

TEMPLATE_LIST_TEST_CASE("values are equal to themselves only", "", All) {
    using T = TestType;
    const std::vector<T> values = ascending<T>();
    for (std::size_t left = 0; left < values.size(); ++left)
        for (std::size_t right = 0; right < values.size(); ++right) {
            const Row<T> a = row_of<T>(values[left]);
            const Row<T> b = row_of<T>(values[right]);
            CAPTURE(left, right);
            CHECK(equal(value_column<T>, &a, &b) == (left == right));
            CHECK(equal(maybe_column<T>, &a, &b) == (left == right));
            CHECK(equal_values(value_column<T>, &a.value, &b.value) == (left == right));
        }
}

TEMPLATE_LIST_TEST_CASE("an empty optional equals an empty optional only", "", All) {
    using T = TestType;
    const Row<T> empty;
    const Row<T> given{.before = {}, .value = {}, .maybe = T{}};
    CHECK(equal(maybe_column<T>, &empty, &empty));
    CHECK_FALSE(equal(maybe_column<T>, &empty, &given));
    CHECK_FALSE(equal(maybe_column<T>, &given, &empty));
}

TEMPLATE_LIST_TEST_CASE("only what equals {} is not given, and clear makes it so", "", All) {
    using T = TestType;
    const std::vector<T> values = ascending<T>();
    for (std::size_t at = 0; at < values.size(); ++at) {
        Row<T> row = row_of<T>(values[at]);
        CAPTURE(at);
        CHECK(is_given(value_column<T>, &row) == (at != index_of_empty<T>()));
        CHECK(is_given(maybe_column<T>, &row));
        clear(value_column<T>, &row);
        CHECK(row.maybe);
        clear(maybe_column<T>, &row);
        CHECK_FALSE(is_given(value_column<T>, &row));
        CHECK_FALSE(is_given(maybe_column<T>, &row));
        CHECK(row.value == T{});
        CHECK_FALSE(row.maybe);
    }
}

TEMPLATE_LIST_TEST_CASE("a copied value equals its source and leaves the other members alone", "", All) {
    using T = TestType;
    const std::vector<T> values = ascending<T>();
    for (std::size_t from = 0; from < values.size(); ++from)
        for (std::size_t to = 0; to < values.size(); ++to) {
            const Row<T> source = row_of<T>(values[from]);
            Row<T> target = row_of<T>(values[to]);
            const Row<T> original = target;
            copy_value(value_column<T>, &target, &source);
            CAPTURE(from, to);
            CHECK(equal(value_column<T>, &target, &source));
            CHECK(equal(maybe_column<T>, &target, &original));
            copy_value(maybe_column<T>, &target, &source);
            CHECK(equal(maybe_column<T>, &target, &source));
        }
    const Row<T> empty;
    Row<T> target = row_of<T>(values.back());
    copy_value(maybe_column<T>, &target, &target);
    CHECK(equal_values(value_column<T>, &*target.maybe, &target.value));
    copy_value(maybe_column<T>, &target, &empty);
    CHECK_FALSE(target.maybe);
    copy_value(maybe_column<T>, &target, &empty);
    CHECK_FALSE(target.maybe);
    const Row<T> full = row_of<T>(values.back());
    copy_value(maybe_column<T>, &target, &full);
    CHECK(equal(maybe_column<T>, &target, &full));
}

TEMPLATE_LIST_TEST_CASE("keys are ordered totally and hash apart", "", Scalars) {
    using T = TestType;
    const std::vector<T> values = ascending<T>();
    std::set<std::uint64_t> hashes;
    for (std::size_t left = 0; left < values.size(); ++left) {
        const T a = values[left];
        hashes.insert(hash_of<T>(a));
        for (std::size_t right = 0; right < values.size(); ++right) {
            const T b = values[right];
            CAPTURE(left, right);
            CHECK(compare_values(value_column<T>, &a, &b) == (left <=> right));
        }
    }
    CHECK(hashes.size() == values.size());
}

TEST_CASE("equal decimals of other scales hash alike") {
    for (const std::vector<std::string>& same :
         {std::vector<std::string>{"0", "0.00", "-0.0", "0." + std::string(38, '0')},
          std::vector<std::string>{"1.5", "1.50", "1." + std::string("5") + std::string(36, '0')},
          std::vector<std::string>{"-100", "-100.0", "-100.000"},
          std::vector<std::string>{"18446744073709551616", "18446744073709551616.00"}})
        for (const auto& text : same) {
            const Decimal first(same.front());
            const Decimal other(text);
            CAPTURE(text);
            CHECK(hash_of(first) == hash_of(other));
            CHECK(equal_values(value_column<Decimal>, &first, &other));
            CHECK(compare_values(value_column<Decimal>, &first, &other) == std::strong_ordering::equal);
        }
    CHECK(hash_of(Decimal("1.5")) != hash_of(Decimal("15")));
    CHECK(hash_of(Decimal("10")) != hash_of(Decimal("1")));
}

TEST_CASE("consecutive keys hash into all buckets of a table") {
    for (const std::int64_t step : {1, 2, 64, 1000, 65536}) {
        std::set<std::uint64_t> low;
        std::set<std::uint64_t> high;
        for (std::int64_t count = 0; count < 4096; ++count) {
            const std::uint64_t hash = hash_of<std::int64_t>(count * step);
            low.insert(hash % 256);
            high.insert(hash >> 56);
        }
        CAPTURE(step);
        CHECK(low.size() == 256);
        CHECK(high.size() == 256);
    }
}

TEST_CASE("an array has neither hash nor order") {
    const std::vector<std::int32_t> value{1};
    const Column& column = value_column<std::vector<std::int32_t>>;
    CHECK_THROWS_AS(hash_value(column, &value), InternalError);
    CHECK_THROWS_AS(compare_values(column, &value, &value), InternalError);
}

TEST_CASE("the C++ types of enums and arrays are not known by kind") {
    const auto size = [](auto type) { return sizeof(typename decltype(type)::type); };
    CHECK(with_type(ColumnKind::int16, size) == 2);
    CHECK(with_type(ColumnKind::uuid, size) == 16);
    CHECK_THROWS_AS(with_type(ColumnKind::enumeration, size), InternalError);
    CHECK_THROWS_AS(with_type(ColumnKind::array, size), InternalError);
}
