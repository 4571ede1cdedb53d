#include "postgres/row_writer.hpp"

#include "core/column_types.hpp"
#include "core/value_checks.hpp"
#include "postgres/encoding.hpp"
#include "postgres/forms.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

namespace rowsmith::postgres {
namespace {

/// The server ends the connection when a message is larger: the longest text that it can hold, less what else
/// is in the message.
constexpr std::size_t most_bytes = (std::size_t{1} << 30) - (std::size_t{1} << 20);

constexpr Column text_parameter{.name = "?", .kind = ColumnKind::string};

}

bool RowWriter::set_types(std::vector<Oid> types) {
    const auto alike = [](Oid left, Oid right) { return (left == bytes_type) == (right == bytes_type); };
    const bool fits =
        types_.empty() || std::ranges::equal(types, types_, alike); // only bytes are bound in binary
    types_ = std::move(types);
    if (fits && parameters_.values.size() == types_.size())
        return true;
    parameters_ = Parameters(types_.size());
    made_.resize(types_.size());
    sizes_.assign(types_.size(), 0);
    return fits;
}

void RowWriter::bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
                     int first) {
    check_parameters(first, which.size());
    const auto* const model = static_cast<const std::byte*>(row);
    auto at = static_cast<std::size_t>(first - 1);
    for (const std::uint16_t index : which) {
        const Column& column = columns[index];
        put_member(column, model + column.offset, at++);
    }
}

void RowWriter::bind_value(const Column& column, const void* value, int parameter) {
    check_parameters(parameter, 1);
    const auto at = static_cast<std::size_t>(parameter - 1);
    if (value)
        put(column, value, at);
    else
        set_null(at);
}

/// A text of the runtime's own: it may be a part of another, so that no NUL stands behind it.
void RowWriter::bind_text(std::string_view text, int parameter) {
    check_parameters(parameter, 1);
    driver::check(text, text_parameter);
    const auto at = static_cast<std::size_t>(parameter - 1);
    set(at, made_[at].assign(text), Format::text);
}

const Parameters& RowWriter::parameters() const {
    if (std::accumulate(sizes_.begin(), sizes_.end(), std::size_t{0}) > most_bytes)
        throw TooLarge("the values of a statement are larger together than PostgreSQL takes: 1 GB");
    return parameters_;
}

void RowWriter::check_parameters(int first, std::size_t count) const {
    const auto before = static_cast<std::size_t>(first - 1);
    if (first < 1 || before > types_.size() || count > types_.size() - before)
        throw InternalError("the statement has " + std::to_string(types_.size()) +
                            " parameters, and another one is bound");
}

void RowWriter::put_member(const Column& column, const void* member, std::size_t at) {
    const void* value = member;
    if (column.nullable && is_builtin(column.kind))
        value = with_type(column.kind, [&]<class T>(std::type_identity<T>) -> const void* {
            return driver::held<T>(member, true);
        });
    else if (column.nullable)
        value = access_of(column).get(member);
    if (value)
        put(column, value, at);
    else
        set_null(at);
}

void RowWriter::put(const Column& column, const void* value, std::size_t at) {
    if (column.kind == ColumnKind::string || column.kind == ColumnKind::json) {
        const std::string& text = column.kind == ColumnKind::string ? *static_cast<const std::string*>(value)
                                                                    : static_cast<const Json*>(value)->text;
        driver::check(text, column);
        return set(at, text, Format::text);
    }
    if (column.kind == ColumnKind::bytes && types_[at] == bytes_type) {
        const auto& bytes = *static_cast<const Bytes*>(value);
        return set(at, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, Format::binary);
    }
    if (column.kind == ColumnKind::converted) // what a converter makes is gone when it returns
        return with_stored(column, value,
                           [&](const void* stored) { put_made(column.conversion->stored, stored, at); });
    put_made(column, value, at);
}

void RowWriter::put_made(const Column& column, const void* value, std::size_t at) {
    std::string& made = made_[at];
    made.clear();
    if (column.kind == ColumnKind::bytes && types_[at] == bytes_type &&
        append_binary(made, bytes_type, column, value))
        return set(at, made, Format::binary);
    append_text(made, column, value);
    set(at, made, Format::text);
}

/// libpq takes a null pointer for NULL, also where the length is 0.
void RowWriter::set(std::size_t at, std::string_view bytes, Format format) noexcept {
    parameters_.values[at] = bytes.data() ? bytes.data() : "";
    parameters_.lengths[at] = bytes.size() > most_bytes ? 0 : static_cast<int>(bytes.size());
    parameters_.formats[at] = static_cast<int>(format);
    sizes_[at] = bytes.size();
}

void RowWriter::set_null(std::size_t at) noexcept {
    parameters_.values[at] = nullptr;
    sizes_[at] = 0;
}

}
