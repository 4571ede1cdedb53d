#pragma once
// Rules about the schema as a whole: names that meet in C++ or in the database, and imports.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void check_imports(Work& work);
/// The C++ names of tables and enums.
void check_type_names(Work& work);
/// The names in the database of tables, indexes, sequences and enums, which share one space there.
void check_object_names(Work& work);
/// The names of the database's schemas.
void check_schema_names(Work& work);
/// Refuses two objects that are renamed from one.
void check_object_renames(Work& work);

}
