#pragma once
// The words that say which database something is for.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Whether there is such a dialect; reports when there is none. `others` are words that may stand in its
/// place.
bool check_dialect(Work& work, const syntax::Name& word, std::vector<std::string_view> others = {});

}
