#pragma once
// The parameters of a query, and whether its text is one statement at all.

#include "checking/statement.hpp"
#include "model/model.hpp"
#include "support/diagnostics.hpp"

namespace rowsmith::checking {

/// Reports what no database could make a statement of; false then.
[[nodiscard]] bool check_form(const model::QueryText& text, const Statement& statement,
                              Diagnostics& diagnostics);
/// Reports parameters that are used and not declared; false then.
[[nodiscard]] bool check_parameters(const model::Query& query, const model::QueryText& text, const Sql& sql,
                                    Diagnostics& diagnostics);
/// Reports parameters that none of the query's texts uses.
void check_unused(const model::Query& query, Diagnostics& diagnostics);

}
