#pragma once
// The order of tables: referenced ones first. A ring of tables is cut at one foreign key, or refused.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void make_ranks(Work& work);

}
