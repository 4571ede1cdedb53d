#pragma once
// The parts of a SELECT.

#include "checking/statement.hpp"

namespace rowsmith::checking {

/// A SELECT from its first word on, and those that UNION and the like join to it.
[[nodiscard]] std::vector<Branch> branches_of(const Sql& sql, std::size_t first);
/// A list of results.
[[nodiscard]] std::vector<Item> items_of(const Sql& sql, Range list);

}
