#pragma once
// From schema files as written to what they mean.

#include "analysis/load.hpp"
#include "model/model.hpp"

namespace rowsmith::analysis {

/// Looks up every name and works out everything that the schema leaves unsaid. Reports all mistakes, each
/// once; the model is whole only when there are none.
[[nodiscard]] model::Schema resolve(const Program& program, Diagnostics& diagnostics);

}
