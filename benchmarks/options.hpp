#pragma once
// The command line of the benchmark.

#include "workload.hpp"

#include <optional>

namespace bench {

enum class Side { both, raw, session };

struct Options {
    std::size_t rounds = 9;
    std::size_t rows = 100'000;
    std::optional<Work> only{};
    Side side = Side::both;
};

inline constexpr std::string_view usage =
    R"(usage: rowsmith_bench [--rounds N] [--rows N] [--only WORK] [--side SIDE]
  --rounds N   how often each work is done on each side; the median counts (default 9)
  --rows N     rows in the table (default 100000); update and erase take every second one
  --only WORK  insert, rows, refs, look-up, update, erase, insert-lists, read-lists or read-siblings
  --side SIDE  raw or session: that side only and no table, for profilers
)";

/// Nothing when the arguments cannot be understood.
[[nodiscard]] std::optional<Options> parse_options(int count, const char* const* arguments);

}
