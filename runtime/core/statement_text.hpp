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
/// `select a, b from t where k = $1`.
[[nodiscard]] std::string select_text(const Statements& table, std::span<const std::uint16_t> columns,
                                      std::span<const std::uint16_t> key);
/// `update t set a = $1, b = $2 where k = $3 returning c`.
[[nodiscard]] std::string update_text(const Statements& table, std::span<const std::uint16_t> columns,
                                      std::span<const std::uint16_t> key,
                                      std::span<const std::uint16_t> returning);

}
