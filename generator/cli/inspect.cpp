// inspect: what a table becomes, in both databases and in C++.

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"
#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "sql/ddl.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <sstream>

namespace rowsmith::cli {
namespace {

std::string column_list(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::string names;
    for (const std::size_t column : columns)
        names += (names.empty() ? "" : ", ") + table.columns[column].db_name;
    return names;
}

std::string origin(const model::Schema& schema, const model::Column& column) {
    switch (column.initial.kind) {
    case model::DefaultKind::none:
        return "";
    case model::DefaultKind::literal:
        return " = " + column.initial.text;
    case model::DefaultKind::now:
        return " = now()";
    case model::DefaultKind::uuid:
        return " = uuid()";
    case model::DefaultKind::sequence:
        return " = next(" + schema.sequences[column.initial.sequence].db_name + ")";
    case model::DefaultKind::identity:
        return " identity";
    case model::DefaultKind::sql:
        return " = sql \"" + column.initial.text + "\"";
    }
    return "";
}

void print_column(const model::Schema& schema, const model::Table& table, const model::Column& column) {
    std::string types;
    for (const sql::Dialect* dialect : sql::dialects())
        types += fmt::format(", {} {}", dialect->name, dialect->type(schema, column.type));
    std::cout << fmt::format("    {}: {}{}, {}{}\n", column.db_name,
                             cpp::type_of(schema, table.file, column.type), types,
                             column.type.nullable ? "null" : "not null", origin(schema, column));
}

void print_keys(const model::Table& table) {
    std::cout << "  keys\n";
    std::cout << fmt::format("    primary ({})\n", column_list(table, table.primary_key));
    for (const model::UniqueKey& key : table.unique_keys)
        std::cout << fmt::format("    unique {} ({})\n", key.db_name, column_list(table, key.columns));
    for (const model::Index& index : table.indexes) {
        std::string parts;
        for (const model::KeyPart& part : index.parts)
            parts += fmt::format("{}{}{}", parts.empty() ? "" : ", ", table.columns[part.column].db_name,
                                 part.descending ? " desc" : "");
        std::cout << fmt::format("    {}index {} ({})\n", index.unique ? "unique " : "", index.db_name,
                                 parts);
    }
}

void print_relations(const model::Schema& schema, const model::Table& table) {
    if (table.relations.empty() && table.inverses.empty() && table.many_to_many.empty())
        return;
    std::cout << "  relations\n";
    for (const model::Relation& relation : table.relations) {
        const model::Table& target = schema.tables[relation.target];
        std::cout << fmt::format(
            "    {}: {} {}, by {}{}{}\n", relation.name, relation.optional ? "at most one" : "one",
            target.name, column_list(table, relation.columns),
            relation.inverse.empty() ? "" : ", inverse " + relation.inverse,
            relation.cut ? ", cut here when rows are written: it closes a ring of tables" : "");
    }
    for (const model::Inverse& inverse : table.inverses) {
        const model::Table& other = schema.tables[inverse.table];
        std::cout << fmt::format("    {}: {} {}, by its {}\n", inverse.name,
                                 inverse.unique ? "at most one" : "many", other.name,
                                 column_list(other, other.relations[inverse.relation].columns));
    }
    for (const model::ManyToMany& relation : table.many_to_many)
        std::cout << fmt::format("    {}: many {}, through {}\n", relation.name,
                                 schema.tables[relation.target].name,
                                 schema.tables[relation.through].db_name);
}

void print_indented(const std::string& sql) {
    std::string line;
    for (std::istringstream lines(sql); std::getline(lines, line);)
        std::cout << "    " << line << (lines.eof() ? ";\n" : "\n");
}

void print_sql(const model::Schema& schema, std::size_t table) {
    for (const sql::Dialect* dialect : sql::dialects()) {
        std::cout << fmt::format("  {}\n", dialect->name);
        for (const std::string& statement : sql::create_table_statements(*dialect, schema, table))
            print_indented(statement);
    }
}

void print_table(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    std::cout << fmt::format("table {}\n", table.name);
    if (table.made)
        std::cout << fmt::format("  made by a many-to-many relation, table {}\n", table.db_name);
    else
        std::cout << fmt::format("  model {}::{}, repository {}, table {}, rank {}\n",
                                 cpp::namespace_name(schema.files[table.file]), cpp::type_name(table.name),
                                 cpp::repository_name(table), table.db_name, table.rank);
    std::cout << "  columns\n";
    for (const model::Column& column : table.columns)
        print_column(schema, table, column);
    print_keys(table);
    print_relations(schema, table);
    print_sql(schema, index);
}

int unknown_table(const model::Schema& schema, const std::string& name) {
    std::vector<std::string_view> names;
    for (const model::Table& table : schema.tables)
        names.emplace_back(table.name);
    const std::string_view near = nearest(name, names);
    std::cerr << fmt::format("rowsmith: error: no table is called '{}'{}\n", name,
                             near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
    return input_has_errors;
}

}

int inspect(const InspectOptions& options) {
    const auto resolved = resolve(options.input);
    if (!resolved)
        return input_has_errors;
    const model::Schema& schema = resolved->schema;
    bool found = false;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        const model::Table& table = schema.tables[index];
        const bool wanted = options.table.empty()
                                ? schema.files[table.file].requested
                                : table.name == options.table || table.db_name == options.table;
        if (!wanted)
            continue;
        if (found)
            std::cout << '\n';
        found = true;
        print_table(schema, index);
    }
    return found || options.table.empty() ? fine : unknown_table(schema, options.table);
}

}
