#pragma once
// Many-to-many relations: their link tables, declared or made, and both directions.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Whether a list has to say `through`, and does not: make_many_to_many reports it.
[[nodiscard]] bool lacks_through(const FieldDraft& field);
/// Fills in the link tables that relations make.
void make_link_tables(Work& work);
/// Adds each many-to-many relation to the table that declares it. (The other side is an inverse.)
void make_many_to_many(Work& work);

}
