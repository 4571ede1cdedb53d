#pragma once
// Primary keys, and the columns of relations, which are made of the keys that they point to. Each may need
// the other: a key may contain a relation's columns.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Works out the key of every table and the columns of every relation.
void resolve_keys(Work& work);

}
