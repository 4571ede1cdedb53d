#include "core/relation_flush.hpp"

#include "core/cascades.hpp"
#include "core/links.hpp"
#include "core/lists.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::detail {
namespace {

void erase_orphans(SessionState& session) {
    std::vector<ManagedRow*> orphans = std::move(session.orphans);
    session.orphans.clear();
    for (ManagedRow* row : orphans) {
        if (row->orphaned && row->table)
            erase(*row, *row->table);
        release(*row);
    }
}

[[noreturn]] void refuse_disagreement(const ManagedRow& row, const ForeignKey& key) {
    const Column& column = row.mapping->columns[key.columns[0]];
    throw UsageError("the relation '" + std::string(key.relation) + "' of a row of " +
                         std::string(row.mapping->model) + " and its column '" + std::string(column.name) +
                         "' were set to different values",
                     {.table = std::string(row.mapping->table), .column = std::string(column.name)});
}

/// Whether the columns still hold what they held when the relation was set, to a row without a key.
bool is_left_alone(const ManagedRow& row, const ForeignKey& key) {
    return std::ranges::none_of(key.columns, [&](std::uint16_t part) {
        const Column& column = row.mapping->columns[part];
        return is_given(column, model_of(row)) &&
               (row.state == RowState::pending || !equal(column, stored_model(row), model_of(row)));
    });
}

[[noreturn]] void refuse_taken_back(const ManagedRow& row, const ForeignKey& key) {
    throw UsageError("a row of " + std::string(row.mapping->model) + " refers by '" +
                         std::string(key.relation) +
                         "' to a new row that was erased or expunged before it was sent: give it another one",
                     {.table = std::string(row.mapping->table)});
}

/// A new row goes with a new parent that is erased (cascades.cpp); one that is in the database does not.
bool was_taken_back(const ManagedRow& row, const ManagedRow& target) {
    return target.expunged || (target.state == RowState::detached && row.state == RowState::persistent);
}

void agree_with_link(ManagedRow& row, const ForeignKey& key, const ManagedRow* target) {
    if (!target) {
        if (!row.orphaned && !is_null(*row.mapping, key, model_of(row)))
            refuse_disagreement(row, key);
        return;
    }
    if (was_taken_back(row, *target))
        refuse_taken_back(row, key);
    if (!has_key(*target) || target->state == RowState::detached ||
        holds_key_of(*row.mapping, key, model_of(row), *target))
        return;
    if (!is_left_alone(row, key))
        refuse_disagreement(row, key);
    write_key(row, key, *target);
}

void agree(ManagedRow& row) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const Link link = link_of(row, number);
        if (link.was_set)
            agree_with_link(row, keys[number], link.target);
        else if (link.target || keys[number].inverse)
            follow_column(row, number);
    }
}

/// Two foreign keys may share a column: what the later one wrote must suit the earlier one.
void refuse_overwritten(const ManagedRow& row) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const Link link = link_of(row, number);
        if (link.was_set && link.target && link.target->table && has_key(*link.target) &&
            !holds_key_of(*row.mapping, keys[number], model_of(row), *link.target))
            refuse_disagreement(row, keys[number]);
    }
}

/// Rows whose columns or relations may have changed.
template <typename Visit>
void for_each_changed(SessionState& session, Visit visit) {
    for (const auto& table : session.tables) {
        if (table->mapping->foreign_keys.empty())
            continue;
        for (ManagedRow* row : table->pending) {
            if (row)
                visit(*row);
        }
    }
    for (ManagedRow* row : session.edited) {
        if (row->state == RowState::persistent && row->original)
            visit(*row);
    }
}

}

void agree_on_relations(SessionState& session) {
    erase_orphans(session);
    for_each_changed(session, agree);
    for_each_changed(session, refuse_overwritten);
    cascade(session);
}

void follow_column(ManagedRow& row, std::size_t number) {
    if (link_of(row, number).was_set)
        return;
    const ForeignKey& key = row.mapping->foreign_keys[number];
    ManagedRow* const former = link_of(row, number).target;
    ManagedRow* const now = named_target(*row.table, key, model_of(row));
    if (former == now)
        return;
    RowList* const to = now && key.inverse ? writable_list(*now, *key.inverse) : nullptr;
    if (to)
        make_place(*to);
    if (RowList* const from =
            former && former->table && key.inverse ? writable_list(*former, *key.inverse) : nullptr)
        take_from(*from, row);
    if (to)
        put_at_end(*to, row);
    put_link(row, number, {.target = now});
}

void add_waiting_columns(const ManagedRow& row, ColumnSet& changed) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const Link link = link_of(row, number);
        if (!link.was_set || !link.target || has_key(*link.target))
            continue;
        for (const auto part : keys[number].columns)
            changed.insert(part);
    }
}

bool leads_somewhere(const ManagedRow& row, const ForeignKey& key) {
    const Link link = link_of(row, static_cast<std::size_t>(&key - row.mapping->foreign_keys.data()));
    return link.was_set && link.target;
}

void fill_in_keys(ManagedRow& row) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const Link link = link_of(row, number);
        if (link.was_set && link.target && !link.target->in_map)
            write_key(row, keys[number], *link.target);
    }
}

void settle_relations(ManagedRow& row) noexcept {
    for (std::size_t number = 0; number < row.mapping->foreign_keys.size(); ++number) {
        const Link link = link_of(row, number);
        if (link.was_set)
            put_link(row, number, {.target = link.target});
    }
}

}
