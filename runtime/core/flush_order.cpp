// The order of rows inside one table that refers to itself, and the foreign keys that are NULL for a while
// because rows or tables refer to each other in a ring.

#include "core/flush_plan.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

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

using TargetOf = ManagedRow* (*)(const TableRows&, const ForeignKey&, const ManagedRow&);

ManagedRow* current_target(const TableRows& table, const ForeignKey& key, const ManagedRow& row) {
    return target_row(table, key, model_of(row));
}

/// The row that is referred to in the database: when a new one has its key, the erased one that had it.
ManagedRow* stored_target(const TableRows& table, const ForeignKey& key, const ManagedRow& row) {
    ManagedRow* const found = target_row(table, key, stored_model(row));
    const auto& displaced = table.session->displaced;
    const auto former = found && !displaced.empty() ? displaced.find(found) : displaced.end();
    return former == displaced.end() ? found : former->second;
}

bool can_be_null(const Mapping& mapping, const ForeignKey& key) {
    return std::ranges::any_of(key.columns,
                               [&](std::uint16_t part) { return mapping.columns[part].nullable; });
}

/// Puts rows behind those that they refer to. A depth-first walk; rings are cut at a key that can be NULL.
class ParentsFirst {
public:
    ParentsFirst(const TableRows& table, TargetOf target) : table_(table), target_(target) {}

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
            ManagedRow* parent = target_(table_, key, *step.row);
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
    TargetOf target_;
    std::unordered_map<ManagedRow*, Mark> marks_;
    std::vector<ManagedRow*> ordered_;
};

bool refers_to_itself(const Mapping& mapping) {
    return std::ranges::any_of(mapping.foreign_keys,
                               [&](const ForeignKey& key) { return key.target == &mapping; });
}

/// Keys at which the generator cut a ring of tables, where both rows are in this flush in the same `state`.
void cut_rings_of_tables(const TableRows& table, const std::vector<ManagedRow*>& rows, RowState state,
                         TargetOf target_of, std::vector<CutLink>& cuts) {
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        if (!key.cut || key.deferrable)
            continue;
        for (ManagedRow* row : rows) {
            const ManagedRow* target = target_of(table, key, *row);
            if (target && target->state == state)
                cuts.push_back({.row = row, .key = &key});
        }
    }
}

using Referring = std::unordered_multimap<const ManagedRow*, ManagedRow*>;

/// Rows to delete at the end, by each of the rows to delete that they refer to.
Referring referring_rows(const FlushPlan& plan) {
    Referring referring;
    for (const TablePlan& table : plan.tables) {
        for (ManagedRow* row : table.deletes.rows) {
            for (const ForeignKey& key : row->mapping->foreign_keys) {
                const ManagedRow* target = stored_target(*table.table, key, *row);
                if (target && target->state == RowState::erased)
                    referring.emplace(target, row);
            }
        }
    }
    return referring;
}

}

void pull_forward(FlushPlan& plan) {
    std::vector<const ManagedRow*> first;
    for (const TablePlan& table : plan.tables)
        first.insert(first.end(), table.releases.rows.begin(), table.releases.rows.end());
    if (first.empty())
        return;
    const Referring referring = referring_rows(plan);
    std::unordered_set<const ManagedRow*> pulled;
    for (std::size_t at = 0; at < first.size(); ++at) { // `first` grows
        const auto [begin, end] = referring.equal_range(first[at]);
        for (auto entry = begin; entry != end; ++entry) {
            if (pulled.insert(entry->second).second)
                first.push_back(entry->second);
        }
    }
    for (TablePlan& table : plan.tables) {
        auto& rows = table.deletes.rows;
        const auto stay = [&](const ManagedRow* row) { return !pulled.contains(row); };
        const auto moved = std::stable_partition(rows.begin(), rows.end(), stay);
        table.releases.rows.insert(table.releases.rows.end(), moved, rows.end());
        rows.erase(moved, rows.end());
    }
}

void order_inserts(TablePlan& plan) {
    TableRows& table = *plan.table;
    if (refers_to_itself(*table.mapping)) {
        ParentsFirst walk{table, current_target};
        plan.inserts = walk.order(plan.inserts);
        plan.inserted_cut = std::move(walk.cuts);
    }
    cut_rings_of_tables(table, plan.inserts, RowState::pending, current_target, plan.inserted_cut);
}

void order_deletes(const TableRows& table, Deletes& deletes) {
    if (deletes.rows.empty())
        return;
    if (refers_to_itself(*table.mapping)) {
        ParentsFirst walk{table, stored_target};
        deletes.rows = walk.order(deletes.rows);
        std::ranges::reverse(deletes.rows);
        deletes.cut = std::move(walk.cuts);
    }
    cut_rings_of_tables(table, deletes.rows, RowState::erased, stored_target, deletes.cut);
    std::ranges::stable_sort(deletes.cut, key_less, &CutLink::row);
}

}
