#include "core/flush_plan.hpp"

#include "core/conflicts.hpp"
#include "core/fetch_ahead.hpp"
#include "core/relation_flush.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace rowsmith::detail {
namespace {

TablePlan& find_plan(FlushPlan& plan, TableRows& table) {
    const auto known = std::ranges::find(plan.tables, &table, &TablePlan::table);
    return known != plan.tables.end() ? *known : plan.tables.emplace_back(TablePlan{.table = &table});
}

inline TablePlan& plan_of(FlushPlan& plan, TableRows& table) {
    if (!plan.tables.empty() && plan.tables.back().table == &table)
        return plan.tables.back(); // as most rows, of the same table as the one before
    return find_plan(plan, table);
}

void refuse_changed_made_key(const ManagedRow& row, const ColumnSet& changed) {
    for (const auto part : row.mapping->key) {
        const Column& column = row.mapping->columns[part];
        if (changed.contains(part) && column.maker != Maker::program)
            throw UsageError("the generated key '" + std::string(column.name) + "' of " +
                             std::string(row.mapping->model) + " was changed");
    }
}

[[noreturn]] void refuse_column(const Mapping& mapping, const Column& column, const char* role,
                                const std::string& why) {
    throw UsageError("the " + std::string(role) + " column '" + std::string(column.name) + "' of " + why,
                     {.table = std::string(mapping.table), .column = std::string(column.name)});
}

/// What is not for a program to give: computed columns and versions.
void refuse_given_columns(const ManagedRow& row, const SessionState& session) {
    const auto columns = row.mapping->columns;
    for (std::uint16_t index = 0; index < columns.size(); ++index) {
        const Writing writing = columns[index].writing;
        if ((writing != Writing::computed && writing != Writing::version) || !is_set(session, row, index))
            continue;
        const std::string model(row.mapping->model);
        if (writing == Writing::version)
            refuse_column(*row.mapping, columns[index], "version",
                          "a new " + model + " was given; the session counts it");
        refuse_column(*row.mapping, columns[index], "computed",
                      "a new " + model + " was given; the database makes it");
    }
}

void refuse_changed_columns(const ManagedRow& row, const ColumnSet& changed) {
    const auto columns = row.mapping->columns;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (!changed.contains(index))
            continue;
        const std::string model(row.mapping->model);
        if (columns[index].writing == Writing::computed)
            refuse_column(*row.mapping, columns[index], "computed",
                          model + " was changed; the database makes it");
        if (columns[index].writing == Writing::insert_only)
            refuse_column(*row.mapping, columns[index], "readonly", model + " was changed");
    }
}

/// A foreign key to a generated key, left at `{}`: no such row can exist.
void refuse_unset_relation(const ManagedRow& row, const SessionState& session) {
    for (const ForeignKey& key : row.mapping->foreign_keys) {
        for (std::size_t part = 0; part < key.columns.size() && !leads_somewhere(row, key); ++part) {
            const Column& column = row.mapping->columns[key.columns[part]];
            const bool made_there = key.target->columns[key.target_columns[part]].maker != Maker::program;
            if (!column.nullable && made_there && !is_set(session, row, key.columns[part]))
                throw UsageError("the relation '" + std::string(key.relation) + "' of a new " +
                                 std::string(row.mapping->model) + " was never set");
        }
    }
}

/// Most rows are in order already, and have one integer for a key.
bool is_sorted_by_key(const std::vector<ManagedRow*>& rows) {
    if (rows.empty())
        return true;
    const Mapping& mapping = *rows.front()->mapping;
    const Column& first = mapping.columns[mapping.key[0]];
    if (mapping.key.size() > 1 || first.kind != ColumnKind::int64)
        return std::ranges::is_sorted(rows, key_less);
    return std::ranges::is_sorted(rows, {}, [&](const ManagedRow* row) {
        return *static_cast<const std::int64_t*>(member_of(first, stored_model(*row)));
    });
}

void sort_by_key(std::vector<ManagedRow*>& rows) {
    if (!is_sorted_by_key(rows))
        std::ranges::stable_sort(rows, key_less);
}

void plan_inserts(FlushPlan& plan, SessionState& session) {
    for (const auto& table : session.tables) {
        std::vector<ManagedRow*> rows;
        rows.reserve(table->pending.size());
        std::ranges::remove_copy(table->pending, std::back_inserter(rows), nullptr);
        if (rows.empty())
            continue;
        if (!table->mapping->foreign_keys.empty()) {
            for (const ManagedRow* row : rows)
                refuse_unset_relation(*row, session);
        }
        if (table->roles.limited) {
            for (const ManagedRow* row : rows)
                refuse_given_columns(*row, session);
        }
        plan_of(plan, *table).inserts = std::move(rows);
    }
}

/// Whether the row is about to leave its key to another.
bool gives_up_key(const ManagedRow& row) {
    if (row.state == RowState::persistent && row.original)
        return std::ranges::any_of(row.mapping->key, [&](std::uint16_t part) {
            return !equal(row.mapping->columns[part], row.original, model_of(row));
        });
    return row.state == RowState::erased;
}

/// A natural key may move only to where no other row of the session is, or one that leaves: it then goes
/// first.
void refuse_taken_key(const ManagedRow& row) {
    const ManagedRow* holder = row.table->identities.find(model_of(row));
    if (holder && holder != &row && !gives_up_key(*holder))
        throw IdentityConflict("the key of a row of " + std::string(row.mapping->model) +
                               " was changed to that of another managed row");
}

bool changes_key(const Mapping& mapping, const ColumnSet& changed) {
    return std::ranges::any_of(mapping.key, [&](std::uint16_t part) { return changed.contains(part); });
}

/// Rows that were edited by structs of another version than the session has read.
class StaleRows {
public:
    /// Whether that goes for this row.
    bool take(const ManagedRow& row, const ColumnSet& changed) {
        const ColumnRoles& roles = row.table->roles;
        const bool stale = roles.version && changed.contains(roles.version_index);
        if (stale && (rows_.empty() || rows_.front()->table == row.table))
            rows_.push_back(&row);
        return stale;
    }
    void refuse() const {
        if (!rows_.empty())
            refuse_stale(rows_);
    }

private:
    std::vector<const ManagedRow*> rows_; // of one table
};

void plan_update(FlushPlan& plan, ManagedRow& row, ColumnSet changed) {
    const ColumnRoles& roles = row.table->roles;
    if (roles.limited)
        refuse_changed_columns(row, changed);
    if (roles.version)
        changed.insert(roles.version_index);
    refuse_changed_made_key(row, changed);
    if (changes_key(*row.mapping, changed)) {
        plan.keys_move = true;
        refuse_taken_key(row);
    }
    add_to_group(plan_of(plan, *row.table).updates, std::move(changed), row);
}

void plan_updates(FlushPlan& plan, SessionState& session) {
    StaleRows stale;
    for (std::size_t at = 0; at < session.edited.size(); ++at) {
        ManagedRow* const row = session.edited[at];
        fetch_models_ahead(session.edited, at);
        if (row->state != RowState::persistent || !row->original)
            continue;
        ColumnSet changed = changed_columns(*row->mapping, row->original, model_of(*row));
        add_waiting_columns(*row, changed);
        if (changed.empty() && !row->touched)
            continue;
        if (!row->table->roles.limited || !stale.take(*row, changed))
            plan_update(plan, *row, std::move(changed));
    }
    stale.refuse();
}

void plan_deletes(FlushPlan& plan, SessionState& session) {
    for (std::size_t at = 0; at < session.erased.size(); ++at) {
        ManagedRow* const row = session.erased[at];
        fetch_rows_ahead(session.erased, at);
        if (row->state == RowState::erased && !row->cascaded)
            plan_of(plan, *row->table).deletes.rows.push_back(row);
    }
}

void sort_groups(std::vector<UpdateGroup>& groups) {
    for (UpdateGroup& group : groups)
        sort_by_key(group.rows);
    std::ranges::stable_sort(groups, [](const UpdateGroup& left, const UpdateGroup& right) {
        return key_less(left.rows.front(), right.rows.front());
    });
}

}

bool is_set(const SessionState& session, const ManagedRow& row, std::uint16_t index) {
    const Column& column = row.mapping->columns[index];
    if (is_given(column, model_of(row)) || (column.loaded != 0 && is_loaded(column, model_of(row))))
        return true;
    const auto given = session.given.find(&row);
    return given != session.given.end() && given->second.contains(index);
}

void add_to_group(std::vector<UpdateGroup>& groups, ColumnSet set, ManagedRow& row) {
    for (UpdateGroup& group : groups) {
        if (group.set == set) {
            group.rows.push_back(&row);
            return;
        }
    }
    groups.push_back({.set = std::move(set), .rows = {&row}});
}

bool key_less(const ManagedRow* left, const ManagedRow* right) {
    const Mapping& mapping = *left->mapping;
    for (const auto part : mapping.key) {
        const Column& column = mapping.columns[part];
        const auto order = compare_values(column, value_of(column, stored_model(*left)),
                                          value_of(column, stored_model(*right)));
        if (order != 0)
            return order < 0;
    }
    return false;
}

FlushPlan plan_flush(SessionState& session) {
    claim_edited_keys(session);
    agree_on_relations(session);
    FlushPlan plan;
    plan_inserts(plan, session);
    plan_updates(plan, session);
    plan_deletes(plan, session);
    std::ranges::stable_sort(plan.tables, {},
                             [](const TablePlan& table) { return table.table->mapping->rank; });
    plan_releases(session, plan);
    for (TablePlan& table : plan.tables) {
        sort_groups(table.updates);
        sort_by_key(table.deletes.rows);
        order_inserts(table);
        order_deletes(*table.table, table.deletes);
    }
    return plan;
}

}
