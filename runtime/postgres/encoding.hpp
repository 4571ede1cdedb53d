#pragma once
// Values as PostgreSQL takes them, in text and in binary.

#include "rowsmith/mapping.hpp"

#include <libpq-fe.h>

#include <string>

namespace rowsmith::postgres {

/// Appends a value in text, without quotes: `value` points at the column's non-null C++ value. Throws
/// EncodingError, TooLong, OutOfRange that name the column.
void append_text(std::string& out, const Column& column, const void* value);
/// Appends a value as the bytes of the database's `type`. False, with nothing appended, when this kind of
/// column has no such form in that type: then it goes as text. Throws as above.
[[nodiscard]] bool append_binary(std::string& out, Oid type, const Column& column, const void* value);

}
