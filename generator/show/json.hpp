#pragma once
// The resolved model for other programs. docs/model.schema.json describes the form.

#include "model/model.hpp"

#include <string>

namespace rowsmith::show {

/// Grows when a member changes its meaning or goes; new members alone leave it.
inline constexpr int json_version = 1;

/// All files, those that are only imported too. Valid UTF-8, and the same bytes for the same schema.
[[nodiscard]] std::string to_json(const model::Schema& schema);

}
