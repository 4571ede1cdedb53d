// Expunging: the session forgets one row, whatever the database has of it.

#include "core/held_row.hpp"
#include "core/lists.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"

#include <string>
#include <vector>

namespace rowsmith::detail {
namespace {

using Links = std::vector<HeldRow>;

void add_new_links(Links& links, const ManagedRow& end, const ForeignKey& key) {
    const RowList* const list = key.inverse ? list_of(end, *key.inverse) : nullptr;
    if (!list)
        return;
    for (ManagedRow* link : list->rows) {
        if (link->state == RowState::pending)
            links.emplace_back(*link);
    }
}

/// The links of many-to-many relations, from either end, that are as new as the row.
Links new_links_of(const SessionState& session, const ManagedRow& row) {
    Links links;
    for (const auto& table : session.tables) {
        for (const Relation& relation : table->mapping->relations) {
            if (relation.kind != RelationKind::many_to_many)
                continue;
            if (table->mapping == row.mapping)
                add_new_links(links, row, relation.link->foreign_keys[relation.key]);
            if (relation.target == row.mapping)
                add_new_links(links, row, relation.link->foreign_keys[relation.far_key]);
        }
    }
    return links;
}

void expunge_new(SessionState& session, ManagedRow& row) {
    for (const HeldRow& link : new_links_of(session, row)) {
        if ((*link).state == RowState::pending)
            take_back_added(*link);
    }
    take_back_added(row);
    row.expunged = true;
}

/// The row is in the database: what refers to it does so by its columns, and needs no row of the session.
void forget_links_to(const SessionState& session, const ManagedRow& target) {
    const auto forget = [&](ManagedRow& row, std::size_t key) {
        if (link_of(row, key).target == &target)
            put_link(row, key, {});
    };
    for (const auto& table : session.tables) {
        const auto keys = table->mapping->foreign_keys;
        for (std::size_t key = 0; key < keys.size(); ++key) {
            if (keys[key].target != target.mapping)
                continue;
            table->identities.for_each([&](ManagedRow& row) { forget(row, key); });
            for (ManagedRow* row : table->pending) {
                if (row)
                    forget(*row, key);
            }
        }
    }
}

}

void expunge(ManagedRow& row) {
    SessionState& session = *row.table->session;
    require_usable(session);
    const HeldRow held{row}; // the session's references may be the last
    if (row.state == RowState::pending)
        return expunge_new(session, row);
    if (row.state != RowState::persistent)
        throw UsageError("expunge of a row of " + std::string(row.mapping->model) + " that is " +
                         (row.state == RowState::erased ? "erased" : "deleted") +
                         "; only a rollback keeps it from that");
    forget_edit(row);
    leave_lists(row);
    forget_links_to(session, row);
    leave(*row.table, row, model_of(row));
    detach(row);
}

}
