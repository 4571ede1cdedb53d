#pragma once
// Named SQL: its parameters, the columns that are declared, its text. What the SQL says is looked at later.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Adds the queries to the model; those of which something is missing are left out.
void resolve_queries(Work& work);

}
