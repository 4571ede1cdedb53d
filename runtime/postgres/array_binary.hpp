#pragma once
// Arrays of results in binary.

#include "postgres/cell.hpp"

namespace rowsmith::postgres {

/// Reads one element, which is not NULL.
using ReadCell = void (*)(Cell cell, const Column& column, void* to);

/// Reads an array of one dimension into `vector`, whatever it held. Throws ConversionError, NullValue for a
/// NULL in it, and what `read` throws for an element. After a throw `vector` holds some of the elements.
void read_array_binary(const Column& column, Cell cell, void* vector, ReadCell read);

}
