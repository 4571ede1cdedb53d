#include "rowsmith/types.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <limits>

namespace rowsmith {

namespace {

using Coefficient = Decimal::Coefficient;
__extension__ using Magnitude = unsigned __int128;

constexpr auto powers_of_ten = [] {
    std::array<Magnitude, Decimal::max_digits + 1> powers{};
    Magnitude power = 1;
    for (auto& entry : powers) {
        entry = power;
        power *= 10;
    }
    return powers;
}();

constexpr auto limit = static_cast<Magnitude>(detail::decimal_limit);

Magnitude power_of_ten(int exponent) {
    return powers_of_ten[static_cast<std::size_t>(exponent)];
}

[[noreturn]] void out_of_range() {
    detail::refuse_decimal(detail::DecimalFault::range);
}

Magnitude magnitude(Coefficient value) {
    return static_cast<Magnitude>(value < 0 ? -value : value);
}

Decimal make(bool negative, Magnitude value, int scale) {
    if (value >= limit)
        out_of_range();
    const auto coefficient = static_cast<Coefficient>(value);
    return Decimal::scaled(negative ? -coefficient : coefficient, scale);
}

/// value * 10^exponent, or OutOfRange past 2 * 10^38: what is added to it has at most 38 digits, so that no
/// sum of a larger one fits, and every sum of two such numbers stays inside of 128 bits.
Magnitude aligned(Magnitude value, int exponent) {
    const auto power = power_of_ten(exponent);
    if (value > 2 * limit / power)
        out_of_range();
    return value * power;
}

Decimal sum(const Decimal& left, Coefficient right_coefficient, int right_scale) {
    const auto scale = left.scale() > right_scale ? left.scale() : right_scale;
    const auto a = aligned(magnitude(left.coefficient()), scale - left.scale());
    const auto b = aligned(magnitude(right_coefficient), scale - right_scale);
    const bool a_negative = left.coefficient() < 0;
    const bool b_negative = right_coefficient < 0;
    if (a_negative == b_negative)
        return make(a_negative, a + b, scale);
    return a >= b ? make(a_negative, a - b, scale) : make(b_negative, b - a, scale);
}

Decimal scaled_up(const Decimal& value, int scale) {
    const auto power = power_of_ten(scale - value.scale());
    const auto digits = magnitude(value.coefficient());
    if (digits > (limit - 1) / power)
        out_of_range();
    return make(value.coefficient() < 0, digits * power, scale);
}

void check_scale(int scale) {
    if (scale < 0 || scale > Decimal::max_digits)
        out_of_range();
}

/// Decimal digits of `value`, the last at the end of `buffer`; returns where they begin.
char* write_digits(Magnitude value, char* end) {
    do {
        *--end = static_cast<char>('0' + static_cast<int>(value % 10));
        value /= 10;
    } while (value > std::numeric_limits<std::uint64_t>::max());
    for (auto rest = static_cast<std::uint64_t>(value); rest != 0; rest /= 10)
        *--end = static_cast<char>('0' + rest % 10);
    return end;
}

}

void detail::refuse_decimal(DecimalFault fault) {
    if (fault == DecimalFault::format)
        throw InvalidFormat(
            "the text is not a decimal number: write digits, with a point if it has decimals");
    throw OutOfRange("a decimal number has up to 38 digits");
}

Decimal Decimal::rescaled(int scale) const {
    if (scale == scale_)
        return *this;
    check_scale(scale);
    if (scale > scale_)
        return scaled_up(*this, scale);
    const auto power = static_cast<Coefficient>(power_of_ten(scale_ - scale));
    if (coefficient_ % power != 0)
        throw OutOfRange("the decimal number has more decimals than it may have");
    return scaled(coefficient_ / power, scale);
}

Decimal Decimal::rounded(int scale) const {
    check_scale(scale);
    if (scale >= scale_)
        return rescaled(scale);
    const auto power = power_of_ten(scale_ - scale);
    const auto digits = magnitude(coefficient_);
    const auto rest = digits % power;
    const Magnitude up = rest >= power - rest ? 1 : 0;
    return make(coefficient_ < 0, digits / power + up, scale);
}

int Decimal::digits() const {
    const auto value = magnitude(coefficient_);
    const auto high = static_cast<std::uint64_t>(value >> 64);
    const int leading =
        high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(static_cast<std::uint64_t>(value));
    const int bits = 128 - leading;
    const int estimate = bits * 1233 >> 12; // bits * log10(2), rounded down: right or one too few
    return estimate == 0 || value >= power_of_ten(estimate) ? estimate + 1 : estimate;
}

std::string Decimal::to_string() const {
    std::array<char, max_digits + 3> buffer; // room for "-0." before the digits
    char* const end = buffer.data() + buffer.size();
    char* begin = write_digits(magnitude(coefficient_), end);
    while (end - begin <= scale_)
        *--begin = '0';
    if (coefficient_ < 0)
        *--begin = '-';
    std::string text(begin, end);
    if (scale_ != 0)
        text.insert(text.size() - scale_, 1, '.');
    return text;
}

double Decimal::to_double() const {
    std::array<char, max_digits + 8> buffer;
    char* const exponent = buffer.data() + max_digits + 2;
    char* begin = write_digits(magnitude(coefficient_), exponent);
    if (coefficient_ < 0)
        *--begin = '-';
    char* end = exponent;
    *end++ = 'e';
    end = std::to_chars(end, buffer.data() + buffer.size(), -scale()).ptr;
    double result = 0;
    std::from_chars(begin, end, result);
    return result;
}

Decimal operator+(const Decimal& left, const Decimal& right) {
    return sum(left, right.coefficient_, right.scale_);
}

Decimal operator-(const Decimal& left, const Decimal& right) {
    return sum(left, -right.coefficient_, right.scale_);
}

Decimal operator*(const Decimal& left, const Decimal& right) {
    const auto a = magnitude(left.coefficient_);
    const auto b = magnitude(right.coefficient_);
    if (b != 0 && a > (limit - 1) / b)
        out_of_range();
    return make((left.coefficient_ < 0) != (right.coefficient_ < 0), a * b, left.scale_ + right.scale_);
}

Decimal Decimal::operator-() const {
    return scaled(-coefficient_, scale_);
}

Decimal& Decimal::operator+=(const Decimal& other) {
    return *this = *this + other;
}
Decimal& Decimal::operator-=(const Decimal& other) {
    return *this = *this - other;
}
Decimal& Decimal::operator*=(const Decimal& other) {
    return *this = *this * other;
}

/// Compares the whole parts, then the rests at the greater scale: a rest is less than 10^scale, so nothing
/// overflows.
std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) {
    if (left.scale_ == right.scale_)
        return left.coefficient_ <=> right.coefficient_;
    const auto left_unit = static_cast<Coefficient>(power_of_ten(left.scale_));
    const auto right_unit = static_cast<Coefficient>(power_of_ten(right.scale_));
    const auto left_whole = left.coefficient_ / left_unit;
    const auto right_whole = right.coefficient_ / right_unit;
    if (left_whole != right_whole)
        return left_whole <=> right_whole;
    const auto scale = left.scale_ > right.scale_ ? left.scale_ : right.scale_;
    const auto left_rest =
        left.coefficient_ % left_unit * static_cast<Coefficient>(power_of_ten(scale - left.scale_));
    const auto right_rest =
        right.coefficient_ % right_unit * static_cast<Coefficient>(power_of_ten(scale - right.scale_));
    return left_rest <=> right_rest;
}

}
