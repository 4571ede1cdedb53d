#pragma once
// What is measured on PostgreSQL, and the sides that do it.

#include "../workload.hpp"

#include <array>
#include <optional>
#include <string>

namespace bench::postgres {

enum class Work { insert, copy, rows, refs, look_up, look_up_many, update, erase, unit, quick_unit };

struct WorkInfo {
    Work work;
    std::string_view name;
    double target; // the session's time against libpq's, one by one; 0 where nothing was asked for
};

inline constexpr auto works = std::to_array<WorkInfo>({
    {Work::insert, "insert", 0.40},
    {Work::copy, "copy", 0},
    {Work::rows, "rows", 1.10},
    {Work::refs, "refs", 1.10},
    {Work::look_up, "look-up", 1.10},
    {Work::look_up_many, "look-up-many", 0.20},
    {Work::update, "update", 0.55},
    {Work::erase, "erase", 0},
    {Work::unit, "unit", 0},
    {Work::quick_unit, "quick-unit", 0},
});

[[nodiscard]] constexpr bool writes(Work work) {
    return work == Work::insert || work == Work::copy || work == Work::update || work == Work::erase;
}
[[nodiscard]] constexpr bool is_unit(Work work) {
    return work == Work::unit || work == Work::quick_unit;
}

/// Where a side finds its database.
struct Place {
    std::string folder; // of the socket
    std::string database;
};

/// How many keys are looked up, and how many units are run, of so many rows.
[[nodiscard]] inline std::size_t look_ups(const Input& input) {
    return input.keys.size() / 5;
}
[[nodiscard]] inline std::size_t units(const Input& input) {
    return input.keys.size() / 100;
}

[[nodiscard]] Outcome run_libpq(Work work, const Place& place, const Input& input);
[[nodiscard]] Outcome run_session(Work work, const Place& place, const Input& input);
/// Nothing where it has no way of its own for the work, or was not there when this was built.
[[nodiscard]] std::optional<Outcome> run_soci(Work work, const Place& place, const Input& input);

/// Makes the table of accounts.
void create_tables(const Place& place);
/// Fills it, and makes a copy, `filled`.
void fill(const Place& place, const Input& input);
/// What a work finds: no rows before an insert, else all of them.
void prepare(Work work, const Place& place);
[[nodiscard]] std::uint64_t check_of_accounts(const Place& place);

}
