#include "postgres/encoding.hpp"

#include "core/column_types.hpp"
#include "core/times.hpp"
#include "core/uuid.hpp"
#include "core/value_checks.hpp"
#include "postgres/array_text.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/forms.hpp"
#include "postgres/moments.hpp"
#include "postgres/numeric.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rowsmith::postgres {
namespace {

using driver::refuse;
using driver::valid;

template <typename T>
concept Integer = std::signed_integral<T>;

// In text.

void put(std::string& out, const Column&, bool value) {
    out += value ? 't' : 'f';
}

template <typename T>
requires Integer<T> || std::floating_point<T>
void put(std::string& out, const Column&, T value) {
    if constexpr (std::floating_point<T>) {
        if (std::isnan(value)) {
            out += "NaN";
            return;
        }
        if (std::isinf(value)) {
            out += value < 0 ? "-Infinity" : "Infinity";
            return;
        }
    }
    std::array<char, 32> buffer;
    out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
}

/// A precision of 0 means any decimal.
[[nodiscard]] Decimal fitted(const Decimal& value, const Column& column) {
    return column.precision == 0 ? value : driver::fitting(value, column);
}

void put(std::string& out, const Column& column, const Decimal& value) {
    append_decimal_text(out, fitted(value, column));
}

void put(std::string& out, const Column& column, const std::string& value) {
    driver::check(value, column);
    out += value;
}

void put(std::string& out, const Column& column, const Json& value) {
    put(out, column, value.text);
}

void put(std::string& out, const Column&, const Bytes& value) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.reserve(out.size() + 2 + 2 * value.size());
    out += "\\x";
    for (const std::byte byte : value) {
        out += digits[std::to_integer<std::size_t>(byte >> 4)];
        out += digits[std::to_integer<std::size_t>(byte & std::byte{0xf})];
    }
}

/// Appends `length` characters that `format(to)` writes.
template <typename Format>
void put_formatted(std::string& out, std::size_t length, Format&& format) {
    out.resize(out.size() + length);
    format(out.data() + out.size() - length);
}

void put(std::string& out, const Column& column, const Date& value) {
    const Date& there = valid(value, column);
    put_formatted(out, date_length, [&](char* to) { format_date(there, to); });
}

void put(std::string& out, const Column& column, const Time& value) {
    const Time& there = valid(value, column);
    put_formatted(out, time_length, [&](char* to) { format_time(there, to); });
}

void put(std::string& out, const Column& column, const Timestamp& value) {
    const Timestamp& there = valid(value, column);
    put_formatted(out, timestamp_length, [&](char* to) { format_timestamp(there, to); });
    out += "+00";
}

void put(std::string& out, const Column&, const Uuid& value) {
    put_formatted(out, uuid_length, [&](char* to) { format_uuid(value, to); });
}

// In binary: one overload for each form that a type's values have. All others have none.

[[nodiscard]] bool put_binary(std::string&, Form, const Column&, const auto&) {
    return false;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column&, const bool& value) {
    if (form != Form::boolean)
        return false;
    out += value ? '\1' : '\0';
    return true;
}

template <Integer T>
void put_integer(std::string& out, const Column& column, std::int64_t value) {
    if (!std::in_range<T>(value))
        refuse<OutOfRange>(column, "the number is out of the range of the database's type");
    append_big(out, static_cast<T>(value));
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const Integer auto& value) {
    if (form == Form::int16)
        put_integer<std::int16_t>(out, column, value);
    else if (form == Form::int32)
        put_integer<std::int32_t>(out, column, value);
    else if (form == Form::int64)
        put_integer<std::int64_t>(out, column, value);
    else if (form == Form::numeric)
        append_numeric(out, Decimal(value));
    else
        return false;
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column&,
                              const std::floating_point auto& value) {
    if (form == Form::float32 && sizeof value == sizeof(float)) {
        append_big(out, static_cast<float>(value));
        return true;
    }
    if (form != Form::float64)
        return false;
    append_big(out, static_cast<double>(value));
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const Decimal& value) {
    if (form != Form::numeric)
        return false;
    append_numeric(out, fitted(value, column));
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const std::string& value) {
    if (form != Form::jsonb)
        return false;
    driver::check(value, column);
    out.append(1, '\1').append(value); // the version of the format
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const Json& value) {
    return put_binary(out, form, column, value.text);
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column&, const Bytes& value) {
    if (form != Form::bytes)
        return false;
    out.append(reinterpret_cast<const char*>(value.data()), value.size());
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const Date& value) {
    if (form != Form::date)
        return false;
    append_big(out, days_of(valid(value, column)) - epoch_days);
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const Time& value) {
    if (form != Form::time)
        return false;
    append_big(out, valid(value, column).microseconds);
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column& column, const Timestamp& value) {
    if (form != Form::timestamp)
        return false;
    append_big(out, valid(value, column).microseconds - epoch_microseconds);
    return true;
}

[[nodiscard]] bool put_binary(std::string& out, Form form, const Column&, const Uuid& value) {
    if (form != Form::uuid)
        return false;
    out.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
    return true;
}

}

void append_text(std::string& out, const Column& column, const void* value) {
    if (is_builtin(column.kind))
        with_type(column.kind,
                  [&]<class T>(std::type_identity<T>) { put(out, column, *static_cast<const T*>(value)); });
    else if (column.kind == ColumnKind::array)
        append_array_text(out, column, value);
    else if (column.kind == ColumnKind::enumeration)
        out += driver::label_of(column, value);
    else
        with_stored(column, value,
                    [&](const void* stored) { append_text(out, column.conversion->stored, stored); });
}

bool append_binary(std::string& out, Oid type, const Column& column, const void* value) {
    if (column.kind == ColumnKind::converted) {
        bool appended = false;
        with_stored(column, value, [&](const void* stored) {
            appended = append_binary(out, type, column.conversion->stored, stored);
        });
        return appended;
    }
    const Form form = form_of(type);
    if (form == Form::text) {
        append_text(out, column, value);
        return true;
    }
    if (!is_builtin(column.kind))
        return false;
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) {
        return put_binary(out, form, column, *static_cast<const T*>(value));
    });
}

}
