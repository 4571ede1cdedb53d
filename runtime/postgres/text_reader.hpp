#pragma once
// Values as PostgreSQL writes them in text, with the settings that the driver has asked for. Errors name the
// column, never the value.

#include "postgres/forms.hpp"
#include "rowsmith/mapping.hpp"

#include <string_view>

namespace rowsmith::postgres {

/// Throws ConversionError: what is stored is no value of the column's kind.
[[noreturn]] void refuse_kind(const Column& column);

/// Reads a value that is not NULL into `to`, a value of the column's kind (never an optional), which may be
/// anything but converted. Throws ConversionError for what is no such value, OutOfRange for one that the kind
/// does not take.
void read_text(std::string_view text, const Column& column, void* to);

/// Whether values of a kind are read from such a type. Other types are tried by their text.
[[nodiscard]] bool reads(ColumnKind kind, Form form) noexcept;

}
