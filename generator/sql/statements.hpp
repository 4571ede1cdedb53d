#pragma once
// The fixed statements of a table: what the runtime prepares once per connection. Parameters are $1, $2, ...
// in order of appearance, which means the same to every database.

#include "model/model.hpp"

#include <string>
#include <vector>

namespace rowsmith::sql {

struct TableStatements {
    std::string insert;               // all columns, in column order
    std::string select;               // all columns, in column order; ends before any `where`
    std::string find;                 // by primary key, in key order
    std::string erase;                // by primary key, in key order
    std::vector<std::string> find_by; // one per unique key, in schema order
    std::string table;                // the quoted name
    std::vector<std::string> columns; // the quoted names, in column order
};

[[nodiscard]] TableStatements table_statements(const model::Table& table);

}
