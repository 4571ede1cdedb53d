#pragma once
// From the current row of a statement to a managed row.

#include "core/session_state.hpp"

namespace rowsmith::detail {

/// The managed row of the current result row, whose columns (those that are read with a row) begin at result column
/// `first`. There is one per key: a row that the session has already keeps what it holds, unless it is clean and of
/// an earlier transaction. An erased row is given back as such.
[[nodiscard]] ManagedRow& adopt(TableRows& table, driver::Statement& statement, int first = 0);
/// The same into a model, outside the session's care.
void read_model(driver::Statement& statement, const Mapping& mapping, void* model, int first = 0);

/// The session's row that is in the database under the key that `model` holds: when a new one has that key already, the
/// erased one that had it. Null when the session does not have it.
[[nodiscard]] ManagedRow* find_stored(TableRows& table, const void* model);
/// A clean row takes over what the database has now; `model` is moved from. Lists that it was in follow.
void overwrite(ManagedRow& row, void* model);

}
