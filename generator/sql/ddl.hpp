#pragma once
// The statements that create and drop what schema files mean.

#include "sql/dialect.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowsmith::sql {

/// The statements of several files together run by ascending order, equal ones as listed.
struct DdlStatement {
    std::uint32_t order = 0;
    std::string sql;
    /// A SELECT that gives a row, name and definition, where another view is there already; else empty.
    std::string check{};

    friend auto operator<=>(const DdlStatement&, const DdlStatement&) = default;
};

/// What one file contributes. Statements that files share (of the same text) are contributed by each.
[[nodiscard]] std::vector<DdlStatement> create_statements(const Dialect& dialect, const model::Schema& schema,
                                                          std::size_t file, CreateMode mode);
/// Drops what exists of it, with all rows, meant to run in one transaction.
[[nodiscard]] std::vector<DdlStatement> drop_statements(const Dialect& dialect, const model::Schema& schema,
                                                        std::size_t file);
/// What creates one table: itself, its late foreign keys, indexes and comments.
[[nodiscard]] std::vector<std::string>
create_table_statements(const Dialect& dialect, const model::Schema& schema, std::size_t table);
/// All that creates the files' part of the schema, to be read, or pasted into the database's shell.
[[nodiscard]] std::string ddl_script(const Dialect& dialect, const model::Schema& schema,
                                     std::span<const std::size_t> files);

}
