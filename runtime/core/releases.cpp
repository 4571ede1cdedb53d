#include "core/releases.hpp"

#include "core/keys.hpp"
#include "core/links.hpp"
#include "core/release_graph.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace rowsmith::detail {
namespace {

/// Whether the foreign key was set to a new row, but keeps the value by which it refers to an erased one.
bool is_taken_along(const ManagedRow& row, std::size_t number) {
    const ForeignKey& key = row.mapping->foreign_keys[number];
    const Link link = link_of(row, number);
    if (!link.was_set || !link.target ||
        !equal_in(*row.mapping, key.columns, stored_model(row), model_of(row)))
        return false;
    const ManagedRow* const stored = stored_target(row, number);
    return stored && stored != link.target && stored->state == RowState::erased;
}

void refuse_taken_along(const SessionState& session) {
    for (const ManagedRow* row : session.edited) {
        const std::size_t keys = row->state == RowState::persistent ? row->mapping->foreign_keys.size() : 0;
        for (std::size_t number = 0; number < keys; ++number) {
            if (is_taken_along(*row, number))
                throw UsageError(
                    "a row of " + std::string(row->mapping->model) + " was related through '" +
                        std::string(row->mapping->foreign_keys[number].relation) +
                        "' to a row that takes the key of the erased one it refers to, with which the" +
                        " database would take it along; edit that row instead of erasing it",
                    {.table = std::string(row->mapping->table),
                     .keys = {describe_key(*row->mapping, stored_model(*row))}});
        }
    }
}

/// The rows of phase 1, with the columns that it updates; none of those that it deletes.
using ReleasedRows = std::unordered_map<const ManagedRow*, ColumnSet>;

void insert_all(ColumnSet& into, const ColumnSet& from, std::size_t columns) {
    for (std::size_t index = 0; index < columns; ++index) {
        if (from.contains(index))
            into.insert(index);
    }
}

ReleasedRows released_rows(const ReleaseGraph& graph) {
    ReleasedRows rows;
    rows.reserve(graph.steps.size());
    for (const ReleaseStep& step : graph.steps) {
        if (!step.first)
            continue;
        ColumnSet& set = rows[step.row];
        if (step.part)
            insert_all(set, step.part->set, step.row->mapping->columns.size());
    }
    return rows;
}

/// The columns that are left for phase 3, with the version; none when only that is left.
ColumnSet rest_of(const Mapping& mapping, const ColumnSet& changed, const ColumnSet& released) {
    ColumnSet rest;
    bool any = false;
    for (std::size_t index = 0; index < mapping.columns.size(); ++index) {
        if (!changed.contains(index) || released.contains(index))
            continue;
        rest.insert(index);
        any = any || mapping.columns[index].writing != Writing::version;
    }
    return any ? rest : ColumnSet{};
}

void take_out_updates(TablePlan& table, const ReleasedRows& released) {
    std::vector<std::pair<ManagedRow*, ColumnSet>> rests;
    for (UpdateGroup& group : table.updates) {
        std::erase_if(group.rows, [&](ManagedRow* row) {
            const auto found = released.find(row);
            if (found == released.end())
                return false;
            ColumnSet rest = rest_of(*row->mapping, group.set, found->second);
            if (!rest.empty())
                rests.emplace_back(row, std::move(rest));
            return true;
        });
    }
    std::erase_if(table.updates, [](const UpdateGroup& group) { return group.rows.empty(); });
    for (auto& [row, rest] : rests)
        add_to_group(table.updates, std::move(rest), *row);
}

/// Later phases do without what goes first.
void take_out(FlushPlan& plan, const ReleasedRows& released) {
    for (TablePlan& table : plan.tables) {
        std::erase_if(table.deletes.rows, [&](const ManagedRow* row) { return released.contains(row); });
        take_out_updates(table, released);
    }
}

}

void plan_releases(SessionState& session, FlushPlan& plan) {
    refuse_taken_along(session);
    std::vector<PartsOfGroups> parts;
    ReleaseGraph graph = find_releases(session, plan, parts);
    if (graph.steps.empty())
        return;
    take_out(plan, released_rows(graph));
    plan.releases = order_releases(graph);
}

}
