#include "core/relation_slots.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rowsmith::detail {
namespace {

RowList* to_list(RelationSlot slot) {
    return reinterpret_cast<RowList*>(slot);
}

RelationSlot* find_more(const ManagedRow& row, const Relation& relation) {
    if (!row.more_lists)
        return nullptr;
    auto& entries = row.more_lists->entries;
    const auto found = std::ranges::find(entries, &relation, &MoreLists::Entry::relation);
    return found == entries.end() ? nullptr : &found->slot;
}

RelationSlot& list_slot(ManagedRow& row, const Relation& relation) {
    if (relation.slot != no_slot)
        return slots_of(row)[relation.slot];
    if (RelationSlot* const known = find_more(row, relation))
        return *known;
    if (!row.more_lists)
        row.more_lists = new MoreLists;
    return row.more_lists->entries.emplace_back(MoreLists::Entry{&relation, 0}).slot;
}

void drop_list(RelationSlot& slot) noexcept {
    if (RowList* const list = to_list(std::exchange(slot, 0)))
        release(*list);
}

void leave_group(ManagedRow& row) noexcept {
    RowGroup* const group = std::exchange(row.group, nullptr);
    if (group && --group->references == 0)
        drop(*group);
}

}

bool RowSequence::take_out(const ManagedRow& row) noexcept {
    Iterator found = end();
    for (Iterator low = begin(), high = end(); low != high && found == end();) {
        if (*low == &row)
            found = low;
        else if (*--high == &row)
            found = high;
        else if (low != high)
            ++low;
    }
    if (found == end())
        return false;
    if (found - begin() < end() - found) {
        std::move_backward(begin(), found, std::next(found));
        ++first_;
    } else {
        rows_.erase(found);
    }
    if (empty())
        clear();
    return true;
}

void release(RowList& list) noexcept {
    if (--list.references > 0)
        return;
    for (ManagedRow* row : list.rows)
        release(*row);
    delete &list;
}

void drop(RowGroup& group) noexcept {
    for (ManagedRow* member : group.rows)
        release(*member);
    delete &group;
}

void put_into(RowGroup* group, ManagedRow& row) noexcept {
    if (group)
        ++group->references;
    leave_group(row);
    row.group = group;
}

void put_link(ManagedRow& row, std::size_t key, Link link) noexcept {
    if (link.target)
        acquire(*link.target);
    ManagedRow* const former = link_of(row, key).target;
    slots_of(row)[key] = reinterpret_cast<RelationSlot>(link.target) | (link.was_set ? 1U : 0U);
    if (former)
        release(*former);
}

RowList* list_of(const ManagedRow& row, const Relation& relation) noexcept {
    if (relation.slot != no_slot)
        return to_list(slots_of(row)[relation.slot]);
    const RelationSlot* const more = find_more(row, relation);
    return more ? to_list(*more) : nullptr;
}

void put_list(ManagedRow& row, const Relation& relation, OwnedList list) {
    RelationSlot& slot = list_slot(row, relation);
    drop_list(slot);
    slot = reinterpret_cast<RelationSlot>(list.release());
}

void clear_relations(ManagedRow& row) noexcept {
    const Mapping& mapping = *row.mapping;
    for (std::size_t slot = 0; slot < mapping.slots; ++slot) {
        if (slot < mapping.foreign_keys.size())
            put_link(row, slot, {});
        else
            drop_list(slots_of(row)[slot]);
    }
    if (row.more_lists) {
        for (MoreLists::Entry& entry : row.more_lists->entries)
            drop_list(entry.slot);
        delete std::exchange(row.more_lists, nullptr);
    }
    leave_group(row);
}

}
