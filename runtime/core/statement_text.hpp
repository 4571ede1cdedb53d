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
/// `select a, b from t where k in ($1, $2)`; with two columns `where (k, l) in (values ($1, $2), ($3, $4))`.
[[nodiscard]] std::string select_by_keys_text(const Statements& table, std::span<const std::uint16_t> key,
                                              std::size_t keys);
/// `select a, b from t where k in (select f from s)`: rows of `table` that foreign keys of `source` lead to.
[[nodiscard]] std::string select_referenced_text(const Statements& table, std::span<const std::uint16_t> key,
                                                 const Statements& source,
                                                 std::span<const std::uint16_t> foreign_key);
/// `update t set a = $1, b = $2 where k = $3 returning c`.
[[nodiscard]] std::string update_text(const Statements& table, std::span<const std::uint16_t> columns,
                                      std::span<const std::uint16_t> key,
                                      std::span<const std::uint16_t> returning);

/// What stands where in an upsert.
struct UpsertColumns {
    std::span<const std::uint16_t> inserted{};
    std::span<const std::uint16_t> target{};
    std::span<const std::uint16_t> updated{};
    const std::uint16_t* version = nullptr; // raised by an update; null when rows have none
    bool ignore = false;                    // no update at all
    std::span<const std::uint16_t> returning{};
};
/// `insert into t (a, b) values ($1, $2) on conflict (a) do update set b = excluded.b returning a, b`.
[[nodiscard]] std::string upsert_text(const Statements& table, const UpsertColumns& columns);

}
