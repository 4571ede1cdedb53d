#pragma once
// The renderer of queries: from plain data to SQL text with $1, $2, ... and the values that these stand for.
// Every value is a parameter, so that a query's text is the same whatever it is asked about.

#include "core/driver.hpp"
#include "core/expression.hpp"
#include "core/statements_of.hpp"
#include "rowsmith/query.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace rowsmith::detail {

/// A value that travels by the type of a column.
struct TypedValue {
    Column column{};
    std::shared_ptr<const void> value{}; // null is NULL
};
using Parameter = std::variant<std::int64_t, TypedValue>;

struct QueryText {
    std::string sql{};
    std::vector<Parameter> parameters{}; // $1 first
};

/// What is written for which database.
struct QueryTarget {
    const Mapping& mapping;
    driver::Spelling spelling;
    driver::Traits traits{};

    /// The pieces of a table's statements.
    [[nodiscard]] const Statements& texts(const Mapping& table) const { return statements_of(table, traits); }
    [[nodiscard]] const Statements& texts() const { return texts(mapping); }
};

/// Binds all parameters, which must stay until the statement has been executed.
void bind(driver::Statement& statement, const QueryText& text);

/// The columns that are read with a row; at most so many rows.
[[nodiscard]] QueryText select_query(const QueryTarget& target, const QueryData& query, std::int64_t at_most);
[[nodiscard]] QueryText count_query(const QueryTarget& target, const QueryData& query);
/// Gives a row, its key, when there is one.
[[nodiscard]] QueryText exists_query(const QueryTarget& target, const QueryData& query);
[[nodiscard]] QueryText delete_query(const QueryTarget& target, const QueryData& query,
                                     std::span<const std::uint16_t> returning);
/// `version` is raised by one.
[[nodiscard]] QueryText update_query(const QueryTarget& target, const QueryData& query,
                                     std::span<const AssignmentData> assignments,
                                     std::span<const std::uint16_t> returning);

}
