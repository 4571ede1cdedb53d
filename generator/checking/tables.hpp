#pragma once
// The tables that SQL is tried on.

#include "checking/probe.hpp"
#include "model/model.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowsmith::checking {

/// The file and all that it imports, by their numbers.
[[nodiscard]] std::vector<bool> reached_files(const model::Schema& schema, std::size_t file);
/// Makes what these files declare. Why the database refused something of it; nothing when it did not.
[[nodiscard]] std::optional<std::string> make_tables(Probe& probe, const model::Schema& schema,
                                                     const std::vector<bool>& files);

}
