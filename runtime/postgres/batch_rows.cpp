#include "postgres/batch_rows.hpp"

#include "core/column_types.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/encoding.hpp"
#include "postgres/forms.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace rowsmith::postgres {
namespace {

constexpr std::size_t header_length = 20; // dimensions, whether there are NULLs, type, length, first index
constexpr std::int32_t null_length = -1;
constexpr std::size_t most_bytes = 1'000'000'000;   // the server takes no message or value of 1 GiB
constexpr std::size_t most_kept = 16 * 1024 * 1024; // of memory, for the next rows

void put_header(std::string& array, bool nulls, Oid type, std::size_t elements) {
    store_big(array.data(), 1);
    store_big(array.data() + 4, nulls ? 1 : 0);
    store_big(array.data() + 8, type);
    store_big(array.data() + 12, static_cast<std::int32_t>(elements));
    store_big(array.data() + 16, 1);
}

[[noreturn, gnu::cold]] void refuse_size(const Column& column) {
    ErrorDetail detail;
    detail.column = column.name;
    throw TooLarge("column '" + std::string(column.name) +
                       "': the values of one statement are more than PostgreSQL takes (1 GB)",
                   std::move(detail));
}

}

bool has_binary(const Column& column, Oid type) {
    if (column.kind == ColumnKind::converted)
        return has_binary(column.conversion->stored, type);
    if (!is_builtin(column.kind))
        return false;
    return with_type(column.kind, [&]<class T>(std::type_identity<T>) {
        const T value{};
        std::string bytes;
        return append_binary(bytes, type, column, &value);
    });
}

void append_field(std::string& out, const Column& column, Oid type, bool binary, const void* value) {
    const std::size_t begin = out.size();
    append_big(out, null_length);
    if (!value)
        return;
    if (!binary)
        append_text(out, column, value);
    else if (!append_binary(out, type, column, value))
        throw InternalError("column '" + std::string(column.name) + "' has no binary form for its value");
    if (out.size() > most_bytes) [[unlikely]]
        refuse_size(column);
    store_big(out.data() + begin, static_cast<std::int32_t>(out.size() - begin - 4));
}

ColumnValues::ColumnValues(const Column& column, const ColumnType& type)
    : column_(&column), type_(type.oid), binary_(has_binary(column, type.oid)), next_(header_length) {
    if (!binary_)
        type_ = text_type;
}

std::size_t ColumnValues::add(const void* value) {
    if (array_.empty())
        array_.resize(header_length);
    const std::size_t before = array_.size();
    append_field(array_, *column_, type_, binary_, value);
    nulls_ = nulls_ || !value;
    return array_.size() - before;
}

std::string_view ColumnValues::all(std::size_t rows) {
    put_header(array_, nulls_, type_, rows);
    return array_;
}

std::string_view ColumnValues::next() {
    if (next_ >= array_.size())
        next_ = header_length;
    const auto length = load_big<std::int32_t>(array_.data() + next_);
    const std::size_t size = 4 + static_cast<std::size_t>(std::max(length, 0));
    single_.assign(header_length, '\0');
    put_header(single_, length == null_length, type_, 1);
    single_.append(array_, next_, size);
    next_ += size;
    return single_;
}

void ColumnValues::clear() noexcept {
    array_.clear();
    if (array_.capacity() > most_kept)
        array_.shrink_to_fit();
    nulls_ = false;
    next_ = header_length;
}

}
