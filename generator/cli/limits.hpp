#pragma once
// What the wanted databases do not take, as diagnostics.

#include "model/model.hpp"
#include "sql/dialect.hpp"
#include "support/diagnostics.hpp"

#include <span>

namespace rowsmith::cli {

/// For schemas without errors: what is missing in others would be told a second time.
void report_limits(std::span<const sql::Dialect* const> dialects, const model::Schema& schema,
                   Diagnostics& diagnostics);

}
