#pragma once
// From schema files to what they mean; every command begins with it.

#include "analysis/load.hpp"
#include "cli/diagnostics_output.hpp"
#include "cli/options.hpp"
#include "model/model.hpp"
#include "sql/dialect.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rowsmith::cli {

struct Resolved {
    analysis::Program program;
    model::Schema schema;
};

/// Loads, resolves and prints the diagnostics. Empty when there were errors.
[[nodiscard]] std::optional<Resolved> resolve(const SchemaOptions& options,
                                              DocumentStream stream = DocumentStream::error);

/// The dialects of these names, in the order that messages list them.
[[nodiscard]] std::vector<const sql::Dialect*> chosen_dialects(const std::vector<std::string>& names);

/// The files that were named on the command line, as indexes into Schema::files.
[[nodiscard]] std::vector<std::size_t> requested_files(const model::Schema& schema);

}
