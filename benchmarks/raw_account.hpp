#pragma once
// An account between C++ and the C API: what is bound and read by hand. Dates are formatted and parsed
// without the C library; text is bound without a copy and read by pointer and length.

#include "workload.hpp"

#include <sqlite3.h>

#include <cmath>
#include <cstring>
#include <stdexcept>

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

inline std::int64_t digits(const unsigned char* text, int count) {
    std::int64_t number = 0;
    for (int at = 0; at < count; ++at)
        number = number * 10 + (text[at] - '0');
    return number;
}

inline std::int64_t parse_timestamp(const unsigned char* text) {
    const Civil date{.year = digits(text, 4),
                     .month = static_cast<unsigned>(digits(text + 5, 2)),
                     .day = static_cast<unsigned>(digits(text + 8, 2))};
    const std::int64_t seconds =
        digits(text + 11, 2) * 3600 + digits(text + 14, 2) * 60 + digits(text + 17, 2);
    return days_of(date) * day + seconds * second + digits(text + 20, 6);
}

inline void bind_text(sqlite3_stmt* statement, int parameter, const std::string& text) {
    sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// `created_at` is kept by the caller until the statement has been executed.
inline void bind(sqlite3_stmt* statement, const PlainAccount& account, char* created_at) {
    sqlite3_bind_int64(statement, 1, account.id);
    bind_text(statement, 2, account.name);
    if (account.email)
        bind_text(statement, 3, *account.email);
    else
        sqlite3_bind_null(statement, 3);
    if (account.age)
        sqlite3_bind_int(statement, 4, *account.age);
    else
        sqlite3_bind_null(statement, 4);
    sqlite3_bind_int(statement, 5, account.active ? 1 : 0);
    sqlite3_bind_double(statement, 6, static_cast<double>(account.cents) / 100);
    sqlite3_bind_double(statement, 7, account.score);
    if (account.note)
        bind_text(statement, 8, *account.note);
    else
        sqlite3_bind_null(statement, 8);
    format_timestamp(account.created_at, created_at);
    sqlite3_bind_text(statement, 9, created_at, timestamp_length, SQLITE_STATIC);
}

inline void read_text(sqlite3_stmt* statement, int column, std::string& text) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    text.assign(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

/// Into an account that holds nothing yet.
inline void read(sqlite3_stmt* statement, PlainAccount& account) {
    account.id = sqlite3_column_int64(statement, 0);
    read_text(statement, 1, account.name);
    if (sqlite3_column_type(statement, 2) != SQLITE_NULL)
        read_text(statement, 2, account.email.emplace());
    if (sqlite3_column_type(statement, 3) != SQLITE_NULL)
        account.age = sqlite3_column_int(statement, 3);
    account.active = sqlite3_column_int(statement, 4) != 0;
    account.cents = std::llround(sqlite3_column_double(statement, 5) * 100);
    account.score = sqlite3_column_double(statement, 6);
    if (sqlite3_column_type(statement, 7) != SQLITE_NULL)
        read_text(statement, 7, account.note.emplace());
    account.created_at = parse_timestamp(sqlite3_column_text(statement, 8));
}

}
