#include "core/statement_text.hpp"

namespace rowsmith {
namespace {

std::string name_list(const Statements& table, std::span<const std::uint16_t> columns) {
    std::string list;
    for (const auto column : columns) {
        if (!list.empty())
            list += ", ";
        list += table.columns[column];
    }
    return list;
}

/// `a = $1 and b = $2`, with any separator, counting on from `parameter`.
std::string assignments(const Statements& table, std::span<const std::uint16_t> columns,
                        const char* separator, int& parameter) {
    std::string list;
    for (const auto column : columns) {
        if (!list.empty())
            list += separator;
        list.append(table.columns[column]).append(" = $").append(std::to_string(parameter++));
    }
    return list;
}

std::string parameter_list(std::size_t count) {
    std::string list;
    for (std::size_t number = 1; number <= count; ++number) {
        if (number > 1)
            list += ", ";
        list.append("$").append(std::to_string(number));
    }
    return list;
}

void add_returning(std::string& text, const Statements& table, std::span<const std::uint16_t> columns) {
    if (!columns.empty())
        text += " returning " + name_list(table, columns);
}

}

std::string insert_text(const Statements& table, std::span<const std::uint16_t> columns,
                        std::span<const std::uint16_t> returning) {
    std::string text = "insert into ";
    text += table.table;
    if (columns.empty())
        text += " default values";
    else
        text += " (" + name_list(table, columns) + ") values (" + parameter_list(columns.size()) + ")";
    add_returning(text, table, returning);
    return text;
}

std::string select_text(const Statements& table, std::span<const std::uint16_t> columns,
                        std::span<const std::uint16_t> key) {
    int parameter = 1;
    std::string text = "select " + name_list(table, columns) + " from ";
    text.append(table.table).append(" where ").append(assignments(table, key, " and ", parameter));
    return text;
}

std::string update_text(const Statements& table, std::span<const std::uint16_t> columns,
                        std::span<const std::uint16_t> key, std::span<const std::uint16_t> returning) {
    int parameter = 1;
    std::string text = "update ";
    text.append(table.table).append(" set ").append(assignments(table, columns, ", ", parameter));
    text.append(" where ").append(assignments(table, key, " and ", parameter));
    add_returning(text, table, returning);
    return text;
}

}
