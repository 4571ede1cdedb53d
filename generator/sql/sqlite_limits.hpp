#pragma once
// What SQLite does not take of a schema, or takes in another sense.

#include "sql/limits.hpp"

#include <vector>

namespace rowsmith::sql {

[[nodiscard]] std::vector<Limit> sqlite_limits(const model::Schema& schema);

}
