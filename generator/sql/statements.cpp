#include "sql/statements.hpp"

#include "sql/dialect.hpp"
#include "sql/layout.hpp"
#include "sql/table.hpp"

#include <fmt/format.h>

#include <string_view>

namespace rowsmith::sql {

namespace {

std::string parameter(std::size_t number) {
    return fmt::format("${}", number);
}

std::vector<std::size_t> columns_that(const model::Table& table, bool (*wanted)(const model::Column&)) {
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (wanted(table.columns[column]))
            columns.push_back(column);
    }
    return columns;
}

/// Without the computed columns, which it gives back.
std::string insert(const model::Table& table, const std::string& name) {
    const auto given = columns_that(table, [](const model::Column& column) { return !column.computed(); });
    const auto computed = columns_that(table, [](const model::Column& column) { return column.computed(); });
    std::vector<std::string> values;
    for (std::size_t number = 1; number <= given.size(); ++number)
        values.push_back(parameter(number));
    constexpr std::string_view word = "values (";
    constexpr std::string_view back = "returning ";
    const auto names = "(" + filled(quoted_names(table, given), 5, 5) + ")";
    std::vector<std::string> parts{broken({"insert into " + name, names}, 0, 4),
                                   std::string(word) + filled(values, word.size(), word.size()) + ")"};
    if (!computed.empty())
        parts.push_back(std::string(back) + filled(quoted_names(table, computed), back.size(), back.size()));
    return broken(parts, 0, 0);
}

/// Without the deferred columns.
std::string select(const model::Table& table, const std::string& name) {
    constexpr std::string_view word = "select ";
    const auto read = columns_that(table, [](const model::Column& column) { return !column.deferred; });
    return broken(
        {std::string(word) + filled(quoted_names(table, read), word.size(), word.size()), "from " + name}, 0,
        0);
}

std::string with_key(const std::string& statement, const model::Table& table,
                     const std::vector<std::size_t>& columns) {
    std::vector<std::string> conditions;
    for (const auto& name : quoted_names(table, columns))
        conditions.push_back(name + " = " + parameter(conditions.size() + 1));
    return broken({statement, "where " + joined(conditions, " and ")}, 0, 0);
}

/// The row of a key, in the version that was read.
std::string erase(const model::Table& table, const std::string& name) {
    auto columns = table.primary_key;
    for (const auto version : columns_that(
             table, [](const model::Column& column) { return column.writing == model::Writing::version; }))
        columns.push_back(version);
    return with_key("delete from " + name, table, columns);
}

TableStatements statements_with(const model::Table& table, const std::string& name) {
    const auto all = select(table, name);
    std::vector<std::string> find_by;
    for (const auto& key : table.unique_keys)
        find_by.push_back(with_key(all, table, key.columns));
    return {.insert = table.view ? std::string() : insert(table, name),
            .select = all,
            .find = table.primary_key.empty() ? std::string() : with_key(all, table, table.primary_key),
            .erase = table.view ? std::string() : erase(table, name),
            .find_by = std::move(find_by),
            .table = name,
            .columns = quoted_names(table)};
}

}

TableStatements table_statements(const model::Table& table) {
    return statements_with(table, quote(table.db_name));
}

TableStatements qualified_statements(const model::Table& table) {
    return statements_with(table, quote(table.db_schema, table.db_name));
}

}
