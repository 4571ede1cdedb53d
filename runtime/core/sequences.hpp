#pragma once
// Keys from sequences: drawn in blocks before the first insert, handed out in add order.

#include "core/flush_plan.hpp"

#include <cstdint>

namespace rowsmith::detail {

/// Fills in the sequence columns that rows to insert leave open: at most one statement per sequence.
void draw_keys(SessionState& session, FlushPlan& plan);

/// One value for a row that is inserted by itself, from a block of at least 1,000.
[[nodiscard]] std::int64_t draw_value(SessionState& session, const Sequence& sequence);

/// Puts a number into an integer column. Throws OutOfRange when it does not fit the column's type.
void store_integer(const Column& column, void* model, std::int64_t value);

}
