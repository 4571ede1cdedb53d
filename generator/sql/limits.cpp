#include "sql/limits.hpp"

#include "sql/dialect.hpp"
#include "sql/table.hpp"

#include <fmt/format.h>

namespace rowsmith::sql {

namespace {

using Use = TableSql::Use;

std::string subject(const TableSql& sql) {
    switch (sql.use) {
    case Use::default_value:
        return fmt::format("the default of '{}'", sql.column->name);
    case Use::computed:
        return fmt::format("the computed column '{}'", sql.column->name);
    case Use::check:
        return "this check";
    case Use::index_part:
        return "this entry of an index";
    case Use::index_condition:
        return "this condition of an index";
    case Use::view:
        return "this view";
    }
    return {};
}

Limit missing(const Dialect& dialect, const TableSql& sql) {
    const bool needed = sql.use == Use::computed;
    return {.code = "RS0701",
            .place = sql.text->place,
            .message = fmt::format("{} has no SQL for {}", subject(sql), dialect.title),
            .help = fmt::format("add `{} \"...\"`", dialect.name) +
                    (needed ? "" : fmt::format(", or `{} none` where it is to have nothing", dialect.name))};
}

Limit nothing_to_compute(const Dialect& dialect, const TableSql& sql) {
    return {.code = "RS0702",
            .place = sql.text->place,
            .message = fmt::format("{} has nothing on {} to compute it from", subject(sql), dialect.title),
            .help = fmt::format("it is a column of each database; write `{} \"...\"`", dialect.name)};
}

Limit no_default(const Dialect& dialect, const TableSql& sql) {
    return {.code = "RS0703",
            .place = sql.text->place,
            .message =
                fmt::format("'{}' takes no NULL, and has no default on {}: a row that leaves it out is "
                            "refused there",
                            sql.column->name, dialect.title),
            .help = "give it a default there, too, or make the column nullable",
            .severity = Severity::warning};
}

void add_missing_sql(std::vector<Limit>& to, const Dialect& dialect, const model::Table& table) {
    for (const auto& sql : sql_of(table)) {
        if (sql.index != nullptr && !sql.index->method.empty() && !dialect.index_methods)
            continue; // the index is left out
        if (!sql.text->covers(dialect.name))
            to.push_back(missing(dialect, sql));
        else if (sql.text->of(dialect.name) != nullptr)
            continue;
        else if (sql.use == Use::computed)
            to.push_back(nothing_to_compute(dialect, sql));
        else if (sql.use == Use::default_value && !sql.column->type.nullable)
            to.push_back(no_default(dialect, sql));
    }
}

}

std::vector<Limit> limits(const Dialect& dialect, const model::Schema& schema) {
    auto all = dialect.own_limits(schema);
    for (const auto& table : schema.tables) {
        if (schema.files[table.file].requested)
            add_missing_sql(all, dialect, table);
    }
    return all;
}

}
