#pragma once
// Where foreign keys lead to in memory: by what the program set, else by their columns.

#include "core/relation_slots.hpp"
#include "core/session_state.hpp"

namespace rowsmith::detail {

/// The session's rows of the table that a foreign key of `table` refers to; null when the session has none.
[[nodiscard]] TableRows* target_table(const TableRows& table, const ForeignKey& key);

/// Whether a foreign key is NULL in a model.
[[nodiscard]] bool is_null(const Mapping& mapping, const ForeignKey& key, const void* model);
/// Whether the columns of a foreign key have no value: NULL, or `{}` in a new row.
[[nodiscard]] bool is_unset(const ManagedRow& row, const ForeignKey& key);
/// Whether the columns of a foreign key, in a model, hold the key that `target` has in the database.
[[nodiscard]] bool holds_key_of(const Mapping& mapping, const ForeignKey& key, const void* model,
                                const ManagedRow& target);
/// The same for a row as it is in memory.
[[nodiscard]] bool refers_to(const ManagedRow& row, std::size_t key, const ManagedRow& target);

/// The row that the columns of a foreign key, in a model, name, if the session has it.
[[nodiscard]] ManagedRow* named_target(const TableRows& table, const ForeignKey& key, const void* model);
/// Where a foreign key leads to now; null when it is NULL, or the session does not have the row.
[[nodiscard]] ManagedRow* current_target(const ManagedRow& row, std::size_t key);
/// Where it leads to in the database.
[[nodiscard]] ManagedRow* stored_target(const ManagedRow& row, std::size_t key);

/// Whether a row has a key that foreign keys can hold; one that the database or a sequence makes is missing
/// until then.
[[nodiscard]] inline bool has_key(const ManagedRow& row) {
    return row.in_map || row.state != RowState::pending;
}
/// Keeps a row that no session has taken over yet.
class Kept {
public:
    Kept(ManagedRow& row, const Mapping& mapping) : row_(row) {
        row_.mapping = &mapping;
        acquire(row_);
    }
    ~Kept() { release(row_); }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;

    [[nodiscard]] ManagedRow& row() const { return row_; }

private:
    ManagedRow& row_;
};

/// Leads a foreign key of a new row to `target`, before the row is added: its own key may be a part of that.
void link_new(ManagedRow& fresh, std::uint16_t key, ManagedRow& target);

/// Puts the key of `target`, as it is in the database, into the columns of a foreign key.
void write_key(ManagedRow& row, const ForeignKey& key, const ManagedRow& target);
/// Makes the columns of a foreign key what `{}` makes them.
void clear_key(ManagedRow& row, const ForeignKey& key);
/// Makes a foreign key NULL: those of its columns that can be.
void make_null(ManagedRow& row, const ForeignKey& key);
/// Whether that is possible.
[[nodiscard]] bool can_be_null(const Mapping& mapping, const ForeignKey& key);

}
