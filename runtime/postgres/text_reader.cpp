#include "postgres/text_reader.hpp"

#include "core/stored_values.hpp"
#include "core/times.hpp"
#include "core/uuid.hpp"
#include "postgres/array_text.hpp"
#include "postgres/moments.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <type_traits>

namespace rowsmith::postgres {
namespace {

using driver::fitting_stored;
using driver::refuse_range;

/// No error when all of `text` was read.
template <typename T>
[[nodiscard]] std::errc read_number(std::string_view text, T& to) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    return error == std::errc{} && end != text.data() + text.size() ? std::errc::invalid_argument : error;
}

template <typename T>
void load_number(std::string_view text, const Column& column, T& to) {
    T read{}; // what is refused leaves `to` as it was
    const std::errc error = read_number(text, read);
    if (error == std::errc::result_out_of_range)
        refuse_range(column);
    if (error != std::errc{})
        refuse_kind(column);
    to = read;
}

[[nodiscard]] bool is_infinite_or_nan(std::string_view text) {
    return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

/// A numeric may have decimals that are all zero.
[[nodiscard]] std::string_view without_zeros(std::string_view text) {
    const std::size_t point = text.find('.');
    const bool zeros = point != text.npos && text.find_first_not_of('0', point + 1) == text.npos;
    return zeros ? text.substr(0, point) : text;
}

template <std::integral T>
void load(std::string_view text, const Column& column, T& to) {
    if (is_infinite_or_nan(text))
        refuse_range(column);
    load_number(without_zeros(text), column, to);
}

template <std::floating_point T>
void load(std::string_view text, const Column& column, T& to) {
    load_number(text, column, to);
}

void load(std::string_view text, const Column& column, bool& to) {
    if (text != "t" && text != "f")
        refuse_kind(column);
    to = text == "t";
}

void load(std::string_view text, const Column& column, Decimal& to) {
    if (is_infinite_or_nan(text))
        refuse_range(column);
    const auto read = rowsmith::detail::read_decimal(text);
    if (read.fault == rowsmith::detail::DecimalFault::format)
        refuse_kind(column);
    if (read.fault == rowsmith::detail::DecimalFault::range)
        refuse_range(column);
    const Decimal value = Decimal::scaled(read.coefficient, read.scale);
    try {
        to = column.precision == 0 ? value : fitting_stored(value, column);
    } catch (const OutOfRange&) { // without the column's name
        refuse_range(column);
    }
}

void load(std::string_view text, const Column&, std::string& to) {
    to = text;
}

void load(std::string_view text, const Column&, Json& to) {
    to.text = text;
}

void load(std::string_view text, const Column& column, Bytes& to) {
    if (!text.starts_with("\\x") || text.size() % 2 != 0)
        refuse_kind(column);
    text.remove_prefix(2);
    to.resize(text.size() / 2);
    for (std::size_t at = 0; at < to.size(); ++at) {
        std::uint8_t byte = 0;
        const char* const digits = text.data() + 2 * at;
        if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
            refuse_kind(column);
        to[at] = std::byte{byte};
    }
}

/// Whether it is a moment that there is in PostgreSQL only: infinity, before the year 1, after 9999.
[[nodiscard]] bool is_beyond(std::string_view text) {
    constexpr std::size_t year_digits = 4;
    return text == "infinity" || text == "-infinity" || text.ends_with(" BC") ||
           text.find_first_not_of("0123456789") > year_digits;
}

template <typename T>
void load_moment(std::string_view text, const Column& column, const std::optional<T>& read, T& to) {
    if (!read && is_beyond(text))
        refuse_range(column);
    if (!read)
        refuse_kind(column);
    to = *read;
}

void load(std::string_view text, const Column& column, Date& to) {
    load_moment(text, column, parse_date(text), to);
}

void load(std::string_view text, const Column& column, Time& to) {
    if (text == "24:00:00")
        refuse_range(column);
    load_moment(text, column, parse_time(text), to);
}

/// A zone's distance from UTC, "+02", "-03:30" or "+00:19:32", in seconds.
[[nodiscard]] std::optional<std::int64_t> parse_zone(std::string_view text) {
    const bool west = text.starts_with('-');
    std::int64_t seconds = 0;
    std::int64_t unit = 3600;
    for (; unit != 0 && text.size() >= 3; unit /= 60) {
        std::uint8_t number = 0;
        if (std::from_chars(text.data() + 1, text.data() + 3, number).ptr != text.data() + 3)
            return std::nullopt;
        seconds += number * unit;
        text.remove_prefix(3);
        if (!text.starts_with(':'))
            break;
    }
    if (!text.empty())
        return std::nullopt;
    return west ? -seconds : seconds;
}

/// A timestamp with a zone or without: then it is one of UTC.
[[nodiscard]] std::optional<Timestamp> parse_instant(std::string_view text) {
    const std::size_t sign = text.size() > date_length ? text.find_first_of("+-", date_length) : text.npos;
    if (sign == text.npos)
        return parse_timestamp(text);
    const auto local = parse_timestamp(text.substr(0, sign));
    const auto zone = parse_zone(text.substr(sign));
    if (!local || !zone)
        return std::nullopt;
    return Timestamp{local->microseconds - *zone * 1'000'000};
}

void load(std::string_view text, const Column& column, Timestamp& to) {
    const auto read = parse_instant(text);
    if (read && !read->valid()) // by its zone
        refuse_range(column);
    load_moment(text, column, read, to);
}

void load(std::string_view text, const Column& column, Uuid& to) {
    const auto read = parse_uuid(text);
    if (!read)
        refuse_kind(column);
    to = *read;
}

constexpr std::uint32_t bit(Form form) {
    return 1U << static_cast<unsigned>(form);
}

template <typename... Rest>
constexpr std::uint32_t bits(Rest... forms) {
    return (bit(Form::other) | ... | bit(forms));
}

constexpr std::uint32_t whole_numbers = bits(Form::int16, Form::int32, Form::int64, Form::numeric);

/// The forms that each kind is read from, and its name; by ColumnKind.
struct KindReading {
    std::uint32_t forms;
    std::string_view name;
};
constexpr auto kind_readings = std::to_array<KindReading>({
    {bits(Form::boolean), "a boolean"},
    {whole_numbers, "an integer"},
    {whole_numbers, "an integer"},
    {whole_numbers, "an integer"},
    {whole_numbers | bits(Form::float32, Form::float64), "a floating-point number"},
    {whole_numbers | bits(Form::float32, Form::float64), "a floating-point number"},
    {whole_numbers | bits(Form::text), "a decimal number"},
    {bits(Form::text, Form::jsonb, Form::uuid, Form::numeric), "a text"},
    {bits(Form::bytes), "a byte string"},
    {bits(Form::date, Form::text), "a date"},
    {bits(Form::time, Form::text), "a time"},
    {bits(Form::timestamp, Form::text), "a timestamp"},
    {bits(Form::uuid, Form::text), "a UUID"},
    {bits(Form::jsonb, Form::text), "a JSON text"},
    {bits(Form::text), "a label of the enum"},
    {bits(Form::array, Form::label_array), "an array"},
});
static_assert(kind_readings.size() == static_cast<std::size_t>(ColumnKind::converted));

}

void refuse_kind(const Column& column) {
    driver::refuse_type(column, kind_readings[static_cast<std::size_t>(column.kind)].name);
}

bool reads(ColumnKind kind, Form form) noexcept {
    return (kind_readings[static_cast<std::size_t>(kind)].forms & bit(form)) != 0;
}

void read_text(std::string_view text, const Column& column, void* to) {
    if (column.kind == ColumnKind::enumeration)
        return driver::assign_label(column, text, to);
    if (column.kind == ColumnKind::array)
        return read_array_text(column, text, to);
    with_type(column.kind, [&]<class T>(std::type_identity<T>) { load(text, column, *static_cast<T*>(to)); });
}

}
