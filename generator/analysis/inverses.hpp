#pragma once
// The other direction of relations, and the names that all members of a table share in C++.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void make_inverses(Work& work);

}
