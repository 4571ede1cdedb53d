#include "postgres/array_binary.hpp"

#include "core/stored_values.hpp"
#include "postgres/array_text.hpp"
#include "postgres/big_endian.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowsmith::postgres {
namespace {

/// What is left of an array's bytes.
class Bytes {
public:
    Bytes(const Column& column, std::string_view bytes) : column_(column), rest_(bytes) {}

    [[nodiscard]] std::int32_t integer() { return load_big<std::int32_t>(take(sizeof(std::int32_t)).data()); }

    [[nodiscard]] std::string_view take(std::size_t size) {
        if (rest_.size() < size)
            refuse();
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    [[noreturn]] void refuse() const { driver::refuse_type(column_, "an array of one dimension"); }

private:
    const Column& column_;
    std::string_view rest_;
};

constexpr std::int32_t null_size = -1;

}

void read_array_binary(const Column& column, Cell cell, void* vector, ReadCell read) {
    if (cell.form != Form::array && cell.form != Form::label_array)
        driver::refuse_type(column, "an array");
    const Column element = element_of(column);
    column.array->clear(vector);
    Bytes bytes(column, cell.bytes());
    const std::int32_t dimensions = bytes.integer();
    static_cast<void>(bytes.integer()); // whether there are NULLs
    const auto type = static_cast<Oid>(bytes.integer());
    const Form form = cell.form == Form::array ? form_of(type) : Form::text;
    if (dimensions == 0)
        return;
    if (dimensions != 1)
        bytes.refuse();
    const std::int32_t count = bytes.integer();
    static_cast<void>(bytes.integer()); // the number of the first element
    for (std::int32_t index = 0; index < count; ++index) {
        const std::int32_t size = bytes.integer();
        if (size == null_size)
            driver::refuse<NullValue>(column, "an element of the array is NULL");
        const Cell one{bytes.take(static_cast<std::size_t>(size)).data(), size, form};
        append_element(*column.array, vector, [&](void* value) { read(one, element, value); });
    }
}

}
