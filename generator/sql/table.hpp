#pragma once
// What statements and limits of all kinds ask of a table: lists of its columns, and all the SQL that the
// schema gives for it.

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

/// SQL that the schema gives, and where it stands.
struct TableSql {
    enum class Use { default_value, computed, check, index_part, index_condition, view };

    Use use = Use::check;
    const model::SqlText* text = nullptr;
    const model::Column* column = nullptr; // of a default and a computed column
    const model::Index* index = nullptr;   // of a part and a condition
};

/// All of a table's.
[[nodiscard]] std::vector<TableSql> sql_of(const model::Table& table);

}
