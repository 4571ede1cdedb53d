#pragma once
// Dates, times and timestamps as text, without a locale or an allocation. The format functions want valid
// values.

#include "rowsmith/types.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace rowsmith {

inline constexpr std::size_t date_length = 10;      // "2024-02-29"
inline constexpr std::size_t time_length = 15;      // "13:45:10.000250"
inline constexpr std::size_t timestamp_length = 26; // "2024-02-29 13:45:10.000250"

/// Each writes as many characters as its length above says, without a NUL.
void format_date(const Date& date, char* out) noexcept;
void format_time(const Time& time, char* out) noexcept;
void format_timestamp(const Timestamp& timestamp, char* out) noexcept;

/// What the public parse functions read; nothing for every other text, and for days and times that do not
/// exist.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text) noexcept;
[[nodiscard]] std::optional<Time> parse_time(std::string_view text) noexcept;
[[nodiscard]] std::optional<Timestamp> parse_timestamp(std::string_view text) noexcept;

/// Stands for no timestamp where an optional would take as long as the parsing: it travels through memory.
inline constexpr std::int64_t no_instant = std::numeric_limits<std::int64_t>::min();
/// As parse_timestamp: its microseconds, or no_instant.
[[nodiscard]] std::int64_t read_timestamp(std::string_view text) noexcept;

}
