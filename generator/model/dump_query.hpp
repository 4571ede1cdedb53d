#pragma once
// The dump of a query.

#include "model/model.hpp"

#include <functional>
#include <string>
#include <vector>

namespace rowsmith::model {

/// The head of a query, then its SQL, line by line; `spell` says how a type is written.
[[nodiscard]] std::vector<std::string> query_lines(const Query& query,
                                                   const std::function<std::string(const Type&)>& spell);

}
