#pragma once
// Lists of a table's columns, as statements of all kinds need them.

#include "model/model.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace rowsmith::sql {

/// The quoted names of these columns.
[[nodiscard]] std::vector<std::string> quoted_names(const model::Table& table,
                                                    std::span<const std::size_t> columns);
/// The quoted names of all columns, in order.
[[nodiscard]] std::vector<std::string> quoted_names(const model::Table& table);
/// `("a", "b")`
[[nodiscard]] std::string columns_of(const model::Table& table, std::span<const std::size_t> columns);

}
