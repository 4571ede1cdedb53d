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

/// `a`, or `(a, b)`.
std::string name_or_names(const Statements& table, std::span<const std::uint16_t> columns) {
    return columns.size() == 1 ? name_list(table, columns) : "(" + name_list(table, columns) + ")";
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

/// `$1, $2`, counting on from `parameter`.
std::string parameter_list(std::size_t count, int& parameter) {
    std::string list;
    for (std::size_t place = 0; place < count; ++place) {
        if (place > 0)
            list += ", ";
        list.append("$").append(std::to_string(parameter++));
    }
    return list;
}

/// `($1, $2), ($3, $4)`.
std::string key_list(std::size_t columns, std::size_t keys) {
    int parameter = 1;
    std::string list;
    for (std::size_t key = 0; key < keys; ++key)
        list += (key > 0 ? ", (" : "(") + parameter_list(columns, parameter) + ")";
    return list;
}

/// `a = excluded.a, v = t.v + 1`; with nothing to change the target again, so that the row comes back.
std::string taken_over(const Statements& table, const UpsertColumns& columns) {
    const bool none = columns.updated.empty() && !columns.version;
    std::string list;
    for (const auto column : none ? columns.target : columns.updated) {
        list += list.empty() ? "" : ", ";
        list.append(table.columns[column]).append(" = excluded.").append(table.columns[column]);
    }
    if (columns.version) {
        const std::string_view name = table.columns[*columns.version];
        list += list.empty() ? "" : ", ";
        list.append(name).append(" = ").append(table.table).append(".").append(name).append(" + 1");
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
    int parameter = 1;
    std::string text = "insert into ";
    text += table.table;
    if (columns.empty())
        text += " default values";
    else
        text +=
            " (" + name_list(table, columns) + ") values (" + parameter_list(columns.size(), parameter) + ")";
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

std::string select_by_keys_text(const Statements& table, std::span<const std::uint16_t> key,
                                std::size_t keys) {
    int parameter = 1;
    std::string text = std::string(table.select) + " where " + name_or_names(table, key) + " in (";
    text += key.size() == 1 ? parameter_list(keys, parameter) : "values " + key_list(key.size(), keys);
    return text + ")";
}

std::string select_referenced_text(const Statements& table, std::span<const std::uint16_t> key,
                                   const Statements& source, std::span<const std::uint16_t> foreign_key) {
    std::string text = std::string(table.select) + " where " + name_or_names(table, key) + " in (select ";
    return text + name_list(source, foreign_key) + " from " + std::string(source.table) + ")";
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

std::string upsert_text(const Statements& table, const UpsertColumns& columns) {
    std::string text = insert_text(table, columns.inserted, {});
    text += " on conflict (" + name_list(table, columns.target) + ")";
    text += columns.ignore ? " do nothing" : " do update set " + taken_over(table, columns);
    add_returning(text, table, columns.returning);
    return text;
}

}
