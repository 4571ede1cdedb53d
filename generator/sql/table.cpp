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

std::vector<TableSql> sql_of(const model::Table& table) {
    using Use = TableSql::Use;
    std::vector<TableSql> all;
    for (const auto& column : table.columns) {
        if (column.initial.kind == model::DefaultKind::sql)
            all.push_back({Use::default_value, &column.initial.sql, &column});
        if (column.computed())
            all.push_back({Use::computed, &column.expression, &column});
    }
    for (const auto& check : table.checks)
        all.push_back({Use::check, &check.condition});
    for (const auto& index : table.indexes) {
        for (const auto& part : index.parts) {
            if (part.kind == model::IndexPart::Kind::sql)
                all.push_back({Use::index_part, &part.sql, nullptr, &index});
        }
        if (!index.where.empty())
            all.push_back({Use::index_condition, &index.where, nullptr, &index});
    }
    if (table.view)
        all.push_back({Use::view, &*table.view});
    return all;
}

}
