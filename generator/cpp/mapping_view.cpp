// What the source file tells the runtime about a table: columns, keys, foreign keys, statements.

#include "cpp/checked_columns.hpp"
#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/relations.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "sql/dialect.hpp"
#include "sql/statements.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

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

std::string_view writing_of(const model::Column& column) {
    switch (column.writing) {
    case model::Writing::always:
        return "";
    case model::Writing::insert_only:
        return "insert_only";
    case model::Writing::version:
        return "version";
    case model::Writing::stored:
    case model::Writing::on_read:
        return "computed";
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

std::string domain_members(const model::Schema& schema, const model::Table& table, const model::Type& type) {
    if (type.scalar == model::Scalar::enumeration)
        return fmt::format(", .enumeration = &{}",
                           enum_constant(schema, table.file, schema.enums[type.enumeration], "type"));
    return type.length > 0 ? fmt::format(", .length = {}", type.length) : "";
}

std::string array_name(const model::Column& column) {
    return column.name + "_array";
}

std::string conversion_name(const model::Column& column) {
    return column.name + "_conversion";
}

std::string array_or_domain_members(const model::Schema& schema, const model::Table& table,
                                    const model::Column& column) {
    return column.type.array ? fmt::format(", .array = &{}", array_name(column))
                             : domain_members(schema, table, column.type);
}

/// What the database holds of a column whose C++ type is the user's.
std::string conversion_entry(const model::Schema& schema, const model::Table& table,
                             const model::Column& column) {
    return fmt::format(
        "constexpr rowsmith::Conversion {} = rowsmith::conversion<{}, {}>(\n"
        "    {{.name = {}, .kind = rowsmith::ColumnKind::{}{}{}}});",
        conversion_name(column), column.cpp.name, value_type_of(schema, table.file, column.type),
        string_literal(column.db_name), column.type.array ? "array" : kind_of(column.type.scalar),
        column.type.array ? "" : digit_members(column.type), array_or_domain_members(schema, table, column));
}

std::string_view kind_of_member(const model::Column& column) {
    if (!column.cpp.name.empty())
        return "converted";
    return column.type.array ? "array" : kind_of(column.type.scalar);
}

/// Where the member stands, and of a deferred one where its flag does.
std::string offset_members(const model::Schema& schema, const model::Table& table,
                           const model::Column& column) {
    if (table.name.empty())
        return "";
    const std::string offset =
        fmt::format("offsetof({}, {})", type_name(table.name), member_name(table, column));
    if (!column.deferred)
        return fmt::format(", .offset = {}", offset);
    return fmt::format(", .offset = {}, .loaded = {} + {}::loaded_offset()", offset, offset,
                       type_of(schema, table.file, column));
}

std::string column_entry(const model::Schema& schema, const model::Table& table, const model::Column& column,
                         bool checked) {
    std::string entry = fmt::format("{{.name = {}, .kind = rowsmith::ColumnKind::{}",
                                    string_literal(column.db_name), kind_of_member(column));
    if (column.type.nullable)
        entry += ", .nullable = true";
    if (checked)
        entry += ", .checked = true";
    if (!maker_of(column).empty())
        entry += fmt::format(", .maker = rowsmith::Maker::{}", maker_of(column));
    if (!writing_of(column).empty())
        entry += fmt::format(", .writing = rowsmith::Writing::{}", writing_of(column));
    const bool converted = !column.cpp.name.empty();
    if (!column.type.array && !converted)
        entry += digit_members(column.type);
    if (column.initial.kind == model::DefaultKind::literal)
        entry += ", .defaulted = true";
    entry += offset_members(schema, table, column);
    entry += converted ? fmt::format(", .conversion = &{}", conversion_name(column))
                       : array_or_domain_members(schema, table, column);
    if (column.initial.kind == model::DefaultKind::sequence)
        entry +=
            fmt::format(", .sequence = &{}",
                        sequence_constant(schema, table.file, schema.sequences[column.initial.sequence]));
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
                       domain_members(schema, table, element));
}

std::string list_of_indexes(const std::vector<std::size_t>& indexes) {
    return fmt::format("{}", fmt::join(indexes, ", "));
}

std::string read_with_row(const model::Table& table) {
    std::vector<std::size_t> columns;
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        if (!table.columns[index].deferred)
            columns.push_back(index);
    }
    return columns.size() == table.columns.size() ? "" : list_of_indexes(columns);
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

ForeignKeyView foreign_key_view(const model::Schema& schema, std::size_t table, std::size_t index) {
    const model::Relation& relation = schema.tables[table].relations[index];
    return {.relation = string_literal(relation.name),
            .target = mapping_name(schema, schema.tables[table].file, relation.target),
            .inverse = inverse_of(schema, table, index),
            .columns = relation.name + "_columns",
            .column_list = list_of_indexes(relation.columns),
            .target_columns = relation.name + "_target",
            .target_list = list_of_indexes(relation.target_columns),
            .options = foreign_key_options(relation)};
}

StatementsView statements_view(std::string name, const sql::TableStatements& statements) {
    StatementsView view{.writes = !statements.insert.empty(),
                        .finds = !statements.find.empty(),
                        .name = std::move(name),
                        .insert = sql_literal(statements.insert),
                        .select = sql_literal(statements.select),
                        .find = sql_literal(statements.find),
                        .erase = sql_literal(statements.erase),
                        .table = sql_literal(statements.table),
                        .find_by = {}};
    for (const std::string& text : statements.find_by)
        view.find_by.push_back(sql_literal(text));
    return view;
}

/// With the name of the table's schema only where a database would use it.
void add_statements(MappingView& view, const model::Table& table, const ViewOptions& options) {
    const sql::TableStatements plain = sql::table_statements(table);
    for (const std::string& column : plain.columns)
        view.column_names.push_back(sql_literal(column));
    view.statements.push_back(statements_view("statements", plain));
    const bool schemas =
        std::ranges::any_of(options.dialects, [](const sql::Dialect* dialect) { return dialect->schemas(); });
    view.qualified = schemas && !table.db_schema.empty();
    if (view.qualified)
        view.statements.push_back(statements_view("qualified", sql::qualified_statements(table)));
}

}

void add_column_entries(std::vector<std::string>& types, std::vector<std::string>& columns,
                        const model::Schema& schema, const model::Table& table,
                        const std::vector<bool>& checked) {
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const model::Column& column = table.columns[at];
        if (column.type.array)
            types.push_back(array_entry(schema, table, column));
        if (!column.cpp.name.empty())
            types.push_back(conversion_entry(schema, table, column));
        columns.push_back(column_entry(schema, table, column, checked[at]));
    }
}

MappingView mapping_view(const model::Schema& schema, std::size_t index, const ViewOptions& options) {
    const model::Table& table = schema.tables[index];
    const ModelView model = model_view(schema, index);
    MappingView view{.scope = stem(table.name) + "_table",
                     .link = table.made,
                     .view = table.view.has_value(),
                     .keyed = !table.primary_key.empty(),
                     .model = model.type,
                     .repository = model.repository,
                     .constant = table.made ? stem(table.name) + "_mapping" : model.repository + "::mapping",
                     .table = string_literal(table.db_name),
                     .full_name =
                         string_literal(namespace_name(schema.files[table.file]) + "::" + model.name),
                     .rank = fmt::format("{}", table.rank),
                     .key = list_of_indexes(table.primary_key),
                     .types = {},
                     .columns = {},
                     .read = read_with_row(table),
                     .unique_keys = {},
                     .relations = {},
                     .slots = {},
                     .outside_relations = {},
                     .foreign_keys = {},
                     .column_names = {},
                     .statements = {},
                     .key_finder = model.key,
                     .finders = model.finders};
    add_column_entries(view.types, view.columns, schema, table, checked_columns(table));
    for (std::size_t key = 0; key < table.unique_keys.size(); ++key)
        view.unique_keys.push_back({.name = fmt::format("unique_key_{}", key),
                                    .list = list_of_indexes(table.unique_keys[key].columns)});
    add_statements(view, table, options);
    add_relations(view, schema, index);
    for (std::size_t key = 0; key < table.relations.size(); ++key)
        view.foreign_keys.push_back(foreign_key_view(schema, index, key));
    return view;
}

}
