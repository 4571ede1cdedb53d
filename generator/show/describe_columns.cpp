// What a table's columns, keys, indexes and checks become.

#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "model/words.hpp"
#include "show/describe_parts.hpp"
#include "show/names.hpp"
#include "sql/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::show {
namespace {

/// Wider types are rare, and would push all others apart.
constexpr std::size_t widest_cell = 36;

std::string_view writing_text(model::Writing writing) {
    switch (writing) {
    case model::Writing::always:
        return {};
    case model::Writing::insert_only:
        return "readonly";
    case model::Writing::version:
        return "version: one more with each update";
    case model::Writing::stored:
        return "computed when the row is written";
    case model::Writing::on_read:
        return "computed when the row is read";
    }
    return {};
}

std::string initial_text(const model::Schema& schema, const model::Column& column) {
    switch (column.initial.kind) {
    case model::DefaultKind::none:
    case model::DefaultKind::sql: // stands below, with its SQL
        return {};
    case model::DefaultKind::literal:
        return fmt::format("default {}", visible(column.initial.text));
    case model::DefaultKind::now:
        return "default now(), by the program";
    case model::DefaultKind::uuid:
        return "default uuid(), by the program";
    case model::DefaultKind::sequence:
        return fmt::format("default next({})", schema.sequences[column.initial.sequence].name);
    case model::DefaultKind::identity:
        return "counted by the database";
    }
    return {};
}

/// The relation that made a column.
std::string maker(const model::Table& table, std::size_t column) {
    for (const model::Relation& relation : table.relations) {
        if (std::ranges::find(relation.columns, column) != relation.columns.end())
            return relation.name;
    }
    return "a relation";
}

void add(std::vector<std::string>& items, std::string item) {
    if (!item.empty())
        items.push_back(std::move(item));
}

std::string cpp_names(const model::Table& table, const model::Column& column) {
    const std::string member = cpp::member_name(table, column);
    const std::string constant = cpp::constant_name(table, column);
    if (member != column.name && constant == member)
        return "in C++ " + member;
    return constant == column.name ? std::string()
                                   : fmt::format("in C++ {}, in the repository {}", member, constant);
}

std::vector<std::string> notes(const model::Schema& schema, const model::Table& table, std::size_t index) {
    const model::Column& column = table.columns[index];
    std::vector<std::string> items;
    if (column.db_name != column.name)
        items.push_back("in the database " + visible(column.db_name));
    if (!column.renamed_from.empty())
        items.push_back("renamed from " + visible(column.renamed_from));
    add(items, cpp_names(table, column));
    if (column.primary)
        items.emplace_back("primary key");
    add(items, initial_text(schema, column));
    add(items, std::string(writing_text(column.writing)));
    if (column.deferred)
        items.emplace_back("deferred: not read until asked for");
    if (column.from_relation)
        items.push_back("made by " + maker(table, index));
    if (!column.cpp.header.empty())
        items.push_back("type from " + visible(column.cpp.header));
    return items;
}

std::vector<std::string> cells(const model::Schema& schema, const model::Table& table,
                               const model::Column& column) {
    std::vector<std::string> row{
        fmt::format("{}: {}", column.name, type_text(schema, table.file, column.type)),
        visible(cpp::type_of(schema, table.file, column))};
    for (const sql::Dialect* dialect : sql::dialects())
        row.push_back(visible(sql::column_type(*dialect, schema, column)));
    return row;
}

std::string part_text(const model::Table& table, const model::IndexPart& part) {
    std::string text;
    if (part.kind == model::IndexPart::Kind::sql)
        text = part.sql.common ? fmt::format("\"{}\"", visible(*part.sql.common)) : "SQL";
    else
        text = joined(column_names(table, part.columns), ", ");
    if (part.kind == model::IndexPart::Kind::call)
        text = fmt::format("{}({})", part.function, text);
    return text + (part.operators.empty() ? "" : " ops " + part.operators) + (part.descending ? " desc" : "");
}

std::string former(const std::string& renamed_from) {
    return renamed_from.empty() ? "" : ", renamed from " + visible(renamed_from);
}

/// Databases that have but one method leave an index of another out.
std::string method_note(const model::Index& index) {
    if (index.method.empty())
        return {};
    std::string without;
    for (const sql::Dialect* dialect : sql::dialects()) {
        if (!dialect->index_methods)
            without += fmt::format(", not on {}", dialect->title);
    }
    return fmt::format(" using {}{}", index.method, without);
}

void describe_index(Page& page, const model::Table& table, const model::Index& index) {
    std::vector<std::string> parts;
    for (const model::IndexPart& part : index.parts)
        parts.push_back(part_text(table, part));
    page.line(4, fmt::format("{}index {} ({}){}{}", index.unique ? "unique " : "", visible(index.db_name),
                             joined(parts, ", "), method_note(index), former(index.renamed_from)));
    if (!index.doc.empty())
        page.lines(6, index.doc);
    for (const model::IndexPart& part : index.parts) {
        if (!part.sql.dialects.empty())
            describe_sql(page, 6, "part", part.sql);
    }
    if (!index.where.empty())
        describe_sql(page, 6, "where", index.where);
}

}

void describe_sql(Page& page, std::size_t indent, std::string_view what, const model::SqlText& sql) {
    if (sql.common)
        page.lines(indent, fmt::format("{}: {}", what, *sql.common));
    for (const model::DialectSql& own : sql.dialects)
        page.lines(indent, fmt::format("{}, {}: {}", what, own.dialect, own.text ? *own.text : "none"));
}

void describe_columns(Page& page, const model::Schema& schema, const model::Table& table) {
    std::vector<std::vector<std::string>> rows{{"  columns", "C++"}};
    for (const sql::Dialect* dialect : sql::dialects())
        rows.front().emplace_back(dialect->name);
    for (const model::Column& column : table.columns)
        rows.push_back(cells(schema, table, column));
    auto widths = column_widths(rows, widest_cell);
    page.blank();
    rows.front().front() = "columns";
    widths.front() += 2; // the head stands two further left
    page.row(2, rows.front(), widths);
    widths.front() -= 2;
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        const model::Column& column = table.columns[index];
        page.row(4, rows[index + 1], widths);
        if (!column.doc.empty())
            page.lines(6, column.doc);
        if (const auto items = notes(schema, table, index); !items.empty())
            page.list(6, items);
        if (column.initial.kind == model::DefaultKind::sql)
            describe_sql(page, 6, "default", column.initial.sql);
        if (column.computed())
            describe_sql(page, 6, "value", column.expression);
    }
}

void describe_keys(Page& page, const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    if (table.primary_key.empty())
        return;
    const cpp::ModelView view = cpp::model_view(schema, index);
    page.blank();
    page.line(2, "keys");
    page.line(4, fmt::format("primary ({}){}", joined(column_names(table, table.primary_key), ", "),
                             table.made ? "" : ": get, find"));
    for (std::size_t key = 0; key < table.unique_keys.size(); ++key) {
        const model::UniqueKey& unique = table.unique_keys[key];
        page.line(4,
                  fmt::format("unique {} ({}){}{}", visible(unique.db_name),
                              joined(column_names(table, unique.columns), ", "),
                              table.made ? "" : ": " + view.finders[key].name, former(unique.renamed_from)));
    }
    for (const model::Index& it : table.indexes)
        describe_index(page, table, it);
    if (table.checks.empty())
        return;
    page.blank();
    page.line(2, "checks");
    for (const model::Check& check : table.checks)
        describe_sql(page, 4, visible(check.db_name), check.condition);
}

namespace {

std::string bound_list(const std::vector<model::PartitionBound>& bounds) {
    std::vector<std::string> texts;
    for (const model::PartitionBound& bound : bounds)
        texts.push_back(visible(std::string(model::bound_word(bound))));
    return joined(texts, ", ");
}

std::string rows_text(const model::Partitioning& partitioning, const model::Partition& partition) {
    if (partition.rest)
        return "the rest";
    switch (partitioning.method) {
    case model::PartitionMethod::range:
        return fmt::format("from {} to before {}", bound_list(partition.from), bound_list(partition.to));
    case model::PartitionMethod::list:
        return bound_list(partition.values);
    case model::PartitionMethod::hash:
        return fmt::format("remainder {} of {}", partition.remainder, partition.modulus);
    }
    return {};
}

}

void describe_partitions(Page& page, const model::Table& table) {
    if (!table.partitioning)
        return;
    page.blank();
    page.line(2, fmt::format("partitions, by {} ({})", model::method_word(table.partitioning->method),
                             joined(column_names(table, table.partitioning->columns), ", ")));
    for (const model::Partition& partition : table.partitioning->partitions)
        page.line(
            4, fmt::format("{}: {}", visible(partition.db_name), rows_text(*table.partitioning, partition)));
}

}
