#pragma once
// Names that different schemas of a database keep apart, and SQLite, which has none, does not.

#include "sql/limits.hpp"

#include <vector>

namespace rowsmith::sql {

[[nodiscard]] std::vector<Limit> sqlite_shared_names(const model::Schema& schema);

}
