#pragma once
// What stands behind `=`: whether the value fits its column, and the form that the model keeps of it.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Fills in `initial` of a column.
void resolve_default(Work& work, FieldDraft& column);

}
