#pragma once
// What things of a schema become in C++ and in the databases, told to people.

#include "model/model.hpp"

#include <cstddef>
#include <string>

namespace rowsmith::show {

[[nodiscard]] std::string describe_enumeration(const model::Schema& schema, std::size_t enumeration);
[[nodiscard]] std::string describe_sequence(const model::Schema& schema, std::size_t sequence);
/// Names, columns, keys, relations, the SQL that creates the table, and the statements of its repository.
[[nodiscard]] std::string describe_table(const model::Schema& schema, std::size_t table);
/// The function, parameters, the columns of a row, and the SQL. Columns that the schema does not declare are
/// known when the query has been checked.
[[nodiscard]] std::string describe_query(const model::Schema& schema, std::size_t query);

}
