#include "show/describe.hpp"

#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "model/words.hpp"
#include "show/describe_parts.hpp"
#include "show/names.hpp"
#include "show/statements.hpp"
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

/// Parameters, or columns of a result.
void describe_values(Page& page, std::string_view title, const model::Schema& schema, std::size_t file,
                     const std::vector<model::Column>& values) {
    if (values.empty())
        return;
    constexpr std::size_t widest_cell = 48;
    std::vector<std::vector<std::string>> rows{{std::string(title), "C++"}};
    for (const model::Column& value : values)
        rows.push_back({fmt::format("  {}: {}", value.name, type_text(schema, file, value.type)),
                        visible(cpp::type_of(schema, file, value))});
    const auto widths = column_widths(rows, widest_cell);
    page.blank();
    for (std::size_t at = 0; at < rows.size(); ++at) {
        page.row(2, rows[at], widths);
        if (at > 0 && !values[at - 1].doc.empty())
            page.lines(6, values[at - 1].doc);
    }
}

void describe_names(Page& page, const model::Schema& schema, const model::Query& query) {
    const std::string scope = cpp::namespace_name(schema.files[query.file]);
    fact(page, "function", fmt::format("{}::{}", scope, cpp::function_name(query.name)));
    fact(page, "kind",
         fmt::format("{}{}", model::query_kind_word(query.kind), query.writes ? ", writes" : ""));
    if (query.kind != model::QueryKind::exec)
        fact(page, "row", fmt::format("{}::{}", scope, cpp::type_name(query.name)));
    fact(page, "file", visible(schema.files[query.file].path));
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

std::string describe_query(const model::Schema& schema, std::size_t index) {
    const model::Query& query = schema.queries[index];
    Page page;
    head(page, "query", query.name, query.doc);
    describe_names(page, schema, query);
    describe_values(page, "parameters", schema, query.file, query.parameters);
    describe_values(page, "columns", schema, query.file, query.columns);
    if (const std::string sql = query_statements(schema, index); !sql.empty()) {
        page.blank();
        page.line(2, "statements");
        page.lines(4, std::string_view(sql).substr(0, sql.size() - 1)); // without the end of its last line
    }
    return std::move(page).text();
}

}
