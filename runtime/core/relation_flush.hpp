#pragma once
// What relations ask of a flush: that columns and relations agree before it is planned, and that a row gets
// the key of one that is inserted before it.

#include "core/column_set.hpp"
#include "core/session_state.hpp"

namespace rowsmith::detail {

/// Before anything is planned. Orphans are erased; relations that the program set get into columns, as far as
/// the keys are known; columns that it changed by hand get into relations, and into lists. Then what rows to
/// be erased take along (cascades.hpp). Throws UsageError where relation and column say different things, or
/// two relations want different values in one column.
void agree_on_relations(SessionState& session);

/// Where a column that was changed by hand leads to becomes where its relation does, and the row moves from
/// one list to another. Leaves a relation alone that the program set.
void follow_column(ManagedRow& row, std::size_t key);

/// The columns that wait for the key of a row that is about to be inserted: they are updated too.
void add_waiting_columns(const ManagedRow& row, ColumnSet& changed);
/// Whether a foreign key has been given a row, which may have no key yet.
[[nodiscard]] bool leads_somewhere(const ManagedRow& row, const ForeignKey& key);
/// Before a row is bound: all rows that it refers to have keys now.
void fill_in_keys(ManagedRow& row);
/// After the flush what was set is what is.
void settle_relations(ManagedRow& row) noexcept;

}
