// What memory reading takes: that of the rows themselves, and nothing more for each of them.

#include "support/counted_allocations.hpp"
#include "support/test_database.hpp"

#include <measured.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::test;
using measured::Reading;

namespace {

constexpr std::int64_t few = 512;
constexpr std::int64_t twice = 2 * few;
constexpr std::size_t fetches = few / 50; // a server's rows come some at a time

struct Named {
    std::string place;
    double value = 0;
};

struct Readings {
    /// Texts of so many characters: short ones stand in the string.
    explicit Readings(std::size_t length) {
        create_all(engine, measured::measured_schema);
        std::vector<Reading> rows;
        for (std::int64_t id = 1; id <= twice; ++id)
            rows.push_back({.id = id,
                            .place = std::string(length, 'p'),
                            .note = std::string(length, 'n'),
                            .value = 0.5,
                            .amount = Decimal("1.25"),
                            .storey = 7,
                            .kind = measured::Kind::water,
                            .day = Date{2024, 2, 29}});
        readings.bulk_insert(rows);
        session.commit();
    }

    /// What the second half of the rows costs more than the first, a result's own memory apart, which grows
    /// by doubling: once.
    [[nodiscard]] std::size_t for_rows(const std::function<std::size_t(std::int64_t)>& ask) const {
        const auto cost = [&](std::int64_t most) {
            REQUIRE(ask(most) == static_cast<std::size_t>(most)); // statements and buffers are there now
            const std::size_t before = allocations;
            static_cast<void>(ask(most));
            return allocations - before;
        };
        return cost(twice) - cost(few);
    }

    [[nodiscard]] Query<Reading> up_to(std::int64_t most) {
        return readings.where(readings.id <= most).order_by(readings.id);
    }

    TestDatabase database;
    Engine engine{database.url()};
    Session session{engine};
    measured::ReadingRepository readings{session};
};

template <typename Rows>
std::size_t length_of(Rows&& rows) {
    std::size_t count = 0;
    for (const auto& row : rows) {
        static_cast<void>(row);
        ++count;
    }
    return count;
}

}

TEST_CASE("rows whose texts are short cost no allocation each") {
    Readings fixture{8};
    auto& readings = fixture.readings;
    CHECK(fixture.for_rows([&](std::int64_t most) { return fixture.up_to(most).rows().size(); }) <= 1);
    CHECK(fixture.for_rows([&](std::int64_t most) { return length_of(fixture.up_to(most).stream()); }) <=
          fetches);
    CHECK(fixture.for_rows([&](std::int64_t most) {
        return fixture.up_to(most)
            .select(readings.id, readings.place, readings.note, readings.amount)
            .all()
            .size();
    }) <= 1);
    CHECK(fixture.for_rows([&](std::int64_t most) {
        return fixture.up_to(most).select<Named>(readings.place, readings.value).all().size();
    }) <= 1);
    CHECK(fixture.for_rows([&](std::int64_t most) {
        return length_of(fixture.up_to(most).select(readings.made, readings.code, readings.kind).stream());
    }) <= fetches);
    CHECK(fixture.for_rows([&](std::int64_t most) {
        return measured::readings_up_to(fixture.session, most).size();
    }) <= 1);
    CHECK(fixture.for_rows([&](std::int64_t most) {
        return length_of(measured::stream_up_to(fixture.session, most));
    }) <= fetches);
}

TEST_CASE("rows whose texts are long cost an allocation for each text") {
    Readings fixture{100};
    const auto is_two_each = [](std::size_t more) { return more == 2 * few || more == 2 * few + 1; };
    CHECK(
        is_two_each(fixture.for_rows([&](std::int64_t most) { return fixture.up_to(most).rows().size(); })));
    CHECK(is_two_each(fixture.for_rows(
        [&](std::int64_t most) { return measured::readings_up_to(fixture.session, most).size(); })));
    CHECK(is_two_each(fixture.for_rows([&](std::int64_t most) {
        return fixture.up_to(most).select(fixture.readings.place, fixture.readings.note).all().size();
    })));
}

TEST_CASE("a query of three conditions takes a few allocations to be made and asked") {
    Readings fixture{8};
    auto& readings = fixture.readings;
    const auto ask = [&] {
        const std::size_t before = allocations;
        const auto rows =
            readings.where(readings.id == 5 && readings.value > 0.1 && readings.place != "nowhere")
                .limit(1)
                .rows();
        const std::size_t after = allocations;
        REQUIRE(rows.size() == 1);
        return after - before;
    };
    static_cast<void>(ask()); // statement and buffers are there from now on
    // Five parts of the condition, its text, and the row.
    CHECK(ask() == 7);
}
