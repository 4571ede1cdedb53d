#pragma once
// The columns of each table: declared ones, and those of relations at the place of the relation.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void make_columns(Work& work);

}
