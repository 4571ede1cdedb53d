#include "sqlite/row_reader.hpp"

#include "core/array_json.hpp"
#include "core/decimal_real.hpp"
#include "core/stored_values.hpp"
#include "core/times.hpp"
#include "core/uuid.hpp"
#include "rowsmith/error.hpp"
#include "sqlite/reals.hpp"

#include <sqlite3.h>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rowsmith::sqlite {
namespace {

using driver::fitting_stored;
using driver::load_null;
using driver::parsed;
using driver::refuse;
using driver::refuse_range;
using driver::refuse_type;
using driver::target;

// sqlite3_column_value gives an "unprotected" value, which sqlite3_value_* may read because the connection
// was opened with SQLITE_OPEN_NOMUTEX and has one owner: there is no mutex that would protect it. One call of
// sqlite3_column_* for each column instead of two or three is what makes reading as fast as a loop written by
// hand.

/// One value of the current row.
struct Cell {
    sqlite3_value* value;
    int type;
};

[[noreturn, gnu::cold]] void refuse_memory(const Column& column) {
    refuse<OutOfMemory>(column, "out of memory");
}

[[gnu::always_inline]] inline std::int64_t integer_of(Cell cell, const Column& column) {
    if (cell.type != SQLITE_INTEGER) [[unlikely]]
        refuse_type(column, "an integer");
    return sqlite3_value_int64(cell.value);
}

/// Integers stand for reals where they are exactly one, as in the NUMERIC columns of other programs.
[[gnu::noinline]] double real_of_integer(Cell cell, const Column& column) {
    constexpr std::int64_t exact = std::int64_t{1} << std::numeric_limits<double>::digits;
    const std::int64_t integer = cell.type == SQLITE_INTEGER ? sqlite3_value_int64(cell.value) : exact + 1;
    if (integer > exact || integer < -exact)
        refuse_type(column, "a floating-point number");
    return static_cast<double>(integer);
}

[[gnu::always_inline]] inline double real_of(Cell cell, const Column& column) {
    if (cell.type == SQLITE_FLOAT) [[likely]]
        return sqlite3_value_double(cell.value);
    return real_of_integer(cell, column);
}

/// The text as it is stored; it stays where it is until the next row. It is not checked for UTF-8 and NUL, as
/// it is when it is bound: that would cost more than 2 % of a scan.
[[gnu::always_inline]] inline std::string_view text_of(Cell cell, const Column& column) {
    if (cell.type != SQLITE_TEXT) [[unlikely]]
        refuse_type(column, "a text");
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(cell.value));
    if (!text) [[unlikely]]
        refuse_memory(column);
    return {text, static_cast<std::size_t>(sqlite3_value_bytes(cell.value))};
}

[[gnu::noinline]] Decimal exact_decimal(Cell cell, const Column& column) {
    try {
        if (cell.type == SQLITE_INTEGER)
            return fitting_stored(Decimal(sqlite3_value_int64(cell.value)), column);
        if (cell.type == SQLITE_TEXT)
            return fitting_stored(Decimal(text_of(cell, column)), column);
    } catch (const OutOfRange&) {
        refuse_range(column);
    } catch (const InvalidFormat&) {
        refuse_type(column, "a decimal number");
    }
    refuse_type(column, "a decimal number");
}

void load(Cell cell, const Column& column, bool& to) {
    const std::int64_t integer = integer_of(cell, column);
    if (integer != 0 && integer != 1) [[unlikely]]
        refuse_type(column, "a boolean: 0 or 1");
    to = integer == 1;
}

template <std::signed_integral T>
void load(Cell cell, const Column& column, T& to) {
    const std::int64_t integer = integer_of(cell, column);
    if (!std::in_range<T>(integer)) [[unlikely]]
        refuse_range(column);
    to = static_cast<T>(integer);
}

void load(Cell cell, const Column& column, float& to) {
    const double real = real_of(cell, column);
    to = static_cast<float>(real);
    if (std::isinf(to) && !std::isinf(real)) [[unlikely]]
        refuse_range(column);
}

void load(Cell cell, const Column& column, double& to) {
    to = real_of(cell, column);
}

void load(Cell cell, const Column& column, Decimal& to) {
    if (cell.type == SQLITE_FLOAT && column.precision <= decimal_digits_of_real)
        to = Decimal::scaled(
            parsed(coefficient_from_real(sqlite3_value_double(cell.value), column.precision, column.scale),
                   column, "a number of the column's decimals"),
            column.scale);
    else
        to = exact_decimal(cell, column);
}

[[gnu::always_inline]] inline void load(Cell cell, const Column& column, std::string& to) {
    const std::string_view text = text_of(cell, column);
    to.clear(); // and append: assign would first look whether the text is a part of the old one
    to.append(text.data(), text.size());
}

void load(Cell cell, const Column& column, Json& to) {
    load(cell, column, to.text);
}

void load(Cell cell, const Column& column, Bytes& to) {
    if (cell.type != SQLITE_BLOB) [[unlikely]]
        refuse_type(column, "a blob");
    const auto* bytes = static_cast<const std::byte*>(sqlite3_value_blob(cell.value));
    const int size = sqlite3_value_bytes(cell.value);
    if (!bytes && size != 0) [[unlikely]]
        refuse_memory(column);
    to.assign(bytes, bytes + size);
}

void load(Cell cell, const Column& column, Date& to) {
    to = parsed(parse_date(text_of(cell, column)), column, "a date");
}

void load(Cell cell, const Column& column, Time& to) {
    to = parsed(parse_time(text_of(cell, column)), column, "a time");
}

[[gnu::always_inline]] inline void load(Cell cell, const Column& column, Timestamp& to) {
    to.microseconds = read_timestamp(text_of(cell, column));
    if (to.microseconds == no_instant) [[unlikely]]
        refuse_type(column, "a timestamp");
}

void load(Cell cell, const Column& column, Uuid& to) {
    to = parsed(parse_uuid(text_of(cell, column)), column, "a UUID");
}

void load_enum(Cell cell, const Column& column, void* to) {
    driver::assign_label(column, text_of(cell, column), to);
}

void load_array(Cell cell, const Column& column, void* to) {
    try {
        read_array(column, text_of(cell, column), to);
    } catch (const InvalidFormat&) {
        refuse_type(column, "a JSON array");
    }
}

void load_converted(Cell cell, const Column& column, void* to);

[[gnu::noinline]] void load_other(Cell cell, const Column& column, void* member) {
    void* const to = column.nullable ? access_of(column).emplace(member) : member;
    if (column.kind == ColumnKind::converted)
        return load_converted(cell, column, to);
    if (column.kind == ColumnKind::array)
        load_array(cell, column, to);
    else
        load_enum(cell, column, to);
}

void load_converted(Cell cell, const Column& column, void* to) {
    const Column& stored_column = column.conversion->stored;
    load_stored(column, to, [&](void* stored) {
        if (!is_builtin(stored_column.kind))
            return load_other(cell, stored_column, stored);
        with_type(stored_column.kind, [&]<class T>(std::type_identity<T>) {
            load(cell, stored_column, *static_cast<T*>(stored));
        });
    });
}

/// Inlined for the kinds that most columns are of: with calls between them, they would cost as much as
/// SQLite's own.
[[gnu::always_inline]] inline void read_value(sqlite3_value* value, const Column& column, void* member) {
    const Cell cell{value, sqlite3_value_type(value)};
    if (cell.type == SQLITE_NULL)
        return load_null(column, member);
    if (!is_builtin(column.kind))
        return load_other(cell, column, member);
    with_type(column.kind, [&]<class T>(std::type_identity<T>) {
        load(cell, column, target<T>(member, column.nullable));
    });
}

}

void read_row(sqlite3_stmt* statement, std::span<const Column> columns, void* row, int first) {
    auto* const model = static_cast<std::byte*>(row);
    int result_column = first;
    for (const Column& column : columns)
        read_value(sqlite3_column_value(statement, result_column++), column, model + column.offset);
}

void read_columns(sqlite3_stmt* statement, std::span<const Column> columns,
                  std::span<const std::uint16_t> which, void* row, int first) {
    auto* const model = static_cast<std::byte*>(row);
    int result_column = first;
    for (const std::uint16_t index : which) {
        const Column& column = columns[index];
        read_value(sqlite3_column_value(statement, result_column++), column, model + column.offset);
    }
}

}
