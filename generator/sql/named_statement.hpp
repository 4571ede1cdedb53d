#pragma once
// The SQL of a query as a database runs it: parameters by number instead of name.

#include "sql/dialect.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace rowsmith::sql {

struct NamedStatement {
    std::string sql;
    std::vector<std::size_t> parameters; // of $1, $2, ...: indexes of the query's parameters

    friend bool operator==(const NamedStatement&, const NamedStatement&) = default;
};

/// `text` with $1, $2, ... in the order in which its parameters first appear, which means the same to all
/// databases, and without a semicolon at its end. All its parameters are declared.
[[nodiscard]] NamedStatement named_statement(const Dialect& dialect, const model::Schema& schema,
                                             const model::Query& query, const model::QueryText& text);

}
