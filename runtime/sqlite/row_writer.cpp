#include "sqlite/row_writer.hpp"

#include "core/array_json.hpp"
#include "core/column_types.hpp"
#include "core/decimal_real.hpp"
#include "core/times.hpp"
#include "core/uuid.hpp"
#include "core/value_checks.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"
#include "sqlite/reals.hpp"

#include <sqlite3.h>

#include <cmath>
#include <cstddef>
#include <optional>
#include <type_traits>

namespace rowsmith::sqlite {
namespace {

using driver::check;
using driver::fitting;
using driver::held;
using driver::label_of;
using driver::refuse;
using driver::valid;

/// The double that stands for a number of at most decimal_digits_of_real digits.
double real_of(const Decimal& value, const Column& column) {
    // Most numbers have the column's scale: then only their size is to be seen to.
    if (value.scale() == column.scale && has_digits(value, column.precision)) [[likely]]
        return to_real(value);
    return to_real(fitting(value, column));
}

}

RowWriter::RowWriter(sqlite3_stmt* statement)
    : statement_(statement), parameters_(sqlite3_bind_parameter_count(statement)) {
}

int RowWriter::bind_text(std::string_view text, int parameter) {
    // SQLite takes a null pointer for NULL, also where the length is 0.
    return sqlite3_bind_text64(statement_, parameter, text.data() ? text.data() : "", text.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
}

int RowWriter::put(const Column&, std::integral auto value, int parameter) {
    return sqlite3_bind_int64(statement_, parameter, value);
}

int RowWriter::put(const Column& column, std::floating_point auto value, int parameter) {
    if (std::isnan(value)) [[unlikely]]
        refuse<OutOfRange>(column, "SQLite cannot store NaN");
    return sqlite3_bind_double(statement_, parameter, value);
}

int RowWriter::put(const Column& column, const Decimal& value, int parameter) {
    if (column.precision <= decimal_digits_of_real)
        return sqlite3_bind_double(statement_, parameter, real_of(value, column));
    std::string& text = made_text(parameter);
    text = fitting(value, column).to_string();
    return bind_text(text, parameter);
}

int RowWriter::put(const Column&, const Bytes& value, int parameter) {
    if (value.empty()) // a null pointer would be NULL
        return sqlite3_bind_zeroblob(statement_, parameter, 0);
    return sqlite3_bind_blob64(statement_, parameter, value.data(), value.size(), SQLITE_STATIC);
}

int RowWriter::put(const Column& column, const Date& value, int parameter) {
    std::string& text = made_text(parameter);
    text.resize(date_length);
    format_date(valid(value, column), text.data());
    return bind_text(text, parameter);
}

int RowWriter::put(const Column& column, const Time& value, int parameter) {
    std::string& text = made_text(parameter);
    text.resize(time_length);
    format_time(valid(value, column), text.data());
    return bind_text(text, parameter);
}

int RowWriter::put(const Column&, const Uuid& value, int parameter) {
    std::string& text = made_text(parameter);
    text.resize(uuid_length);
    format_uuid(value, text.data());
    return bind_text(text, parameter);
}

[[gnu::always_inline]] inline int RowWriter::put(const Column& column, const std::string& value,
                                                 int parameter) {
    check(value, column);
    return sqlite3_bind_text64(statement_, parameter, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

int RowWriter::put(const Column& column, const Timestamp& value, int parameter) {
    std::string& text = made_text(parameter);
    text.resize(timestamp_length);
    format_timestamp(valid(value, column), text.data());
    return bind_text(text, parameter);
}

int RowWriter::put(const Column& column, const Json& value, int parameter) {
    return put(column, value.text, parameter);
}

template <typename T>
[[gnu::always_inline]] inline int RowWriter::bind_held(const Column& column, const void* member,
                                                       bool nullable, int parameter) {
    const T* const value = held<T>(member, nullable);
    return value ? put(column, *value, parameter) : sqlite3_bind_null(statement_, parameter);
}

/// Inlined for the kinds that most columns are of, as in reading.
[[gnu::always_inline]] inline int RowWriter::bind_member(const Column& column, const void* member,
                                                         bool nullable, int parameter) {
    if (column.kind == ColumnKind::int64)
        return bind_held<std::int64_t>(column, member, nullable, parameter);
    if (column.kind == ColumnKind::int32)
        return bind_held<std::int32_t>(column, member, nullable, parameter);
    if (column.kind == ColumnKind::string)
        return bind_held<std::string>(column, member, nullable, parameter);
    if (column.kind == ColumnKind::float64)
        return bind_held<double>(column, member, nullable, parameter);
    if (column.kind == ColumnKind::timestamp)
        return bind_held<Timestamp>(column, member, nullable, parameter);
    if (column.kind == ColumnKind::boolean)
        return bind_held<bool>(column, member, nullable, parameter);
    if (column.kind == ColumnKind::decimal)
        return bind_held<Decimal>(column, member, nullable, parameter);
    return bind_other(column, member, nullable, parameter);
}

int RowWriter::bind_other(const Column& column, const void* member, bool nullable, int parameter) {
    if (is_builtin(column.kind))
        return with_type(column.kind, [&]<class T>(std::type_identity<T>) {
            return bind_held<T>(column, member, nullable, parameter);
        });
    const void* const value = nullable ? access_of(column).get(member) : member;
    if (!value)
        return sqlite3_bind_null(statement_, parameter);
    if (column.kind == ColumnKind::enumeration)
        return bind_text(label_of(column, value), parameter);
    if (column.kind == ColumnKind::converted)
        return bind_converted(column, value, parameter);
    std::string& text = made_text(parameter);
    text = write_array(column, value);
    return bind_text(text, parameter);
}

/// What a converter makes is gone when it returns, so texts and bytes are kept here.
int RowWriter::bind_converted(const Column& column, const void* value, int parameter) {
    const Column& stored_column = column.conversion->stored;
    int code = SQLITE_OK;
    with_stored(column, value, [&](const void* stored) {
        if (stored_column.kind == ColumnKind::string)
            code = put(stored_column, keep(*static_cast<const std::string*>(stored), parameter), parameter);
        else if (stored_column.kind == ColumnKind::json)
            code = put(stored_column, keep(static_cast<const Json*>(stored)->text, parameter), parameter);
        else if (stored_column.kind == ColumnKind::bytes)
            code = bind_kept_bytes(*static_cast<const Bytes*>(stored), parameter);
        else
            code = bind_member(stored_column, stored, false, parameter);
    });
    return code;
}

const std::string& RowWriter::keep(const std::string& text, int parameter) {
    return made_text(parameter) = text;
}

int RowWriter::bind_kept_bytes(const Bytes& bytes, int parameter) {
    std::string& kept = made_text(parameter);
    kept.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return sqlite3_bind_blob64(statement_, parameter, kept.data(), kept.size(), SQLITE_STATIC);
}

int RowWriter::bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
                    int first) {
    if (first < 1 || first > parameters_ + 1 ||
        which.size() > static_cast<std::size_t>(parameters_ + 1 - first))
        return SQLITE_RANGE;
    const auto* const model = static_cast<const std::byte*>(row);
    int parameter = first;
    for (const std::uint16_t index : which) {
        const Column& column = columns[index];
        const int code = bind_member(column, model + column.offset, column.nullable, parameter++);
        if (code != SQLITE_OK) [[unlikely]]
            return code;
    }
    return SQLITE_OK;
}

int RowWriter::bind_value(const Column& column, const void* value, int parameter) {
    if (parameter < 1 || parameter > parameters_)
        return SQLITE_RANGE;
    return value ? bind_member(column, value, false, parameter) : sqlite3_bind_null(statement_, parameter);
}

}
