#pragma once
// SQL that a schema quotes is passed on as it is, so it must not break out of its place.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Reports what is no single expression; true when it is one.
bool check_sql(Work& work, const syntax::Text& sql);

}
