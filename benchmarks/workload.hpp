#pragma once
// What is measured, and the two sides that do it: the C API written by hand, and a Rowsmith session.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

enum class Work { insert, rows, refs, look_up, query, named_query, update, erase, insert_lists, read_lists, read_siblings };

struct WorkInfo {
    Work work;
    std::string_view name;
    double target; // the session's time may be this many times that of the C API
};

inline constexpr auto works = std::to_array<WorkInfo>({
    {Work::insert, "insert", 1.15},
    {Work::rows, "rows", 1.05},
    {Work::refs, "refs", 1.40},
    {Work::look_up, "look-up", 1.15},
    {Work::query, "query", 1.30},
    {Work::named_query, "named-query", 1.05},
    {Work::update, "update", 1.15},
    {Work::erase, "erase", 1.15},
    {Work::insert_lists, "insert-lists", 1.50},
    {Work::read_lists, "read-lists", 1.50},
    {Work::read_siblings, "read-siblings", 1.50},
});

/// An account as a C++ programmer would hold it without Rowsmith.
struct PlainAccount {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> email{};
    std::optional<std::int32_t> age{};
    bool active = true;
    std::int64_t cents = 0;
    double score = 0;
    std::optional<std::string> note{};
    std::int64_t created_at = 0; // microseconds since 1970, UTC
};

/// A buyer and purchases without Rowsmith.
struct PlainPurchase {
    std::int64_t id = 0;
    std::int64_t buyer_id = 0;
    std::string product{};
    std::int32_t amount = 0;
};
struct PlainBuyer {
    std::int64_t id = 0;
    std::string name{};
    std::vector<PlainPurchase> purchases{};
};

/// What the query with three conditions asks for besides a key: all accounts satisfy it.
inline constexpr double least_score = -1e9;
inline constexpr std::string_view nobody = "nobody";

/// What both sides are given. The same seed, the same numbers: each run does the same work.
struct Input {
    std::vector<PlainAccount> accounts{}; // by ascending key
    std::vector<std::int64_t> keys{};     // all keys, in random order
    std::vector<PlainBuyer> few{};        // with 100 purchases each
    std::vector<PlainBuyer> many{};       // with 10 each
};

struct Times {
    double wall = 0; // seconds
    double cpu = 0;
};

/// One run: its times, and for a reading one a number that depends on what it read.
struct Outcome {
    Times times{};
    std::uint64_t check = 0;
    std::uint64_t allocations = 0;
};

/// Whether a work is about buyers and their purchases.
[[nodiscard]] constexpr bool has_lists(Work work) {
    return work == Work::insert_lists || work == Work::read_lists || work == Work::read_siblings;
}

[[nodiscard]] Input make_input(std::size_t count);
[[nodiscard]] std::uint64_t check_of(const std::vector<PlainAccount>& accounts);
[[nodiscard]] std::uint64_t check_of(const std::vector<PlainBuyer>& buyers);
/// Mixes a value into a check.
inline void mix(std::uint64_t& check, std::uint64_t value) {
    check = (check ^ value) * 0x9E3779B97F4A7C15 + (check >> 31);
}

/// Makes a database file with the table.
void create(const std::string& path);
/// Inserts all accounts.
void fill(const std::string& path, const Input& input);
void fill_lists(const std::string& path, const std::vector<PlainBuyer>& buyers);
/// The check of all that stands in the table, or the tables.
[[nodiscard]] std::uint64_t check_of_accounts(const std::string& path);
[[nodiscard]] std::uint64_t check_of_lists(const std::string& path);

[[nodiscard]] Outcome run_raw(Work work, const std::string& path, const Input& input);
[[nodiscard]] Outcome run_session(Work work, const std::string& path, const Input& input);
/// Of the works with lists.
[[nodiscard]] Outcome run_raw_lists(Work work, const std::string& path, const Input& input);
[[nodiscard]] Outcome run_session_lists(Work work, const std::string& path, const Input& input);

}
