// What the header shows of a table: the model, its relations in words, and the repository's functions.

#include "cpp/defaults.hpp"
#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::cpp {
namespace {

std::string words(std::string_view name) {
    std::string text = stem(name);
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string column_names(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::string names;
    for (const std::size_t column : columns)
        names += (names.empty() ? "" : ", ") + member_name(table, table.columns[column]);
    return names;
}

std::string relation_line(const model::Schema& schema, const model::Table& table,
                          const model::Relation& relation) {
    return fmt::format("- `{}`: {}{}, by {}", relation.name, relation.optional ? "at most one " : "one ",
                       type_name(schema.tables[relation.target].name), column_names(table, relation.columns));
}

std::string inverse_line(const model::Schema& schema, const model::Inverse& inverse) {
    const model::Table& other = schema.tables[inverse.table];
    return fmt::format("- `{}`: {} {}, by its {}", inverse.name, inverse.unique ? "at most one" : "many",
                       type_name(other.name), column_names(other, other.relations[inverse.relation].columns));
}

std::string many_to_many_line(const model::Schema& schema, const model::ManyToMany& relation) {
    return fmt::format("- `{}`: many {}, through {}", relation.name,
                       type_name(schema.tables[relation.target].name),
                       schema.tables[relation.through].db_name);
}

/// The schema's own words, then the table's relations in both directions.
std::string model_doc(const model::Schema& schema, const model::Table& table) {
    std::string relations;
    for (const model::Relation& relation : table.relations)
        relations += '\n' + relation_line(schema, table, relation);
    for (const model::Inverse& inverse : table.inverses)
        relations += '\n' + inverse_line(schema, inverse);
    for (const model::ManyToMany& relation : table.many_to_many)
        relations += '\n' + many_to_many_line(schema, relation);
    const std::string doc = table.doc.empty() ? fmt::format("A row of {}.", table.db_name) : table.doc;
    return doc_comment(relations.empty() ? doc : doc + "\n\nRelations:" + relations);
}

std::string_view writing_words(model::Writing writing) {
    switch (writing) {
    case model::Writing::always:
        return "";
    case model::Writing::insert_only:
        return "Given when the row is added, never changed.";
    case model::Writing::version:
        return "Counts the changes of the row; the session writes it.";
    case model::Writing::stored:
    case model::Writing::on_read:
        return "Computed by the database, never written.";
    }
    return "";
}

std::string column_doc(const model::Column& column) {
    const std::string words(writing_words(column.writing));
    return doc_comment(column.doc.empty() || words.empty() ? column.doc + words : column.doc + "\n" + words);
}

ColumnView column_view(const model::Schema& schema, const model::Table& table, std::size_t index) {
    const model::Column& column = table.columns[index];
    return {.doc = column_doc(column),
            .type = type_of(schema, table.file, column),
            .name = member_name(table, column),
            .initializer = initializer_of(schema, table.file, column),
            .constant = constant_name(table, column),
            .index = fmt::format("{}", index)};
}

FinderView finder_view(const model::Schema& schema, const model::Table& table,
                       const std::vector<std::size_t>& key, std::size_t index) {
    FinderView view{
        .name = "find_by", .parameters = {}, .arguments = {}, .words = {}, .index = fmt::format("{}", index)};
    for (const std::size_t part : key) {
        const model::Column& column = table.columns[part];
        const std::string separator = view.parameters.empty() ? "" : ", ";
        const std::string name = parameter_name(table, column.name + "_value");
        view.parameters +=
            fmt::format("{}{} {}", separator, parameter_type_of(schema, table.file, column), name);
        view.arguments += fmt::format("{}&{}", separator, name);
        view.words += (view.words.empty() ? "" : " and ") + column.name;
        view.name += "_" + column.name;
    }
    return view;
}

}

EnumView enum_view(const model::Enum& enumeration) {
    EnumView view{.doc = doc_comment(enumeration.doc.empty()
                                         ? fmt::format("The values of {}.", words(enumeration.name))
                                         : enumeration.doc),
                  .name = type_name(enumeration.name),
                  .words = words(enumeration.name),
                  .parse = "parse_" + stem(enumeration.name),
                  .labels = stem(enumeration.name) + "_labels",
                  .values = {}};
    for (const model::EnumValue& value : enumeration.values)
        view.values.push_back({.doc = doc_comment(value.doc),
                               .name = cpp_identifier(value.name),
                               .label = string_literal(value.db_name)});
    return view;
}

ModelView model_view(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    ModelView view{.doc = model_doc(schema, table),
                   .name = type_name(table.name),
                   .type = qualified(schema, table.file, table.file, type_name(table.name)),
                   .repository = repository_name(table),
                   .repository_doc =
                       doc_comment(fmt::format("Reads and writes rows of {}, in a session.", table.db_name)),
                   .session = parameter_name(table, "session"),
                   .columns = {},
                   .key = finder_view(schema, table, table.primary_key, 0),
                   .finders = {}};
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        view.columns.push_back(column_view(schema, table, column));
    for (std::size_t key = 0; key < table.unique_keys.size(); ++key)
        view.finders.push_back(finder_view(schema, table, table.unique_keys[key].columns, key));
    return view;
}

}
