#pragma once
// Lists and sets of columns of one table. A set is small and cheap to compare: statements are kept prepared
// under it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith {

/// Whether a list of columns has this one.
[[nodiscard]] inline bool contains(std::span<const std::uint16_t> columns, std::size_t column) {
    return std::ranges::find(columns, column) != columns.end();
}

class ColumnSet {
public:
    void insert(std::size_t column) {
        if (column < 64)
            low_ |= std::uint64_t{1} << column;
        else
            insert_high(column - 64);
    }
    [[nodiscard]] bool contains(std::size_t column) const {
        if (column < 64)
            return (low_ >> column & 1) != 0;
        const std::size_t word = (column - 64) / 64;
        return word < high_.size() && (high_[word] >> (column % 64) & 1) != 0;
    }
    [[nodiscard]] bool empty() const { return low_ == 0 && high_.empty(); }

    friend bool operator==(const ColumnSet&, const ColumnSet&) = default;

private:
    void insert_high(std::size_t column) {
        if (column / 64 >= high_.size())
            high_.resize(column / 64 + 1);
        high_[column / 64] |= std::uint64_t{1} << (column % 64);
    }

    std::uint64_t low_ = 0;
    std::vector<std::uint64_t> high_; // ends with a word that is not 0, so that equal sets compare equal
};

}
