#include "core/relation_loading.hpp"

#include "core/execution.hpp"
#include "core/flush_plan.hpp"
#include "core/keyed_reading.hpp"
#include "core/links.hpp"
#include "core/lists.hpp"
#include "core/many_to_many.hpp"
#include "core/reading.hpp"
#include "core/relation_flush.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace rowsmith::detail {
namespace {

/// Reads all rows that a statement without parameters gives.
template <typename Use>
void read_all(TableRows& table, driver::Statement& select, StatementName name, Use use) {
    StatementWatch watch{table.session->engine, select.sql(), name};
    const Execution execution{select};
    while (select.step()) {
        ++watch.rows;
        use(adopt(table, select));
    }
    watch.done();
}

/// A scan costs a third of what it takes to look up all rows by keys.
driver::Statement& select_whole_table(TableRows& table) {
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    return table.session->connection->prepared(prepared_table.select, prepared_table.texts->select);
}

bool is_readable(const ManagedRow& row, const TableRows& table) {
    return row.table == &table && row.state != RowState::deleted && row.state != RowState::detached;
}

/// Whether nothing of the table was left out of the result that these rows came with.
bool is_whole_table(std::span<ManagedRow* const> rows) {
    const RowGroup* const group = rows.front()->group;
    return group && group->whole_table && group->rows.size() == rows.size();
}

/// What foreign keys of a whole table lead to is one statement, however many rows there are.
driver::Statement& select_referenced(TableRows& table, std::size_t key) {
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    return table.session->connection->select_referenced(prepared_table, *table.mapping, key);
}

/// To-one: the targets that the session does not have yet, each once.
void load_targets(TableRows& table, std::span<ManagedRow* const> rows, const Relation& relation) {
    const ForeignKey& key = table.mapping->foreign_keys[relation.key];
    Keys keys{.columns = key.target_columns};
    for (const ManagedRow* row : rows) {
        if (!is_readable(*row, table) || link_of(*row, relation.key).was_set ||
            current_target(*row, relation.key))
            continue;
        const KeyValues values{*table.mapping, key.columns, model_of(*row)};
        if (!values.has_null() && !(row->state == RowState::pending && is_unset(*row, key)))
            keys.add(values.values());
    }
    if (keys.parts.empty())
        return;
    TableRows& targets = rows_of(*table.session, *relation.target);
    sort_and_unite(keys, *relation.target);
    Grouping grouping{*relation.target};
    const auto use = [&](ManagedRow& row) { grouping.add(row); };
    const StatementName name{table.mapping->model, relation.name};
    if (keys.size() > most_keys && is_whole_table(rows))
        read_all(targets, select_referenced(table, relation.key), name, use);
    else
        read_by_keys(targets, keys, name, [&](driver::Statement& row) { use(adopt(targets, row)); });
}

/// What the rows of a clean to-one relation have found need not be looked for again.
void remember_targets(const TableRows& table, std::span<ManagedRow* const> rows, const Relation& relation) {
    for (ManagedRow* row : rows) {
        if (!is_readable(*row, table) || row->state != RowState::persistent || row->original)
            continue;
        ManagedRow* const target = current_target(*row, relation.key);
        if (target && !link_of(*row, relation.key).target)
            put_link(*row, relation.key, {.target = target});
    }
}

/// Lists of one relation while they are loaded.
class ListLoading {
public:
    ListLoading(TableRows& owners, const Relation& relation)
        : owners_(owners), relation_(relation), children_(rows_of(*owners.session, *relation.target)) {}

    void load(std::span<ManagedRow* const> rows, Reload reload) {
        find_missing(rows, reload);
        if (lists_.empty())
            return;
        read(leads_to_whole_table(rows));
        add_changed();
        keep();
    }

    void keep_joined(std::span<ManagedRow* const> rows, std::span<ManagedRow* const> members) {
        find_missing(rows, Reload::stale);
        for (ManagedRow* row : members) {
            if (row->state != RowState::erased)
                put(*row);
        }
        sort();
        add_changed();
        keep();
    }

private:
    [[nodiscard]] const ForeignKey& key() const { return relation_.target->foreign_keys[relation_.key]; }

    void find_missing(std::span<ManagedRow* const> rows, Reload reload) {
        lists_.reserve(rows.size());
        for (ManagedRow* row : rows) {
            if (is_readable(*row, owners_) && row->state != RowState::pending && is_missing(*row, reload))
                lists_.try_emplace(row, Loaded{new_list(*owners_.session)});
        }
    }

    [[nodiscard]] bool is_missing(const ManagedRow& row, Reload reload) const {
        const RowList* const list = list_of(row, relation_);
        if (!list || reload == Reload::missing)
            return !list;
        return list->loaded_in != owners_.session->transaction &&
               list->touched_scope != owners_.session->lists.scope();
    }

    /// Whether each row of the target's table belongs to one of these rows.
    [[nodiscard]] bool leads_to_whole_table(std::span<ManagedRow* const> rows) const {
        return lists_.size() == rows.size() && is_whole_table(rows) && !can_be_null(*relation_.target, key());
    }

    void read(bool whole_table) {
        Grouping grouping{*relation_.target};
        const auto use = [&](ManagedRow& row) {
            grouping.add(row);
            // The others follow: rows that were moved, and new ones, also with a key that is taken.
            if (row.state == RowState::persistent && !has_moved(row))
                put(row);
        };
        const StatementName name{owners_.mapping->model, relation_.name};
        if (whole_table) {
            read_all(children_, select_whole_table(children_), name, use);
            grouping.mark_whole_table();
        } else {
            read_by_keys(children_, keys(), name,
                         [&](driver::Statement& row) { use(adopt(children_, row)); });
        }
        sort();
    }

    void sort() {
        end_run();
        for (auto& [owner, loaded] : lists_) {
            if (!loaded.sorted)
                std::ranges::sort(loaded.list->rows, key_less);
        }
    }

    /// The keys of the owners.
    [[nodiscard]] Keys keys() {
        Keys keys{.columns = key().columns};
        for (const auto& [owner, loaded] : lists_) {
            const void* const model = steady_model(*owner);
            for (const auto part : key().target_columns)
                keys.parts.push_back(value_of(owners_.mapping->columns[part], model));
        }
        sort_and_unite(keys, *relation_.target);
        return keys;
    }

    /// Where the owner's key stays as it is while it is bound: a row of a table that refers to itself may be
    /// read, and renewed, by the statement that it is a parameter of.
    const void* steady_model(const ManagedRow& owner) {
        if (&owners_ != &children_)
            return stored_model(owner);
        return images_.emplace_back(image_of(*owners_.mapping, stored_model(owner))).get();
    }

    /// Into the list of the owner that the row has in memory, if that is one of those.
    void put(ManagedRow& row) {
        if (!belongs_to_last(row) && !find_owner(row))
            return;
        if (row.original && !edited_.insert(&row).second)
            return; // one that the database has elsewhere may have been read nevertheless
        Loaded& loaded = *last_;
        loaded.sorted = loaded.sorted && (run_.empty() || key_less(run_.back(), &row));
        run_.push_back(&row);
        if (!link_of(row, relation_.key).was_set)
            put_link(row, relation_.key, {.target = last_owner_});
    }

    /// Looks for the owner, whose rows from here on are the run. False when the row is of nobody's here.
    bool find_owner(const ManagedRow& row) {
        ManagedRow* const owner = current_target(row, relation_.key);
        const auto found = owner ? lists_.find(owner) : lists_.end();
        if (found == lists_.end())
            return false;
        end_run();
        last_owner_ = owner;
        last_ = &found->second;
        return true;
    }

    /// The rows that came one after the other go into their list, which then has room for no more.
    void end_run() {
        if (run_.empty())
            return;
        auto& rows = last_->list->rows;
        last_->sorted = last_->sorted && rows.empty();
        rows.append(run_);
        for (ManagedRow* row : run_)
            acquire(*row);
        run_.clear();
    }

    /// Rows of one owner come one after the other.
    [[nodiscard]] bool belongs_to_last(const ManagedRow& row) const {
        return last_owner_ && row.state == RowState::persistent && !row.original &&
               holds_key_of(*children_.mapping, key(), model_of(row), *last_owner_);
    }

    /// Whether the program has led a row elsewhere since it was stored.
    [[nodiscard]] bool has_moved(const ManagedRow& row) const {
        return row.original && stored_target(row, relation_.key) != current_target(row, relation_.key);
    }

    /// Rows that the program has changed may be in other lists than the database says.
    void add_changed() {
        for (ManagedRow* row : owners_.session->edited) {
            if (row->table != &children_ || row->state != RowState::persistent || !row->original)
                continue;
            follow_column(*row, relation_.key);
            if (has_moved(*row))
                put(*row);
        }
        for (ManagedRow* row : children_.pending) {
            if (row && !row->orphaned) {
                follow_column(*row, relation_.key);
                put(*row);
            }
        }
        end_run();
    }

    void keep() {
        for (auto& [owner, loaded] : lists_)
            put_list(*owner, relation_, std::move(loaded.list));
    }

    struct Loaded {
        OwnedList list;
        bool sorted = true; // by key
    };

    TableRows& owners_;
    const Relation& relation_;
    TableRows& children_;
    std::unordered_map<ManagedRow*, Loaded> lists_;
    std::vector<Image> images_; // of owners
    ManagedRow* last_owner_ = nullptr;
    Loaded* last_ = nullptr;                         // its list
    std::vector<ManagedRow*> run_{};                 // rows of it that are not in the list yet
    std::unordered_set<const ManagedRow*> edited_{}; // that were put into a list
};

std::vector<ManagedRow*> links_of_all(const TableRows& table, std::span<ManagedRow* const> rows,
                                      const Relation& to_links) {
    std::vector<ManagedRow*> links;
    for (const ManagedRow* row : rows) {
        if (const RowList* const list = is_readable(*row, table) ? list_of(*row, to_links) : nullptr)
            links.insert(links.end(), list->rows.begin(), list->rows.end());
    }
    return links;
}

}

void load_relation(TableRows& table, std::span<ManagedRow* const> rows, const Relation& relation,
                   Reload reload) {
    if (relation.kind == RelationKind::to_one) {
        load_targets(table, rows, relation);
        remember_targets(table, rows, relation);
    } else if (relation.kind == RelationKind::many_to_many) {
        const Relation& to_links = links_of(relation);
        load_relation(table, rows, to_links, reload);
        const auto links = links_of_all(table, rows, to_links);
        load_relation(rows_of(*table.session, *relation.link), links,
                      relation.link->relations[relation.far_key], reload);
    } else {
        ListLoading{table, relation}.load(rows, reload);
    }
}

std::string_view sql_for_one(const TableRows& table, const Relation& relation) {
    if (relation.kind == RelationKind::many_to_many)
        return sql_for_one(table, links_of(relation));
    TableRows& target = rows_of(*table.session, *relation.target);
    if (relation.kind == RelationKind::to_one)
        return sql_for_one_key(target, table.mapping->foreign_keys[relation.key].target_columns);
    return sql_for_one_key(target, relation.target->foreign_keys[relation.key].columns);
}

void keep_joined(TableRows& table, std::span<ManagedRow* const> rows, const Relation& relation,
                 std::span<ManagedRow* const> members) {
    ListLoading{table, relation}.keep_joined(rows, members);
}

void Grouping::mark_whole_table() {
    if (group_)
        group_->whole_table = true;
}

Grouping::~Grouping() {
    if (group_ && --group_->references == 0)
        drop(*group_);
}

void Grouping::add(ManagedRow& row) {
    if (!wanted_ || (group_ && row.group == group_))
        return;
    if (!group_) {
        group_ = new RowGroup;
        group_->references = 1;
    }
    group_->rows.push_back(&row);
    acquire(row);
    put_into(group_, row);
}

}
