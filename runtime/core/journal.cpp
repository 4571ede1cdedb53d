#include "core/journal.hpp"

#include "core/fetch_ahead.hpp"
#include "core/identity_map.hpp"
#include "core/images.hpp"

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

void Journal::complete(const ManagedRow& row) {
    const auto entry = std::ranges::find(entries_.rbegin(), entries_.rend(), &row, &JournalEntry::row);
    if (entry != entries_.rend() && !entry->image && !row.original)
        entry->image = image_of(*row.mapping, model_of(row)).release();
}

void Journal::merge(int level) {
    const auto below = static_cast<std::int16_t>(level - 1);
    const auto keep = [&](JournalEntry& entry) {
        entry.row->touched_level = below;
        if (entry.previous_level == below)
            return false;
        entry.level = below;
        return true;
    };
    const auto first = entries_.end() - static_cast<std::ptrdiff_t>(from(level).size());
    const auto dropped = std::stable_partition(first, entries_.end(), keep);
    std::for_each(dropped, entries_.end(), drop);
    entries_.erase(dropped, entries_.end());
}

std::span<const JournalEntry> Journal::from(int level) const {
    const auto first = std::ranges::lower_bound(entries_, level, {}, &JournalEntry::level);
    return {first, entries_.end()};
}

void Journal::drop_from(int level) noexcept {
    constexpr std::size_t ahead = 8;
    while (!entries_.empty() && entries_.back().level >= level) {
        JournalEntry& last = entries_.back();
        if (entries_.size() > ahead)
            fetch(entries_[entries_.size() - 1 - ahead].row, sizeof(ManagedRow));
        last.row->touched_level = last.previous_level;
        drop(last);
        entries_.pop_back();
    }
}

void Journal::drop(JournalEntry& entry) noexcept {
    if (entry.image)
        entry.row->mapping->rows.discard(entry.image);
    release(*entry.row);
}

}
