#pragma once
// PostgreSQL counts dates and timestamps from 2000-01-01, the runtime from 1970-01-01.

#include "rowsmith/types.hpp"

#include <chrono>
#include <cstdint>

namespace rowsmith::postgres {

inline constexpr std::int64_t microseconds_per_day = 86'400'000'000;
/// Days from 1970-01-01 to 2000-01-01.
inline constexpr std::int32_t epoch_days = 10'957;
inline constexpr std::int64_t epoch_microseconds = epoch_days * microseconds_per_day;

/// Days since 1970-01-01 of a valid date.
[[nodiscard]] constexpr std::int32_t days_of(const Date& date) {
    using namespace std::chrono;
    const year_month_day day{year{date.year}, month{date.month}, std::chrono::day{date.day}};
    return static_cast<std::int32_t>(sys_days(day).time_since_epoch().count());
}

[[nodiscard]] constexpr Date date_of(std::int32_t days) {
    const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
    return {.year = static_cast<std::int16_t>(static_cast<int>(day.year())),
            .month = static_cast<std::uint8_t>(static_cast<unsigned>(day.month())),
            .day = static_cast<std::uint8_t>(static_cast<unsigned>(day.day()))};
}

/// The range of the runtime's dates and timestamps: the years 1 to 9999.
inline constexpr std::int32_t first_day = days_of({.year = 1, .month = 1, .day = 1});
inline constexpr std::int32_t last_day = days_of({.year = 9999, .month = 12, .day = 31});
inline constexpr std::int64_t first_instant = first_day * microseconds_per_day;
inline constexpr std::int64_t last_instant = (last_day + 1) * microseconds_per_day - 1;

}
