#pragma once
// Default values as C++ expressions.

#include "model/model.hpp"

#include <string>

namespace rowsmith::cpp {

/// What follows the member's name in the model: ` = OrderStatus::pending`, or `{}` where the value is made
/// elsewhere.
[[nodiscard]] std::string initializer_of(const model::Schema& schema, std::size_t file,
                                         const model::Column& column);

}
