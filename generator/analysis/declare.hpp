#pragma once
// The first pass: an entry in the model for every enum, sequence and table, link tables that relations make
// included, and the members of each table with those of its mixins.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void declare(Work& work);

}
