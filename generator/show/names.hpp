#pragma once
// How things of a schema are named to people and other programs, and how they find them again.

#include "model/model.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::show {

/// `acme::shop`, as the schema says it.
[[nodiscard]] std::string name_space(const model::File& file);
/// `acme::shop::User`: no two tables share it, nor two enums, nor two sequences.
[[nodiscard]] std::string full_name(const model::Schema& schema, std::size_t file, std::string_view name);
[[nodiscard]] std::string full_name(const model::Schema& schema, const model::Table& table);

/// The tables called so: by the schema, with or without namespace, else by the database. Several where
/// namespaces share the name.
[[nodiscard]] std::vector<std::size_t> tables_called(const model::Schema& schema, std::string_view name);
/// The name of a table that may have been meant; empty when none is near.
[[nodiscard]] std::string nearest_table(const model::Schema& schema, std::string_view name);

/// `string(50)?`, as the schema says it; enums of other namespaces than the file's with theirs.
[[nodiscard]] std::string type_text(const model::Schema& schema, std::size_t file, const model::Type& type);
/// The schema's names of these columns.
[[nodiscard]] std::vector<std::string> column_names(const model::Table& table,
                                                    const std::vector<std::size_t>& columns);
/// The texts with `separator` between.
[[nodiscard]] std::string joined(const std::vector<std::string>& texts, std::string_view separator);

/// The text on one line and in valid UTF-8: control characters and invisible ones become `\u{a}`.
[[nodiscard]] std::string visible(std::string_view text);

}
