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

enum class Work { insert, rows, refs, look_up, update, erase };

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
    {Work::update, "update", 1.15},
    {Work::erase, "erase", 1.15},
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

/// What both sides are given. The same seed, the same numbers: each run does the same work.
struct Input {
    std::vector<PlainAccount> accounts{}; // by ascending key
    std::vector<std::int64_t> keys{};     // all keys, in random order
};

struct Times {
    double wall = 0; // seconds
    double cpu = 0;
};

/// One run: its times, and for a reading one a number that depends on what it read.
struct Outcome {
    Times times{};
    std::uint64_t check = 0;
};

[[nodiscard]] Input make_input(std::size_t count);
[[nodiscard]] std::uint64_t check_of(const std::vector<PlainAccount>& accounts);
/// Mixes a value into a check.
inline void mix(std::uint64_t& check, std::uint64_t value) {
    check = (check ^ value) * 0x9E3779B97F4A7C15 + (check >> 31);
}

/// Makes a database file with the table.
void create(const std::string& path);
/// Inserts all accounts.
void fill(const std::string& path, const Input& input);
/// The check of all that stands in the table.
[[nodiscard]] std::uint64_t check_of_file(const std::string& path);

[[nodiscard]] Outcome run_raw(Work work, const std::string& path, const Input& input);
[[nodiscard]] Outcome run_session(Work work, const std::string& path, const Input& input);

}
