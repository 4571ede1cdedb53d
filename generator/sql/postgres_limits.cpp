#include "sql/postgres_limits.hpp"

#include "sql/dialect.hpp"
#include "sql/postgres_operators.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace rowsmith::sql {

namespace {

using Words = std::span<const std::string_view>;

bool contains(Words words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

std::string type_of(const model::Schema& schema, const model::Column& column) {
    return lower_ascii(column_type(postgres(), schema, column));
}

/// The database's own word for a type that has several: "bigint" for "int8", "numeric(20,0)" for
/// "decimal(20, 0)".
std::string canonical(std::string type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> words{{
        {"int2", "smallint"},
        {"int4", "integer"},
        {"int", "integer"},
        {"int8", "bigint"},
        {"float4", "real"},
        {"float8", "double precision"},
        {"bool", "boolean"},
        {"varchar", "character varying"},
        {"char", "character"},
        {"decimal", "numeric"},
        {"timestamptz", "timestamp with time zone"},
    }};
    const auto end = std::min(type.find_first_of("([ "), type.size());
    const auto found = std::ranges::find(words, std::string_view(type).substr(0, end),
                                         [](const auto& word) { return word.first; });
    const auto rest = type.substr(end);
    std::string arguments; // they may stand before the last words, as in "timestamp(3) with time zone"
    std::string name(found == words.end() ? type.substr(0, end) : std::string(found->second));
    bool inside = false;
    for (const char c : rest) {
        inside = inside || c == '(' || c == '[';
        if (!inside)
            name += c;
        else if (c != ' ')
            arguments += c;
        inside = inside && c != ')' && c != ']';
    }
    while (name.ends_with(' '))
        name.pop_back();
    return name + arguments;
}

// ---- columns

void add_kept_name(std::vector<Limit>& to, const model::Column& column) {
    constexpr std::array<std::string_view, 6> kept{"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    if (contains(kept, column.db_name))
        to.push_back({.code = "RS0710",
                      .place = column.place,
                      .message = fmt::format(
                          "each table of PostgreSQL has a column '{}' of the database's own", column.db_name),
                      .help = fmt::format("name it otherwise there: `as \"{}_\"`", column.db_name)});
}

void add_virtual(std::vector<Limit>& to, const model::Column& column) {
    if (column.writing == model::Writing::on_read)
        to.push_back({.code = "RS0709",
                      .place = column.place,
                      .message = fmt::format(
                          "up to version 17 PostgreSQL has no virtual columns, and '{}' is one", column.name),
                      .help = "write `stored`"});
}

void add_uncounted(std::vector<Limit>& to, const model::Schema& schema, const model::Column& column) {
    constexpr std::array<std::string_view, 3> counted{"smallint", "integer", "bigint"};
    const auto type = type_of(schema, column);
    if (column.initial.kind == model::DefaultKind::identity && !contains(counted, canonical(type)))
        to.push_back(
            {.code = "RS0706",
             .place = column.place,
             .message = fmt::format("PostgreSQL counts in columns of type smallint, integer and bigint only, "
                                    "and '{}' is {}",
                                    column.name, type),
             .help = "leave out `as postgres`"});
}

// ---- keys and indexes

/// The types of PostgreSQL itself that have no order; those of extensions are not known here.
constexpr std::array<std::string_view, 13> unsorted{
    "box",         "circle", "json",    "jsonpath",      "line", "lseg", "path",
    "pg_snapshot", "point",  "polygon", "txid_snapshot", "xid",  "xml"};

void add_unsorted(std::vector<Limit>& to, const model::Schema& schema, const model::Column& column,
                  model::Place place) {
    const auto type = type_of(schema, column);
    if (contains(unsorted, type))
        to.push_back(
            {.code = "RS0711",
             .place = place,
             .message = fmt::format("PostgreSQL cannot sort values of its type {}, so '{}' cannot be in a "
                                    "key or an index",
                                    type, column.name),
             .help = type == "json" ? "`as postgres \"jsonb\"` can be sorted"
                                    : "leave it out of the key or the index"});
}

void add_keys(std::vector<Limit>& to, const model::Schema& schema, const model::Table& table) {
    for (const auto column : table.primary_key)
        add_unsorted(to, schema, table.columns[column], table.columns[column].place);
    for (const auto& key : table.unique_keys)
        for (const auto column : key.columns)
            add_unsorted(to, schema, table.columns[column], key.place);
    for (const auto& index : table.indexes)
        for (const auto& part : index.parts)
            if (index.method.empty() && part.operators.empty() && part.kind == model::IndexPart::Kind::column)
                add_unsorted(to, schema, table.columns[part.columns.front()], index.place);
}

/// The schema's own types are equal here. Of types that it takes from the database it is not known what they
/// can be compared with.
void add_foreign_keys(std::vector<Limit>& to, const model::Schema& schema, const model::Table& table) {
    for (const auto& relation : table.relations) {
        const auto& target = schema.tables[relation.target];
        for (std::size_t i = 0; i < relation.columns.size(); ++i) {
            const auto& column = table.columns[relation.columns[i]];
            const auto& key = target.columns[relation.target_columns[i]];
            const bool chosen =
                own_type(column, postgres().name) != nullptr || own_type(key, postgres().name) != nullptr;
            if (!chosen || canonical(type_of(schema, column)) == canonical(type_of(schema, key)))
                continue;
            to.push_back(
                {.code = "RS0712",
                 .place = relation.place,
                 .message = fmt::format(
                     "'{}' is {} in PostgreSQL, and '{}.{}', to which it refers, is {}: it "
                     "may refuse to compare them",
                     column.name, type_of(schema, column), target.name, key.name, type_of(schema, key)),
                 .help = "give both the same type with `as postgres \"...\"`",
                 .severity = Severity::warning});
        }
    }
}

// ---- names

constexpr std::size_t longest_name = 63;

/// `<table>_<column>_<label>`, where the longer one of table and column is cut until the name is short
/// enough.
std::string given_name(std::string table, std::string column, std::string_view label) {
    const auto rest = label.size() + (column.empty() ? 1 : 2);
    while (table.size() + column.size() + rest > longest_name)
        (table.size() > column.size() ? table : column).pop_back();
    return table + (column.empty() ? "" : "_" + column) + "_" + std::string(label);
}

using NameInSchema = std::pair<std::string, std::string>; // schema and name

/// The names that the database gives to objects of its own behind a table, and what they are.
std::map<NameInSchema, std::string> given_names(const model::Schema& schema) {
    std::map<NameInSchema, std::string> names;
    for (const auto& table : schema.tables) {
        if (table.view)
            continue;
        names.emplace(NameInSchema(table.db_schema, given_name(table.db_name, {}, "pkey")),
                      fmt::format("the index of the primary key of '{}'", table.name));
        for (const auto& column : table.columns) {
            if (column.initial.kind == model::DefaultKind::identity)
                names.emplace(NameInSchema(table.db_schema, given_name(table.db_name, column.db_name, "seq")),
                              fmt::format("the sequence behind '{}.{}'", table.name, column.name));
        }
    }
    return names;
}

/// Not of sequences, which are made before all tables: the database then gives another name.
void add_given_names(std::vector<Limit>& to, const std::map<NameInSchema, std::string>& given,
                     const model::Table& table) {
    const auto add = [&](const std::string& name, model::Place place) {
        if (const auto found = given.find({table.db_schema, name}); found != given.end())
            to.push_back({.code = "RS0713",
                          .place = place,
                          .message = fmt::format("'{}' is what PostgreSQL calls {}", name, found->second),
                          .help = "give it another name with `as \"...\"`"});
    };
    add(table.db_name, table.place);
    for (const auto& key : table.unique_keys)
        add(key.db_name, key.place);
    for (const auto& index : table.indexes)
        add(index.db_name, index.place);
    for (const auto& relation : table.relations) // a constraint, as this table's primary key is
        if (relation.db_name == given_name(table.db_name, {}, "pkey"))
            add(relation.db_name, relation.place);
}

}

std::vector<Limit> postgres_limits(const model::Schema& schema) {
    std::vector<Limit> all;
    const auto given = given_names(schema);
    for (const auto& table : schema.tables) {
        if (!schema.files[table.file].requested)
            continue;
        for (const auto& column : table.columns) {
            add_kept_name(all, column);
            add_virtual(all, column);
            add_uncounted(all, schema, column);
        }
        if (!table.view)
            add_keys(all, schema, table);
        add_foreign_keys(all, schema, table);
        std::ranges::move(postgres_operators(schema, table), std::back_inserter(all));
        add_given_names(all, given, table);
    }
    return all;
}

}
