#pragma once
// Which names a schema may use: what C++ reserves is refused, and what a database cannot hold.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// PostgreSQL cuts longer names, so that two of them may become one.
inline constexpr std::size_t longest_db_name = 63;

/// Whether generated code may contain the name (keywords are escaped, so they may).
[[nodiscard]] bool is_usable_in_cpp(std::string_view name);
/// What a name becomes as a member in C++, letters of both sizes and ways of joining words made alike: two
/// members of one table must differ in it.
[[nodiscard]] std::string member_name(std::string_view name);
/// How two names that must differ, and hardly do, are alike; ends a sentence.
[[nodiscard]] std::string_view likeness(std::string_view one, std::string_view other);
/// Refuses every name in the files that C++ or the schema language keeps for itself.
void check_identifiers(Work& work);
/// Refuses a name that is empty or too long.
void check_db_name(Work& work, std::string_view name, Span place);
/// The same for a table, index, sequence or enum, whose names may also be kept by the database for itself.
void check_object_name(Work& work, std::string_view name, Span place);
/// The same for a schema of the database.
void check_schema_name(Work& work, const syntax::Text& name);

/// prefix_table_part_part, shortened with a hash where it is too long: always at most 63 bytes.
[[nodiscard]] std::string derived_name(std::string_view prefix, std::string_view table,
                                       const std::vector<std::string>& parts);

}
