#pragma once
// Many-to-many: the rows at the other ends of a list of links. Links are rows of the link table like all
// others.

#include "core/links.hpp"

#include <functional>

namespace rowsmith::detail {

/// The to-many relation of a row to its links.
[[nodiscard]] inline const Relation& links_of(const Relation& relation) {
    return *relation.link->foreign_keys[relation.key].inverse;
}

/// The rows at the other ends, each once, without those that are erased. Those that the session does not have
/// are left out.
[[nodiscard]] std::vector<ManagedRow*> far_rows(const RowList& links, const Relation& relation);
/// Whether the session has the rows at the other ends of all links.
[[nodiscard]] bool knows_far_rows(const RowList& links, const Relation& relation);

/// Adds a link between two rows unless there is one.
void link_rows(ManagedRow& owner, const Relation& relation, ManagedRow& row);
/// Erases the links between two rows. Looks for them in the database when the relation is not loaded. Throws
/// UsageError when there are none.
void unlink_rows(ManagedRow& owner, const Relation& relation, ManagedRow& row);

}
