#pragma once
// Who writes a column: the program, the program once, the database.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Fills in what `computed`, `version` and `readonly` say.
void resolve_writing(Work& work, FieldDraft& column);

/// Refuses a second version column.
void check_versions(Work& work);

}
