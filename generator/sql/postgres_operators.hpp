#pragma once
// Which index methods of PostgreSQL take which types by themselves; for others an index names an operator
// class.

#include "sql/limits.hpp"

#include <vector>

namespace rowsmith::sql {

[[nodiscard]] std::vector<Limit> postgres_operators(const model::Schema& schema, const model::Table& table);

}
