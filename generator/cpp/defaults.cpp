#include "cpp/defaults.hpp"

#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

namespace rowsmith::cpp {
namespace {

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// Two or four digits at a fixed place of a date or time that analysis has checked.
std::int64_t part(std::string_view text, std::size_t at, std::size_t length) {
    return number(text.substr(at, length));
}

std::string integer(std::string_view text) {
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    const std::int64_t value = number(text);
    return value == lowest ? "std::numeric_limits<std::int64_t>::min()" : fmt::format("{}", value);
}

std::string real(std::string_view text) {
    const bool has_point = text.find_first_of(".eE") != std::string_view::npos;
    return fmt::format("{}{}", text, has_point ? "" : ".0");
}

/// `Decimal::scaled(1250, 2)` costs nothing when a model is made; a longer number is read from its text.
std::string decimal(std::string_view text) {
    std::string digits;
    std::size_t scale = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '.')
            scale = text.size() - at - 1;
        else
            digits += text[at];
    }
    if (digits.size() > 18)
        return fmt::format("rowsmith::Decimal({})", string_literal(text));
    return fmt::format("rowsmith::Decimal::scaled({}, {})", number(digits), scale);
}

std::string date(std::string_view text) {
    return fmt::format("rowsmith::Date{{.year = {}, .month = {}, .day = {}}}", part(text, 0, 4),
                       part(text, 5, 2), part(text, 8, 2));
}

/// Microseconds since midnight of "13:45:10" with up to six decimals.
std::int64_t microseconds_of_day(std::string_view text) {
    std::string decimals(text.substr(std::min<std::size_t>(text.size(), 9), 6));
    decimals.resize(6, '0');
    const std::int64_t seconds = part(text, 0, 2) * 3600 + part(text, 3, 2) * 60 + part(text, 6, 2);
    return seconds * 1'000'000 + number(decimals);
}

/// Days since 1970-01-01: Howard Hinnant's days_from_civil ("chrono-Compatible Low-Level Date Algorithms").
std::int64_t days_since_epoch(std::int64_t year, std::int64_t month, std::int64_t day) {
    const std::int64_t shifted = month <= 2 ? year - 1 : year;
    const std::int64_t era = shifted / 400;
    const std::int64_t year_of_era = shifted - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

std::string timestamp(std::string_view text) {
    const std::int64_t days = days_since_epoch(part(text, 0, 4), part(text, 5, 2), part(text, 8, 2));
    const std::int64_t microseconds = days * 86'400'000'000 + microseconds_of_day(text.substr(11));
    return fmt::format("rowsmith::Timestamp{{.microseconds = {}}}", microseconds);
}

std::string uuid(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        if (text[at] == '-')
            ++at;
        bytes += fmt::format("{}0x{}", bytes.empty() ? "" : ", ", text.substr(at, 2));
    }
    return fmt::format("rowsmith::Uuid{{.bytes = {{{}}}}}", bytes);
}

std::string enumerator(const model::Schema& schema, std::size_t file, const model::Column& column) {
    return fmt::format("{}::{}", value_type_of(schema, file, column.type),
                       cpp_identifier(column.initial.text));
}

std::string expression(const model::Schema& schema, std::size_t file, const model::Column& column) {
    const std::string& text = column.initial.text;
    switch (column.type.scalar) {
    case model::Scalar::boolean:
        return text;
    case model::Scalar::int16:
    case model::Scalar::int32:
    case model::Scalar::int64:
        return integer(text);
    case model::Scalar::float32:
        return real(text) + "F";
    case model::Scalar::float64:
        return real(text);
    case model::Scalar::decimal:
        return decimal(text);
    case model::Scalar::string:
        return string_literal(text);
    case model::Scalar::json:
        return fmt::format("rowsmith::Json{{.text = {}}}", string_literal(text));
    case model::Scalar::date:
        return date(text);
    case model::Scalar::time:
        return fmt::format("rowsmith::Time{{.microseconds = {}}}", microseconds_of_day(text));
    case model::Scalar::timestamp:
        return timestamp(text);
    case model::Scalar::uuid:
        return uuid(text);
    case model::Scalar::enumeration:
        return enumerator(schema, file, column);
    case model::Scalar::bytes:
        break; // analysis refuses a literal for bytes
    }
    return "{}";
}

}

std::string initializer_of(const model::Schema& schema, std::size_t file, const model::Column& column) {
    if (column.initial.kind != model::DefaultKind::literal)
        return "{}";
    const std::string value = expression(schema, file, column);
    if (column.cpp.name.empty())
        return " = " + value;
    return fmt::format(" = rowsmith::Converter<{}>::from_database({})", column.cpp.name, value);
}

}
