#include "sql/table.hpp"

#include "sql/dialect.hpp"
#include "sql/layout.hpp"

namespace rowsmith::sql {

std::vector<std::string> quoted_names(const model::Table& table, std::span<const std::size_t> columns) {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const auto column : columns)
        names.push_back(quote(table.columns[column].db_name));
    return names;
}

std::vector<std::string> quoted_names(const model::Table& table) {
    std::vector<std::string> names;
    names.reserve(table.columns.size());
    for (const auto& column : table.columns)
        names.push_back(quote(column.db_name));
    return names;
}

std::string columns_of(const model::Table& table, std::span<const std::size_t> columns) {
    return "(" + joined(quoted_names(table, columns), ", ") + ")";
}

}
