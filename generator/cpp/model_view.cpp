// What the header shows of a table: the model, its relations in words, and the repository's functions.

#include "cpp/defaults.hpp"
#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/relations.hpp"
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

/// The schema's own words, or what can be said of any table.
std::string model_doc(const model::Table& table) {
    return doc_comment(table.doc.empty() ? fmt::format("A row of {}.", table.db_name) : table.doc);
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
        const std::string name = parameter_name(schema, table, column.name + "_value");
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
    ModelView view{.view = table.view.has_value(),
                   .keyed = !table.primary_key.empty(),
                   .doc = model_doc(table),
                   .name = type_name(table.name),
                   .type = qualified(schema, table.file, table.file, type_name(table.name)),
                   .repository = repository_name(table),
                   .repository_doc =
                       doc_comment(fmt::format("{} rows of {}, in a session.",
                                               table.view ? "Reads" : "Reads and writes", table.db_name)),
                   .session = parameter_name(schema, table, "session"),
                   .columns = {},
                   .relation_constants = relation_constants(schema, index),
                   .relations = relations_view(schema, index),
                   .key = finder_view(schema, table, table.primary_key, 0),
                   .finders = {}};
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        view.columns.push_back(column_view(schema, table, column));
    for (std::size_t key = 0; key < table.unique_keys.size(); ++key)
        view.finders.push_back(finder_view(schema, table, table.unique_keys[key].columns, key));
    return view;
}

LinkView link_view(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    LinkView view{.doc = model_doc(table),
                  .name = type_name(table.name),
                  .type = full_type_name(schema, table),
                  .mapping = stem(table.name) + "_mapping",
                  .slots = fmt::format("{}", slots_of(schema, index)),
                  .columns = {}};
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        view.columns.push_back(column_view(schema, table, column));
    return view;
}

}
