#pragma once
// Conflicts: rows that are no longer what the session has read.

#include "core/session_state.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace rowsmith::detail {

/// Rows that an UPDATE or DELETE should have hit, and did not. Of versioned rows one SELECT finds out whether
/// they are gone or have another version.
[[noreturn]] void refuse_missed(TableRows& table, std::string_view statement,
                                std::span<const ManagedRow* const> rows, std::string_view sql);
/// Those of the rows whose keys the database does not have.
[[nodiscard]] std::vector<const ManagedRow*> rows_gone(TableRows& table, std::span<ManagedRow* const> rows);
/// Rows of one table, edited by structs of another version than the session's rows. Nothing has been sent.
[[noreturn]] void refuse_stale(std::span<const ManagedRow* const> rows);

}
