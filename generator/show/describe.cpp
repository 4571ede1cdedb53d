#include "show/describe.hpp"

#include "cpp/names.hpp"
#include "cpp/views.hpp"
#include "show/describe_parts.hpp"
#include "show/names.hpp"
#include "sql/ddl.hpp"
#include "sql/dialect.hpp"
#include "sql/statements.hpp"

#include <fmt/format.h>

#include <array>

namespace rowsmith::show {
namespace {

/// A name and what it stands for, below each other.
void fact(Page& page, std::string_view name, std::string_view value) {
    page.line(2, fmt::format("{:<12}{}", name, value));
}

void head(Page& page, std::string_view what, const std::string& name, const std::string& doc) {
    page.line(0, fmt::format("{} {}", what, name));
    if (!doc.empty())
        page.lines(2, doc);
    page.blank();
}

/// Of a table, enum or sequence.
template <typename Object>
std::string database_name(const Object& object) {
    const std::string& renamed_from = object.renamed_from;
    return visible(object.db_name) +
           (object.db_schema.empty() ? "" : fmt::format(" in the schema {}", visible(object.db_schema))) +
           (renamed_from.empty() ? "" : fmt::format(", renamed from {}", visible(renamed_from)));
}

void statements(Page& page, std::string_view title, const std::vector<std::string>& texts) {
    if (texts.empty())
        return;
    page.blank();
    page.line(2, title);
    for (const std::string& text : texts)
        page.lines(4, text + ";");
}

void describe_creation(Page& page, const model::Schema& schema, std::size_t table) {
    for (const sql::Dialect* dialect : sql::dialects())
        statements(page, dialect->name, sql::create_table_statements(*dialect, schema, table));
}

void describe_statements(Page& page, const model::Table& table) {
    const sql::TableStatements fixed = sql::table_statements(table);
    page.blank();
    page.line(2, table.db_schema.empty() ? "statements, of all databases"
                                         : "statements, of databases without schemas; others say " +
                                               visible(sql::qualified_statements(table).table));
    for (const std::string& text : {fixed.insert, fixed.select, fixed.find, fixed.erase}) {
        if (!text.empty()) // a view's rows are only read
            page.lines(4, text + ";");
    }
    for (const std::string& text : fixed.find_by)
        page.lines(4, text + ";");
}

void describe_names(Page& page, const model::Schema& schema, const model::Table& table) {
    if (table.made)
        fact(page, "model", "none: the table is made by a many-to-many relation");
    else {
        const std::string scope = cpp::namespace_name(schema.files[table.file]);
        fact(page, "model", fmt::format("{}::{}", scope, cpp::type_name(table.name)));
        fact(page, "repository", fmt::format("{}::{}", scope, cpp::repository_name(table)));
    }
    fact(page, table.view ? "view" : "table", database_name(table));
    fact(page, "file", visible(schema.files[table.file].path));
    fact(page, "rank", fmt::format("{}", table.rank));
    if (!table.methods.empty())
        fact(page, "methods", visible(table.methods));
}

std::string value_text(const model::EnumValue& value) {
    std::string text = value.name;
    if (value.name != value.db_name)
        text += fmt::format(" as \"{}\"", visible(value.db_name));
    if (!value.renamed_from.empty())
        text += fmt::format(" renamed from \"{}\"", visible(value.renamed_from));
    return text;
}

}

std::string describe_enumeration(const model::Schema& schema, std::size_t index) {
    const model::Enum& enumeration = schema.enums[index];
    const std::string scope = cpp::namespace_name(schema.files[enumeration.file]);
    Page page;
    head(page, "enum", enumeration.name, enumeration.doc);
    fact(page, "C++",
         fmt::format("{}::{}, to_string, {}", scope, cpp::type_name(enumeration.name),
                     cpp::enum_view(enumeration).parse));
    fact(page, "database", database_name(enumeration));
    fact(page, "file", visible(schema.files[enumeration.file].path));
    page.blank();
    page.line(2, "values");
    for (const model::EnumValue& value : enumeration.values) {
        page.line(4, value_text(value));
        if (!value.doc.empty())
            page.lines(6, value.doc);
    }
    for (const sql::Dialect* dialect : sql::dialects()) {
        if (dialect->create_enumeration != nullptr)
            statements(page, dialect->name, {dialect->create_enumeration(enumeration)});
    }
    return std::move(page).text();
}

std::string describe_sequence(const model::Schema& schema, std::size_t index) {
    const model::Sequence& sequence = schema.sequences[index];
    Page page;
    head(page, "sequence", sequence.name, sequence.doc);
    fact(page, "database", database_name(sequence));
    fact(page, "file", visible(schema.files[sequence.file].path));
    fact(
        page, "values",
        fmt::format("from {} by {}, drawn {} at a time", sequence.start, sequence.increment, sequence.cache));
    for (const sql::Dialect* dialect : sql::dialects())
        statements(page, dialect->name, dialect->create_sequence(sequence, sql::CreateMode::plain));
    return std::move(page).text();
}

std::string describe_table(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    Page page;
    head(page, table.view ? "view" : "table", table.name, table.doc);
    describe_names(page, schema, table);
    describe_columns(page, schema, table);
    describe_keys(page, schema, index);
    describe_partitions(page, table);
    describe_relations(page, schema, index);
    describe_creation(page, schema, index);
    describe_statements(page, table);
    return std::move(page).text();
}

}
