#pragma once
// What enums and sequences say: their values and options.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void check_enums(Work& work);
/// Fills in the options of sequences.
void resolve_sequences(Work& work);

}
