// The statements of a flush, in the order of its plan.

#include "core/sending.hpp"

#include "core/context.hpp"
#include "core/inserting.hpp"
#include "core/keys.hpp"
#include "core/row_statements.hpp"
#include "core/sequences.hpp"
#include "core/versions.hpp"

#include <algorithm>
#include <iterator>

namespace rowsmith::detail {
namespace {

void follow_moved_keys(SessionState& session, const UpdateGroup& group, const Mapping& mapping) {
    if (!changes_any(mapping.key, group.set))
        return;
    for (const ManagedRow* row : group.rows)
        follow_moved_key(session, *row);
}

void send_updates(SessionState& session, TablePlan& plan) {
    for (const UpdateGroup& group : plan.updates) {
        raise_versions(group.rows);
        update_rows(session, {.table = *plan.table, .set = group.set, .rows = group.rows});
        follow_moved_keys(session, group, *plan.table->mapping);
    }
}

ColumnSet nullable_columns(const Mapping& mapping, const ForeignKey& key) {
    ColumnSet set;
    for (const auto part : key.columns) {
        if (mapping.columns[part].nullable)
            set.insert(part);
    }
    return set;
}

/// Updates foreign keys that are cut, all rows of one key in one run.
void send_cut(SessionState& session, TableRows& table, const std::vector<CutLink>& cut, UpdateValues values) {
    if (cut.empty())
        return;
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        std::vector<ManagedRow*> rows;
        for (const CutLink& link : cut) {
            if (link.key == &key)
                rows.push_back(link.row);
        }
        const ColumnSet set = nullable_columns(*table.mapping, key);
        if (!rows.empty())
            update_rows(session, {.table = table, .set = set, .rows = rows, .values = values});
    }
}

/// Sets the foreign keys that an INSERT had to leave NULL; to the version of a row that makes no difference.
void send_inserted_cut(SessionState& session, TablePlan& plan) {
    send_cut(session, *plan.table, plan.inserted_cut, UpdateValues::of_models);
}

/// After the UPDATE of a key: those that refer to the row follow, and what comes finds it by the key that it
/// has now.
void follow_released_key(SessionState& session, ReleaseBatch& batch) {
    for (std::size_t at = 0; at < batch.rows.size(); ++at) {
        ManagedRow& row = *batch.rows[at];
        const bool parked =
            batch.kind == ReleaseBatch::Kind::park; // by a column that no other table refers to
        if (!parked)
            follow_moved_key(session, row);
        take_stored_key(row, parked ? batch.parked[at].get() : model_of(row));
    }
}

void send_release(SessionState& session, ReleaseBatch& batch) {
    if (batch.kind == ReleaseBatch::Kind::erase)
        return delete_rows(session, *batch.table, batch.rows);
    const ColumnRoles& roles = batch.table->roles;
    if (roles.version && batch.set.contains(roles.version_index))
        raise_versions(batch.rows);
    const bool parks = batch.kind == ReleaseBatch::Kind::park;
    update_rows(session, {.table = *batch.table,
                          .set = batch.set,
                          .rows = batch.rows,
                          .values = parks ? UpdateValues::of_images : UpdateValues::of_models,
                          .images = batch.parked,
                          .in_order = batch.in_order});
    if (changes_any(batch.table->mapping->key, batch.set))
        follow_released_key(session, batch);
}

/// Phase 1.
void send_releases(SessionState& session, Releases& releases) {
    for (const auto& table : session.tables) {
        std::vector<CutLink> cut;
        std::ranges::copy_if(releases.cut, std::back_inserter(cut),
                             [&](const CutLink& link) { return link.row->table == table.get(); });
        send_cut(session, *table, cut, UpdateValues::null);
    }
    for (ReleaseBatch& batch : releases.batches) {
        const bool erases = batch.kind == ReleaseBatch::Kind::erase;
        with_context(*batch.table->mapping, erases ? "delete" : "update",
                     [&] { send_release(session, batch); });
    }
}

/// Does one part of the sending for each table, parents first.
void for_each_table(SessionState& session, FlushPlan& plan, const char* statement,
                    void (*send_part)(SessionState&, TablePlan&)) {
    for (TablePlan& table : plan.tables)
        with_context(*table.table->mapping, statement, [&] { send_part(session, table); });
}

/// Phase 4, children first.
void send_deletes(SessionState& session, FlushPlan& plan) {
    for (TablePlan& table : plan.tables)
        send_cut(session, *table.table, table.deletes.cut, UpdateValues::null);
    for (auto table = plan.tables.rbegin(); table != plan.tables.rend(); ++table)
        with_context(*table->table->mapping, "delete",
                     [&] { delete_rows(session, *table->table, table->deletes.rows); });
}

}

void send(SessionState& session, FlushPlan& plan) {
    begin(session, driver::Begin::write);
    draw_keys(session, plan);
    send_releases(session, plan.releases);
    for_each_table(session, plan, "insert", insert_rows);
    for_each_table(session, plan, "update", send_inserted_cut);
    for_each_table(session, plan, "update", send_updates);
    send_deletes(session, plan);
}

}
