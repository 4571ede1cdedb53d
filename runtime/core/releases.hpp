#pragma once
// Phase 1 of a flush: rows that give up a unique value which another row takes in the same flush. They go
// first, with what must precede them, in an order in which no value is taken before it is free.

#include "core/images.hpp"
#include "core/unique_values.hpp"

#include <vector>

namespace rowsmith::detail {

struct FlushPlan;

/// A foreign key that is left NULL at first (inserts), or set to NULL before (deletes), to break a ring.
struct CutLink {
    ManagedRow* row = nullptr;
    const ForeignKey* key = nullptr;
};

/// Neighbouring steps that are one statement.
struct ReleaseBatch {
    enum class Kind {
        park,   // sets a column to a value that is not to stay, where rows take values from each other in a
                // ring
        update, // to what the models say
        erase,
    };

    TableRows* table = nullptr;
    Kind kind = Kind::update;
    ColumnSet set{}; // of columns to set
    std::vector<ManagedRow*> rows{};
    std::vector<Image> parked{}; // one per row to park: an image that has the value
    bool in_order = false;       // its rows take values from each other, so they are updated one by one
};

/// In the order in which they are sent.
struct Releases {
    std::vector<CutLink> cut{}; // foreign keys set to NULL before: they stand between rows that are deleted
    std::vector<ReleaseBatch> batches{};
};

/// Fills in `releases` of a plan that has all its inserts, updates and deletes, and takes out of those what
/// goes first. Costs nothing for a table where nothing is erased and no unique key is edited. Throws
/// FlushCycle: a row that must go first needs one that is only inserted later; UnresolvableSwap; UsageError:
/// a row would be deleted along with an erased one although it was related to the new row with the same key.
void plan_releases(SessionState& session, FlushPlan& plan);

}
