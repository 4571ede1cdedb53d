#pragma once
// Tables that are kept in several parts: by what, and which rows each part has.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Of all tables, when their keys and indexes are made.
void make_partitions(Work& work);

/// Refuses partitions that have no rows, and those that cannot stand beside each other.
void check_partitions(Work& work, const model::Table& table);

}
