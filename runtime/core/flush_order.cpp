// The order of rows inside one table that refers to itself, and the foreign keys that are NULL for a while
// because rows or tables refer to each other in a ring.

#include "core/flush_plan.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace rowsmith::detail {
namespace {

/// The row that a foreign key refers to, if the session has it.
ManagedRow* target_row(const TableRows& table, const ForeignKey& key, const void* model) {
    const KeyValues values{*table.mapping, key.columns, model};
    const bool by_primary_key = std::ranges::equal(key.target_columns, key.target->key);
    if (values.has_null() || !by_primary_key)
        return nullptr;
    for (const auto& other : table.session->tables) {
        if (other->mapping == key.target)
            return other->identities.find(values.values());
    }
    return nullptr;
}

bool can_be_null(const Mapping& mapping, const ForeignKey& key) {
    return std::ranges::any_of(key.columns,
                               [&](std::uint16_t part) { return mapping.columns[part].nullable; });
}

/// Puts rows behind those that they refer to. A depth-first walk; rings are cut at a key that can be NULL.
class ParentsFirst {
public:
    ParentsFirst(const TableRows& table, const void* (*model)(const ManagedRow&))
        : table_(table), model_(model) {}

    std::vector<ManagedRow*> order(const std::vector<ManagedRow*>& rows) {
        for (ManagedRow* row : rows)
            marks_.emplace(row, Mark::waiting);
        for (ManagedRow* row : rows)
            visit(*row);
        return std::move(ordered_);
    }

    std::vector<CutLink> cuts;

private:
    enum class Mark { waiting, open, done };
    struct Step {
        ManagedRow* row;
        std::size_t next_key = 0;
    };

    /// The next row that must come before, or null when there is none left.
    ManagedRow* next_parent(Step& step) {
        const auto keys = table_.mapping->foreign_keys;
        while (step.next_key < keys.size()) {
            const ForeignKey& key = keys[step.next_key++];
            if (key.target != table_.mapping || key.deferrable)
                continue;
            ManagedRow* parent = target_row(table_, key, model_(*step.row));
            const auto mark = parent && parent != step.row ? marks_.find(parent) : marks_.end();
            if (mark == marks_.end() || mark->second == Mark::done)
                continue;
            if (mark->second == Mark::waiting)
                return parent;
            cut(*step.row, key);
        }
        return nullptr;
    }

    void cut(ManagedRow& row, const ForeignKey& key) {
        if (!can_be_null(*table_.mapping, key))
            throw FlushCycle("rows of " + std::string(table_.mapping->model) +
                             " refer to each other in a ring through '" + std::string(key.relation) +
                             "', which cannot be NULL for a while");
        cuts.push_back({.row = &row, .key = &key});
    }

    void visit(ManagedRow& first) {
        if (marks_[&first] != Mark::waiting)
            return;
        std::vector<Step> path{{&first}}; // a stack of its own: trees may be deep
        marks_[&first] = Mark::open;
        while (!path.empty()) {
            ManagedRow* parent = next_parent(path.back());
            if (parent) {
                marks_[parent] = Mark::open;
                path.push_back({parent});
                continue;
            }
            marks_[path.back().row] = Mark::done;
            ordered_.push_back(path.back().row);
            path.pop_back();
        }
    }

    const TableRows& table_;
    const void* (*model_)(const ManagedRow&);
    std::unordered_map<ManagedRow*, Mark> marks_;
    std::vector<ManagedRow*> ordered_;
};

bool refers_to_itself(const Mapping& mapping) {
    return std::ranges::any_of(mapping.foreign_keys,
                               [&](const ForeignKey& key) { return key.target == &mapping; });
}

/// Keys at which the generator cut a ring of tables, where both rows are in this flush in the same `state`.
void cut_rings_of_tables(const TableRows& table, const std::vector<ManagedRow*>& rows, RowState state,
                         const void* (*model)(const ManagedRow&), std::vector<CutLink>& cuts) {
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        if (!key.cut || key.deferrable)
            continue;
        for (ManagedRow* row : rows) {
            const ManagedRow* target = target_row(table, key, model(*row));
            if (target && target->state == state)
                cuts.push_back({.row = row, .key = &key});
        }
    }
}

const void* current_model(const ManagedRow& row) {
    return model_of(row);
}

}

void order_inserts(TablePlan& plan) {
    TableRows& table = *plan.table;
    if (refers_to_itself(*table.mapping)) {
        ParentsFirst walk{table, current_model};
        plan.inserts = walk.order(plan.inserts);
        plan.inserted_cut = std::move(walk.cuts);
    }
    cut_rings_of_tables(table, plan.inserts, RowState::pending, current_model, plan.inserted_cut);
}

void order_deletes(TablePlan& plan) {
    TableRows& table = *plan.table;
    if (refers_to_itself(*table.mapping)) {
        ParentsFirst walk{table, stored_model};
        plan.deletes = walk.order(plan.deletes);
        std::ranges::reverse(plan.deletes);
        plan.deleted_cut = std::move(walk.cuts);
    }
    cut_rings_of_tables(table, plan.deletes, RowState::erased, stored_model, plan.deleted_cut);
}

}
