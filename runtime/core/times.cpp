#include "core/times.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>

// The conversions between days and dates follow the method of Howard Hinnant's "chrono-Compatible Low-Level
// Date Algorithms": a year that begins in March ends with the leap day, so that months and days are linear in
// it.

namespace rowsmith {

namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t microseconds_per_day = 86'400 * microseconds_per_second;

constexpr std::uint32_t days_per_year = 365;
constexpr std::uint32_t days_per_4_years = 1'461;
constexpr std::uint32_t days_per_century = 36'524;
constexpr std::uint32_t days_per_era = 146'097; // of 400 years
/// Days from 0000-03-01, where the count of the functions below begins, to 1970-01-01.
constexpr std::int64_t epoch = 719'468;

/// Days since 0000-03-01; the date is valid, or at least of year 1 and a month from 1 to 12.
constexpr std::uint32_t to_days(const Date& date) {
    const std::uint32_t year = static_cast<std::uint32_t>(date.year) - (date.month <= 2 ? 1 : 0);
    const std::uint32_t month = date.month > 2 ? date.month - 3U : date.month + 9U; // March is 0
    const std::uint32_t leap_days = year / 4 - year / 100 + year / 400;
    return year * days_per_year + leap_days + (153 * month + 2) / 5 + date.day - 1;
}

constexpr Date to_date(std::uint32_t days) {
    const std::uint32_t era = days / days_per_era;
    const std::uint32_t day_of_era = days % days_per_era;
    const std::uint32_t leap_days =
        day_of_era / (days_per_4_years - 1) - day_of_era / days_per_century + day_of_era / (days_per_era - 1);
    const std::uint32_t year_of_era = (day_of_era - leap_days) / days_per_year;
    const std::uint32_t day_of_year =
        day_of_era - (days_per_year * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::uint32_t month = (5 * day_of_year + 2) / 153; // March is 0
    const bool next_year = month >= 10;
    return {.year = static_cast<std::int16_t>(era * 400 + year_of_era + (next_year ? 1 : 0)),
            .month = static_cast<std::uint8_t>(next_year ? month - 9 : month + 3),
            .day = static_cast<std::uint8_t>(day_of_year - (153 * month + 2) / 5 + 1)};
}

constexpr std::int64_t to_microseconds(const Date& date) {
    return (std::int64_t{to_days(date)} - epoch) * microseconds_per_day;
}

constexpr std::int64_t first_instant = to_microseconds({.year = 1, .month = 1, .day = 1});
constexpr std::int64_t last_instant =
    to_microseconds({.year = 9999, .month = 12, .day = 31}) + microseconds_per_day - 1;
static_assert(to_microseconds({.year = 1970, .month = 1, .day = 1}) == 0);

constexpr std::array<std::int8_t, 12> month_lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

constexpr int days_of_month(int year, int month) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : month_lengths[static_cast<std::size_t>(month - 1)];
}

/// "00" to "99", one after the other.
constexpr auto digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t number = 0; number < 100; ++number) {
        pairs[2 * number] = static_cast<char>('0' + number / 10);
        pairs[2 * number + 1] = static_cast<char>('0' + number % 10);
    }
    return pairs;
}();

void write_pair(std::uint32_t number, char* out) {
    std::memcpy(out, &digit_pairs[2 * number], 2);
}

void write_date(const Date& date, char* out) {
    const auto year = static_cast<std::uint32_t>(date.year);
    write_pair(year / 100, out);
    write_pair(year % 100, out + 2);
    out[4] = '-';
    write_pair(date.month, out + 5);
    out[7] = '-';
    write_pair(date.day, out + 8);
}

void write_time(std::int64_t microseconds, char* out) {
    const auto seconds = static_cast<std::uint32_t>(microseconds / microseconds_per_second);
    const auto fraction = static_cast<std::uint32_t>(microseconds % microseconds_per_second);
    write_pair(seconds / 3600, out);
    out[2] = ':';
    write_pair(seconds / 60 % 60, out + 3);
    out[5] = ':';
    write_pair(seconds % 60, out + 6);
    out[8] = '.';
    write_pair(fraction / 10'000, out + 9);
    write_pair(fraction / 100 % 100, out + 11);
    write_pair(fraction % 100, out + 13);
}

/// Reads `count` digits; -1 when there are other characters.
constexpr int read_digits(const char* text, std::size_t count) {
    int number = 0;
    for (std::size_t at = 0; at < count; ++at) {
        if (text[at] < '0' || text[at] > '9')
            return -1;
        number = number * 10 + (text[at] - '0');
    }
    return number;
}

/// What eight characters of a text say: in byte i the number that the digits at i and i + 1 make.
struct Pairs {
    std::uint64_t numbers = 0;
    bool fits = false;

    [[nodiscard]] constexpr int at(unsigned index) const {
        return static_cast<int>(numbers >> (8 * index) & 0xff);
    }
};

/// Reads eight characters at once: digits where `form` has '0', else what `form` has. On little-endian
/// machines.
Pairs read_pairs(const char* text, const char (&form)[9]) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t characters = 0;
    std::uint64_t expected = 0;
    std::memcpy(&characters, text, sizeof characters);
    std::memcpy(&expected, form, sizeof expected);
    // '0' ^ '0' to '0' ^ '9' are the numbers of the digits; elsewhere equal characters leave 0.
    const std::uint64_t digits = characters ^ expected;
    const std::uint64_t separators = ((expected ^ (ones * '0')) + ones * 0x7f) & (ones * 0x80);
    const std::uint64_t too_large = ((digits + ones * (0x80 - 10)) | digits) & (ones * 0x80);
    const std::uint64_t not_equal = digits & (separators / 0x80 * 0xff);
    return {.numbers = digits * 10 + (digits >> 8), .fits = (too_large | not_equal) == 0};
}

/// Microseconds of the form in which the runtime itself writes timestamps, "2024-02-29 13:45:10.000250", or
/// no_instant. The functions below read it too, but a character at a time. (No optional: to copy one takes
/// longer than all the rest.)
std::int64_t read_usual_timestamp(const char* text) {
    const Pairs first = read_pairs(text, "0000-00-");
    const Pairs second = read_pairs(text + 8, "00 00:00");
    const Pairs third = read_pairs(text + 16, ":00.0000");
    const Pairs last = read_pairs(text + 18, "0.000000");
    if (!first.fits || !second.fits || !third.fits || !last.fits)
        return no_instant;
    const int year = first.at(0) * 100 + first.at(2);
    const int month = first.at(5);
    const int day = second.at(0);
    if (year < 1 || month < 1 || month > 12 || day < 1 || (day > 28 && day > days_of_month(year, month)))
        return no_instant;
    const int hour = second.at(3);
    const int minute = second.at(6);
    const int seconds = third.at(1);
    if (hour > 23 || minute > 59 || seconds > 59)
        return no_instant;
    const std::int64_t fraction = (last.at(2) * 100 + last.at(4)) * 100 + last.at(6);
    const Date date{.year = static_cast<std::int16_t>(year),
                    .month = static_cast<std::uint8_t>(month),
                    .day = static_cast<std::uint8_t>(day)};
    return to_microseconds(date) + ((hour * 60 + minute) * 60 + seconds) * microseconds_per_second + fraction;
}

/// Microseconds of ".5" to ".123456"; -1 for anything else.
std::int64_t read_fraction(std::string_view text) {
    if (text.size() < 2 || text.size() > 7 || text[0] != '.')
        return -1;
    std::int64_t fraction = read_digits(text.data() + 1, text.size() - 1);
    for (std::size_t decimals = text.size() - 1; fraction > 0 && decimals < 6; ++decimals)
        fraction *= 10;
    return fraction;
}

template <typename T>
const T& checked(const T& value) {
    if (!value.valid())
        throw OutOfRange("the date or time is not a valid one");
    return value;
}

}

void format_date(const Date& date, char* out) noexcept {
    write_date(date, out);
}

void format_time(const Time& time, char* out) noexcept {
    write_time(time.microseconds, out);
}

void format_timestamp(const Timestamp& timestamp, char* out) noexcept {
    const std::int64_t microseconds =
        timestamp.microseconds + epoch * microseconds_per_day; // positive from year 1 on
    write_date(to_date(static_cast<std::uint32_t>(microseconds / microseconds_per_day)), out);
    out[date_length] = ' ';
    write_time(microseconds % microseconds_per_day, out + date_length + 1);
}

std::optional<Date> parse_date(std::string_view text) noexcept {
    if (text.size() != date_length || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const int year = read_digits(text.data(), 4);
    const int month = read_digits(text.data() + 5, 2);
    const int day = read_digits(text.data() + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return std::nullopt;
    return Date{.year = static_cast<std::int16_t>(year),
                .month = static_cast<std::uint8_t>(month),
                .day = static_cast<std::uint8_t>(day)};
}

std::optional<Time> parse_time(std::string_view text) noexcept {
    constexpr std::size_t whole = 8;
    if (text.size() < whole || text[2] != ':' || text[5] != ':')
        return std::nullopt;
    const int hour = read_digits(text.data(), 2);
    const int minute = read_digits(text.data() + 3, 2);
    const int second = read_digits(text.data() + 6, 2);
    const auto fraction = text.size() == whole ? 0 : read_fraction(text.substr(whole));
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || fraction < 0)
        return std::nullopt;
    return Time{.microseconds = ((hour * 60 + minute) * 60 + second) * microseconds_per_second + fraction};
}

std::int64_t read_timestamp(std::string_view text) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        if (text.size() == timestamp_length) {
            const std::int64_t instant = read_usual_timestamp(text.data());
            if (instant != no_instant)
                return instant;
        }
    }
    if (text.ends_with('Z'))
        text.remove_suffix(1);
    if (text.size() <= date_length || (text[date_length] != ' ' && text[date_length] != 'T'))
        return no_instant;
    const auto date = parse_date(text.substr(0, date_length));
    const auto time = parse_time(text.substr(date_length + 1));
    return date && time ? to_microseconds(*date) + time->microseconds : no_instant;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) noexcept {
    const std::int64_t instant = read_timestamp(text);
    return instant != no_instant ? std::optional(Timestamp{.microseconds = instant}) : std::nullopt;
}

Date Date::parse(std::string_view text) {
    if (const auto date = parse_date(text))
        return *date;
    throw InvalidFormat("the text is not a date such as 2024-02-29");
}

std::string Date::to_string() const {
    std::string text(date_length, '\0');
    format_date(checked(*this), text.data());
    return text;
}

bool Date::valid() const {
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of_month(year, month);
}

Time Time::parse(std::string_view text) {
    if (const auto time = parse_time(text))
        return *time;
    throw InvalidFormat("the text is not a time such as 13:45:10.000250");
}

std::string Time::to_string() const {
    std::string text(time_length, '\0');
    format_time(checked(*this), text.data());
    return text;
}

bool Time::valid() const {
    return microseconds >= 0 && microseconds < microseconds_per_day;
}

Timestamp Timestamp::now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {.microseconds = std::chrono::floor<std::chrono::microseconds>(since_epoch).count()};
}

Timestamp Timestamp::parse(std::string_view text) {
    if (const auto timestamp = parse_timestamp(text))
        return *timestamp;
    throw InvalidFormat("the text is not a timestamp such as 2024-02-29 13:45:10.000250");
}

std::string Timestamp::to_string() const {
    std::string text(timestamp_length, '\0');
    format_timestamp(checked(*this), text.data());
    return text;
}

bool Timestamp::valid() const {
    return microseconds >= first_instant && microseconds <= last_instant;
}

}
