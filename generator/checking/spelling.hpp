#pragma once
// Words of the schema language, for messages.

#include "model/model.hpp"

#include <string>

namespace rowsmith::checking {

/// "decimal(12, 2)", without the mark for NULL.
[[nodiscard]] std::string spelled(const model::Schema& schema, const model::Type& type);

}
