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

std::string insert(const model::Table& table) {
    std::vector<std::string> values;
    for (std::size_t number = 1; number <= table.columns.size(); ++number)
        values.push_back(parameter(number));
    constexpr std::string_view word = "values (";
    const auto names = "(" + filled(quoted_names(table), 5, 5) + ")";
    const auto head = broken({"insert into " + quote(table.db_name), names}, 0, 4);
    return broken({head, std::string(word) + filled(values, word.size(), word.size()) + ")"}, 0, 0);
}

std::string select(const model::Table& table) {
    constexpr std::string_view word = "select ";
    return broken({std::string(word) + filled(quoted_names(table), word.size(), word.size()),
                   "from " + quote(table.db_name)},
                  0, 0);
}

std::string with_key(const std::string& statement, const model::Table& table,
                     const std::vector<std::size_t>& columns) {
    std::vector<std::string> conditions;
    for (const auto& name : quoted_names(table, columns))
        conditions.push_back(name + " = " + parameter(conditions.size() + 1));
    return broken({statement, "where " + joined(conditions, " and ")}, 0, 0);
}

}

TableStatements table_statements(const model::Table& table) {
    const auto all = select(table);
    std::vector<std::string> find_by;
    for (const auto& key : table.unique_keys)
        find_by.push_back(with_key(all, table, key.columns));
    return {.insert = insert(table),
            .select = all,
            .find = with_key(all, table, table.primary_key),
            .erase = with_key("delete from " + quote(table.db_name), table, table.primary_key),
            .find_by = std::move(find_by),
            .table = quote(table.db_name),
            .columns = quoted_names(table)};
}

}
