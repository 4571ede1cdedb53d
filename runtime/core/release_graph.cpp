#include "core/release_graph.hpp"

#include "core/keys.hpp"
#include "core/links.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <bit>
#include <string>

namespace rowsmith::detail {
namespace {

/// Rows that give up the values of one unique key, by these values: open addressing.
class FreedValues {
public:
    struct Entry {
        std::uint64_t hash = 0;
        ManagedRow* row = nullptr;
        const ChangedPart* part = nullptr;
    };

    explicit FreedValues(std::size_t most) : entries_(std::bit_ceil(2 * most)) {}

    void add(const Entry& entry) {
        std::size_t at = entry.hash & (entries_.size() - 1);
        while (entries_[at].row)
            at = (at + 1) & (entries_.size() - 1);
        entries_[at] = entry;
    }
    template <typename Use>
    void for_each(std::uint64_t hash, Use use) const {
        for (std::size_t at = hash & (entries_.size() - 1); entries_[at].row;
             at = (at + 1) & (entries_.size() - 1)) {
            if (entries_[at].hash == hash)
                use(entries_[at]);
        }
    }

private:
    std::vector<Entry> entries_; // half of them empty at least
};

/// What the rows of a plan do to the values of one unique key.
struct KeyUse {
    std::size_t number = 0;
    std::span<const std::uint16_t> columns{};
    std::size_t edits = 0;
    std::size_t erases = 0;
};

/// Whether one row of the plan may take what another gives up.
bool may_collide(const SessionState& session, const TablePlan& table, const KeyUse& use) {
    const std::size_t adds = table.inserts.size();
    if (use.edits + use.erases == 0 || use.edits + adds == 0)
        return false;
    if (use.number == 0 && use.edits == 0 && session.displaced.empty())
        return false; // `add` looks for its key among the rows of the session
    const bool alone = use.edits == 1 && use.erases + adds == 0;
    return !alone && is_comparable(*table.table->mapping, use.columns);
}

/// Whether the database does without the row that refers to an erased one having gone before.
bool may_go_later(const ForeignKey& key) {
    return key.on_delete == KeyAction::set_null || key.on_delete == KeyAction::set_default ||
           (key.deferrable && key.on_delete == KeyAction::none);
}

/// The rows to erase with which the database deletes a cascaded one.
std::vector<ManagedRow*> erased_above(const ManagedRow& cascaded) {
    std::vector<const ManagedRow*> below{&cascaded};
    std::vector<ManagedRow*> erased;
    for (std::size_t at = 0; at < below.size(); ++at) { // `below` grows
        const auto keys = below[at]->mapping->foreign_keys;
        for (std::size_t key = 0; key < keys.size(); ++key) {
            ManagedRow* const above =
                keys[key].on_delete == KeyAction::cascade ? stored_target(*below[at], key) : nullptr;
            if (!above || above->state != RowState::erased)
                continue;
            if (!above->cascaded)
                erased.push_back(above);
            else if (std::ranges::find(below, above) == below.end())
                below.push_back(above);
        }
    }
    return erased;
}

struct Referring {
    ManagedRow* row;
    const ForeignKey* key;
    const ChangedPart* part; // null when the row is erased; else what moves it away
};

class ReleaseFinder {
public:
    ReleaseFinder(SessionState& session, const FlushPlan& plan, std::vector<PartsOfGroups>& parts)
        : session_(session), plan_(plan), parts_(parts) {
        parts_.resize(plan.tables.size());
        for (ManagedRow* row : session.erased) {
            if (row->cascaded && row->state == RowState::erased)
                cascaded_[row->table].push_back(row);
        }
    }

    ReleaseGraph find() {
        for (std::size_t at = 0; at < plan_.tables.size(); ++at)
            find_collisions(at);
        for (std::size_t at = 0; at < open_.size(); ++at) // `open_` grows
            precede(open_[at]);
        let_takers_in();
        return std::move(graph_);
    }

private:
    void find_collisions(std::size_t table) {
        const TablePlan& plan = plan_.tables[table];
        const auto cascaded = cascaded_.find(plan.table);
        const std::size_t erases =
            plan.deletes.rows.size() + (cascaded == cascaded_.end() ? 0 : cascaded->second.size());
        if (erases == 0 && plan.updates.empty())
            return;
        for (std::size_t number = 0; number < count_unique_keys(*plan.table->mapping); ++number) {
            KeyUse use{
                .number = number, .columns = unique_key(*plan.table->mapping, number), .erases = erases};
            for (const UpdateGroup& group : plan.updates) {
                if (changes_any(use.columns, group.set))
                    use.edits += group.rows.size();
            }
            if (may_collide(session_, plan, use))
                find_takers(table, use, freed_values(table, use));
        }
    }

    const PartsOfGroups& parts_of_table(std::size_t table) {
        const TablePlan& plan = plan_.tables[table];
        if (!parts_[table].empty())
            return parts_[table];
        std::size_t number = 0;
        for (const UpdateGroup& group : plan.updates) {
            auto& parts = parts_[table].emplace_back(parts_of(*plan.table->mapping, group.set));
            for (ChangedPart& part : parts)
                part.number = number++;
        }
        return parts_[table];
    }

    /// Calls `use(row, part)` for each row that is updated in the key.
    template <typename Use>
    void for_each_edited(std::size_t table, const KeyUse& key, Use use) {
        const auto& updates = plan_.tables[table].updates;
        for (std::size_t group = 0; group < updates.size() && key.edits > 0; ++group) {
            const auto& parts = parts_of_table(table)[group];
            const auto part = std::ranges::find_if(parts, [&](const ChangedPart& candidate) {
                return std::ranges::find(candidate.unique_keys, key.number) != candidate.unique_keys.end();
            });
            if (part == parts.end())
                continue;
            for (ManagedRow* row : updates[group].rows)
                use(*row, *part);
        }
    }

    FreedValues freed_values(std::size_t table, const KeyUse& use) {
        const TablePlan& plan = plan_.tables[table];
        const Mapping& mapping = *plan.table->mapping;
        FreedValues freed{use.edits + use.erases};
        const auto add = [&](ManagedRow& row, const ChangedPart* part) {
            if (const auto hash = hash_of(mapping, use.columns, stored_model(row)))
                freed.add({.hash = *hash, .row = &row, .part = part});
        };
        for (ManagedRow* row : plan.deletes.rows)
            add(*row, nullptr);
        if (const auto cascaded = cascaded_.find(plan.table); cascaded != cascaded_.end()) {
            for (ManagedRow* row : cascaded->second)
                add(*row, nullptr);
        }
        for_each_edited(table, use, [&](ManagedRow& row, const ChangedPart& part) { add(row, &part); });
        return freed;
    }

    void find_takers(std::size_t table, const KeyUse& use, const FreedValues& freed) {
        for (ManagedRow* row : plan_.tables[table].inserts)
            take(*row, nullptr, use, freed);
        for_each_edited(table, use,
                        [&](ManagedRow& row, const ChangedPart& part) { take(row, &part, use, freed); });
    }

    /// `part` is null for a row that is inserted.
    void take(ManagedRow& row, const ChangedPart* part, const KeyUse& use, const FreedValues& freed) {
        const auto hash = hash_of_new(row, use.columns);
        if (!hash)
            return;
        freed.for_each(*hash, [&](const FreedValues::Entry& entry) {
            if (entry.row == &row ||
                !equal_in(*row.mapping, use.columns, stored_model(*entry.row), model_of(row)))
                return;
            if (!entry.row->cascaded)
                return free(*entry.row, entry.part, row, part, use.number);
            for (ManagedRow* above : erased_above(*entry.row))
                free(*above, nullptr, row, part, std::nullopt);
        });
    }

    void free(ManagedRow& holder, const ChangedPart* holder_part, ManagedRow& taker, const ChangedPart* part,
              std::optional<std::size_t> unique_key) {
        const std::size_t before = go_first(holder, holder_part);
        if (part)
            graph_.connect(
                {.before = before, .after = graph_.step_of(taker, part), .unique_key = unique_key});
    }

    std::size_t go_first(ManagedRow& row, const ChangedPart* part) {
        const std::size_t step = graph_.step_of(row, part);
        if (!graph_.steps[step].first) {
            graph_.steps[step].first = true;
            open_.push_back(step);
        }
        return step;
    }

    /// What a step of phase 1 needs goes first, too.
    void precede(std::size_t number) {
        const ManagedRow* const row = graph_.steps[number].row;
        if (const ChangedPart* const part = graph_.steps[number].part)
            return refuse_new_targets(*row, *part);
        find_referring();
        const auto [begin, end] = referring_.equal_range(row);
        for (auto entry = begin; entry != end; ++entry)
            precede_deletion(number, entry->second);
    }

    void precede_deletion(std::size_t deletion, const Referring& referring) {
        const ForeignKey& key = *referring.key;
        if (referring.row == graph_.steps[deletion].row || (referring.part && may_go_later(key)))
            return;
        const std::size_t before = go_first(*referring.row, referring.part);
        if (key.deferrable && key.on_delete == KeyAction::none)
            return;
        if (key.cut && !referring.part)
            graph_.cut.push_back({.row = referring.row, .key = &key});
        else
            graph_.connect({.before = before, .after = deletion, .key = &key});
    }

    /// Who refers, in the database, to rows that are to be deleted, and is deleted or moved away itself.
    void find_referring() {
        if (referring_found_)
            return;
        referring_found_ = true;
        for (std::size_t table = 0; table < plan_.tables.size(); ++table) {
            if (plan_.tables[table].table->mapping->foreign_keys.empty())
                continue;
            for (ManagedRow* row : plan_.tables[table].deletes.rows)
                add_erased(*row);
            for (std::size_t group = 0; group < plan_.tables[table].updates.size(); ++group) {
                for (const ChangedPart& part : parts_of_table(table)[group])
                    add_moved(plan_.tables[table].updates[group].rows, part);
            }
        }
    }

    void add_erased(ManagedRow& row) {
        for (std::size_t key = 0; key < row.mapping->foreign_keys.size(); ++key)
            add_referring(row, key, nullptr);
    }

    void add_moved(const std::vector<ManagedRow*>& rows, const ChangedPart& part) {
        for (const std::size_t key : part.foreign_keys) {
            for (ManagedRow* row : rows)
                add_referring(*row, key, &part);
        }
    }

    void add_referring(ManagedRow& row, std::size_t key, const ChangedPart* part) {
        const Referring referring{.row = &row, .key = &row.mapping->foreign_keys[key], .part = part};
        const ManagedRow* const target = stored_target(row, key);
        if (!target || target->state != RowState::erased)
            return;
        if (!target->cascaded) {
            referring_.emplace(target, referring);
            return;
        }
        for (const ManagedRow* above : erased_above(*target))
            referring_.emplace(above, referring);
    }

    /// Whether an UPDATE before the inserts would lead a foreign key to a row that is not there yet.
    [[nodiscard]] static bool needs_new_row(const ManagedRow& row, std::size_t key) {
        const ManagedRow* const target = current_target(row, key);
        const bool may_come_later = row.mapping->foreign_keys[key].deferrable;
        return target && target->state == RowState::pending && !(may_come_later && has_key(*target));
    }

    static void refuse_new_targets(const ManagedRow& row, const ChangedPart& part) {
        for (const std::size_t key : part.foreign_keys) {
            if (needs_new_row(row, key))
                throw FlushCycle(
                    "a row of " + std::string(row.mapping->model) +
                        " must be updated before new rows are inserted, since it frees a unique value"
                        " or leaves an erased row, but through '" +
                        std::string(row.mapping->foreign_keys[key].relation) +
                        "' it refers to a new row; flush once in between",
                    {.table = std::string(row.mapping->table),
                     .keys = {describe_key(*row.mapping, stored_model(row))}});
        }
    }

    /// Rows that only take a value go with those that give it up, if that spares a statement.
    void let_takers_in() {
        for (ReleaseStep& step : graph_.steps) {
            if (step.first || step.part->columns != step.part->changed)
                continue;
            step.first = std::ranges::none_of(step.part->foreign_keys,
                                              [&](std::size_t key) { return needs_new_row(*step.row, key); });
        }
    }

    SessionState& session_;
    const FlushPlan& plan_;
    std::vector<PartsOfGroups>& parts_;
    std::unordered_map<const TableRows*, std::vector<ManagedRow*>> cascaded_;
    ReleaseGraph graph_;
    std::vector<std::size_t> open_; // steps of phase 1, in the order in which they were found
    bool referring_found_ = false;
    std::unordered_multimap<const ManagedRow*, Referring> referring_; // by the erased row
};

}

std::size_t ReleaseGraph::step_of(ManagedRow& row, const ChangedPart* part) {
    const auto [known, is_new] = known_.emplace(std::pair{&row, part}, steps.size());
    if (is_new)
        steps.push_back({.row = &row, .part = part});
    return known->second;
}

void ReleaseGraph::connect(const ReleaseEdge& edge) {
    steps[edge.before].before.push_back(edges.size());
    steps[edge.after].after.push_back(edges.size());
    edges.push_back(edge);
}

ReleaseGraph find_releases(SessionState& session, const FlushPlan& plan, std::vector<PartsOfGroups>& parts) {
    return ReleaseFinder{session, plan, parts}.find();
}

}
