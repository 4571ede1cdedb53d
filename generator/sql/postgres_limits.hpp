#pragma once
// What PostgreSQL does not take of a schema.

#include "sql/limits.hpp"

#include <vector>

namespace rowsmith::sql {

[[nodiscard]] std::vector<Limit> postgres_limits(const model::Schema& schema);

}
