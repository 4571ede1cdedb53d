#pragma once
// What a table says with lists of columns: its primary key, its unique keys, its indexes; and its checks.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

[[nodiscard]] std::optional<std::size_t> column_index(const model::Table& table, std::string_view name);
/// The names in the database of some columns.
[[nodiscard]] std::vector<std::string> db_names(const model::Table& table,
                                                const std::vector<std::size_t>& columns);
/// Whether both hold the same columns, in any order.
[[nodiscard]] bool same_columns(std::vector<std::size_t> one, std::vector<std::size_t> other);

/// Primary keys of all tables, then unique keys, indexes and checks.
void make_lists(Work& work);

}
