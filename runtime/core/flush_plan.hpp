#pragma once
// What a flush will send, decided before the first statement: which rows, in which order, which columns.
// Mistakes that can be seen from here are thrown here, while nothing has been sent.

#include "core/session_state.hpp"

#include <vector>

namespace rowsmith::detail {

/// Rows of one table that are updated in the same columns, in key order.
struct UpdateGroup {
    ColumnSet set{};
    std::vector<ManagedRow*> rows{};
};

/// A foreign key that is left NULL at first (inserts), or set to NULL before (deletes), to break a ring.
struct CutLink {
    ManagedRow* row = nullptr;
    const ForeignKey* key = nullptr;
};

struct TablePlan {
    TableRows* table = nullptr;
    std::vector<ManagedRow*> first_deletes{}; // whose key a row of `inserts` takes over
    std::vector<ManagedRow*> inserts{};       // parents first
    std::vector<UpdateGroup> updates{};
    std::vector<ManagedRow*> deletes{}; // children first
    std::vector<CutLink> inserted_cut{};
    std::vector<CutLink> deleted_cut{};
};

struct FlushPlan {
    std::vector<TablePlan> tables{}; // by ascending rank
};

/// Throws UsageError: a generated key was changed, a NOT NULL relation was never set; FlushCycle: rows need
/// each other and no foreign key between them can be NULL for a while.
[[nodiscard]] FlushPlan plan_flush(SessionState& session);

/// Orders the rows to insert of a table that refers to itself, and finds the keys to cut.
void order_inserts(TablePlan& plan);
/// The same for deletes.
void order_deletes(TablePlan& plan);

/// The model as the database has it.
[[nodiscard]] inline const void* stored_model(const ManagedRow& row) {
    return row.original ? row.original : model_of(row);
}

}
