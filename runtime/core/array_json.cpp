#include "core/array_json.hpp"

#include "core/array_scanner.hpp"
#include "core/column_types.hpp"
#include "core/text.hpp"
#include "core/times.hpp"
#include "core/uuid.hpp"

#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>

namespace rowsmith {

namespace {

using array_json::fail;
using array_json::Scanner;
using array_json::Token;
using array_json::TokenKind;

constexpr std::string_view hex_digits = "0123456789abcdef";

template <class T>
concept Number = (std::integral<T> && !std::same_as<T, bool>) || std::floating_point<T>;

void check_encoding(const Column& column, TextFault fault) {
    switch (fault) {
    case TextFault::none:
        return;
    case TextFault::nul:
        fail<EncodingError>(column, "contains a NUL character");
    case TextFault::encoding:
        fail<EncodingError>(column, "is not valid UTF-8");
    }
}

void check_length(const Column& column, std::size_t characters) {
    if (column.array->element.length != 0 && characters > column.array->element.length)
        fail<TooLong>(column,
                      "is longer than " + std::to_string(column.array->element.length) + " characters");
}

/// The number with as many decimals as the elements have. A precision of 0 means any decimal.
Decimal fitted(const Column& column, const Decimal& value) {
    const Column& element = column.array->element;
    if (element.precision == 0)
        return value;
    try {
        const Decimal result = value.rescaled(element.scale);
        if (result.digits() <= element.precision)
            return result;
    } catch (const OutOfRange&) { // falls through to the same error, which names the column
    }
    fail<OutOfRange>(column, "does not fit decimal(" + std::to_string(element.precision) + ", " +
                                 std::to_string(element.scale) + ")");
}

// Writing: one overload of `write` per element type.

void write_quoted(std::string_view text, std::string& out) {
    out += '"';
    out += text;
    out += '"';
}

void write_escape(char character, std::string& out) {
    constexpr std::string_view plain = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    out += '\\';
    if (const auto at = plain.find(character); at != std::string_view::npos) {
        out += letters[at];
        return;
    }
    const auto code = static_cast<std::uint8_t>(character);
    out += "u00";
    out += hex_digits[code >> 4];
    out += hex_digits[code & 0xf];
}

void write_escaped(std::string_view text, std::string& out) {
    out += '"';
    for (const char character : text) {
        if (static_cast<std::uint8_t>(character) < 0x20 || character == '"' || character == '\\')
            write_escape(character, out);
        else
            out += character;
    }
    out += '"';
}

void write(const Column& column, const std::string& text, std::string& out) {
    const TextCheck check = check_text(text);
    check_encoding(column, check.fault);
    check_length(column, check.characters);
    write_escaped(text, out);
}

void write(const Column& column, const Json& json, std::string& out) {
    write(column, json.text, out);
}

template <std::same_as<bool> T>
void write(const Column&, T value, std::string& out) {
    out += value ? "true" : "false";
}

template <Number T>
void write(const Column& column, T value, std::string& out) {
    if constexpr (std::floating_point<T>)
        if (!std::isfinite(value))
            fail<OutOfRange>(column, "is not a finite number, which JSON cannot hold");
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

void write(const Column& column, const Decimal& value, std::string& out) {
    write_quoted(fitted(column, value).to_string(), out);
}

void write(const Column&, const Bytes& bytes, std::string& out) {
    out += '"';
    for (const std::byte byte : bytes) {
        out += hex_digits[std::to_integer<std::size_t>(byte >> 4)];
        out += hex_digits[std::to_integer<std::size_t>(byte & std::byte{0xf})];
    }
    out += '"';
}

void write(const Column&, const Uuid& uuid, std::string& out) {
    std::array<char, uuid_length> buffer;
    format_uuid(uuid, buffer.data());
    write_quoted({buffer.data(), buffer.size()}, out);
}

template <class Moment>
requires std::same_as<Moment, Date> || std::same_as<Moment, Time> || std::same_as<Moment, Timestamp>
void write(const Column& column, const Moment& moment, std::string& out) {
    if (!moment.valid())
        fail<OutOfRange>(column, "is not a valid date or time");
    write_quoted(moment.to_string(), out);
}

void write_label(const Column& column, const void* value, std::string& out) {
    const EnumType& enumeration = *column.array->element.enumeration;
    const auto index = static_cast<std::size_t>(enumeration.index(value));
    if (index >= enumeration.labels.size())
        fail<OutOfRange>(column, "is no value of its enum");
    write_escaped(enumeration.labels[index], out);
}

void write_element(const Column& column, const void* value, std::string& out) {
    const Column& element = column.array->element;
    if (element.kind == ColumnKind::enumeration)
        return write_label(column, value, out);
    with_type(element.kind,
              [&]<class T>(std::type_identity<T>) { write(column, *static_cast<const T*>(value), out); });
}

// Reading: one overload of `read` per element type.

struct Reading {
    const Column& column;
    Token token;
};

[[noreturn]] void fail_type(const Reading& reading) {
    fail<ConversionError>(reading.column, "is not of the column's type");
}

void expect(const Reading& reading, TokenKind kind) {
    if (reading.token.kind != kind)
        fail_type(reading);
}

template <class T>
void read_parsed(const Reading& reading, std::optional<T> (*parse)(std::string_view) noexcept, T& value) {
    expect(reading, TokenKind::string);
    const std::optional<T> parsed = parse(reading.token.text);
    if (!parsed)
        fail_type(reading);
    value = *parsed;
}

void read(const Reading& reading, Date& value) {
    read_parsed(reading, parse_date, value);
}
void read(const Reading& reading, Time& value) {
    read_parsed(reading, parse_time, value);
}
void read(const Reading& reading, Timestamp& value) {
    read_parsed(reading, parse_timestamp, value);
}
void read(const Reading& reading, Uuid& value) {
    read_parsed(reading, parse_uuid, value);
}

void read(const Reading& reading, bool& value) {
    expect(reading, TokenKind::truth);
    value = reading.token.truth;
}

template <Number T>
void read(const Reading& reading, T& value) {
    expect(reading, TokenKind::number);
    if (std::integral<T> && !reading.token.whole)
        fail_type(reading);
    const std::string_view text = reading.token.text;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
        fail<OutOfRange>(reading.column, "is out of the range of the column's type");
}

void read(const Reading& reading, std::string& value) {
    expect(reading, TokenKind::string);
    check_length(reading.column, check_text(reading.token.text).characters);
    value = reading.token.text;
}

void read(const Reading& reading, Json& value) {
    read(reading, value.text);
}

void read(const Reading& reading, Decimal& value) {
    expect(reading, TokenKind::string);
    const auto decimal = detail::read_decimal(reading.token.text);
    if (decimal.fault == detail::DecimalFault::format)
        fail_type(reading);
    if (decimal.fault == detail::DecimalFault::range)
        fail<OutOfRange>(reading.column, "has more digits than a decimal number may have");
    value = fitted(reading.column, Decimal::scaled(decimal.coefficient, decimal.scale));
}

void read(const Reading& reading, Bytes& value) {
    expect(reading, TokenKind::string);
    const std::string_view text = reading.token.text;
    if (text.size() % 2 != 0 || text.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
        fail_type(reading);
    value.resize(text.size() / 2);
    for (std::size_t at = 0; at < value.size(); ++at) {
        std::uint8_t byte = 0;
        std::from_chars(text.data() + 2 * at, text.data() + 2 * at + 2, byte, 16);
        value[at] = std::byte{byte};
    }
}

void read_label(const Reading& reading, void* value) {
    expect(reading, TokenKind::string);
    const EnumType& enumeration = *reading.column.array->element.enumeration;
    const auto label = std::find(enumeration.labels.begin(), enumeration.labels.end(), reading.token.text);
    if (label == enumeration.labels.end())
        fail<ConversionError>(reading.column, "is no label of its enum");
    enumeration.assign(value, static_cast<int>(label - enumeration.labels.begin()));
}

/// The callback of ArrayType::append; `context` is a Reading.
void read_element(void* context, void* value) {
    const auto& reading = *static_cast<const Reading*>(context);
    const Column& element = reading.column.array->element;
    if (element.kind == ColumnKind::enumeration)
        return read_label(reading, value);
    with_type(element.kind, [&]<class T>(std::type_identity<T>) { read(reading, *static_cast<T*>(value)); });
}

}

std::string write_array(const Column& column, const void* vector) {
    const auto size = column.array->size(vector);
    std::string out = "[";
    for (std::size_t at = 0; at < size; ++at) {
        if (at != 0)
            out += ',';
        write_element(column, column.array->at(vector, at), out);
    }
    return out += ']';
}

void read_array(const Column& column, std::string_view json, void* vector) {
    check_encoding(column, check_text(json).fault);
    column.array->clear(vector);
    Scanner scanner(column, json);
    scanner.expect('[');
    if (!scanner.take(']')) {
        do {
            Reading reading{.column = column, .token = scanner.token()};
            if (reading.token.kind == TokenKind::null)
                fail<NullValue>(column, "is null");
            column.array->append(vector, read_element, &reading);
        } while (scanner.take(','));
        scanner.expect(']');
    }
    scanner.expect_end();
}

}
