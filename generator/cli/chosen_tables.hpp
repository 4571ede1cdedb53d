#pragma once
// Tables that are named on the command line.

#include "model/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rowsmith::cli {

/// In schema order, each once. A name that no table has is told on standard error: then there is no result.
[[nodiscard]] std::optional<std::vector<std::size_t>> chosen_tables(const model::Schema& schema,
                                                                    const std::vector<std::string>& names);

}
