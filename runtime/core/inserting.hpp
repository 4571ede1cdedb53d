#pragma once
// INSERT of the rows that a flush adds to a table.

#include "core/flush_plan.hpp"

namespace rowsmith::detail {

/// The columns that an INSERT of this model names: all but those that the database is to make. `given`: sent
/// as they are.
[[nodiscard]] ColumnSet inserted_columns(const TableRows& table, const ColumnSet& given, const void* model);

/// One statement for each row, or for neighbours together where the database has batches. Keys that the
/// database makes are in the models afterwards. Throws ConstraintViolation when a trigger drops a row.
void insert_rows(SessionState& session, TablePlan& plan);

}
