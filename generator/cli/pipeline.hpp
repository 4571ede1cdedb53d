#pragma once
// From schema files to what they mean; every command begins with it.

#include "analysis/load.hpp"
#include "cli/options.hpp"
#include "model/model.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace rowsmith::cli {

struct Resolved {
    analysis::Program program;
    model::Schema schema;
};

/// Loads and resolves; diagnostics go to standard error. Empty when there were errors.
[[nodiscard]] std::optional<Resolved> resolve(const SchemaOptions& options);

/// The files that were named on the command line, as indexes into Schema::files.
[[nodiscard]] std::vector<std::size_t> requested_files(const model::Schema& schema);

}
