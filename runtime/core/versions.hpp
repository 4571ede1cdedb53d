#pragma once
// The versions of rows: the session counts them, UPDATE and DELETE ask for the one that was read.

#include "core/session_state.hpp"

#include <cstdint>
#include <span>

namespace rowsmith::detail {

/// The version that a model, or an image, holds; `column` is the table's version column.
[[nodiscard]] std::int64_t version_of(const Column& column, const void* model);

/// Gives rows that are about to be inserted their first version, if their table has one.
void start_versions(std::span<ManagedRow* const> rows);
/// Counts on from the versions that rows have in the database. Throws OutOfRange.
void raise_versions(std::span<ManagedRow* const> rows);

}
