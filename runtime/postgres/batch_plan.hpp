#pragma once
// How the rows of a batch are sent: worked out once from its shape and the types that the database's columns
// have.

#include "core/driver.hpp"
#include "postgres/batch_rows.hpp"
#include "postgres/batch_text.hpp"
#include "postgres/catalog.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::postgres {

struct BatchPlan {
    std::vector<ColumnValues> columns{}; // the shape's `set`, then its `target`
    std::string sql{};
    std::vector<Oid> result_types{};
    std::string sequence{};   // from which the statement draws keys, quoted; else empty
    std::string_view drawn{}; // the column that they are for
    bool numbered = false;    // the result's first column is the number of the row, from 1
    bool one_by_one = false;  // a statement for each row: how else to tell which row is which
};

/// For all kinds but `load`. Throws as Catalog::types_of does.
[[nodiscard]] BatchPlan plan_batch(Catalog& catalog, const driver::BatchShape& shape);

/// The columns as texts have them; `types` are those of the whole table.
[[nodiscard]] std::vector<SentColumn> sent_columns(const Mapping& mapping, const Statements& texts,
                                                   const std::vector<ColumnType>& types,
                                                   std::span<const std::uint16_t> which);

}
