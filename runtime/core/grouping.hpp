#pragma once
// Which expressions are the same, and whether a grouped query can have them: databases disagree on what they
// take.

#include "core/expression.hpp"

#include <cstddef>
#include <optional>

namespace rowsmith::detail {

/// Whether both say the same, of the same values.
[[nodiscard]] bool same_expression(const ExpressionPtr& left, const ExpressionPtr& right);

/// The column of the SELECT that says the same; nothing for one of a table, which can stand for itself.
[[nodiscard]] std::optional<std::size_t> column_like(const SelectData& select,
                                                     const ExpressionPtr& expression);

/// Whether it has one row for all rows of its tables: aggregates, and no groups.
[[nodiscard]] bool is_of_all_rows(const SelectData& select);

/// Throws UsageError where a query with groups, or with aggregates alone, selects a column, or orders by one,
/// that is neither grouped nor in an aggregate: a group may have several values of it.
void check_groups(const SelectData& select);

/// Throws UsageError where rows that come once are ordered by what several of them may share: by more than
/// what is selected.
void check_distinct(const SelectData& select);
void check_distinct(const QueryData& query);

/// Throws UsageError where rows are to be locked that are no rows of a table any more: grouped, computed from
/// several, or made distinct.
void check_lock(const SelectData& select);
void check_lock(const QueryData& query);

}
