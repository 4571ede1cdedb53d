#pragma once
// Arrays as PostgreSQL's literals: `{1,2}`, `{"a \"b\"",c}`.

#include "rowsmith/mapping.hpp"

#include <string>
#include <string_view>
#include <type_traits>

namespace rowsmith::postgres {

/// The column by which elements travel: it has the array's name, for messages.
[[nodiscard]] inline Column element_of(const Column& array) {
    Column element = array.array->element;
    element.name = array.name;
    return element;
}

/// What a vector's elements are read by: the callback of ArrayType::append calls `read(value)`.
template <typename Read>
void append_element(const ArrayType& array, void* vector, Read&& read) {
    array.append(
        vector,
        [](void* context, void* value) { (*static_cast<std::remove_reference_t<Read>*>(context))(value); },
        &read);
}

/// Appends the literal of the vector that `column` describes. Throws what append_text throws for an element,
/// in the column's name.
void append_array_text(std::string& out, const Column& column, const void* vector);

/// Reads a literal of one dimension into `vector`, whatever it held. Throws ConversionError, NullValue for a
/// NULL in it, and what read_text throws for an element. After a throw `vector` holds some of the elements.
void read_array_text(const Column& column, std::string_view literal, void* vector);

}
