#pragma once
// What a managed row keeps of its relations: one slot for each, behind its model.
//
// Of a foreign key the slot holds the row that it leads to, once that is known; the column stays the truth.
// Of the other direction it holds the list of rows, once that is loaded. What must hold at any time:
// - a row that stands in a loaded list has the list's owner in its own slot;
// - the slot of a row that was set (`set_user`) since the last flush says so.

#include "core/identity_map.hpp"
#include "rowsmith/ref.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace rowsmith::detail {

/// Rows in order. Taking one out costs what it takes to reach it from the nearer end: loops that empty a long
/// list from its front are as common as those that end with the last row.
class RowSequence {
public:
    using Iterator = std::vector<ManagedRow*>::iterator;
    using ConstIterator = std::vector<ManagedRow*>::const_iterator;

    RowSequence() = default;
    RowSequence(const RowSequence& other) : rows_(other.begin(), other.end()) {}
    RowSequence& operator=(std::vector<ManagedRow*> rows) noexcept {
        rows_ = std::move(rows);
        first_ = 0;
        return *this;
    }
    RowSequence& operator=(const RowSequence&) = delete;
    ~RowSequence() = default;

    [[nodiscard]] Iterator begin() noexcept { return rows_.begin() + first_; }
    [[nodiscard]] Iterator end() noexcept { return rows_.end(); }
    [[nodiscard]] ConstIterator begin() const noexcept { return rows_.begin() + first_; }
    [[nodiscard]] ConstIterator end() const noexcept { return rows_.end(); }
    [[nodiscard]] std::size_t size() const noexcept {
        return rows_.size() - static_cast<std::size_t>(first_);
    }
    [[nodiscard]] bool empty() const noexcept { return begin() == end(); }
    [[nodiscard]] ManagedRow* front() const noexcept { return *begin(); }
    [[nodiscard]] ManagedRow* operator[](std::size_t index) const noexcept {
        return rows_[static_cast<std::size_t>(first_) + index];
    }

    /// So that another row can be added without memory being asked for.
    void make_place() {
        if (rows_.size() == rows_.capacity())
            rows_.reserve(rows_.size() * 2 + 4);
    }
    void push_back(ManagedRow* row) { rows_.push_back(row); }
    void append(const std::vector<ManagedRow*>& rows) { rows_.insert(rows_.end(), rows.begin(), rows.end()); }
    void clear() noexcept {
        rows_.clear();
        first_ = 0;
    }
    /// False when the row is not among them.
    bool take_out(const ManagedRow& row) noexcept;
    template <typename Condition>
    void take_out_if(Condition condition) {
        rows_.erase(std::remove_if(begin(), end(), condition), end());
    }

private:
    std::vector<ManagedRow*> rows_{}; // those in front of the first are not in use
    std::ptrdiff_t first_ = 0;
};

/// Rows related to one row. A list that somebody else looks at is copied before it changes.
struct RowList {
    RowSequence rows{};              // with a reference each
    std::uint64_t loaded_in = 0;     // the session's transaction
    std::uint64_t touched_scope = 0; // the scope (ListJournal) that knows how it was before
    std::uint32_t references = 1;
    int loaded_level = 0; // the savepoint level in which it was loaded
};

inline void acquire(RowList& list) noexcept {
    ++list.references;
}
/// Drops the list with the last reference.
void release(RowList& list) noexcept;

struct ReleaseList {
    void operator()(RowList* list) const noexcept { release(*list); }
};
using OwnedList = std::unique_ptr<RowList, ReleaseList>;

/// The lists of relations that have no slot.
struct MoreLists {
    struct Entry {
        const Relation* relation;
        RelationSlot slot;
    };
    std::vector<Entry> entries;
};

/// The rows of one result, in its order, with a reference each. It ends when the last of them leaves it.
struct RowGroup {
    std::vector<ManagedRow*> rows{};
    std::uint32_t references = 0;
    bool whole_table = false; // nothing was left out: their relations lead to whole tables, too
};

/// Ends a group that nobody refers to.
void drop(RowGroup& group) noexcept;
/// Keeps a group, which may be none.
class HeldGroup {
public:
    explicit HeldGroup(RowGroup* group) noexcept : group_(group) {
        if (group_)
            ++group_->references;
    }
    ~HeldGroup() {
        if (group_ && --group_->references == 0)
            drop(*group_);
    }
    HeldGroup(const HeldGroup&) = delete;
    HeldGroup& operator=(const HeldGroup&) = delete;

private:
    RowGroup* group_;
};

/// Takes the row out of its group and puts it into this one, or into none.
void put_into(RowGroup* group, ManagedRow& row) noexcept;

/// The slots of a row begin behind its model.
[[nodiscard]] inline RelationSlot* slots_of(ManagedRow& row) {
    constexpr std::size_t alignment = alignof(RelationSlot);
    const std::size_t size = (row.mapping->rows.size + alignment - 1) / alignment * alignment;
    return static_cast<RelationSlot*>(static_cast<void*>(static_cast<std::byte*>(model_of(row)) + size));
}
[[nodiscard]] inline const RelationSlot* slots_of(const ManagedRow& row) {
    return slots_of(const_cast<ManagedRow&>(row)); // the row's own memory
}

/// Where a foreign key leads to.
struct Link {
    ManagedRow* target = nullptr; // null when it is not known; the columns say it
    bool was_set = false;         // by the program, since the last flush; its target may have no key yet
};

/// Of the foreign key number `key`.
[[nodiscard]] inline Link link_of(const ManagedRow& row, std::size_t key) {
    const RelationSlot slot = slots_of(row)[key];
    return {reinterpret_cast<ManagedRow*>(slot & ~RelationSlot{1}), (slot & 1) != 0};
}
void put_link(ManagedRow& row, std::size_t key, Link link) noexcept;

/// The loaded list of a to-many or one-to-one relation; null when it is not loaded.
[[nodiscard]] RowList* list_of(const ManagedRow& row, const Relation& relation) noexcept;
/// Drops the former list. Without a slot for the relation the first list costs an allocation.
void put_list(ManagedRow& row, const Relation& relation, OwnedList list);

/// Drops whatever the row knows of its relations, and leaves its group.
void clear_relations(ManagedRow& row) noexcept;

}
