#pragma once
// Whether a SELECT can have more than one row. Where a value is wanted, one database takes the first of them
// and another one fails, so neither is asked.

#include "rowsmith/select_data.hpp"

namespace rowsmith::detail {

/// Throws UsageError for a SELECT that may have several rows, whatever the tables have: one without limit(1)
/// that has neither an aggregate of all its rows nor a key whose values the condition gives.
void require_single_row(const SelectData& select);

}
