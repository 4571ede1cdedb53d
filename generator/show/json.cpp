// A member of the model is one member here; what is absent is null, and a list is never null. Other things
// are referred to by their full names, columns and relations by their names in their table.

#include "show/json.hpp"

#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "model/words.hpp"
#include "show/json_layout.hpp"
#include "show/names.hpp"
#include "sql/dialect.hpp"

#include <array>

namespace rowsmith::show {
namespace {

// In the order of model::Writing.
constexpr std::array<std::string_view, 5> writing_words{"always", "insert_only", "version", "stored",
                                                        "on_read"};

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

Json number_or_null(int number) {
    return number == 0 ? Json() : Json(number);
}

Json list(const std::vector<std::string>& texts) {
    Json items = Json::array();
    for (const std::string& text : texts)
        items.push_back(text);
    return items;
}

template <typename T>
Json list_of(const std::vector<T>& all, auto&& to_item) {
    Json items = Json::array();
    for (const T& one : all)
        items.push_back(to_item(one));
    return items;
}

Json sql_text(const model::SqlText& sql) {
    if (sql.empty())
        return {};
    Json dialects = list_of(sql.dialects, [](const model::DialectSql& own) {
        return Json{{"dialect", own.dialect}, {"text", own.text ? Json(*own.text) : Json()}};
    });
    return Json{{"common", sql.common ? Json(*sql.common) : Json()}, {"dialects", std::move(dialects)}};
}

/// What enums, sequences and tables begin with.
template <typename Named>
Json head(const model::Schema& schema, const Named& named) {
    return {{"id", full_name(schema, named.file, named.name)},
            {"name", named.name},
            {"namespace", name_space(schema.files[named.file])},
            {"file", schema.files[named.file].path},
            {"doc", text_or_null(named.doc)},
            {"db_name", named.db_name},
            {"db_schema", text_or_null(named.db_schema)},
            {"renamed_from", text_or_null(named.renamed_from)}};
}

Json file(const model::Schema& schema, const model::File& file) {
    return {
        {"path", file.path},
        {"namespace", name_space(file)},
        {"imports", list_of(file.imports, [&](std::size_t index) { return Json(schema.files[index].path); })},
        {"requested", file.requested}};
}

Json enumeration(const model::Schema& schema, const model::Enum& enumeration) {
    Json object = head(schema, enumeration);
    object["cpp_type"] =
        cpp::namespace_name(schema.files[enumeration.file]) + "::" + cpp::type_name(enumeration.name);
    object["values"] = list_of(enumeration.values, [](const model::EnumValue& value) {
        return Json{{"name", value.name},
                    {"doc", text_or_null(value.doc)},
                    {"db_name", value.db_name},
                    {"renamed_from", text_or_null(value.renamed_from)}};
    });
    return object;
}

Json sequence(const model::Schema& schema, const model::Sequence& sequence) {
    Json object = head(schema, sequence);
    object["start"] = sequence.start;
    object["increment"] = sequence.increment;
    object["cache"] = sequence.cache;
    return object;
}

Json type(const model::Schema& schema, const model::Type& type) {
    const bool is_decimal = type.scalar == model::Scalar::decimal;
    Json object{{"scalar", model::scalar_word(type.scalar)},
                {"length", number_or_null(type.length)},
                {"precision", is_decimal ? Json(type.precision) : Json()},
                {"scale", is_decimal ? Json(type.scale) : Json()},
                {"enum", nullptr},
                {"array", type.array},
                {"nullable", type.nullable}};
    if (type.scalar == model::Scalar::enumeration) {
        const model::Enum& used = schema.enums[type.enumeration];
        object["enum"] = full_name(schema, used.file, used.name);
    }
    return object;
}

Json initial(const model::Schema& schema, const model::Default& initial) {
    switch (initial.kind) {
    case model::DefaultKind::none:
        return {};
    case model::DefaultKind::literal:
        return {{"kind", "literal"}, {"text", initial.text}};
    case model::DefaultKind::now:
        return {{"kind", "now"}};
    case model::DefaultKind::uuid:
        return {{"kind", "uuid"}};
    case model::DefaultKind::sequence: {
        const model::Sequence& used = schema.sequences[initial.sequence];
        return {{"kind", "sequence"}, {"sequence", full_name(schema, used.file, used.name)}};
    }
    case model::DefaultKind::identity:
        return {{"kind", "identity"}};
    case model::DefaultKind::sql:
        return {{"kind", "sql"}, {"sql", sql_text(initial.sql)}};
    }
    return {};
}

Json sql_types(const model::Schema& schema, const model::Column& column) {
    Json types = Json::object();
    for (const sql::Dialect* dialect : sql::dialects())
        types[std::string(dialect->name)] = sql::column_type(*dialect, schema, column);
    return types;
}

Json cpp_of(const model::Schema& schema, const model::Table& table, const model::Column& column) {
    Json custom;
    if (!column.cpp.name.empty())
        custom = {{"name", column.cpp.name}, {"header", text_or_null(column.cpp.header)}};
    return {{"type", cpp::type_of(schema, table.file, column)},
            {"member", cpp::member_name(table, column)},
            {"constant", cpp::constant_name(table, column)},
            {"custom", std::move(custom)}};
}

Json column(const model::Schema& schema, const model::Table& table, const model::Column& column) {
    return {
        {"name", column.name},
        {"doc", text_or_null(column.doc)},
        {"db_name", column.db_name},
        {"renamed_from", text_or_null(column.renamed_from)},
        {"type", type(schema, column.type)},
        {"default", initial(schema, column.initial)},
        {"writing", writing_words[static_cast<std::size_t>(column.writing)]},
        {"expression", sql_text(column.expression)},
        {"deferred", column.deferred},
        {"primary", column.primary},
        {"from_relation", column.from_relation},
        {"cpp", cpp_of(schema, table, column)},
        {"sql_types", sql_types(schema, column)},
        {"chosen_sql_types", list_of(column.db_types, [](const model::DialectSql& chosen) {
             return Json{{"dialect", chosen.dialect}, {"text", chosen.text ? Json(*chosen.text) : Json()}};
         })}};
}

Json index_part(const model::Table& table, const model::IndexPart& part) {
    Json object = Json::object();
    switch (part.kind) {
    case model::IndexPart::Kind::column:
        object = {{"kind", "column"}, {"column", table.columns[part.columns.front()].name}};
        break;
    case model::IndexPart::Kind::call:
        object = {{"kind", "call"},
                  {"function", part.function},
                  {"columns", list(column_names(table, part.columns))}};
        break;
    case model::IndexPart::Kind::sql:
        object = {{"kind", "sql"}, {"sql", sql_text(part.sql)}};
        break;
    }
    object["operators"] = text_or_null(part.operators);
    object["descending"] = part.descending;
    return object;
}

Json index(const model::Table& table, const model::Index& index) {
    return {{"db_name", index.db_name},
            {"doc", text_or_null(index.doc)},
            {"renamed_from", text_or_null(index.renamed_from)},
            {"parts", list_of(index.parts, [&](const auto& part) { return index_part(table, part); })},
            {"unique", index.unique},
            {"method", index.method.empty() ? "btree" : index.method},
            {"where", sql_text(index.where)}};
}

Json unique_key(const model::Table& table, const model::UniqueKey& key, const std::string& finder) {
    return {{"db_name", key.db_name},
            {"renamed_from", text_or_null(key.renamed_from)},
            {"columns", list(column_names(table, key.columns))},
            {"finder", table.made ? Json() : Json(finder)}};
}

Json relation(const model::Schema& schema, const model::Table& table, const model::Relation& relation) {
    const model::Table& target = schema.tables[relation.target];
    return {{"name", relation.name},
            {"doc", text_or_null(relation.doc)},
            {"db_name", text_or_null(relation.db_name)},
            {"renamed_from", text_or_null(relation.renamed_from)},
            {"target", full_name(schema, target)},
            {"columns", list(column_names(table, relation.columns))},
            {"target_columns", list(column_names(target, relation.target_columns))},
            {"unique", relation.unique},
            {"optional", relation.optional},
            {"deferrable", relation.deferrable},
            {"on_delete", text_or_null(model::action_word(relation.on_delete))},
            {"on_update", text_or_null(model::action_word(relation.on_update))},
            {"inverse", text_or_null(relation.inverse)},
            {"cut", relation.cut}};
}

Json inverse(const model::Schema& schema, const model::Inverse& inverse) {
    const model::Table& other = schema.tables[inverse.table];
    return {{"name", inverse.name},
            {"table", full_name(schema, other)},
            {"relation", other.relations[inverse.relation].name},
            {"unique", inverse.unique}};
}

Json many_to_many(const model::Schema& schema, const model::ManyToMany& link) {
    const model::Table& through = schema.tables[link.through];
    return {{"name", link.name},
            {"doc", text_or_null(link.doc)},
            {"target", full_name(schema, schema.tables[link.target])},
            {"through", full_name(schema, through)},
            {"near_relation", through.relations[link.near_relation].name},
            {"far_relation", through.relations[link.far_relation].name},
            {"declared_here", link.declared_here},
            {"inverse", text_or_null(link.inverse)}};
}

void add_keys(Json& object, const model::Schema& schema, std::size_t table_index) {
    const model::Table& table = schema.tables[table_index];
    const cpp::ModelView view = cpp::model_view(schema, table_index);
    object["primary_key"] = list(column_names(table, table.primary_key));
    object["unique_keys"] = Json::array();
    for (std::size_t key = 0; key < table.unique_keys.size(); ++key)
        object["unique_keys"].push_back(unique_key(table, table.unique_keys[key], view.finders[key].name));
    object["indexes"] = list_of(table.indexes, [&](const auto& it) { return index(table, it); });
    object["checks"] = list_of(table.checks, [](const model::Check& check) {
        return Json{{"db_name", check.db_name}, {"condition", sql_text(check.condition)}};
    });
}

Json bounds(const std::vector<model::PartitionBound>& row) {
    return list_of(row, [](const model::PartitionBound& bound) {
        const bool value = bound.kind == model::PartitionBound::Kind::value;
        return Json{{"kind", value ? "value" : model::bound_word(bound)},
                    {"text", value ? Json(bound.text) : Json()}};
    });
}

Json partition(const model::Partitioning& partitioning, const model::Partition& partition) {
    Json object{{"db_name", partition.db_name},
                {"rest", partition.rest},
                {"from", nullptr},
                {"to", nullptr},
                {"values", nullptr},
                {"modulus", nullptr},
                {"remainder", nullptr}};
    if (partition.rest)
        return object;
    switch (partitioning.method) {
    case model::PartitionMethod::range:
        object["from"] = bounds(partition.from);
        object["to"] = bounds(partition.to);
        break;
    case model::PartitionMethod::list:
        object["values"] = bounds(partition.values);
        break;
    case model::PartitionMethod::hash:
        object["modulus"] = partition.modulus;
        object["remainder"] = partition.remainder;
        break;
    }
    return object;
}

Json partitioning(const model::Table& table) {
    if (!table.partitioning)
        return {};
    return {{"method", model::method_word(table.partitioning->method)},
            {"columns", list(column_names(table, table.partitioning->columns))},
            {"partitions", list_of(table.partitioning->partitions,
                                   [&](const auto& it) { return partition(*table.partitioning, it); })}};
}

Json table(const model::Schema& schema, std::size_t table_index) {
    const model::Table& table = schema.tables[table_index];
    Json object = head(schema, table);
    object["made"] = table.made;
    object["view"] = table.view ? sql_text(*table.view) : Json();
    object["rank"] = table.rank;
    object["methods"] = text_or_null(table.methods);
    object["cpp"] = nullptr;
    if (!table.made) {
        const std::string scope = cpp::namespace_name(schema.files[table.file]) + "::";
        object["cpp"] = {{"model", scope + cpp::type_name(table.name)},
                         {"repository", scope + cpp::repository_name(table)}};
    }
    object["columns"] = list_of(table.columns, [&](const auto& it) { return column(schema, table, it); });
    add_keys(object, schema, table_index);
    object["partitioning"] = partitioning(table);
    object["relations"] =
        list_of(table.relations, [&](const auto& it) { return relation(schema, table, it); });
    object["inverses"] = list_of(table.inverses, [&](const auto& it) { return inverse(schema, it); });
    object["many_to_many"] =
        list_of(table.many_to_many, [&](const auto& it) { return many_to_many(schema, it); });
    return object;
}

/// A parameter, or a column of a result.
Json value(const model::Schema& schema, const model::Column& value) {
    return {{"name", value.name},
            {"doc", text_or_null(value.doc)},
            {"type", type(schema, value.type)},
            {"cpp_type", text_or_null(value.cpp.name)}};
}

Json query(const model::Schema& schema, const model::Query& query) {
    const auto to_value = [&](const model::Column& it) { return value(schema, it); };
    const auto scope = cpp::namespace_name(schema.files[query.file]) + "::";
    const bool gives_rows = query.kind != model::QueryKind::exec;
    return {{"id", full_name(schema, query.file, query.name)},
            {"name", query.name},
            {"namespace", name_space(schema.files[query.file])},
            {"file", schema.files[query.file].path},
            {"doc", text_or_null(query.doc)},
            {"kind", model::query_kind_word(query.kind)},
            {"writes", query.writes},
            {"parameters", list_of(query.parameters, to_value)},
            {"columns", list_of(query.columns, to_value)},
            {"sql", list_of(query.sql,
                            [](const model::QuerySql& sql) {
                                return Json{{"dialect", text_or_null(sql.dialect)},
                                            {"text", sql.text ? Json(sql.text->text) : Json()}};
                            })},
            {"cpp",
             {{"function", scope + cpp::function_name(query.name)},
              {"row", gives_rows ? Json(scope + cpp::type_name(query.name)) : Json()}}}};
}

}

std::string to_json(const model::Schema& schema) {
    Json document{{"rowsmith", {{"model", json_version}}}};
    document["files"] = list_of(schema.files, [&](const auto& it) { return file(schema, it); });
    document["enums"] = list_of(schema.enums, [&](const auto& it) { return enumeration(schema, it); });
    document["sequences"] = list_of(schema.sequences, [&](const auto& it) { return sequence(schema, it); });
    document["tables"] = Json::array();
    for (std::size_t index = 0; index < schema.tables.size(); ++index)
        document["tables"].push_back(table(schema, index));
    document["queries"] = list_of(schema.queries, [&](const auto& it) { return query(schema, it); });
    return laid_out(document);
}

}
