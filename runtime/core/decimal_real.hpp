#pragma once
// Decimals as doubles, the form in which SQLite keeps those of up to 15 digits. Every number of up to 15
// digits comes back exactly, because it is the only one of its scale near its double.

#include "rowsmith/types.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace rowsmith {

namespace detail {

/// The powers of ten that a double holds exactly.
inline constexpr std::array<double, 23> exact_powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// How far, in units of the last decimal place, arithmetic on numbers of `precision` digits may have moved
/// `scaled` away from a whole number: four units of the number's own last binary place, or, for a difference
/// of larger numbers, of theirs, but never so far that another decimal digit is visible.
inline double rounding_noise(double scaled, int precision) {
    constexpr double four_places = 4 * std::numeric_limits<double>::epsilon();
    constexpr double visible = 1.0 / 1024;
    const double largest = exact_powers[static_cast<std::size_t>(precision)];
    return std::max(std::min(std::abs(scaled) * four_places, 0.25), std::min(largest * four_places, visible));
}

}

/// Whether the coefficient has at most `precision` digits, precision up to 15.
[[nodiscard]] inline bool has_digits(const Decimal& value, int precision) {
    const auto coefficient = value.coefficient();
    const auto low = static_cast<std::int64_t>(coefficient);
    return low == coefficient &&
           std::abs(static_cast<double>(low)) < detail::exact_powers[static_cast<std::size_t>(precision)];
}

/// The nearest double. For numbers of up to 15 digits that is one correctly rounded division.
[[nodiscard]] inline double to_real(const Decimal& value) {
    constexpr Decimal::Coefficient exact_limit = std::int64_t{1} << std::numeric_limits<double>::digits;
    const auto coefficient = value.coefficient();
    if (coefficient > exact_limit || coefficient < -exact_limit || value.scale() > 22)
        return value.to_double();
    return static_cast<double>(static_cast<std::int64_t>(coefficient)) /
           detail::exact_powers[static_cast<std::size_t>(value.scale())];
}

/// The coefficient of the decimal(precision, scale) that `real` stands for, precision up to 15: of the
/// nearest one, when what is between them can be the rounding of sums made in SQL. Nothing for a number with
/// other digits, out of range or not finite.
[[nodiscard]] inline std::optional<std::int64_t> coefficient_from_real(double real, int precision,
                                                                       int scale) {
    const double scaled = real * detail::exact_powers[static_cast<std::size_t>(scale)];
    const double limit = detail::exact_powers[static_cast<std::size_t>(precision)];
    if (!(std::abs(scaled) < limit + 1))
        return std::nullopt;
    const auto nearest = static_cast<std::int64_t>(scaled + std::copysign(0.5, scaled));
    const auto whole = static_cast<double>(nearest);
    if (std::abs(whole) >= limit || std::abs(scaled - whole) > detail::rounding_noise(scaled, precision))
        return std::nullopt;
    return nearest;
}

[[nodiscard]] inline std::optional<Decimal> from_real(double real, int precision, int scale) {
    const auto coefficient = coefficient_from_real(real, precision, scale);
    return coefficient ? std::optional(Decimal::scaled(*coefficient, scale)) : std::nullopt;
}

}
