#pragma once
// What a flush will send, decided before the first statement: which rows, in which order, which columns.
// Mistakes that can be seen from here are thrown here, while nothing has been sent.

#include "core/releases.hpp"
#include "core/session_state.hpp"

#include <vector>

namespace rowsmith::detail {

/// Rows of one table that are updated in the same columns, in key order.
struct UpdateGroup {
    ColumnSet set{};
    std::vector<ManagedRow*> rows{};
};

struct Deletes {
    std::vector<ManagedRow*> rows{}; // children first
    std::vector<CutLink> cut{};
};

struct TablePlan {
    TableRows* table = nullptr;
    std::vector<ManagedRow*> inserts{}; // parents first
    std::vector<CutLink> inserted_cut{};
    std::vector<UpdateGroup> updates{};
    Deletes deletes{};
};

struct FlushPlan {
    std::vector<TablePlan> tables{}; // by ascending rank
    Releases releases{};             // before all others
    bool keys_move = false;          // an update changes a key
};

/// Throws UsageError: a generated key, a readonly or a computed column was changed, a NOT NULL relation was
/// never set; Conflict: a row was edited by a struct of another version; FlushCycle: rows need each other and
/// no foreign key between them can be NULL for a while; UnresolvableSwap: see plan_releases.
[[nodiscard]] FlushPlan plan_flush(SessionState& session);

/// Adds a row to the updates that set the same columns.
void add_to_group(std::vector<UpdateGroup>& groups, ColumnSet set, ManagedRow& row);
/// Whether a column of a row to insert has a value, not the `{}` that leaves it to its maker.
[[nodiscard]] bool is_set(const SessionState& session, const ManagedRow& row, std::uint16_t column);

/// Orders the rows to insert of a table that refers to itself, and finds the keys to cut.
void order_inserts(TablePlan& plan);
/// The same for deletes.
void order_deletes(const TableRows& table, Deletes& deletes);

/// By the keys that rows have in the database. Rows are locked in this order by every session, and pages are
/// visited in order.
[[nodiscard]] bool key_less(const ManagedRow* left, const ManagedRow* right);

}
