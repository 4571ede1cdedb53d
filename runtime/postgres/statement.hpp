#pragma once
// Prepared statements, and those whose rows are fetched by portions.

#include "core/driver.hpp"
#include "postgres/wire.hpp"

#include <memory>
#include <string>

namespace rowsmith::postgres {

/// Prepares now: wrong SQL shows here.
[[nodiscard]] std::unique_ptr<driver::Statement> make_statement(Wire& wire, std::string sql);
/// By a cursor, 1,000 rows at a time; only inside a transaction.
[[nodiscard]] std::unique_ptr<driver::Statement> make_stream(Wire& wire, std::string sql);

}
