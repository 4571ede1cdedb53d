#pragma once
// Named SQL against the schema: a database in memory that has the schema's tables is asked what each
// statement gives. Nothing is guessed: what cannot be known surely has to be declared.

#include "model/model.hpp"
#include "sql/dialect.hpp"
#include "support/diagnostics.hpp"

#include <span>
#include <string>

namespace rowsmith::checking {

/// Checks the queries of the files that outputs are made for, and fills in the columns of their results.
/// `dialects` are those that code is wanted for. `server`: the URL of a database to ask about SQL of its
/// dialect; empty when there is none. Throws std::runtime_error when that cannot be reached.
void check_queries(model::Schema& schema, std::span<const sql::Dialect* const> dialects,
                   Diagnostics& diagnostics, const std::string& server = {});

}
