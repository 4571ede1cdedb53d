#include "core/journal.hpp"

#include <algorithm>

namespace rowsmith::detail {

bool Journal::note(ManagedRow& row, int level, void* image) {
    if (row.touched_level >= level)
        return false;
    entries_.push_back({.row = &row,
                        .image = image,
                        .state = row.state,
                        .level = static_cast<std::int16_t>(level),
                        .previous_level = row.touched_level});
    acquire(row);
    row.touched_level = static_cast<std::int16_t>(level);
    return true;
}

void Journal::merge(int level) {
    const auto below = static_cast<std::int16_t>(level - 1);
    const auto keep = [&](JournalEntry& entry) {
        if (entry.level < level)
            return true;
        entry.row->touched_level = below;
        if (entry.previous_level == below)
            return false;
        entry.level = below;
        return true;
    };
    const auto dropped = std::stable_partition(entries_.begin(), entries_.end(), keep);
    std::for_each(dropped, entries_.end(), drop);
    entries_.erase(dropped, entries_.end());
}

std::vector<JournalEntry> Journal::take_from(int level) {
    const auto first =
        std::ranges::find_if(entries_, [&](const JournalEntry& entry) { return entry.level >= level; });
    std::vector<JournalEntry> taken(std::make_reverse_iterator(entries_.end()),
                                    std::make_reverse_iterator(first));
    entries_.erase(first, entries_.end());
    return taken;
}

void Journal::drop(JournalEntry& entry) noexcept {
    if (entry.image)
        entry.row->mapping->rows.discard(entry.image);
    release(*entry.row);
}

void Journal::clear() noexcept {
    for (JournalEntry& entry : entries_) {
        entry.row->touched_level = -1;
        drop(entry);
    }
    entries_.clear();
}

}
