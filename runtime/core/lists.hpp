#pragma once
// Changing the loaded lists of relations, and changing them back: a rollback finds each list as it was when
// its transaction or savepoint began.

#include "core/relation_slots.hpp"

#include <cstdint>
#include <vector>

namespace rowsmith::detail {

struct SessionState;
struct TableRows;

/// What lists were before they were changed: once at least per list and scope. A scope is one transaction, or
/// one savepoint.
class ListJournal {
public:
    ListJournal() = default;
    ListJournal(const ListJournal&) = delete;
    ListJournal& operator=(const ListJournal&) = delete;
    ~ListJournal() { drop_from(0); }

    /// The scope in which changes are made now.
    [[nodiscard]] std::uint64_t scope() const { return scopes_.back(); }
    /// A savepoint begins.
    void enter() { scopes_.push_back(++last_scope_); }
    /// The innermost savepoint is released: what it changed belongs to the level below.
    void merge() noexcept;
    /// Keeps the list that a row has now.
    void note(ManagedRow& owner, const Relation& relation);
    /// Puts back what was kept since savepoint `level` (0: the transaction) began. May be called again when
    /// it runs out of memory.
    void restore(int level);
    /// The savepoint of this level ends (0: the transaction; another begins).
    void leave(int level) noexcept;

private:
    struct Entry {
        ManagedRow* owner = nullptr; // with a reference
        const Relation* relation = nullptr;
        OwnedList before{};
        int level = 0;
    };

    void drop_from(int level) noexcept;

    std::uint64_t last_scope_ = 1;
    std::vector<std::uint64_t> scopes_{1}; // by level
    std::vector<Entry> entries_;           // by ascending level
};

/// An empty list that is loaded as of now.
[[nodiscard]] OwnedList new_list(const SessionState& session);
/// The loaded list of a row for changing: its own copy, with a former one kept for a rollback. Null when it
/// is not loaded, or the row detached. A row that is not in the database yet has all of its lists: they begin
/// empty.
[[nodiscard]] RowList* writable_list(ManagedRow& owner, const Relation& relation);
/// Takes a row out of a loaded list, wherever it stands in it.
void take_from(RowList& list, ManagedRow& row) noexcept;
/// So that another row can be added without memory being asked for.
void make_place(RowList& list);
/// Adds a row at the end of a list that has a place for it.
void put_at_end(RowList& list, ManagedRow& row) noexcept;
/// Takes a row out of all loaded lists in which it stands.
void leave_lists(ManagedRow& row);
/// Lists that were loaded since savepoint `level` began show what the database takes back: they are not
/// loaded.
void unload_lists(SessionState& session, int level);

}
