#pragma once
// Foreign keys: each relation's columns held against the key that they point to, its actions, its index.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void make_relations(Work& work);

/// Adds an index over the columns of a relation, unless something covers them already.
void add_relation_index(model::Table& table, const model::Relation& relation, Span place);

}
