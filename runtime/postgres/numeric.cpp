#include "postgres/numeric.hpp"

#include "postgres/big_endian.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace rowsmith::postgres {
namespace {

using Coefficient = Decimal::Coefficient;

constexpr int group_digits = 4;
constexpr int group_limit = 10'000;
constexpr std::size_t header_size = 8;
constexpr std::array<int, group_digits + 1> small_powers{1, 10, 100, 1'000, 10'000};

/// value * factor + more, up to 38 digits. False when that does not suffice.
[[nodiscard]] bool extend(Coefficient& value, int factor, int more) {
    constexpr Coefficient plenty = rowsmith::detail::decimal_limit / group_limit - 1;
    if (value > plenty && value > (rowsmith::detail::decimal_limit - 1 - more) / factor)
        return false;
    value = value * factor + more;
    return true;
}

/// Decimal digits of `value`, the last in front of `end`; returns where they begin.
[[nodiscard]] char* write_digits(Coefficient value, char* end) {
    constexpr Coefficient half = 10'000'000'000'000'000'000U;
    if (value >= half) {
        char* const middle = end - 19;
        char* begin = write_digits(value % half, end);
        while (begin != middle)
            *--begin = '0';
        return write_digits(value / half, middle);
    }
    auto rest = static_cast<std::uint64_t>(value);
    do {
        *--end = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    return end;
}

[[nodiscard]] std::string_view name_of(Numeric::Sign sign) {
    if (sign == Numeric::Sign::nan)
        return "NaN";
    return sign == Numeric::Sign::infinity ? "Infinity" : "-Infinity";
}

[[nodiscard]] bool is_sign(std::uint16_t sign) {
    switch (static_cast<Numeric::Sign>(sign)) {
    case Numeric::Sign::positive:
    case Numeric::Sign::negative:
    case Numeric::Sign::nan:
    case Numeric::Sign::infinity:
    case Numeric::Sign::negative_infinity:
        return true;
    }
    return false;
}

/// The four digits of a group; those from `digits` on are left out.
void append_group(std::string& out, int group, int digits) {
    for (int at = 0; at < digits; ++at)
        out += static_cast<char>('0' +
                                 group / small_powers[static_cast<std::size_t>(group_digits - 1 - at)] % 10);
}

}

int Numeric::group(int index) const {
    return index < 0 || index >= groups ? 0 : load_big<std::int16_t>(at + std::ptrdiff_t{2} * index);
}

std::optional<Numeric> parse_numeric(std::string_view bytes) noexcept {
    if (bytes.size() < header_size)
        return std::nullopt;
    const auto field = [&](std::size_t index) { return load_big<std::int16_t>(bytes.data() + 2 * index); };
    const auto sign = static_cast<std::uint16_t>(field(2));
    if (field(0) < 0 || field(3) < 0 || !is_sign(sign) ||
        bytes.size() != header_size + 2 * static_cast<std::size_t>(field(0)))
        return std::nullopt;
    const Numeric number{.groups = field(0),
                         .weight = field(1),
                         .sign = static_cast<Numeric::Sign>(sign),
                         .scale = field(3),
                         .at = bytes.data() + header_size};
    for (int index = 0; index < number.groups; ++index)
        if (number.group(index) < 0 || number.group(index) >= group_limit)
            return std::nullopt;
    return number;
}

std::optional<Decimal> to_decimal(const Numeric& number, int scale) noexcept {
    if (!number.finite() || scale > Decimal::max_digits)
        return std::nullopt;
    Coefficient value = 0;
    int decimals = -group_digits * (number.weight + 1); // behind the point, of what has been taken in
    for (int index = 0; index < number.groups; ++index) {
        const int group = number.group(index);
        const int wanted = scale - decimals < group_digits ? scale - decimals : group_digits;
        const int lost = small_powers[static_cast<std::size_t>(group_digits - (wanted < 0 ? 0 : wanted))];
        if (group % lost != 0)
            return std::nullopt;
        if (wanted <= 0)
            continue;
        if (!extend(value, small_powers[static_cast<std::size_t>(wanted)], group / lost))
            return std::nullopt;
        decimals += wanted;
    }
    for (; value != 0 && decimals < scale; ++decimals)
        if (!extend(value, 10, 0))
            return std::nullopt;
    return Decimal::scaled(number.sign == Numeric::Sign::negative ? -value : value, scale);
}

void append_numeric_text(std::string& out, const Numeric& number) {
    if (!number.finite()) {
        out += name_of(number.sign);
        return;
    }
    if (number.sign == Numeric::Sign::negative)
        out += '-';
    std::array<char, 8> first;
    const int leading = number.weight < 0 ? 0 : number.group(0);
    out.append(first.data(), std::to_chars(first.data(), first.data() + first.size(), leading).ptr);
    for (int index = 1; index <= number.weight; ++index)
        append_group(out, number.group(index), group_digits);
    if (number.scale > 0)
        out += '.';
    int index = number.weight + 1; // groups in front of the first are zero
    for (int left = number.scale; left > 0; left -= group_digits, ++index)
        append_group(out, number.group(index), left < group_digits ? left : group_digits);
}

void append_decimal_text(std::string& out, const Decimal& number) {
    std::array<char, Decimal::max_digits + 2> buffer;
    char* const end = buffer.data() + buffer.size();
    const Coefficient coefficient = number.coefficient();
    char* begin = write_digits(coefficient < 0 ? -coefficient : coefficient, end);
    while (end - begin <= number.scale())
        *--begin = '0';
    if (coefficient < 0)
        out += '-';
    out.append(begin, end - number.scale());
    if (number.scale() != 0)
        out.append(1, '.').append(end - number.scale(), end);
}

void append_numeric(std::string& out, const Decimal& number) {
    constexpr std::size_t most_groups = Decimal::max_digits / group_digits + 3;
    std::array<std::int16_t, most_groups> groups;
    std::size_t first = most_groups;
    Coefficient rest = number.coefficient() < 0 ? -number.coefficient() : number.coefficient();
    const auto take = [&](int digits) {
        const int power = small_powers[static_cast<std::size_t>(digits)];
        groups[--first] = static_cast<std::int16_t>(
            static_cast<int>(rest % power) * small_powers[static_cast<std::size_t>(group_digits - digits)]);
        rest /= power;
    };
    const int broken = number.scale() % group_digits;
    if (broken != 0)
        take(broken);
    for (int left = number.scale() / group_digits; left > 0; --left)
        take(group_digits);
    const std::size_t point = first;
    while (rest != 0)
        take(group_digits);
    append_big(out, static_cast<std::int16_t>(most_groups - first));
    append_big(out, static_cast<std::int16_t>(static_cast<int>(point - first) - 1));
    append_big(out, static_cast<std::uint16_t>(number.coefficient() < 0 ? Numeric::Sign::negative
                                                                        : Numeric::Sign::positive));
    append_big(out, static_cast<std::int16_t>(number.scale()));
    for (; first < most_groups; ++first)
        append_big(out, groups[first]);
}

}
