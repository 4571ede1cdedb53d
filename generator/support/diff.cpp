#include "support/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <iterator>
#include <span>
#include <vector>

namespace rowsmith {
namespace {

using Lines = std::span<const std::string_view>;

constexpr std::size_t context = 3;
constexpr std::size_t most_edits = 3000;

enum class Change { kept, removed, added };

struct Entry {
    Change change = Change::kept;
    std::string_view line;
};

/// With their line ends, so that a last line without one differs from the same with one.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

/// How far each diagonal got in the old text after so many edits. Diagonals count added minus removed lines,
/// so there are edits + 1 of them: 0 is where all edits removed a line.
using Reach = std::vector<std::size_t>;

/// The edit that leads to a diagonal: adding a line keeps the place in the old text, removing one moves it
/// on.
bool came_by_adding(const Reach& before, std::size_t diagonal) {
    return diagonal > 0 && (diagonal == before.size() || before[diagonal - 1] > before[diagonal]);
}

std::size_t old_place(const Reach& before, std::size_t diagonal) {
    return came_by_adding(before, diagonal) ? before[diagonal - 1] : before[diagonal] + 1;
}

/// The place in the new text that belongs to one in the old text.
std::size_t new_place(std::size_t old_at, std::size_t edits, std::size_t diagonal) {
    return old_at + 2 * diagonal - edits;
}

/// Myers' greedy search: what was reached after 0, 1, 2, ... edits, until both texts ended; empty when it
/// took too many.
std::vector<Reach> search(Lines old_lines, Lines new_lines) {
    std::vector<Reach> reached;
    for (std::size_t edits = 0; edits <= most_edits; ++edits) {
        Reach& reach = reached.emplace_back(edits + 1);
        for (std::size_t diagonal = 0; diagonal <= edits; ++diagonal) {
            std::size_t old_at = edits == 0 ? 0 : old_place(reached[edits - 1], diagonal);
            std::size_t new_at = new_place(old_at, edits, diagonal);
            while (old_at < old_lines.size() && new_at < new_lines.size() &&
                   old_lines[old_at] == new_lines[new_at]) {
                ++old_at;
                ++new_at;
            }
            reach[diagonal] = old_at;
            if (old_at >= old_lines.size() && new_at >= new_lines.size())
                return reached;
        }
    }
    return {};
}

/// Walks the search back from the ends of both texts.
std::vector<Entry> walk_back(const std::vector<Reach>& reached, Lines old_lines, Lines new_lines) {
    std::vector<Entry> entries;
    std::size_t old_at = old_lines.size();
    std::size_t diagonal = (new_lines.size() + reached.size() - 1 - old_lines.size()) / 2;
    for (std::size_t edits = reached.size() - 1; edits > 0; --edits) {
        const Reach& before = reached[edits - 1];
        const std::size_t edited = old_place(before, diagonal);
        for (; old_at > edited; --old_at)
            entries.push_back({Change::kept, old_lines[old_at - 1]});
        if (came_by_adding(before, diagonal)) {
            entries.push_back({Change::added, new_lines[new_place(edited, edits, diagonal) - 1]});
            --diagonal;
        } else {
            entries.push_back({Change::removed, old_lines[edited - 1]});
            --old_at;
        }
    }
    for (; old_at > 0; --old_at)
        entries.push_back({Change::kept, old_lines[old_at - 1]});
    std::ranges::reverse(entries);
    return entries;
}

void append(std::vector<Entry>& entries, Change change, Lines lines) {
    for (const std::string_view line : lines)
        entries.push_back({change, line});
}

/// Every line of both texts. What is equal at the start and at the end is set aside before the search.
std::vector<Entry> compare(Lines old_lines, Lines new_lines) {
    const auto head =
        static_cast<std::size_t>(std::ranges::mismatch(old_lines, new_lines).in1 - old_lines.begin());
    const Lines kept_head = old_lines.first(head);
    old_lines = old_lines.subspan(head);
    new_lines = new_lines.subspan(head);
    std::size_t tail = 0;
    while (tail < std::min(old_lines.size(), new_lines.size()) &&
           old_lines[old_lines.size() - tail - 1] == new_lines[new_lines.size() - tail - 1])
        ++tail;
    const Lines kept_tail = old_lines.last(tail);
    old_lines = old_lines.first(old_lines.size() - tail);
    new_lines = new_lines.first(new_lines.size() - tail);

    std::vector<Entry> entries;
    append(entries, Change::kept, kept_head);
    if (const std::vector<Reach> reached = search(old_lines, new_lines); !reached.empty()) {
        std::ranges::copy(walk_back(reached, old_lines, new_lines), std::back_inserter(entries));
    } else {
        append(entries, Change::removed, old_lines);
        append(entries, Change::added, new_lines);
    }
    append(entries, Change::kept, kept_tail);
    return entries;
}

bool is_kept(const Entry& entry) {
    return entry.change == Change::kept;
}

/// Between two kept lines, what was removed comes before what was added.
void put_removed_first(std::vector<Entry>& entries) {
    for (auto begin = entries.begin(); begin != entries.end();) {
        begin = std::find_if_not(begin, entries.end(), is_kept);
        const auto end = std::find_if(begin, entries.end(), is_kept);
        std::stable_partition(begin, end, [](const Entry& entry) { return entry.change == Change::removed; });
        begin = end;
    }
}

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The parts to show: changes with their context, joined where the context of two would meet.
std::vector<Range> hunks_of(std::span<const Entry> entries) {
    std::vector<Range> hunks;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (is_kept(entries[i]))
            continue;
        const Range around{i - std::min(i, context), std::min(i + 1 + context, entries.size())};
        if (!hunks.empty() && around.begin <= hunks.back().end)
            hunks.back().end = around.end;
        else
            hunks.push_back(around);
    }
    return hunks;
}

/// Lines are counted from 1; a side without lines is named by the line before it.
std::string side(std::size_t lines_before, std::size_t count) {
    if (count == 1)
        return fmt::format("{}", lines_before + 1);
    return fmt::format("{},{}", lines_before + (count == 0 ? 0 : 1), count);
}

std::size_t count_without(std::span<const Entry> entries, Change change) {
    return entries.size() - static_cast<std::size_t>(std::ranges::count(entries, change, &Entry::change));
}

std::string shown(const Entry& entry) {
    const char mark = entry.change == Change::kept ? ' ' : entry.change == Change::removed ? '-' : '+';
    return fmt::format("{}{}{}", mark, entry.line,
                       entry.line.ends_with('\n') ? "" : "\n\\ No newline at end of file\n");
}

}

std::string unified_diff(std::string_view old_text, std::string_view new_text, std::string_view old_name,
                         std::string_view new_name) {
    if (old_text == new_text)
        return {};
    std::vector<Entry> entries = compare(lines_of(old_text), lines_of(new_text));
    put_removed_first(entries);
    std::string out = fmt::format("--- {}\n+++ {}\n", old_name, new_name);
    const std::span<const Entry> all{entries};
    for (const auto& [begin, end] : hunks_of(all)) {
        const auto before = all.first(begin);
        const auto hunk = all.subspan(begin, end - begin);
        out += fmt::format(
            "@@ -{} +{} @@\n", side(count_without(before, Change::added), count_without(hunk, Change::added)),
            side(count_without(before, Change::removed), count_without(hunk, Change::removed)));
        for (const Entry& entry : hunk)
            out += shown(entry);
    }
    return out;
}

}
