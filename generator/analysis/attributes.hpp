#pragma once
// Which attributes a column, a relation and a many-to-many relation may have.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void check_attributes(Work& work, const FieldDraft& field);

}
