#pragma once
// What a table says with lists of columns: its primary key, its unique keys, its indexes; and its checks.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

[[nodiscard]] std::optional<std::size_t> column_index(const model::Table& table, std::string_view name);
/// The names in the database of some columns.
[[nodiscard]] std::vector<std::string> db_names(const model::Table& table,
                                                const std::vector<std::size_t>& columns);
/// Whether both hold the same columns, in any order.
[[nodiscard]] bool same_columns(std::vector<std::size_t> one, std::vector<std::size_t> other);

/// The column that a list names; reports when there is none.
[[nodiscard]] std::optional<std::size_t> find_listed_column(Work& work, std::size_t table,
                                                            const syntax::Name& name);
/// The columns of a list; nothing when one of them could not be found.
[[nodiscard]] std::optional<std::vector<std::size_t>> resolve_list(Work& work, std::size_t table,
                                                                   const std::vector<syntax::KeyPart>& parts);
/// What `as` or the member's own name says; nothing when the name is derived.
[[nodiscard]] std::optional<std::string> given_name(const syntax::DbName& db,
                                                    const std::optional<syntax::Name>& name);

/// Primary keys of all tables, then unique keys, indexes and checks.
void make_lists(Work& work);

}
