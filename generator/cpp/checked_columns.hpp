#pragma once
// Which columns a check may look at: a flush puts values of its own only into others.

#include "model/model.hpp"

#include <vector>

namespace rowsmith::cpp {

/// By column: false only when no check can concern it. SQL is not parsed: a check that names no column, or
/// one that the database computes, or the table as a whole, may look at any; so may the database's own type
/// of a column.
[[nodiscard]] std::vector<bool> checked_columns(const model::Table& table);

}
