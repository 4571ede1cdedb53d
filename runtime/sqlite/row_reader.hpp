#pragma once
// From the current row of a statement to the members of a model. Each value's type is checked: what is stored
// may come from another program.

#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <span>

struct sqlite3_stmt;

namespace rowsmith::sqlite {

/// Reads all columns, from result column `first` on.
void read_row(sqlite3_stmt* statement, std::span<const Column> columns, void* row, int first);
/// Reads columns[which[i]] from result column first + i.
void read_columns(sqlite3_stmt* statement, std::span<const Column> columns,
                  std::span<const std::uint16_t> which, void* row, int first);

}
