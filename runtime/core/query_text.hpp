#pragma once
// The renderer of queries: from plain data to SQL text with $1, $2, ... and the values that these stand for.
// Every value is a parameter, so that a query's text is the same whatever it is asked about.

#include "core/driver.hpp"
#include "core/expression.hpp"
#include "core/parameters.hpp"
#include "core/statement_text.hpp"
#include "core/statements_of.hpp"
#include "rowsmith/query.hpp"
#include "rowsmith/select_data.hpp"

#include <cstdint>
#include <span>

namespace rowsmith::detail {

struct UpsertData;

/// What is written for which database.
struct QueryTarget {
    const Mapping& mapping;
    const driver::Spelling& spelling;
    const driver::Traits& traits;
    QueryText* spare = nullptr; // an empty one whose memory may be taken

    /// The pieces of a table's statements.
    [[nodiscard]] const Statements& texts(const Mapping& table) const { return statements_of(table, traits); }
    [[nodiscard]] const Statements& texts() const { return texts(mapping); }
};

/// Binds all parameters, which must stay until the statement has been executed.
void bind(driver::Statement& statement, const QueryText& text);

/// The columns that are read with a row; at most so many rows.
[[nodiscard]] QueryText select_query(const QueryTarget& target, const QueryData& query, std::int64_t at_most);
/// The columns of a SELECT of values.
[[nodiscard]] QueryText values_query(const QueryTarget& target, const SelectData& select,
                                     std::int64_t at_most);
[[nodiscard]] QueryText count_query(const QueryTarget& target, const QueryData& query);
/// Gives a row, its key, when there is one.
[[nodiscard]] QueryText exists_query(const QueryTarget& target, const QueryData& query);

/// What a statement that writes gives back of each row.
struct ReturningList {
    std::span<const std::uint16_t> columns{}; // first
    std::span<const ExpressionPtr> values{};
};
[[nodiscard]] QueryText delete_query(const QueryTarget& target, const QueryData& query,
                                     const ReturningList& returning);
[[nodiscard]] QueryText update_query(const QueryTarget& target, const QueryData& query,
                                     std::span<const AssignmentData> assignments,
                                     const ReturningList& returning);
/// Rows of a SELECT, its first column into the first of `columns`. The version of a row is 1; `version` is
/// null when rows have none.
[[nodiscard]] QueryText insert_query(const QueryTarget& target, const SelectData& select,
                                     std::span<const std::uint16_t> columns, const std::uint16_t* version,
                                     const ReturningList& returning);
/// An upsert of the model that computes what a row that exists becomes.
[[nodiscard]] QueryText upsert_query(const QueryTarget& target, const UpsertColumns& columns,
                                     const UpsertData& data, const void* model);

}
