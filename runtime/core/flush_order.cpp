// The order of rows inside one table that refers to itself, and the foreign keys that are NULL for a while
// because rows or tables refer to each other in a ring.

#include "core/flush_plan.hpp"
#include "core/links.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace rowsmith::detail {
namespace {

using TargetOf = ManagedRow* (*)(const ManagedRow&, std::size_t);

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
            ManagedRow* parent = target_(*step.row, step.next_key - 1);
            if (parent == step.row && is_counted_by_insert(*parent, key))
                cut(*step.row, key);
            const auto mark = parent && parent != step.row ? marks_.find(parent) : marks_.end();
            if (mark == marks_.end() || mark->second == Mark::done)
                continue;
            if (mark->second == Mark::waiting)
                return parent;
            cut(*step.row, key);
        }
        return nullptr;
    }

    /// A row that refers to itself cannot name its key before the database has counted it.
    static bool is_counted_by_insert(const ManagedRow& row, const ForeignKey& key) {
        return !has_key(row) && std::ranges::any_of(key.target_columns, [&](std::uint16_t part) {
            return row.mapping->columns[part].maker == Maker::identity;
        });
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

/// How many statements must have told keys before a row can be sent. `levels` has those of the rows before
/// it.
std::size_t level_of(const ManagedRow& row,
                     const std::unordered_map<const ManagedRow*, std::size_t>& levels) {
    std::size_t level = 0;
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const ManagedRow* const parent =
            keys[number].target == row.mapping ? current_target(row, number) : nullptr;
        const auto found = parent ? levels.find(parent) : levels.end();
        if (found != levels.end())
            level = std::max(level, found->second + (has_key(*parent) ? 0 : 1));
    }
    return level;
}

/// Rows that wait for keys of the same statement become neighbours, so that they are one statement, too.
void gather_levels(std::vector<ManagedRow*>& rows) {
    std::unordered_map<const ManagedRow*, std::size_t> levels;
    for (const ManagedRow* row : rows)
        levels.emplace(row, level_of(*row, levels));
    std::ranges::stable_sort(rows, {}, [&](const ManagedRow* row) { return levels.at(row); });
}

/// Keys at which the generator cut a ring of tables, where both rows are in this flush in the same `state`.
void cut_rings_of_tables(const TableRows& table, const std::vector<ManagedRow*>& rows, RowState state,
                         TargetOf target_of, std::vector<CutLink>& cuts) {
    const auto keys = table.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        if (!keys[number].cut || keys[number].deferrable)
            continue;
        for (ManagedRow* row : rows) {
            const ManagedRow* target = target_of(*row, number);
            if (target && target->state == state)
                cuts.push_back({.row = row, .key = &keys[number]});
        }
    }
}

}

void order_inserts(TablePlan& plan) {
    TableRows& table = *plan.table;
    if (refers_to_itself(*table.mapping)) {
        ParentsFirst walk{table, current_target};
        plan.inserts = walk.order(plan.inserts);
        plan.inserted_cut = std::move(walk.cuts);
        if (table.session->engine.traits.batches)
            gather_levels(plan.inserts);
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
