#pragma once
// What SQLite's column types do to values. It stores any value in any column, and turns it first into what
// the column's type prefers; tables that are STRICT refuse what is of another type, and know six types only.

#include "model/model.hpp"

#include <string_view>

namespace rowsmith::sql {

/// Whether decimals of this type are stored as REAL, which keeps 15 digits exactly; longer ones are texts.
[[nodiscard]] bool sqlite_is_real(const model::Type& type);
/// Whether this is one of the types of STRICT tables.
[[nodiscard]] bool sqlite_is_strict_type(std::string_view db_type);
/// Whether the types that the schema chooses itself allow the table to be STRICT.
[[nodiscard]] bool sqlite_is_strict(const model::Table& table);
/// Whether all values of the schema's type, as the runtime stores them, come back as it reads them.
[[nodiscard]] bool sqlite_keeps(const model::Type& type, std::string_view db_type, bool strict);

}
