#pragma once
// The statements of generated code, told to people: SQL that can be pasted, each with a comment that says
// what it serves in the words of the runtime's events.

#include "model/model.hpp"

#include <cstddef>
#include <string>

namespace rowsmith::show {

/// What the repository of a table, or of a view, has at hand.
[[nodiscard]] std::string table_statements(const model::Schema& schema, std::size_t table);
/// Of a query that the schema names. The comment says what its parameters stand for.
[[nodiscard]] std::string query_statements(const model::Schema& schema, std::size_t query);

}
