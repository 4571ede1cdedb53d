#pragma once
// Array columns as JSON text, the form in which SQLite keeps them: one flat array of numbers, booleans or
// strings.

#include "rowsmith/mapping.hpp"

#include <string>
#include <string_view>

namespace rowsmith {

/// The JSON text of the std::vector that `column` describes. Throws what binding an element would throw:
/// EncodingError, TooLong, OutOfRange, with the column's name and without values.
[[nodiscard]] std::string write_array(const Column& column, const void* vector);

/// Reads what write_array writes, also with white space and escapes that it would not use, into `vector`,
/// whatever it held. Everything else throws: InvalidFormat when it is not such a JSON text, ConversionError
/// when an element is of another type, NullValue, OutOfRange, TooLong, EncodingError. After a throw `vector`
/// holds some of the elements.
void read_array(const Column& column, std::string_view json, void* vector);

}
