#include "core/times.hpp"
#include "core/uuid.hpp"

#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <string_view>

using rowsmith::Date;
using rowsmith::InvalidFormat;
using rowsmith::OutOfRange;
using rowsmith::Time;
using rowsmith::Timestamp;
using rowsmith::Uuid;

TEST_CASE("a date is read and printed") {
    for (const char* const text : {"0001-01-01", "1900-02-28", "1969-12-31", "1970-01-01", "2000-02-29",
                                   "2024-02-29", "2023-12-31", "9999-12-31"}) {
        CAPTURE(text);
        CHECK(Date::parse(text).valid());
        CHECK(Date::parse(text).to_string() == text);
    }
    CHECK(Date::parse("2024-02-29") == Date{.year = 2024, .month = 2, .day = 29});
    CHECK(Date::parse("2024-02-29") < Date::parse("2024-03-01"));
    CHECK(Date{}.to_string() == "0001-01-01");
}

TEST_CASE("a date that does not exist is refused") {
    for (const char* const text :
         {"",           "0000-01-01", "2023-02-29",  "1900-02-29",          "2024-02-30",
          "2024-13-01", "2024-00-10", "2024-04-31",  "2024-01-00",          "2024-01-32",
          "2024-1-01",  "24-01-01",   "2024/01/01",  "2024-01-01 ",         " 2024-01-01",
          "-024-01-01", "2024-01-0x", "10000-01-01", "2024-01-01T00:00:00", "infinity"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Date::parse(text), InvalidFormat);
    }
    CHECK_FALSE(Date{.year = 0, .month = 1, .day = 1}.valid());
    CHECK_FALSE(Date{.year = 10000, .month = 1, .day = 1}.valid());
    CHECK_FALSE(Date{.year = 2023, .month = 2, .day = 29}.valid());
    CHECK_FALSE(Date{.year = 2023, .month = 255, .day = 1}.valid());
    CHECK_THROWS_AS((Date{.year = 2023, .month = 2, .day = 29}.to_string()), OutOfRange);
}

TEST_CASE("a time is read with up to six decimals and printed with six") {
    struct Row {
        const char* text;
        std::int64_t microseconds;
        const char* printed;
    };
    for (const auto& [text, microseconds, printed] : {
             Row{"00:00:00", 0, "00:00:00.000000"},
             Row{"13:45:10.000250", 49'510'000'250, "13:45:10.000250"},
             Row{"13:45:10.5", 49'510'500'000, "13:45:10.500000"},
             Row{"00:00:00.0", 0, "00:00:00.000000"},
             Row{"00:00:00.01", 10'000, "00:00:00.010000"},
             Row{"23:59:59.999999", 86'399'999'999, "23:59:59.999999"},
         }) {
        CAPTURE(text);
        CHECK(Time::parse(text).microseconds == microseconds);
        CHECK(Time{.microseconds = microseconds}.to_string() == printed);
    }
}

TEST_CASE("a time that does not exist is refused") {
    for (const char* const text : {"", "24:00:00", "23:60:00", "23:59:60", "1:00:00", "12:00", "12:00:00.",
                                   "12:00:00.1234567", "12:00:00,5", "12:00:00.5x", "12:00:00Z", "-1:00:00",
                                   "12-00-00", "12:00:00.-5", " 12:00:00", "12:00:00 "}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Time::parse(text), InvalidFormat);
    }
    CHECK_FALSE(Time{.microseconds = -1}.valid());
    CHECK_FALSE(Time{.microseconds = 86'400'000'000}.valid());
    CHECK_THROWS_AS(Time{.microseconds = -1}.to_string(), OutOfRange);
}

TEST_CASE("a timestamp is microseconds since 1970 in UTC") {
    struct Row {
        const char* text;
        std::int64_t microseconds;
    };
    for (const auto& [text, microseconds] : {
             Row{"1970-01-01 00:00:00.000000", 0},
             Row{"1969-12-31 23:59:59.999999", -1},
             Row{"1970-01-01 00:00:00.000001", 1},
             Row{"2000-02-29 12:34:56.789012", 951'827'696'789'012},
             Row{"2038-01-19 03:14:08.000000", 2'147'483'648'000'000},
             Row{"1900-01-01 00:00:00.000000", -2'208'988'800'000'000},
             Row{"0001-01-01 00:00:00.000000", -62'135'596'800'000'000},
             Row{"9999-12-31 23:59:59.999999", 253'402'300'799'999'999},
         }) {
        CAPTURE(text);
        CHECK(Timestamp::parse(text).microseconds == microseconds);
        CHECK(Timestamp{.microseconds = microseconds}.valid());
        CHECK(Timestamp{.microseconds = microseconds}.to_string() == text);
    }
}

TEST_CASE("a timestamp is read in the forms that databases write") {
    const Timestamp expected = Timestamp::parse("2024-02-29 13:45:10.500000");
    for (const char* const text : {"2024-02-29 13:45:10.5", "2024-02-29T13:45:10.5",
                                   "2024-02-29T13:45:10.500Z", "2024-02-29 13:45:10.500000Z"}) {
        CAPTURE(text);
        CHECK(Timestamp::parse(text) == expected);
    }
    CHECK(Timestamp::parse("2024-02-29 13:45:10").to_string() == "2024-02-29 13:45:10.000000");
    for (const char* const text :
         {"", "Z", "2024-02-29", "2024-02-29 ", "2024-02-29Z", "2024-02-29x13:45:10", "2024-02-29 13:45",
          "2024-02-29 13:45:10ZZ", "2024-02-29 13:45:10+00", "2024-02-29  13:45:10", "2023-02-29 13:45:10",
          "2024-02-29 24:00:00", "2024-02-29 13:45:10.1234567", "0000-12-31 23:59:59", "infinity"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Timestamp::parse(text), InvalidFormat);
    }
}

TEST_CASE("a timestamp outside of the years 1 to 9999 is not valid") {
    const auto first = Timestamp::parse("0001-01-01 00:00:00").microseconds;
    const auto last = Timestamp::parse("9999-12-31 23:59:59.999999").microseconds;
    CHECK_FALSE(Timestamp{.microseconds = first - 1}.valid());
    CHECK_FALSE(Timestamp{.microseconds = last + 1}.valid());
    CHECK_FALSE(Timestamp{.microseconds = std::numeric_limits<std::int64_t>::min()}.valid());
    CHECK_FALSE(Timestamp{.microseconds = std::numeric_limits<std::int64_t>::max()}.valid());
    CHECK_THROWS_AS(Timestamp{.microseconds = last + 1}.to_string(), OutOfRange);
}

TEST_CASE("every day of ten thousand years is read back and agrees with the standard library's calendar") {
    const auto first = Timestamp::parse("0001-01-01 00:00:00").microseconds;
    int wrong = 0;
    for (std::int64_t day = 0; day < 3'652'059; ++day) {
        const Timestamp timestamp{.microseconds = first + day * 86'400'000'000};
        char text[rowsmith::timestamp_length];
        rowsmith::format_timestamp(timestamp, text);
        const std::string_view view(text, sizeof text);
        const auto date = rowsmith::parse_date(view.substr(0, rowsmith::date_length));
        const std::chrono::year_month_day expected{
            std::chrono::sys_days{std::chrono::days{timestamp.microseconds / 86'400'000'000}}};
        const bool same = date && date->year == static_cast<int>(expected.year()) &&
                          date->month == static_cast<unsigned>(expected.month()) &&
                          date->day == static_cast<unsigned>(expected.day());
        if (!same || rowsmith::parse_timestamp(view) != timestamp)
            ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(Timestamp{.microseconds = first + 3'652'058 * std::int64_t{86'400'000'000}}.to_string() ==
          "9999-12-31 00:00:00.000000");
}

TEST_CASE("random instants are read back to the microsecond") {
    std::mt19937_64 random(20240229);
    std::uniform_int_distribution<std::int64_t> instants(-62'135'596'800'000'000, 253'402'300'799'999'999);
    int wrong = 0;
    for (int round = 0; round < 200'000; ++round) {
        const Timestamp timestamp{.microseconds = instants(random)};
        wrong += Timestamp::parse(timestamp.to_string()) == timestamp ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("now lies between the system clock's readings before and after") {
    const auto before = std::chrono::system_clock::now().time_since_epoch();
    const auto now = Timestamp::now().microseconds;
    const auto after = std::chrono::system_clock::now().time_since_epoch();
    CHECK(now >= std::chrono::floor<std::chrono::microseconds>(before).count());
    CHECK(now <= std::chrono::floor<std::chrono::microseconds>(after).count());
}

TEST_CASE("a UUID is read in either case and printed in lower case") {
    const std::string text = "123e4567-e89b-12d3-a456-426614174000";
    CHECK(Uuid::parse(text).to_string() == text);
    CHECK(Uuid::parse("123E4567-E89B-12D3-A456-426614174000") == Uuid::parse(text));
    CHECK(Uuid{}.to_string() == "00000000-0000-0000-0000-000000000000");
    CHECK(Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff").bytes[15] == 0xff);
    CHECK(Uuid::parse("00000000-0000-0000-0000-000000000001") > Uuid{});
    CHECK(Uuid::parse("0a0b0c0d-0000-0000-0000-000000000000").bytes[3] == 0x0d);
}

TEST_CASE("a UUID in another form is refused") {
    for (const char* const text :
         {"", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
          "123e4567-e89b-12d3-a456-42661417400", "123e4567-e89b-12d3-a456-4266141740000",
          "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a4560426614174000",
          "123e456--e89b-12d3-a456-426614174000", "g23e4567-e89b-12d3-a456-426614174000",
          "123e4567-e89b-12d3-a456-42661417400\xff"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Uuid::parse(text), InvalidFormat);
    }
}

TEST_CASE("random UUIDs are of version 4 and differ") {
    std::set<Uuid> seen;
    for (int count = 0; count < 1000; ++count) {
        const Uuid uuid = Uuid::random();
        CHECK(uuid.bytes[6] >> 4 == 4);
        CHECK(uuid.bytes[8] >> 6 == 2);
        seen.insert(uuid);
    }
    CHECK(seen.size() == 1000);
}
