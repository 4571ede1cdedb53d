#pragma once
// What the database does to other rows when rows are deleted, done in memory: the schema's `on delete`.

#include "core/session_state.hpp"

#include <span>

namespace rowsmith::detail {

/// Before a flush is planned: managed rows that the database will delete together with those to be erased are
/// marked
/// (`cascaded`) and need no statement of their own; new rows that refer to them are dropped, or get NULL.
/// What gets NULL or its default in the database gets it in memory when the flush is done. Throws UsageError
/// for a new row that refers to a row to be erased and cannot do without.
void cascade(SessionState& session);
/// The database has set these foreign keys. Must not fail.
void settle_cleared(SessionState& session) noexcept;

/// Rows that a statement of another kind has deleted: their state is deleted, and what they take along
/// follows.
void follow_deleted(SessionState& session, std::span<ManagedRow* const> rows);

}
