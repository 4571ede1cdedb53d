#pragma once
// Values that a row holds for a moment, so that others can take its own, where rows take them from each
// other.

#include "core/images.hpp"
#include "core/release_graph.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

namespace rowsmith::detail {

struct ParkedValue {
    std::uint16_t column = 0;
    Image image{nullptr, DropImage{}}; // of the row, with the value
};

class Parking {
public:
    /// Looks at the steps for the values that rows are about to take.
    explicit Parking(const ReleaseGraph& graph) : graph_(graph) {}

    /// By the first column of the unique key that allows it; nothing when none does. NULL where that is
    /// possible; else, where no check and no foreign key looks on, a random uuid, text or bytes, or a number
    /// that none of the session's rows has.
    [[nodiscard]] std::optional<ParkedValue> park(const ManagedRow& row, std::size_t unique_key);

private:
    using Taken = std::unordered_set<std::uint64_t>;

    void fill(const ManagedRow& row, std::uint16_t column, void* image);
    template <typename Integer>
    void fill_number(const ManagedRow& row, std::uint16_t column, void* image);
    /// The hashes of the values that rows have, are about to have, or have been given here.
    Taken& taken(TableRows& table, std::size_t unique_key);
    /// Takes what the image holds in all unique keys of the column; false when one of them is taken already.
    bool claim(TableRows& table, std::uint16_t column, const void* image);

    const ReleaseGraph& graph_;
    std::map<std::pair<const TableRows*, std::size_t>, Taken> taken_; // by unique key
};

}
