// What the source file tells the runtime about a table: columns, keys, foreign keys, statements.

#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "sql/statements.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rowsmith::cpp {
namespace {

std::string_view maker_of(const model::Column& column) {
    switch (column.initial.kind) {
    case model::DefaultKind::none:
    case model::DefaultKind::literal:
        return "";
    case model::DefaultKind::now:
        return "clock";
    case model::DefaultKind::uuid:
        return "uuid";
    case model::DefaultKind::sequence:
        return "sequence";
    case model::DefaultKind::identity:
        return "identity";
    case model::DefaultKind::sql:
        return "database";
    }
    return "";
}

std::string_view action_of(model::Action action) {
    switch (action) {
    case model::Action::none:
        return "";
    case model::Action::cascade:
        return "cascade";
    case model::Action::set_null:
        return "set_null";
    case model::Action::set_default:
        return "set_default";
    case model::Action::restrict_:
        return "restrict_";
    }
    return "";
}

// A Column's members stand in the order of their declaration in rowsmith/mapping.hpp; these two have `offset`
// between.
std::string digit_members(const model::Type& type) {
    if (type.scalar != model::Scalar::decimal)
        return "";
    return fmt::format(", .precision = {}, .scale = {}", type.precision, type.scale);
}

std::string domain_members(const model::Schema& schema, const model::Type& type) {
    if (type.scalar == model::Scalar::enumeration)
        return fmt::format(", .enumeration = &{}_type", stem(schema.enums[type.enumeration].name));
    return type.length > 0 ? fmt::format(", .length = {}", type.length) : "";
}

std::string array_name(const model::Column& column) {
    return column.name + "_array";
}

std::string column_entry(const model::Schema& schema, const model::Table& table,
                         const model::Column& column) {
    std::string entry =
        fmt::format("{{.name = {}, .kind = rowsmith::ColumnKind::{}", string_literal(column.db_name),
                    column.type.array ? "array" : kind_of(column.type.scalar));
    if (column.type.nullable)
        entry += ", .nullable = true";
    if (!maker_of(column).empty())
        entry += fmt::format(", .maker = rowsmith::Maker::{}", maker_of(column));
    if (!column.type.array)
        entry += digit_members(column.type);
    entry += fmt::format(", .offset = offsetof({}, {})", type_name(table.name), member_name(table, column));
    entry += column.type.array ? fmt::format(", .array = &{}", array_name(column))
                               : domain_members(schema, column.type);
    if (column.initial.kind == model::DefaultKind::sequence)
        entry +=
            fmt::format(", .sequence = &{}_sequence", stem(schema.sequences[column.initial.sequence].name));
    return entry + "}";
}

std::string array_entry(const model::Schema& schema, const model::Table& table, const model::Column& column) {
    model::Type element = column.type;
    element.array = false;
    element.nullable = false;
    return fmt::format("constexpr rowsmith::ArrayType {} = rowsmith::array_type<{}>(\n"
                       "    {{.name = {}, .kind = rowsmith::ColumnKind::{}{}{}}});",
                       array_name(column), value_type_of(schema, table.file, element),
                       string_literal(column.db_name), kind_of(element.scalar), digit_members(element),
                       domain_members(schema, element));
}

std::string list_of_indexes(const std::vector<std::size_t>& indexes) {
    return fmt::format("{}", fmt::join(indexes, ", "));
}

std::vector<std::string> foreign_key_options(const model::Relation& relation) {
    std::vector<std::string> options;
    if (relation.on_delete != model::Action::none)
        options.push_back(fmt::format(".on_delete = rowsmith::KeyAction::{}", action_of(relation.on_delete)));
    if (relation.on_update != model::Action::none)
        options.push_back(fmt::format(".on_update = rowsmith::KeyAction::{}", action_of(relation.on_update)));
    if (relation.deferrable)
        options.emplace_back(".deferrable = true");
    if (relation.cut)
        options.emplace_back(".cut = true");
    return options;
}

ForeignKeyView foreign_key_view(const model::Schema& schema, const model::Table& table,
                                const model::Relation& relation) {
    const model::Table& target = schema.tables[relation.target];
    return {.relation = string_literal(relation.name),
            .target = qualified(schema, table.file, target.file, repository_name(target)) + "::mapping",
            .columns = relation.name + "_columns",
            .column_list = list_of_indexes(relation.columns),
            .target_columns = relation.name + "_target",
            .target_list = list_of_indexes(relation.target_columns),
            .options = foreign_key_options(relation)};
}

StatementsView statements_view(const sql::TableStatements& statements) {
    StatementsView view{.insert = sql_literal(statements.insert),
                        .select = sql_literal(statements.select),
                        .find = sql_literal(statements.find),
                        .erase = sql_literal(statements.erase),
                        .table = sql_literal(statements.table),
                        .find_by = {},
                        .columns = {}};
    for (const std::string& text : statements.find_by)
        view.find_by.push_back(sql_literal(text));
    for (const std::string& column : statements.columns)
        view.columns.push_back(sql_literal(column));
    return view;
}

}

MappingView mapping_view(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    const ModelView model = model_view(schema, index);
    MappingView view{.scope = stem(table.name) + "_table",
                     .model = model.type,
                     .repository = model.repository,
                     .table = string_literal(table.db_name),
                     .full_name =
                         string_literal(namespace_name(schema.files[table.file]) + "::" + model.name),
                     .rank = fmt::format("{}", table.rank),
                     .key = list_of_indexes(table.primary_key),
                     .arrays = {},
                     .columns = {},
                     .unique_keys = {},
                     .foreign_keys = {},
                     .statements = statements_view(sql::table_statements(table)),
                     .key_finder = model.key,
                     .finders = model.finders};
    for (const model::Column& column : table.columns) {
        if (column.type.array)
            view.arrays.push_back(array_entry(schema, table, column));
        view.columns.push_back(column_entry(schema, table, column));
    }
    for (std::size_t key = 0; key < table.unique_keys.size(); ++key)
        view.unique_keys.push_back({.name = fmt::format("unique_key_{}", key),
                                    .list = list_of_indexes(table.unique_keys[key].columns)});
    for (const model::Relation& relation : table.relations)
        view.foreign_keys.push_back(foreign_key_view(schema, table, relation));
    return view;
}

}
