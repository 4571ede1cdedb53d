#include "postgres/cell.hpp"

#include "core/stored_values.hpp"
#include "core/uuid.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/numeric.hpp"
#include "postgres/text_reader.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace rowsmith::postgres {
namespace {

using driver::refuse_range;

[[nodiscard]] bool is(Cell cell, Form form, std::size_t size) {
    return cell.form == form && static_cast<std::size_t>(cell.size) == size;
}

[[nodiscard]] Numeric numeric_of(Cell cell, const Column& column) {
    const std::optional<Numeric> number = parse_numeric(cell.bytes());
    if (!number)
        refuse_kind(column);
    return *number;
}

[[nodiscard]] std::int64_t whole(const Numeric& number, const Column& column) {
    const auto value = to_decimal(number, 0);
    if (!value && number.finite() && number.groups > number.weight + 1)
        refuse_kind(column); // it has decimals
    if (!value || static_cast<std::int64_t>(value->coefficient()) != value->coefficient())
        refuse_range(column);
    return static_cast<std::int64_t>(value->coefficient());
}

[[nodiscard]] double real(const Numeric& number, const Column& column) {
    std::string text;
    append_numeric_text(text, number);
    double value = 0;
    read_text(text, column, &value);
    return value;
}

}

std::int64_t integer_of(Cell cell, const Column& column) {
    if (is(cell, Form::int64, sizeof(std::int64_t)))
        return load_big<std::int64_t>(cell.data);
    if (is(cell, Form::int32, sizeof(std::int32_t)))
        return load_big<std::int32_t>(cell.data);
    if (is(cell, Form::int16, sizeof(std::int16_t)))
        return load_big<std::int16_t>(cell.data);
    if (cell.form == Form::numeric)
        return whole(numeric_of(cell, column), column);
    refuse_kind(column);
}

double real_of(Cell cell, const Column& column) {
    constexpr std::int64_t exact = std::int64_t{1} << std::numeric_limits<double>::digits;
    if (is(cell, Form::float64, sizeof(double)))
        return load_big<double>(cell.data);
    if (is(cell, Form::float32, sizeof(float)))
        return load_big<float>(cell.data);
    if (cell.form == Form::numeric)
        return real(numeric_of(cell, column), column);
    const std::int64_t integer = integer_of(cell, column);
    if (integer > exact || integer < -exact)
        refuse_kind(column);
    return static_cast<double>(integer);
}

Decimal decimal_of(Cell cell, const Column& column) {
    std::optional<Decimal> value;
    if (cell.form == Form::numeric) {
        const Numeric number = numeric_of(cell, column);
        value = to_decimal(number, column.precision == 0 ? number.scale : column.scale);
    } else {
        value = Decimal(integer_of(cell, column));
        if (column.precision != 0)
            value = driver::fitting_stored(*value, column);
    }
    if (!value || (column.precision != 0 && value->digits() > column.precision))
        refuse_range(column);
    return *value;
}

void assign_text(Cell cell, const Column& column, std::string& to) {
    to.clear();
    if (cell.form == Form::jsonb && cell.size > 0) {
        to.append(cell.bytes().substr(1)); // behind the version of the format
    } else if (is(cell, Form::uuid, sizeof(Uuid))) {
        Uuid uuid;
        std::copy_n(cell.data, cell.size, reinterpret_cast<char*>(uuid.bytes.data()));
        to.resize(uuid_length);
        format_uuid(uuid, to.data());
    } else if (cell.form == Form::numeric) {
        append_numeric_text(to, numeric_of(cell, column));
    } else {
        refuse_kind(column);
    }
}

}
