#pragma once
// The C++ types of the schema language's scalars that the standard library has none for. All are plain
// values: comparable, copyable, cheap to include.

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith {

/// The value of a `bytes` column.
using Bytes = std::vector<std::byte>;

namespace detail {

__extension__ using Int128 = __int128;

/// 10^38: one more than the largest coefficient of a decimal.
inline constexpr Int128 decimal_limit = Int128{10'000'000'000'000'000'000U} * 10'000'000'000'000'000'000U;

enum class DecimalFault : std::uint8_t { none, format, range };

/// What a decimal's text says; the numbers mean nothing when there is a fault.
struct DecimalText {
    Int128 coefficient = 0;
    int scale = 0;
    DecimalFault fault = DecimalFault::none;
};

[[nodiscard]] constexpr DecimalText read_decimal(std::string_view text) noexcept;
/// Throws InvalidFormat or OutOfRange.
[[noreturn]] void refuse_decimal(DecimalFault fault);

/// The integer types that mean numbers: neither bool nor characters.
template <typename T>
concept WholeNumber = std::integral<T> && sizeof(T) <= sizeof(std::int64_t) && !std::same_as<T, bool> &&
                      !std::same_as<T, char> && !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                      !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

}

/// An exact decimal number of up to 38 significant digits: coefficient / 10^scale. Numbers compare by value:
/// 1.50 equals 1.5. The scale is kept (1.50 prints as "1.50").
class Decimal {
public:
    using Coefficient = detail::Int128;
    static constexpr int max_digits = 38;

    constexpr Decimal() = default;
    /// A whole number.
    constexpr Decimal(detail::WholeNumber auto value) : coefficient_(value) {}
    /// Reads "-12.50": sign, digits, optionally a point and digits; up to 38 digits, no exponent.
    /// Throws InvalidFormat, or OutOfRange for more digits.
    constexpr explicit Decimal(std::string_view text);
    constexpr explicit Decimal(const char* text) : Decimal(std::string_view(text)) {}
    Decimal(std::nullptr_t) = delete;

    /// coefficient / 10^scale, scale from 0 to 38: Decimal::scaled(1250, 2) is 12.50. Throws OutOfRange.
    [[nodiscard]] static constexpr Decimal scaled(Coefficient coefficient, int scale);

    [[nodiscard]] constexpr Coefficient coefficient() const { return coefficient_; }
    [[nodiscard]] constexpr int scale() const { return scale_; }
    /// The same number with exactly `scale` decimals. Throws OutOfRange when digits other than zero would be
    /// lost or 38 digits do not suffice.
    [[nodiscard]] Decimal rescaled(int scale) const;
    /// As `rescaled`, but rounds half away from zero instead of refusing.
    [[nodiscard]] Decimal rounded(int scale) const;
    /// Number of digits of the coefficient, at least 1.
    [[nodiscard]] int digits() const;

    [[nodiscard]] std::string to_string() const;
    /// The nearest double.
    [[nodiscard]] double to_double() const;

    /// Exact; throw OutOfRange past 38 digits. A sum has the greater of the scales, a product the sum of the
    /// scales.
    friend Decimal operator+(const Decimal& left, const Decimal& right);
    friend Decimal operator-(const Decimal& left, const Decimal& right);
    friend Decimal operator*(const Decimal& left, const Decimal& right);
    Decimal operator-() const;
    Decimal& operator+=(const Decimal& other);
    Decimal& operator-=(const Decimal& other);
    Decimal& operator*=(const Decimal& other);

    friend std::strong_ordering operator<=>(const Decimal& left, const Decimal& right);
    friend bool operator==(const Decimal& left, const Decimal& right) {
        return left.scale_ == right.scale_ ? left.coefficient_ == right.coefficient_ : (left <=> right) == 0;
    }

private:
    Coefficient coefficient_ = 0;
    std::uint8_t scale_ = 0;
};

constexpr detail::DecimalText detail::read_decimal(std::string_view text) noexcept {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const auto point = text.find('.');
    if (text.empty() || point == 0 || point + 1 == text.size())
        return {.fault = DecimalFault::format};
    DecimalText result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at == point)
            continue;
        if (text[at] < '0' || text[at] > '9')
            return {.fault = DecimalFault::format};
        if (result.coefficient >= decimal_limit / 10)
            result.fault = DecimalFault::range;
        else
            result.coefficient = result.coefficient * 10 + (text[at] - '0');
    }
    if (point != std::string_view::npos) {
        if (text.size() - point - 1 > Decimal::max_digits)
            result.fault = DecimalFault::range;
        else
            result.scale = static_cast<int>(text.size() - point - 1);
    }
    if (negative)
        result.coefficient = -result.coefficient;
    return result;
}

constexpr Decimal::Decimal(std::string_view text) {
    const auto read = detail::read_decimal(text);
    if (read.fault != detail::DecimalFault::none)
        detail::refuse_decimal(read.fault);
    coefficient_ = read.coefficient;
    scale_ = static_cast<std::uint8_t>(read.scale);
}

constexpr Decimal Decimal::scaled(Coefficient coefficient, int scale) {
    if (scale < 0 || scale > max_digits || coefficient >= detail::decimal_limit ||
        coefficient <= -detail::decimal_limit)
        detail::refuse_decimal(detail::DecimalFault::range);
    Decimal result;
    result.coefficient_ = coefficient;
    result.scale_ = static_cast<std::uint8_t>(scale);
    return result;
}

/// A calendar day of the proleptic Gregorian calendar, years 1 to 9999.
struct Date {
    std::int16_t year = 1;
    std::uint8_t month = 1;
    std::uint8_t day = 1;

    /// Reads "2024-02-29". Throws InvalidFormat.
    [[nodiscard]] static Date parse(std::string_view text);
    /// "2024-02-29". Throws OutOfRange when it is not valid.
    [[nodiscard]] std::string to_string() const;
    /// Whether there is such a day.
    [[nodiscard]] bool valid() const;

    friend auto operator<=>(const Date&, const Date&) = default;
};

/// A time of day, in microseconds since midnight: 0 to 86,399,999,999.
struct Time {
    std::int64_t microseconds = 0;

    /// Reads "13:45:10", optionally with one to six decimals. Throws InvalidFormat.
    [[nodiscard]] static Time parse(std::string_view text);
    /// "13:45:10.000250", always with six decimals. Throws OutOfRange when it is not valid.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] bool valid() const;

    friend auto operator<=>(const Time&, const Time&) = default;
};

/// An instant, in microseconds since 1970-01-01 00:00:00 UTC; years 1 to 9999. `{}` is the epoch.
struct Timestamp {
    std::int64_t microseconds = 0;

    /// The system clock's time, to the microsecond.
    [[nodiscard]] static Timestamp now();
    /// Reads "2024-02-29 13:45:10", optionally with one to six decimals and a trailing "Z"; "T" may stand for
    /// the space. Throws InvalidFormat.
    [[nodiscard]] static Timestamp parse(std::string_view text);
    /// "2024-02-29 13:45:10.000250", UTC, always with six decimals. Throws OutOfRange when it is not valid.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] bool valid() const;

    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// A UUID; `{}` is the nil UUID.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// A random one (version 4), from the operating system's generator.
    [[nodiscard]] static Uuid random();
    /// Reads "123e4567-e89b-12d3-a456-426614174000", either case. Throws InvalidFormat.
    [[nodiscard]] static Uuid parse(std::string_view text);
    /// Lower case, with dashes.
    [[nodiscard]] std::string to_string() const;

    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// A JSON text. It is kept as it is and compared as text; the database refuses what is not JSON.
struct Json {
    std::string text = "null";

    friend bool operator==(const Json&, const Json&) = default;
};

}
