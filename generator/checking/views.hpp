#pragma once
// Views against the schema: a database in memory that has the schema's tables is asked whether it takes what
// they select, and which columns that gives.

#include "model/model.hpp"
#include "sql/dialect.hpp"
#include "support/diagnostics.hpp"

#include <span>
#include <string>

namespace rowsmith::checking {

/// Checks the views of the files that outputs are made for. `dialects` are those that code is wanted for.
/// `server`: the URL of a database to ask, too, about SQL of its dialect; empty when there is none. Throws
/// std::runtime_error when that cannot be reached.
void check_views(const model::Schema& schema, std::span<const sql::Dialect* const> dialects,
                 Diagnostics& diagnostics, const std::string& server = {});

}
