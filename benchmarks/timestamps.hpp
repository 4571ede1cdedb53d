#pragma once
// Timestamps to text and back without the C library.

#include <cstdint>
#include <cstring>

namespace bench {

inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t day = 86'400 * second;
inline constexpr std::size_t timestamp_length = 26; // 2024-02-29 13:45:10.000250

struct Civil {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

inline constexpr std::int64_t days_of(Civil date) {
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const unsigned month = date.month > 2 ? date.month - 3 : date.month + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1 - 719'468;
}

constexpr Civil civil_of(std::int64_t days) {
    const auto shifted = static_cast<std::uint64_t>(days + 719'468);
    const std::uint64_t era = shifted / 146'097;
    const std::uint64_t rest = shifted % 146'097;
    const std::uint64_t year = (rest - rest / 1'460 + rest / 36'524 - rest / 146'096) / 365;
    const std::uint64_t of_year = rest - (365 * year + year / 4 - year / 100);
    const auto month = static_cast<unsigned>((5 * of_year + 2) / 153);
    return {.year = static_cast<std::int64_t>(era * 400 + year + (month >= 10 ? 1U : 0U)),
            .month = month < 10 ? month + 3 : month - 9,
            .day = static_cast<unsigned>(of_year - (153 * month + 2) / 5 + 1)};
}

inline void put_digits(char* out, std::uint64_t number, int digits) {
    for (int at = digits - 1; at >= 0; --at, number /= 10)
        out[at] = static_cast<char>('0' + number % 10);
}

inline void format_timestamp(std::int64_t microseconds, char* out) {
    const std::int64_t of_day = microseconds % day;
    const Civil date = civil_of(microseconds / day);
    std::memcpy(out, "0000-00-00 00:00:00.000000", timestamp_length);
    put_digits(out, static_cast<std::uint64_t>(date.year), 4);
    put_digits(out + 5, date.month, 2);
    put_digits(out + 8, date.day, 2);
    const auto seconds = static_cast<std::uint64_t>(of_day / second);
    put_digits(out + 11, seconds / 3600, 2);
    put_digits(out + 14, seconds / 60 % 60, 2);
    put_digits(out + 17, seconds % 60, 2);
    put_digits(out + 20, static_cast<std::uint64_t>(of_day % second), 6);
}

inline std::int64_t digits(const char* text, int count) {
    std::int64_t number = 0;
    for (int at = 0; at < count; ++at)
        number = number * 10 + (text[at] - '0');
    return number;
}

inline std::int64_t parse_timestamp(const char* text) {
    const Civil date{.year = digits(text, 4),
                     .month = static_cast<unsigned>(digits(text + 5, 2)),
                     .day = static_cast<unsigned>(digits(text + 8, 2))};
    const std::int64_t seconds =
        digits(text + 11, 2) * 3600 + digits(text + 14, 2) * 60 + digits(text + 17, 2);
    return days_of(date) * day + seconds * second + digits(text + 20, 6);
}

}
