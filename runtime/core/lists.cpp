#include "core/lists.hpp"

#include "core/links.hpp"
#include "core/session_state.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith::detail {
namespace {

/// Rows that belong elsewhere by now do not come back: those that were only read again, or forgotten.
void own_rows(ManagedRow& owner, const Relation& relation, RowList& list) {
    const auto elsewhere = [&](ManagedRow* row) {
        const bool away = !row->table || !refers_to(*row, relation.key, owner);
        if (away)
            release(*row);
        return away;
    };
    list.rows.take_out_if(elsewhere);
    for (ManagedRow* row : list.rows)
        put_link(*row, relation.key, {.target = &owner});
}

/// A copy that nobody else looks at.
OwnedList copy_of(const RowList& list) {
    OwnedList copy{
        new RowList{.rows = list.rows, .loaded_in = list.loaded_in, .loaded_level = list.loaded_level}};
    for (ManagedRow* row : copy->rows)
        acquire(*row);
    return copy;
}

void empty(RowList& list) noexcept {
    for (ManagedRow* row : list.rows)
        release(*row);
    list.rows.clear();
}

bool shows_what_is_undone(const RowList& list, const SessionState& session, int level) {
    return list.loaded_in == session.transaction && list.loaded_level >= level;
}

void unload(ManagedRow& row, int level) {
    const SessionState& session = *row.table->session;
    for (const Relation& relation : row.mapping->relations) {
        const RowList* const list = relation.kind == RelationKind::to_one || relation.slot == no_slot
                                        ? nullptr
                                        : list_of(row, relation);
        if (list && shows_what_is_undone(*list, session, level))
            put_list(row, relation, nullptr);
    }
    if (!row.more_lists)
        return;
    for (const MoreLists::Entry& entry : row.more_lists->entries) {
        const RowList* const list = list_of(row, *entry.relation);
        if (list && shows_what_is_undone(*list, session, level))
            put_list(row, *entry.relation, nullptr);
    }
}

}

void ListJournal::merge() noexcept {
    scopes_.pop_back();
    const int below = static_cast<int>(scopes_.size()) - 1;
    for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->level > below; ++entry)
        entry->level = below;
}

void ListJournal::note(ManagedRow& owner, const Relation& relation) {
    Entry entry{.relation = &relation, .level = static_cast<int>(scopes_.size()) - 1};
    if (RowList* const list = list_of(owner, relation)) {
        acquire(*list);
        entry.before.reset(list);
    }
    entries_.push_back(std::move(entry));
    acquire(owner);
    entries_.back().owner = &owner;
}

void ListJournal::restore(int level) {
    for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->level >= level; ++entry) {
        if (entry->owner->state == RowState::detached)
            continue;
        OwnedList before = entry->before ? copy_of(*entry->before) : nullptr;
        if (before)
            own_rows(*entry->owner, *entry->relation, *before);
        put_list(*entry->owner, *entry->relation, std::move(before));
    }
}

void ListJournal::leave(int level) noexcept {
    drop_from(level);
    scopes_.resize(static_cast<std::size_t>(level == 0 ? 1 : level));
    if (level == 0)
        scopes_[0] = ++last_scope_;
}

void ListJournal::drop_from(int level) noexcept {
    while (!entries_.empty() && entries_.back().level >= level) {
        if (entries_.back().owner)
            release(*entries_.back().owner);
        entries_.pop_back();
    }
}

OwnedList new_list(const SessionState& session) {
    return OwnedList{new RowList{.loaded_in = session.transaction, .loaded_level = session.level}};
}

RowList* writable_list(ManagedRow& owner, const Relation& relation) {
    if (!owner.table)
        return nullptr;
    SessionState& session = *owner.table->session;
    RowList* const list = list_of(owner, relation);
    const std::uint64_t scope = session.lists.scope();
    if (!list) {
        if (owner.state != RowState::pending)
            return nullptr;
        put_list(owner, relation, new_list(session));
        list_of(owner, relation)->touched_scope = scope; // a rollback forgets the row with its lists
        return list_of(owner, relation);
    }
    const bool known = list->touched_scope == scope;
    if (known && list->references == 1)
        return list;
    OwnedList copy = copy_of(*list);
    copy->touched_scope = scope;
    if (!known)
        session.lists.note(owner, relation);
    put_list(owner, relation, std::move(copy));
    return list_of(owner, relation);
}

void take_from(RowList& list, ManagedRow& row) noexcept {
    if (list.rows.take_out(row))
        release(row);
}

void make_place(RowList& list) {
    list.rows.make_place();
}

void put_at_end(RowList& list, ManagedRow& row) noexcept {
    list.rows.push_back(&row);
    acquire(row);
}

void leave_lists(ManagedRow& row) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t key = 0; key < keys.size(); ++key) {
        ManagedRow* const owner = keys[key].inverse ? link_of(row, key).target : nullptr;
        RowList* const list = owner ? writable_list(*owner, *keys[key].inverse) : nullptr;
        if (list && owner->state == RowState::erased)
            empty(*list); // one row after the other would leave it
        else if (list)
            take_from(*list, row);
    }
}

void unload_lists(SessionState& session, int level) {
    for (const auto& table : session.tables) {
        if (!table->mapping->relations.empty())
            table->identities.for_each([&](ManagedRow& row) { unload(row, level); });
    }
}

}
