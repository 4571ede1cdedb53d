// Values of each type on every path into a database and out of it. What is asked for here, every driver must
// give.

#include "../exact_values.hpp"

#include "support/session_fixture.hpp"

#include <compliance.rows.hpp>
#include <types.rows.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace types;

namespace {

/// A column as a member of the model and as one of queries.
template <typename Row, typename V>
struct Path {
    V Row::*member;
    ColumnOf<Row, V> column;
};

template <typename Row, typename V>
std::vector<std::string> members(const std::vector<Row>& rows, V Row::*member) {
    std::vector<std::string> texts;
    for (const Row& row : rows)
        texts.push_back(tests::spelled(row.*member));
    return texts;
}

template <typename V>
std::vector<std::string> texts_of(const std::vector<V>& values) {
    std::vector<std::string> texts;
    for (const V& value : values)
        texts.push_back(tests::spelled(value));
    return texts;
}

/// What other sessions read of a column, on each way to read, in the order of ids.
template <typename Rows, typename Row, typename V>
void check_read(Engine& engine, Path<Row, V> path, const std::vector<V>& expected) {
    Session session{engine};
    Rows table{session};
    const auto texts = texts_of(expected);
    CHECK(members(table.order_by(table.id).rows(), path.member) == texts);
    std::vector<Row> rows;
    for (const Row& row : table.order_by(table.id).stream())
        rows.push_back(row);
    CHECK(members(rows, path.member) == texts);
    rows.clear();
    for (const auto& ref : table.order_by(table.id).all())
        rows.push_back(*ref);
    CHECK(members(rows, path.member) == texts);
    Session other{engine};
    Rows one_by_one{other};
    for (std::size_t at = 0; at < rows.size(); ++at)
        CHECK(tests::spelled((*one_by_one.get(rows[at].id)).*path.member) == texts[at]);
}

/// Rows with these values, under the ids from `first` on.
template <typename Row, typename V>
std::vector<Row> rows_with(Path<Row, V> path, const std::vector<V>& values, std::size_t first) {
    std::vector<Row> rows(values.size());
    for (std::size_t at = 0; at < values.size(); ++at) {
        rows[at].id = static_cast<std::int64_t>(first + at);
        rows[at].*path.member = values[at];
    }
    return rows;
}

template <typename V>
std::vector<V> joined_lists(std::vector<V> left, const std::vector<V>& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

/// One by one, in a batch, in bulk, and by updates.
template <typename Rows, typename Row, typename V>
void check_written(Path<Row, V> path, const std::vector<V>& values) {
    Fixture database{types_schema};
    Session session{database.engine};
    Rows table{session};
    for (const Row& row : rows_with(path, values, 1)) {
        table.add(row);
        session.flush();
    }
    for (const Row& row : rows_with(path, values, 1 + values.size()))
        table.add(row);
    session.flush();
    table.bulk_insert(rows_with(path, values, 1 + 2 * values.size()));
    session.commit();
    const auto twice = joined_lists(values, values);
    check_read<Rows>(database.engine, path, joined_lists(twice, values));

    auto changed = joined_lists(twice, values);
    std::reverse(changed.begin(), changed.end()); // that of ranges does not take bits
    const auto refs = table.order_by(table.id).all();
    for (std::size_t at = 0; at < refs.size(); ++at)
        refs[at].edit().*path.member = changed[at];
    session.commit();
    check_read<Rows>(database.engine, path, changed);
    changed.front() = values.front();
    refs.front().edit().*path.member = values.front();
    session.commit();
    check_read<Rows>(database.engine, path, changed);
}

template <typename Rows, typename Row, typename V>
void check_conditions(Path<Row, V> path, const std::vector<V>& values) {
    Fixture database{types_schema};
    Session session{database.engine};
    Rows table{session};
    const auto twice = joined_lists(values, values);
    for (const Row& row : rows_with(path, twice, 1))
        table.add(row);
    session.commit();
    for (const V& value : values)
        CHECK(table.where(path.column == value).count() == 2);
    CHECK(table.where(path.column.in(values)).count() == static_cast<std::int64_t>(twice.size()));
    const std::vector<V> many(200, values.front());
    CHECK(table.where(path.column.in(many)).count() == 2);
    CHECK(table.where(path.column == values.front()).update(path.column = values.back()) == 2);
    CHECK(table.where(path.column == values.front()).count() == 0);
    CHECK(table.where(path.column == values.back()).count() == 4);
    session.commit();
    auto changed = twice;
    changed.front() = changed[values.size()] = values.back();
    check_read<Rows>(database.engine, path, changed);
}

/// NULLs between values, in one batch.
template <typename V>
void check_nulls(Path<Maybe, std::optional<V>> path, const std::vector<V>& values) {
    std::vector<std::optional<V>> mixed{std::nullopt};
    for (const V& value : values) {
        mixed.emplace_back(value);
        mixed.emplace_back(std::nullopt);
    }
    check_written<MaybeRepository>(path, mixed);
    Fixture database{types_schema};
    Session session{database.engine};
    MaybeRepository table{session};
    for (const Maybe& row : rows_with(path, mixed, 1))
        table.add(row);
    CHECK(table.where(path.column == std::nullopt).count() == static_cast<std::int64_t>(values.size()) + 1);
    CHECK(table.query().update(path.column = std::nullopt) == static_cast<std::int64_t>(mixed.size()));
    session.commit();
    check_read<MaybeRepository>(database.engine, path, std::vector<std::optional<V>>(mixed.size()));
}

/// `values` are different, at least two.
template <typename V>
void check_paths(Path<Sample, V> plain, Path<Maybe, std::optional<V>> optional,
                 const std::vector<V>& values) {
    check_written<SampleRepository>(plain, values);
    check_conditions<SampleRepository>(plain, values);
    check_nulls(optional, values);
}

Bytes bytes(std::initializer_list<int> values) {
    Bytes result;
    for (const int value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

using S = SampleRepository;
using M = MaybeRepository;

}

TEST_CASE("compliance: booleans and integers") {
    check_paths<bool>({&Sample::flag, S::flag}, {&Maybe::flag, M::flag}, {true, false});
    check_paths<std::int16_t>({&Sample::tiny, S::tiny}, {&Maybe::tiny, M::tiny}, {-32768, 0, 32767});
    check_paths<std::int32_t>({&Sample::medium, S::medium}, {&Maybe::medium, M::medium},
                              {INT32_MIN, 0, INT32_MAX});
    check_paths<std::int64_t>({&Sample::large, S::large}, {&Maybe::large, M::large},
                              {INT64_MIN, -1, INT64_MAX});
}

TEST_CASE("compliance: floating-point numbers and decimals") {
    check_paths<float>({&Sample::ratio, S::ratio}, {&Maybe::ratio, M::ratio}, {0.1F, -1.0F / 3, 3.4e38F});
    check_paths<double>({&Sample::precise, S::precise}, {&Maybe::precise, M::precise},
                        {0.1 + 0.2, -5e-324, 1e308});
    check_paths<Decimal>({&Sample::price, S::price}, {&Maybe::price, M::price},
                         {Decimal("0.1000"), Decimal("-99999999999.9999"), Decimal("10.0000")});
    check_paths<Decimal>({&Sample::exact, S::exact}, {&Maybe::exact, M::exact},
                         {Decimal("1234567890123456789012345678.9012345678"), Decimal("-0.0000000001"),
                          Decimal("2.0000000000")});
}

TEST_CASE("compliance: texts and bytes") {
    const std::vector<std::string> texts{"", "\u00e9\U0001f600", R"(%_\'":;$1{},NULL)", "line\r\nline\t"};
    check_paths<std::string>({&Sample::name, S::name}, {&Maybe::name, M::name}, texts);
    check_paths<std::string>({&Sample::note, S::note}, {&Maybe::note, M::note}, texts);
    check_paths<Bytes>({&Sample::data, S::data}, {&Maybe::data, M::data},
                       {{}, bytes({0}), bytes({0x5c, 0x78, 0xff, 0, 0x27}), bytes({'a', 'b'})});
}

TEST_CASE("compliance: dates, times and timestamps") {
    check_paths<Date>({&Sample::day, S::day}, {&Maybe::day, M::day},
                      {{1, 1, 1}, {1969, 12, 31}, {9999, 12, 31}});
    check_paths<Time>({&Sample::at, S::at}, {&Maybe::at, M::at}, {{0}, {86'399'999'999}, {49'510'500'000}});
    check_paths<Timestamp>({&Sample::moment, S::moment}, {&Maybe::moment, M::moment},
                           {Timestamp::parse("0001-01-01 00:00:00"),
                            {-1},
                            {1'709'214'310'000'250},
                            Timestamp::parse("9999-12-31 23:59:59.999999")});
}

TEST_CASE("compliance: UUIDs, enums and JSON") {
    check_paths<Uuid>({&Sample::token, S::token}, {&Maybe::token, M::token},
                      {{}, Uuid::parse("123e4567-e89b-12d3-a456-426614174000")});
    check_paths<Color>({&Sample::color, S::color}, {&Maybe::color, M::color},
                       {Color::red, Color::green, Color::blue});
    check_written<S>(Path<Sample, Json>{&Sample::document, S::document},
                     {{"null"}, {R"({"a": [1, "x"]})"}, {"7"}});
    check_nulls<Json>({&Maybe::document, M::document}, {{"null"}, {R"({"a": [1, "x"]})"}, {"7"}});
}

TEST_CASE("compliance: arrays") {
    using L = ListsRepository;
    const auto check = [](auto path, auto... values) {
        using V = std::remove_cvref_t<decltype(std::declval<Lists>().*path.member)>;
        check_written<L>(path, std::vector<V>{{}, V{values...}, V{values..., values...}});
    };
    check(Path<Lists, std::vector<bool>>{&Lists::flags, L::flags}, true, false);
    check(Path<Lists, std::vector<std::int16_t>>{&Lists::tinies, L::tinies}, std::int16_t{-32768},
          std::int16_t{7});
    check(Path<Lists, std::vector<std::int64_t>>{&Lists::larges, L::larges}, INT64_MIN, INT64_MAX);
    check(Path<Lists, std::vector<double>>{&Lists::precises, L::precises}, 0.1, -5e-324);
    check(Path<Lists, std::vector<Decimal>>{&Lists::prices, L::prices}, Decimal("1.5000"),
          Decimal("-0.0001"));
    check(Path<Lists, std::vector<std::string>>{&Lists::names, L::names}, std::string(R"(",\'{}[])"),
          std::string(), std::string("NULL"));
    check(Path<Lists, std::vector<Date>>{&Lists::days, L::days}, Date{1, 1, 1}, Date{9999, 12, 31});
    check(Path<Lists, std::vector<Time>>{&Lists::times, L::times}, Time{0}, Time{86'399'999'999});
    check(Path<Lists, std::vector<Timestamp>>{&Lists::moments, L::moments}, Timestamp{-1}, Timestamp{250});
    check(Path<Lists, std::vector<Uuid>>{&Lists::tokens, L::tokens}, Uuid{},
          Uuid::parse("123e4567-e89b-12d3-a456-426614174000"));
    check(Path<Lists, std::vector<Color>>{&Lists::colors, L::colors}, Color::green, Color::blue);
}
