#pragma once
// The names that relations bring into generated code, beside those that the schema gives to members.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Refuses relations whose functions in C++ would meet: with those of other relations, with the names that an escape
/// makes, and, of what a file adds to tables of another one, with types and namespaces.
void check_relation_names(Work& work);

}
