#pragma once
// Loading relations: for many rows at once, by keys, up to 500 in a statement.

#include "core/relation_slots.hpp"
#include "core/session_state.hpp"

#include <span>
#include <string_view>

namespace rowsmith::detail {

enum class Reload {
    missing, // what is loaded stays
    stale,   // lists that an earlier transaction loaded are read again, unless they were changed since
};

/// Loads a relation of any kind for those of `rows` (of one table, persistent) that lack it. Rows that come
/// with it are a group of their own. Does not flush first, and asks nothing when nothing is missing.
void load_relation(TableRows& table, std::span<ManagedRow* const> rows, const Relation& relation,
                   Reload reload);

/// The same for a to-many or one-to-one relation whose rows in the database are known already: `members` has
/// those of all `rows`. Asks nothing.
void keep_joined(TableRows& table, std::span<ManagedRow* const> rows, const Relation& relation,
                 std::span<ManagedRow* const> members);

/// The SQL that asks for the relation of a single row; of the links, where it leads through them.
[[nodiscard]] std::string_view sql_for_one(const TableRows& table, const Relation& relation);

/// Gathers the rows of one result into a group.
class Grouping {
public:
    /// Rows of a table without relations need no group.
    explicit Grouping(const Mapping& mapping) : wanted_(!mapping.relations.empty()) {}
    ~Grouping();
    Grouping(const Grouping&) = delete;
    Grouping& operator=(const Grouping&) = delete;

    void add(ManagedRow& row);
    /// The result was every row of the table.
    void mark_whole_table();

private:
    bool wanted_;
    RowGroup* group_ = nullptr; // with a reference
};

}
