#include "postgres/row_reader.hpp"

#include "core/stored_values.hpp"
#include "postgres/array_binary.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/cell.hpp"
#include "postgres/moments.hpp"
#include "postgres/text_reader.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

namespace rowsmith::postgres {
namespace {

using driver::load_null;
using driver::refuse_range;
using driver::target;

/// The form that values of T usually have.
template <typename T>
constexpr Form usual_form = Form::other;
template <>
constexpr Form usual_form<bool> = Form::boolean;
template <>
constexpr Form usual_form<std::int16_t> = Form::int16;
template <>
constexpr Form usual_form<std::int32_t> = Form::int32;
template <>
constexpr Form usual_form<std::int64_t> = Form::int64;
template <>
constexpr Form usual_form<float> = Form::float32;
template <>
constexpr Form usual_form<double> = Form::float64;

template <typename T>
[[gnu::always_inline]] inline bool is_usual(Cell cell) {
    return cell.form == usual_form<T> && cell.size == static_cast<int>(sizeof(T));
}

/// The bare number that stands for a moment.
template <typename T>
[[nodiscard]] std::int64_t count_of(Cell cell, Form form, const Column& column) {
    if (cell.form != form || cell.size != static_cast<int>(sizeof(T))) [[unlikely]]
        refuse_kind(column);
    return load_big<T>(cell.data);
}

[[gnu::always_inline]] inline void load(Cell cell, const Column& column, bool& to) {
    if (!is_usual<bool>(cell)) [[unlikely]]
        refuse_kind(column);
    to = *cell.data != 0;
}

template <std::signed_integral T>
[[gnu::noinline]] T other_integer(Cell cell, const Column& column) {
    const std::int64_t integer = integer_of(cell, column);
    if (!std::in_range<T>(integer))
        refuse_range(column);
    return static_cast<T>(integer);
}

template <std::signed_integral T>
[[gnu::always_inline]] inline void load(Cell cell, const Column& column, T& to) {
    to = is_usual<T>(cell) ? load_big<T>(cell.data) : other_integer<T>(cell, column);
}

template <std::floating_point T>
[[gnu::noinline]] T other_real(Cell cell, const Column& column) {
    const double real = real_of(cell, column);
    const T value = static_cast<T>(real);
    if (std::isinf(value) && !std::isinf(real))
        refuse_range(column);
    return value;
}

template <std::floating_point T>
[[gnu::always_inline]] inline void load(Cell cell, const Column& column, T& to) {
    to = is_usual<T>(cell) ? load_big<T>(cell.data) : other_real<T>(cell, column);
}

[[gnu::always_inline]] inline void load(Cell cell, const Column& column, std::string& to) {
    if (cell.form != Form::text) [[unlikely]]
        return assign_text(cell, column, to);
    to.clear(); // and append: assign would first look whether the text is a part of the old one
    to.append(cell.data, static_cast<std::size_t>(cell.size));
}

void load(Cell cell, const Column& column, Json& to) {
    if (cell.form != Form::text && cell.form != Form::jsonb)
        refuse_kind(column);
    load(cell, column, to.text);
}

void load(Cell cell, const Column& column, Bytes& to) {
    if (cell.form != Form::bytes)
        refuse_kind(column);
    const auto* const bytes = reinterpret_cast<const std::byte*>(cell.data);
    to.assign(bytes, bytes + cell.size);
}

void load(Cell cell, const Column& column, Decimal& to) {
    if (cell.form == Form::text)
        return read_text(cell.bytes(), column, &to);
    to = decimal_of(cell, column);
}

void load(Cell cell, const Column& column, Date& to) {
    if (cell.form == Form::text)
        return read_text(cell.bytes(), column, &to);
    const std::int64_t days = count_of<std::int32_t>(cell, Form::date, column) + epoch_days;
    if (days < first_day || days > last_day) // infinity too
        refuse_range(column);
    to = date_of(static_cast<std::int32_t>(days));
}

void load(Cell cell, const Column& column, Time& to) {
    if (cell.form == Form::text)
        return read_text(cell.bytes(), column, &to);
    const std::int64_t microseconds = count_of<std::int64_t>(cell, Form::time, column);
    if (microseconds < 0 || microseconds >= microseconds_per_day) // PostgreSQL has 24:00
        refuse_range(column);
    to.microseconds = microseconds;
}

[[gnu::always_inline]] inline void load(Cell cell, const Column& column, Timestamp& to) {
    if (cell.form == Form::text) [[unlikely]]
        return read_text(cell.bytes(), column, &to);
    const std::int64_t microseconds = count_of<std::int64_t>(cell, Form::timestamp, column);
    if (microseconds < first_instant - epoch_microseconds || microseconds > last_instant - epoch_microseconds)
        refuse_range(column); // infinity too
    to.microseconds = microseconds + epoch_microseconds;
}

void load(Cell cell, const Column& column, Uuid& to) {
    if (cell.form == Form::text)
        return read_text(cell.bytes(), column, &to);
    if (cell.form != Form::uuid || cell.size != static_cast<int>(to.bytes.size()))
        refuse_kind(column);
    std::copy_n(cell.data, cell.size, reinterpret_cast<char*>(to.bytes.data()));
}

/// Any value but a converted one.
void read_binary(Cell cell, const Column& column, void* to) {
    if (column.kind == ColumnKind::array)
        return read_array_binary(column, cell, to, read_binary);
    if (column.kind == ColumnKind::enumeration) {
        if (cell.form != Form::text)
            refuse_kind(column);
        return driver::assign_label(column, cell.bytes(), to);
    }
    with_type(column.kind, [&]<class T>(std::type_identity<T>) { load(cell, column, *static_cast<T*>(to)); });
}

void read_as_text(Cell cell, const Column& column, void* to) {
    if (!reads(column.kind, cell.form))
        refuse_kind(column);
    read_text(cell.bytes(), column, to);
}

/// The value itself, in an optional where the column has one.
[[nodiscard]] void* value_of(const Column& column, void* member) {
    if (!column.nullable)
        return member;
    if (!is_builtin(column.kind))
        return access_of(column).emplace(member);
    return with_type(column.kind,
                     [&]<class T>(std::type_identity<T>) -> void* { return &target<T>(member, true); });
}

[[gnu::noinline]] void load_other(Cell cell, const Column& column, void* member, ReadCell read) {
    void* const to = value_of(column, member);
    if (column.kind != ColumnKind::converted)
        return read(cell, column, to);
    load_stored(column, to, [&](void* stored) { read(cell, column.conversion->stored, stored); });
}

/// Where a result stands.
struct Place {
    const PGresult* result;
    int row;

    [[nodiscard]] bool is_null(int column) const { return PQgetisnull(result, row, column) != 0; }
    [[nodiscard]] Cell cell(int column, Form form) const {
        return {PQgetvalue(result, row, column), PQgetlength(result, row, column), form};
    }
};

/// Inlined for the kinds that most columns are of: with calls between them, they would cost as much as
/// libpq's own.
struct ReadBinary {
    [[gnu::always_inline]] void operator()(Place place, int number, Form form, const Column& column,
                                           void* member) const {
        const Cell cell = place.cell(number, form);
        if (cell.size == 0 && place.is_null(number)) // a NULL has no bytes, and most values have some
            return load_null(column, member);
        if (!is_builtin(column.kind))
            return load_other(cell, column, member, read_binary);
        with_type(column.kind, [&]<class T>(std::type_identity<T>) {
            load(cell, column, target<T>(member, column.nullable));
        });
    }
};

struct ReadText {
    void operator()(Place place, int number, Form form, const Column& column, void* member) const {
        if (place.is_null(number))
            return load_null(column, member);
        load_other(place.cell(number, form), column, member, read_as_text);
    }
};

template <typename Read>
void read_all(Place place, std::span<const Form> forms, std::span<const Column> columns, void* row,
              int first) {
    auto* const model = static_cast<std::byte*>(row);
    int number = first;
    for (const Column& column : columns) {
        Read{}(place, number, forms[static_cast<std::size_t>(number)], column, model + column.offset);
        ++number;
    }
}

template <typename Read>
void read_some(Place place, std::span<const Form> forms, std::span<const Column> columns,
               std::span<const std::uint16_t> which, void* row, int first) {
    int number = first;
    for (const std::uint16_t index : which)
        read_all<Read>(place, forms, columns.subspan(index, 1), row, number++);
}

}

void RowReader::set_forms(std::vector<Form> forms) {
    forms_ = std::move(forms);
    const bool binary = std::ranges::find(forms_, Form::other) == forms_.end();
    format_ = binary ? Format::binary : Format::text;
}

void RowReader::take(Result result) {
    result_ = std::move(result);
    row_ = -1;
    rows_ = PQntuples(result_.get());
}

void RowReader::clear() noexcept {
    result_.reset();
    row_ = -1;
    rows_ = 0;
}

void RowReader::read(std::span<const Column> columns, void* row, int first) const {
    const Place place{result_.get(), row_};
    if (format_ == Format::binary) [[likely]]
        read_all<ReadBinary>(place, forms_, columns, row, first);
    else
        read_all<ReadText>(place, forms_, columns, row, first);
}

void RowReader::read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
                     int first) const {
    read_at(row_, columns, which, row, first);
}

void RowReader::read_at(int number, std::span<const Column> columns, std::span<const std::uint16_t> which,
                        void* row, int first) const {
    const Place place{result_.get(), number};
    if (format_ == Format::binary) [[likely]]
        read_some<ReadBinary>(place, forms_, columns, which, row, first);
    else
        read_some<ReadText>(place, forms_, columns, which, row, first);
}

}
