#pragma once
// What the rounds gave, as a table.

#include "workload.hpp"

#include <vector>

namespace bench {

/// The times of one work, by round.
struct Samples {
    std::vector<Times> raw{};
    std::vector<Times> session{};
    std::uint64_t allocations = 0; // of the session; 0 where they are not counted
};

void print_head(std::size_t rows, std::size_t rounds);
/// `rows`: how many rows the work is about.
void print_line(const WorkInfo& info, const Samples& samples, std::size_t rows);

}
