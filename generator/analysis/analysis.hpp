#pragma once
// From schema files as written to what they mean.

#include "analysis/load.hpp"
#include "model/model.hpp"

#include <span>
#include <string_view>

namespace rowsmith::analysis {

/// Looks up every name and works out everything that the schema leaves unsaid. Reports all mistakes, each
/// once; the model is whole only when there are none. `dialects` are the words that SQL may be written for.
[[nodiscard]] model::Schema resolve(const Program& program, Diagnostics& diagnostics,
                                    std::span<const std::string_view> dialects);

}
