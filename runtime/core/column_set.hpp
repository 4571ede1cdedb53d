#pragma once
// A set of columns of one table, small and cheap to compare: statements are kept prepared under it.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowsmith {

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
