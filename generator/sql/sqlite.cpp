// The spellings of SQLite. Types it has not are texts or integers with a check; tables are STRICT.

#include "sql/dialect.hpp"
#include "sql/layout.hpp"
#include "sql/sqlite_limits.hpp"
#include "sql/sqlite_types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

namespace rowsmith::sql {

namespace {

using model::DefaultKind;
using model::Scalar;

constexpr std::string_view dialect_name = "sqlite";

std::string type_name(const model::Schema&, const model::Type& type) {
    if (type.array)
        return "text";
    switch (type.scalar) {
    case Scalar::boolean:
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
        return "integer";
    case Scalar::float32:
    case Scalar::float64:
        return "real";
    case Scalar::decimal:
        return sqlite_is_real(type) ? "real" : "text";
    case Scalar::bytes:
        return "blob";
    case Scalar::string:
    case Scalar::date:
    case Scalar::time:
    case Scalar::timestamp:
    case Scalar::uuid:
    case Scalar::json:
    case Scalar::enumeration:
        return "text";
    }
    return {};
}

std::string literal(const model::Schema& schema, const model::Type& type, const std::string& text) {
    if (type.array)
        return text_literal(text);
    switch (type.scalar) {
    case Scalar::boolean:
        return text == "true" ? "1" : "0";
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
    case Scalar::float32:
    case Scalar::float64:
        return text;
    case Scalar::decimal:
        return sqlite_is_real(type) ? text : text_literal(text);
    case Scalar::bytes:
        return "x'" + hexadecimal(text) + "'";
    case Scalar::enumeration:
        return text_literal(label_of(schema.enums[type.enumeration], text));
    case Scalar::string:
    case Scalar::date:
    case Scalar::time:
    case Scalar::timestamp:
    case Scalar::uuid:
    case Scalar::json:
        return text_literal(text);
    }
    return {};
}

/// The form in which timestamps are stored; the clock is read to the millisecond.
constexpr std::string_view now = "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))";

/// A random UUID, version 4: there is no function for it.
constexpr std::string_view random_uuid =
    "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'\n"
    "        || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1)\n"
    "        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";

/// A real is rounded as a numeric is elsewhere: the runtime takes no other digits than the column's.
std::string computed_value(const model::Column& column, const std::string& expression) {
    if (column.type.scalar != Scalar::decimal || column.type.array || !sqlite_is_real(column.type))
        return expression;
    return fmt::format("round({}, {})", expression, column.type.scale);
}

std::string default_value(const model::Schema& schema, const model::Column& column) {
    switch (column.initial.kind) {
    case DefaultKind::none:
    case DefaultKind::identity:
    case DefaultKind::sequence:
        return {};
    case DefaultKind::literal:
        return literal(schema, column.type, column.initial.text);
    case DefaultKind::now:
        return std::string(now);
    case DefaultKind::uuid:
        return std::string(random_uuid);
    case DefaultKind::sql:
        return default_sql(column, dialect_name);
    }
    return {};
}

std::string label_condition(const model::Enum& enumeration, const std::string& column) {
    std::vector<std::string> labels;
    for (const auto& value : enumeration.values)
        labels.push_back(text_literal(value.db_name));
    const auto start = column.size() + 4;
    return fmt::format("{} in ({})", column, filled(labels, start + 15, 12));
}

std::string condition(const model::Schema& schema, const model::Column& column) {
    const auto name = quote(column.db_name);
    const auto& type = column.type;
    if (type.array || type.scalar == Scalar::json) // json_valid(null) is 0 in some versions
        return fmt::format("{1}json_valid({0})", name, type.nullable ? name + " is null or " : "");
    if (type.scalar == Scalar::boolean)
        return fmt::format("{} in (0, 1)", name);
    if (type.scalar == Scalar::enumeration)
        return label_condition(schema.enums[type.enumeration], name);
    if (type.scalar == Scalar::string && type.length > 0)
        return fmt::format("length({}) <= {}", name, type.length);
    return {};
}

/// A made link table is its key: without a rowid it is stored once.
std::string table_options(const model::Table& table) {
    if (!table.made)
        return sqlite_is_strict(table) ? " strict" : "";
    return sqlite_is_strict(table) ? " strict, without rowid" : " without rowid";
}

/// Sums of reals get digits that none of them has, and those of integers are no reals.
std::string view_value(const model::Schema&, const model::Column& column) {
    const auto name = quote(column.db_name);
    if (column.type.array)
        return name;
    if (column.type.scalar == Scalar::float32 || column.type.scalar == Scalar::float64)
        return fmt::format("cast({} as real)", name);
    return computed_value(column, name);
}

std::string create_view(const std::string& name, const std::string& sql, CreateMode mode) {
    return fmt::format("create view {}{} as\n{}", mode == CreateMode::if_not_exists ? "if not exists " : "",
                       name, sql);
}

/// The text without what renaming a column or table may add to it, and without its layout.
std::string squeezed(std::string_view sql) {
    std::string text = lower_ascii(sql);
    std::erase_if(text,
                  [](char c) { return std::string_view("\" \t\n\r").find(c) != std::string_view::npos; });
    return text;
}

std::string check_view(const std::string& db_name, const std::string& statement) {
    std::string stored = "lower(sql)";
    for (const int character : {'"', ' ', '\t', '\n', '\r'})
        stored = fmt::format("replace({}, char({}), '')", stored, character);
    return fmt::format("select name, sql from sqlite_schema\n"
                       "where name = {} collate nocase and type in ('table', 'view') and {} <> {}",
                       text_literal(db_name), stored, text_literal(squeezed(statement)));
}

constexpr std::string_view sequence_table = "create table if not exists \"rowsmith_sequence\" (\n"
                                            "    \"name\" text not null primary key,\n"
                                            "    \"next_value\" integer not null\n"
                                            ") strict, without rowid";

/// All schemas of a database share the table, so it is never created unconditionally, and never dropped.
std::vector<std::string> create_sequence(const model::Sequence& sequence, CreateMode) {
    return {
        std::string(sequence_table),
        fmt::format("insert or ignore into \"rowsmith_sequence\" (\"name\", \"next_value\") values ({}, {})",
                    text_literal(sequence.db_name), sequence.start)};
}

std::vector<std::string> drop_sequence(const model::Sequence& sequence) {
    return {std::string(sequence_table), fmt::format("delete from \"rowsmith_sequence\" where \"name\" = {}",
                                                     text_literal(sequence.db_name))};
}

/// Values bring their types along.
std::string bare_parameter(const model::Schema&, const model::Type&, std::string_view placeholder) {
    return std::string(placeholder);
}

}

const Dialect& sqlite() {
    static constexpr Dialect dialect{
        .name = dialect_name,
        .title = "SQLite",
        .type = type_name,
        .literal = literal,
        .default_value = default_value,
        .computed_value = computed_value,
        .condition = condition,
        .identity = " autoincrement", // a key is never given a second time, even when its row is gone
        .table_options = table_options,
        .late_foreign_keys = false,
        .relax_foreign_keys = "pragma defer_foreign_keys = on", // until the end of the transaction
        .comments = false,
        .index_methods = false,
        .partitions = false,
        .bare_parameter = bare_parameter,
        .view_value = view_value,
        .create_view = create_view,
        .check_view = check_view,
        .lock = {},
        .create_schema = nullptr,
        .create_enumeration = nullptr,
        .create_sequence = create_sequence,
        .drop_sequence = drop_sequence,
        .guarded = nullptr,
        .own_limits = sqlite_limits,
    };
    return dialect;
}

}
