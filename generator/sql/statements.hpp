#pragma once
// The fixed statements of a table: what the runtime prepares once per connection. Parameters are $1, $2, ...
// in order of appearance, which means the same to every database.

#include "model/model.hpp"

#include <string>
#include <vector>

namespace rowsmith::sql {

struct TableStatements {
    std::string insert;               // all columns but the computed ones, in column order; gives those back
    std::string select;               // all columns but deferred ones; ends before any `where`
    std::string find;                 // by primary key, in key order
    std::string erase;                // by primary key, in key order, then by version where rows have one
    std::vector<std::string> find_by; // one per unique key, in schema order
    std::string table;                // the quoted name
    std::vector<std::string> columns; // the quoted names, in column order
};

/// With the plain name of the table, as every database takes it.
[[nodiscard]] TableStatements table_statements(const model::Table& table);
/// With the name of the table's schema, for databases that have them.
[[nodiscard]] TableStatements qualified_statements(const model::Table& table);

}
