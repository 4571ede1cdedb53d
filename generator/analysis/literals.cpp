#include "analysis/literals.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace rowsmith::analysis {

namespace {

using model::Scalar;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::string_view without_leading_zeros(std::string_view digits) {
    const auto first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

/// The number that exactly these digits make; nothing when others stand among them.
std::optional<int> number(std::string_view digits) {
    if (!all_digits(digits) || digits.size() > 6)
        return std::nullopt;
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in(int year, int month) {
    constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

/// The six decimals of a second that ".5" stands for.
std::optional<std::string> microseconds(std::string_view fraction) {
    if (fraction.empty())
        return "000000";
    if (fraction.front() != '.' || fraction.size() > 7 || !all_digits(fraction.substr(1)))
        return std::nullopt;
    std::string digits(fraction.substr(1));
    digits.resize(6, '0');
    return digits;
}

}

std::optional<std::string> canonical_integer(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (!all_digits(text))
        return std::nullopt;
    const auto digits = without_leading_zeros(text);
    if (digits.empty())
        return "0";
    return fmt::format("{}{}", negative ? "-" : "", digits);
}

IntegerRange range_of(Scalar integer) {
    if (integer == Scalar::int16)
        return {std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()};
    if (integer == Scalar::int32)
        return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
}

bool in_range(std::string_view canonical, IntegerRange range) {
    std::int64_t value = 0;
    const auto read = std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
    return read.ec == std::errc() && value >= range.least && value <= range.greatest;
}

std::optional<std::string> canonical_float(std::string_view text, Scalar type) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !is_digit(text.front()))
        return std::nullopt;
    if (type == Scalar::float32 && value > static_cast<double>(std::numeric_limits<float>::max()))
        return std::nullopt;
    // 010 would be eight in C++
    const auto first = std::min(text.find_first_not_of('0'), text.size());
    const auto digits = text.substr(first);
    const bool bare = digits.empty() || !is_digit(digits.front());
    return fmt::format("{}{}{}", negative ? "-" : "", bare ? "0" : "", digits);
}

std::optional<DecimalLiteral> canonical_decimal(std::string_view text, int precision, int scale) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const auto point = std::min(text.find('.'), text.size());
    auto fraction = std::string(text.substr(std::min(point + 1, text.size())));
    if (!all_digits(text.substr(0, point)) || (!fraction.empty() && !all_digits(fraction)))
        return std::nullopt;
    fraction.erase(fraction.find_last_not_of('0') + 1);
    const auto whole = without_leading_zeros(text.substr(0, point));
    const auto decimals = static_cast<std::size_t>(scale);
    if (fraction.size() > decimals || whole.size() > static_cast<std::size_t>(precision - scale))
        return DecimalLiteral{.text = {}, .fits = false};
    const bool zero = whole.empty() && fraction.empty();
    fraction.resize(decimals, '0');
    return DecimalLiteral{.text = fmt::format("{}{}{}{}", negative && !zero ? "-" : "",
                                              whole.empty() ? "0" : whole, scale > 0 ? "." : "", fraction)};
}

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<std::string> canonical_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1 ||
        *day > days_in(*year, *month))
        return std::nullopt;
    return std::string(text);
}

std::optional<std::string> canonical_time(std::string_view text) {
    std::string whole(text);
    if (whole.size() == 5)
        whole += ":00";
    if (whole.size() < 8 || whole[2] != ':' || whole[5] != ':')
        return std::nullopt;
    const std::string_view view(whole);
    const auto hour = number(view.substr(0, 2));
    const auto minute = number(view.substr(3, 2));
    const auto second = number(view.substr(6, 2));
    const auto fraction = microseconds(view.substr(8));
    if (!hour || !minute || !second || !fraction || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return fmt::format("{}.{}", view.substr(0, 8), *fraction);
}

std::optional<std::string> canonical_timestamp(std::string_view text) {
    if (text.size() < 12 || (text[10] != ' ' && text[10] != 'T'))
        return std::nullopt;
    if (text.ends_with('Z'))
        text.remove_suffix(1);
    const auto date = canonical_date(text.substr(0, 10));
    const auto time = canonical_time(text.substr(11));
    return date && time ? std::optional(*date + " " + *time) : std::nullopt;
}

std::optional<std::string> canonical_uuid(std::string_view text) {
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    auto result = lower_ascii(text);
    if (result.size() != form.size())
        return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char c = result[i];
        if (form[i] == '-' ? c != '-' : !is_digit(c) && !(c >= 'a' && c <= 'f'))
            return std::nullopt;
    }
    return result;
}

}
