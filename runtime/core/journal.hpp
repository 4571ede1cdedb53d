#pragma once
// How to undo in memory what a transaction did to rows: one entry per row and savepoint level, taken at the
// first change. Rollback walks back through it and asks the database nothing.

#include "rowsmith/ref.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith::detail {

struct JournalEntry {
    ManagedRow* row = nullptr; // with a reference
    void* image = nullptr;     // of the model before the first change; null when values did not change
    RowState state = RowState::detached; // before; detached stands for "was not there"
    std::int16_t level = 0;
    std::int16_t previous_level = -1; // the row's touched_level before
};

class Journal {
public:
    /// Notes the row as it is now, if it has no entry of this level. `image` is one of its model, which the
    /// journal takes over, or null. True when the entry was made (and the image taken).
    bool note(ManagedRow& row, int level, void* image);

    /// Gives the row's last entry an image if it has none: it was noted as one whose values would not change.
    void complete(const ManagedRow& row);

    /// Entries of `level` become entries of the level below; a row that has one there keeps the older.
    void merge(int level);
    /// The entries of `level` and deeper, oldest first.
    [[nodiscard]] std::span<const JournalEntry> from(int level) const;
    void drop_from(int level) noexcept;
    void clear() noexcept { drop_from(0); }

    [[nodiscard]] const std::vector<JournalEntry>& entries() const { return entries_; }

    Journal() = default;
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    ~Journal() { clear(); }

private:
    static void drop(JournalEntry& entry) noexcept;

    std::vector<JournalEntry> entries_; // by ascending level: deeper ones end before others are made
};

}
