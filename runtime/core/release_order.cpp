// The order of phase 1. Steps that wait for nothing go together; when all wait for each other, rings are
// broken.

#include "core/keys.hpp"
#include "core/links.hpp"
#include "core/parking.hpp"
#include "core/release_graph.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <tuple>

namespace rowsmith::detail {
namespace {

/// What a row still has to be sent in this flush.
struct Open {
    std::size_t steps = 0;   // of phase 1
    std::size_t columns = 0; // that phase 1 does not set
};

/// Joins steps to batches.
class Batches {
public:
    explicit Batches(const ReleaseGraph& graph) {
        for (const ReleaseStep& step : graph.steps) {
            if (!step.first || !step.part)
                continue;
            Open& open = open_.try_emplace(step.row, Open{.columns = step.part->changed}).first->second;
            ++open.steps;
            open.columns -= step.part->columns;
        }
    }

    void park(ManagedRow& row, ParkedValue value) {
        ColumnSet set;
        set.insert(value.column);
        ReleaseBatch& batch = batch_of(*row.table, ReleaseBatch::Kind::park, std::move(set));
        batch.rows.push_back(&row);
        batch.parked.push_back(std::move(value.image));
    }

    /// `parked`: columns that the row has to get back. `in_order`: the row takes a value that another one
    /// gives up.
    void update(ManagedRow& row, const ChangedPart& part, const std::vector<std::uint16_t>& parked,
                bool in_order) {
        ColumnSet set = part.set;
        for (const auto column : parked)
            set.insert(column);
        Open& open = open_[&row];
        const bool is_last = --open.steps == 0 && open.columns == 0;
        if (is_last && row.table->roles.version)
            set.insert(row.table->roles.version_index);
        ReleaseBatch& batch = batch_of(*row.table, ReleaseBatch::Kind::update, std::move(set));
        batch.in_order = batch.in_order || in_order;
        batch.rows.push_back(&row);
    }

    void erase(ManagedRow& row) { batch_of(*row.table, ReleaseBatch::Kind::erase, {}).rows.push_back(&row); }

    std::vector<ReleaseBatch> done() { return std::move(batches_); }

private:
    ReleaseBatch& batch_of(TableRows& table, ReleaseBatch::Kind kind, ColumnSet set) {
        // Rows that refer to one whose key moves may be next, and are then found by another key.
        const bool alone = changes_any(table.mapping->key, set);
        if (!batches_.empty() && !alone) {
            ReleaseBatch& last = batches_.back();
            if (last.table == &table && last.kind == kind && last.set == set)
                return last;
        }
        return batches_.emplace_back(ReleaseBatch{.table = &table, .kind = kind, .set = std::move(set)});
    }

    std::vector<ReleaseBatch> batches_;
    std::unordered_map<const ManagedRow*, Open> open_;
};

class ReleaseOrder {
public:
    explicit ReleaseOrder(ReleaseGraph& graph)
        : graph_(graph), parking_(graph), batches_(graph), parked_(graph.steps.size()),
          sent_(graph.steps.size()), in_order_(graph.steps.size()), visits_(graph.steps.size()) {}

    Releases order() {
        count_waits();
        park_chains();
        while (left_ > 0) {
            if (ready_.empty())
                break_rings();
            send_ready();
        }
        return {.cut = std::move(graph_.cut), .batches = batches_.done()};
    }

private:
    void count_waits() {
        for (ReleaseEdge& edge : graph_.edges) {
            edge.open = graph_.steps[edge.before].first && graph_.steps[edge.after].first;
            if (edge.open)
                ++graph_.steps[edge.after].waits;
        }
        for (std::size_t at = 0; at < graph_.steps.size(); ++at) {
            if (!graph_.steps[at].first)
                continue;
            ++left_;
            if (graph_.steps[at].waits == 0)
                ready_.push_back(at);
        }
    }

    /// Where the database checks a unique key after each row of a statement, rows that take values from each
    /// other are all parked, and then set: two statements, however many they are.
    void park_chains() {
        for (const ReleaseEdge& edge : graph_.edges) {
            const ReleaseStep& before = graph_.steps[edge.before];
            const ReleaseStep& after = graph_.steps[edge.after];
            const bool chained = edge.unique_key && before.first && after.first && before.part && after.part;
            if (!chained || before.row->table != after.row->table || !checks_each_row(*before.row->table))
                continue;
            park_in_chain(edge.before, *edge.unique_key);
            park_in_chain(edge.after, *edge.unique_key);
        }
    }

    static bool checks_each_row(const TableRows& table) {
        return table.session->engine.traits.checks_each_row;
    }

    void park_in_chain(std::size_t at, std::size_t number) {
        const auto columns = unique_key(*graph_.steps[at].row->mapping, number);
        const bool parked =
            std::ranges::any_of(parked_[at], [&](auto column) { return contains(columns, column); });
        if (!parked && !park(at, number))
            in_order_[at] = true;
    }

    /// Neighbours are to be one statement, and rows of one in the order of their keys.
    void sort_ready() {
        std::ranges::sort(ready_, [&](std::size_t left, std::size_t right) {
            const ReleaseStep& a = graph_.steps[left];
            const ReleaseStep& b = graph_.steps[right];
            if (a.row->table != b.row->table || a.part != b.part)
                return rank_of(left) < rank_of(right);
            return key_less(a.row, b.row);
        });
    }

    /// The place of a step among those of other tables and parts.
    [[nodiscard]] std::tuple<std::uint32_t, std::string_view, bool, std::size_t>
    rank_of(std::size_t at) const {
        const ReleaseStep& step = graph_.steps[at];
        return {step.row->mapping->rank, step.row->mapping->table, step.part == nullptr,
                step.part ? step.part->number : 0};
    }

    void send_ready() {
        sort_ready();
        std::vector<std::size_t> next;
        next.swap(ready_);
        for (const std::size_t at : next) {
            const ReleaseStep& step = graph_.steps[at];
            if (step.part)
                batches_.update(*step.row, *step.part, parked_[at], in_order_[at]);
            else
                batches_.erase(*step.row);
            sent_[at] = true;
            --left_;
            for (const std::size_t edge : step.before)
                close(graph_.edges[edge]);
        }
    }

    void close(ReleaseEdge& edge) {
        if (!edge.open)
            return;
        edge.open = false;
        if (--graph_.steps[edge.after].waits == 0)
            ready_.push_back(edge.after);
    }

    /// Each walk goes back along one edge per step, so it ends in a ring, or where an earlier one has been.
    void break_rings() {
        const std::size_t walks_before = walks_;
        for (std::size_t at = 0; at < graph_.steps.size(); ++at) {
            if (!graph_.steps[at].first || sent_[at] || visits_[at] > walks_before)
                continue;
            ++walks_;
            walk_back(at, walks_before);
        }
    }

    void walk_back(std::size_t from, std::size_t walks_before) {
        std::vector<std::size_t> path; // edges
        for (std::size_t at = from;;) {
            visits_[at] = walks_;
            const std::size_t edge = open_edge_to(at);
            if (edge == graph_.edges.size())
                return; // a ring that was broken here waits for nothing any more
            path.push_back(edge);
            at = graph_.edges[edge].before;
            if (visits_[at] == walks_)
                return break_ring(ring_at(path, at));
            if (visits_[at] > walks_before)
                return;
        }
    }

    [[nodiscard]] std::size_t open_edge_to(std::size_t at) const {
        const auto& edges = graph_.steps[at].after;
        const auto found =
            std::ranges::find_if(edges, [&](std::size_t edge) { return graph_.edges[edge].open; });
        return found == edges.end() ? graph_.edges.size() : *found;
    }

    /// The end of the path, from where it was at this step before.
    [[nodiscard]] std::vector<std::size_t> ring_at(const std::vector<std::size_t>& path,
                                                   std::size_t at) const {
        const auto begin =
            std::ranges::find(path, at, [&](std::size_t edge) { return graph_.edges[edge].after; });
        return {begin, path.end()};
    }

    void break_ring(const std::vector<std::size_t>& ring) {
        for (const std::size_t edge : ring) {
            const ReleaseEdge& broken = graph_.edges[edge];
            if (broken.key ? cut(graph_.edges[edge])
                           : broken.unique_key && park(broken.before, *broken.unique_key))
                return;
        }
        refuse(ring);
    }

    /// Has a step give up its row's value of a unique key before all others.
    bool park(std::size_t at, std::size_t number) {
        const ReleaseStep& step = graph_.steps[at];
        auto value = parking_.park(*step.row, number);
        if (!value)
            return false;
        const std::uint16_t column = value->column;
        parked_[at].push_back(column);
        batches_.park(*step.row, std::move(*value));
        for (const std::size_t freed : step.before) {
            ReleaseEdge& other = graph_.edges[freed];
            if (other.unique_key && contains(unique_key(*step.row->mapping, *other.unique_key), column))
                close(other);
        }
        return true;
    }

    bool cut(ReleaseEdge& edge) {
        ManagedRow& row = *graph_.steps[edge.before].row;
        if (graph_.steps[edge.before].part || !can_be_null(*row.mapping, *edge.key))
            return false;
        graph_.cut.push_back({.row = &row, .key = edge.key});
        close(edge);
        return true;
    }

    [[noreturn]] void refuse(const std::vector<std::size_t>& ring) const {
        const auto taken = std::ranges::find_if(
            ring, [&](std::size_t edge) { return graph_.edges[edge].unique_key.has_value(); });
        const ReleaseEdge& edge = graph_.edges[taken == ring.end() ? ring.front() : *taken];
        const ManagedRow& before = *graph_.steps[edge.before].row;
        const ManagedRow& after = *graph_.steps[edge.after].row;
        ErrorDetail detail{.table = std::string(before.mapping->table),
                           .keys = {describe_key(*before.mapping, stored_model(before)),
                                    describe_key(*after.mapping, stored_model(after))}};
        const std::string rows =
            "rows of " + std::string(before.mapping->model) + " and of " + std::string(after.mapping->model);
        if (taken == ring.end())
            throw FlushCycle(
                rows + " wait for each other, and no foreign key between them can be NULL for a while",
                std::move(detail));
        throw UnresolvableSwap(rows +
                                   " take each other's values of a unique key, of which no column can hold" +
                                   " another value for a while; flush in between, with values that are free",
                               std::move(detail));
    }

    ReleaseGraph& graph_;
    Parking parking_;
    Batches batches_;
    std::vector<std::vector<std::uint16_t>> parked_; // by step
    std::vector<bool> sent_;                         // by step
    std::vector<bool> in_order_;                     // by step
    std::vector<std::size_t> visits_;                // by step: the walk that came by last
    std::vector<std::size_t> ready_;
    std::size_t left_ = 0; // steps of phase 1
    std::size_t walks_ = 0;
};

}

Releases order_releases(ReleaseGraph& graph) {
    return ReleaseOrder{graph}.order();
}

}
