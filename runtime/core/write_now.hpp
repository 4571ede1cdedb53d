#pragma once
// Statements that write at once, outside a flush: bulk statements and upserts.

#include "core/session_state.hpp"
#include "rowsmith/error.hpp"

#include <cstdint>
#include <exception>
#include <vector>

namespace rowsmith::detail {

/// Runs a statement and lets memory follow. When either fails, the transaction is treated as after a failed
/// flush.
template <typename Run>
auto write_now(SessionState& session, Run run) {
    try {
        return run();
    } catch (Error& error) {
        fail(session, error.what());
        error.set_outcome(session.failure_level > 0 ? Outcome::still_open : Outcome::rolled_back);
        throw;
    } catch (const std::exception& error) {
        fail(session, error.what());
        throw;
    }
}

/// The journal keeps the row as it is, if it has nothing of it in this savepoint yet.
void keep_image(ManagedRow& row);
/// Lists that a row belongs to and does not stand in are read again when they are needed.
void unload_incomplete_lists(ManagedRow& row);
/// The same for the list of one relation and a row that the session does not have: its model tells where it
/// belongs.
void unload_list(TableRows& table, const ForeignKey& key, const void* model);
/// The columns that are read with a row.
[[nodiscard]] std::vector<std::uint16_t> columns_of_row(const Mapping& mapping);

}
