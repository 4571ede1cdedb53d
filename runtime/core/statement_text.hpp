#pragma once
// The SQL that depends on which columns a row gives or changes. The pieces come quoted from generated code.

#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace rowsmith {

/// `insert into t (a, b) values ($1, $2) returning c`; without columns, `insert into t default values`.
[[nodiscard]] std::string insert_text(const Statements& table, std::span<const std::uint16_t> columns,
                                      std::span<const std::uint16_t> returning);
/// `update t set a = $1, b = $2 where k = $3`.
[[nodiscard]] std::string update_text(const Statements& table, std::span<const std::uint16_t> columns,
                                      std::span<const std::uint16_t> key);

}
