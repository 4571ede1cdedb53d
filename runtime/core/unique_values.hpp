#pragma once
// The unique keys of a table as a flush looks at them: which of them an UPDATE changes, which values a row
// gives up and which it takes. Indexes on expressions are not looked into.

#include "core/column_set.hpp"
#include "core/session_state.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowsmith::detail {

/// Changed columns of a row that one UPDATE must set, since a unique key or a foreign key has them in common:
/// with some of them alone the row would have values for a while that it never should.
struct ChangedPart {
    ColumnSet set{};
    std::size_t number = 0;                  // tells parts of one table apart
    std::size_t columns = 0;                 // in the set
    std::size_t changed = 0;                 // columns of the row, those of other parts too; not the version
    std::vector<std::size_t> unique_keys{};  // numbers of those that it changes
    std::vector<std::size_t> foreign_keys{}; // the same
};

/// The parts of `changed` that have to do with keys.
[[nodiscard]] std::vector<ChangedPart> parts_of(const Mapping& mapping, const ColumnSet& changed);

/// Number 0 is the primary key, then come Mapping::unique_keys.
[[nodiscard]] inline std::size_t count_unique_keys(const Mapping& mapping) {
    return mapping.unique_keys.size() + 1;
}
[[nodiscard]] inline std::span<const std::uint16_t> unique_key(const Mapping& mapping, std::size_t number) {
    return number == 0 ? mapping.key : mapping.unique_keys[number - 1];
}
[[nodiscard]] bool changes_any(std::span<const std::uint16_t> columns, const ColumnSet& changed);
/// False for keys whose values are not known here before the database has them, or cannot be compared.
[[nodiscard]] bool is_comparable(const Mapping& mapping, std::span<const std::uint16_t> columns);

/// A hash of the values in a model or image; nothing when a part is NULL or not known: then it collides with
/// no other.
[[nodiscard]] std::optional<std::uint64_t> hash_of(const Mapping& mapping,
                                                   std::span<const std::uint16_t> columns, const void* model);
/// The same for the values that a row is to have: what is yet to be made, or to come from a new row, is not
/// known.
[[nodiscard]] std::optional<std::uint64_t> hash_of_new(const ManagedRow& row,
                                                       std::span<const std::uint16_t> columns);
/// Of two models or images, without NULLs.
[[nodiscard]] bool equal_in(const Mapping& mapping, std::span<const std::uint16_t> columns, const void* left,
                            const void* right);

}
