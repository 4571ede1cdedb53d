#pragma once
// Indexes that a table declares: of columns, of functions of columns, of SQL.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void make_indexes(Work& work, std::size_t table);

}
