#pragma once
// Schemas for the tests of SQL, put together by hand: what is tested is the model's way to SQL alone.

#include "model/model.hpp"

#include <string>
#include <vector>

namespace rowsmith::test {

[[nodiscard]] inline model::Type type(model::Scalar scalar, bool nullable = false) {
    model::Type result;
    result.scalar = scalar;
    result.nullable = nullable;
    return result;
}
[[nodiscard]] inline model::Type text(int length = 0, bool nullable = false) {
    auto result = type(model::Scalar::string, nullable);
    result.length = length;
    return result;
}
[[nodiscard]] inline model::Type number(int precision, int scale) {
    auto result = type(model::Scalar::decimal);
    result.precision = precision;
    result.scale = scale;
    return result;
}
[[nodiscard]] inline model::Type label(std::size_t enumeration) {
    auto result = type(model::Scalar::enumeration);
    result.enumeration = enumeration;
    return result;
}
[[nodiscard]] inline model::Type array(model::Type element) {
    element.array = true;
    return element;
}

[[nodiscard]] inline model::Default literal(const std::string& value) {
    return {.kind = model::DefaultKind::literal, .text = value};
}
[[nodiscard]] inline model::Default made_by(model::DefaultKind kind) {
    return {.kind = kind};
}

/// The same SQL for all databases.
[[nodiscard]] inline model::SqlText sql_text(const std::string& common) {
    return {.common = common};
}
/// SQL for each database; null is `none`.
[[nodiscard]] inline model::SqlText sql_text(const char* sqlite, const char* postgres) {
    const auto text = [](const char* sql) {
        return sql == nullptr ? std::nullopt : std::optional<std::string>(sql);
    };
    return {.dialects = {{"sqlite", text(sqlite)}, {"postgres", text(postgres)}}};
}
[[nodiscard]] inline model::Default sql_default(model::SqlText sql) {
    return {.kind = model::DefaultKind::sql, .sql = std::move(sql)};
}

[[nodiscard]] inline model::Column column(const std::string& name, model::Type type,
                                          model::Default initial = {}) {
    return {.doc = {}, .name = name, .db_name = name, .type = type, .initial = std::move(initial)};
}
[[nodiscard]] inline model::Column computed(const std::string& name, model::Type type,
                                            model::SqlText expression,
                                            model::Writing writing = model::Writing::stored) {
    auto result = column(name, type);
    result.expression = std::move(expression);
    result.writing = writing;
    return result;
}

/// Entries of an index.
[[nodiscard]] inline model::IndexPart part(std::size_t column, bool descending = false) {
    return {.kind = model::IndexPart::Kind::column, .columns = {column}, .descending = descending};
}
[[nodiscard]] inline model::IndexPart call(const std::string& function, std::vector<std::size_t> columns) {
    return {.kind = model::IndexPart::Kind::call, .columns = std::move(columns), .function = function};
}
[[nodiscard]] inline model::IndexPart part(model::SqlText sql) {
    return {.kind = model::IndexPart::Kind::sql, .sql = std::move(sql)};
}

/// A table whose key is its first column, or the columns given.
[[nodiscard]] inline model::Table table(const std::string& name, std::vector<model::Column> columns,
                                        std::vector<std::size_t> key = {0}) {
    model::Table result;
    result.name = result.db_name = name;
    result.columns = std::move(columns);
    for (const auto index : key)
        result.columns[index].primary = true;
    result.primary_key = std::move(key);
    return result;
}

[[nodiscard]] inline model::Relation relation(const std::string& db_name, std::size_t target,
                                              std::vector<std::size_t> columns,
                                              std::vector<std::size_t> target_columns = {0}) {
    model::Relation result;
    result.name = result.db_name = db_name;
    result.target = target;
    result.columns = std::move(columns);
    result.target_columns = std::move(target_columns);
    return result;
}

/// A schema of one file.
[[nodiscard]] inline model::Schema schema(std::vector<model::Table> tables) {
    model::Schema result;
    result.files.push_back({.path = "test.rows", .name_space = {"test"}, .imports = {}, .requested = true});
    result.tables = std::move(tables);
    return result;
}

/// The schema of the design's first page.
[[nodiscard]] model::Schema shop();
/// Two tables that refer to each other; the team's captain is the key that is cut, `on_delete` what it does.
[[nodiscard]] model::Schema ring();
/// A tree, a link table that was made, and a key of two columns referred to.
[[nodiscard]] model::Schema shapes();
/// A column of every type: NOT NULL with a literal default where there is one, and a nullable one.
[[nodiscard]] model::Schema types();
/// Two tables with computed columns, types of the databases' own, a version, and indexes and checks that
/// differ, or are only in one of them.
[[nodiscard]] model::Schema features();
/// A table, an enum and a sequence in schemas, and a table in none that refers to them.
[[nodiscard]] model::Schema scattered();
/// Tables that are partitioned by range, list and hash.
[[nodiscard]] model::Schema partitioned();
/// Names that try to leave their quotes: of tables, columns, indexes, checks, sequences, enums and labels.
/// Each table can be inserted into with defaults alone; its two columns are then 1 and the enum's first
/// label.
[[nodiscard]] model::Schema hostile();
/// A table per name, with one column of that name, and a table with all of them.
[[nodiscard]] model::Schema named(const std::vector<std::string>& names);

}
