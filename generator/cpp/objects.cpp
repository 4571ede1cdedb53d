// The names under which templates know the members of views: the reference for people who write templates.

#include "cpp/views.hpp"

#include <algorithm>

namespace rowsmith::cpp {

using templating::list_of;
using templating::Object;

namespace {

bool has_relations(const FileView& view) {
    return std::ranges::any_of(view.mappings, [](const MappingView& mapping) {
        return !mapping.relations.empty() || !mapping.outside_relations.empty();
    });
}

bool sets(const RelationView& view) {
    return view.written && !view.many;
}

}

Object to_object(const EnumValueView& view) {
    return {{"doc", view.doc}, {"documented", !view.doc.empty()}, {"name", view.name}, {"label", view.label}};
}

Object to_object(const EnumView& view) {
    return {{"doc", view.doc},
            {"documented", !view.doc.empty()},
            {"name", view.name},
            {"words", view.words},
            {"parse", view.parse},
            {"labels", view.labels},
            {"values", list_of(view.values)}};
}

Object to_object(const ColumnView& view) {
    return {{"doc", view.doc},    {"documented", !view.doc.empty()}, {"type", view.type},
            {"name", view.name},  {"initializer", view.initializer}, {"constant", view.constant},
            {"index", view.index}};
}

Object to_object(const FinderView& view) {
    return {{"name", view.name},
            {"parameters", view.parameters},
            {"arguments", view.arguments},
            {"words", view.words},
            {"index", view.index}};
}

Object to_object(const RelationView& view) {
    return {{"many", view.many},
            {"single", view.single},
            {"optional", view.optional},
            {"required", view.required},
            {"sets", sets(view)},
            {"adds", sets(view) && view.single},
            {"clears", sets(view) && view.removable},
            {"doc", view.doc},
            {"set_doc", view.set_doc},
            {"add_doc", view.add_doc},
            {"clear_doc", view.clear_doc},
            {"name", view.name},
            {"setter", view.setter},
            {"clearer", view.clearer},
            {"target", view.target},
            {"owner", view.owner},
            {"removal", view.removal},
            {"index", view.index},
            {"constant", view.constant}};
}

Object to_object(const RelationConstantView& view) {
    return {{"name", view.name}, {"target", view.target}, {"kind", view.kind}, {"index", view.index}};
}

Object to_object(const RelationsView& view) {
    return {{"model", view.model},
            {"mapping", view.mapping},
            {"slots", view.slots},
            {"methods", list_of(view.methods)}};
}

Object to_object(const ModelView& view) {
    return {{"view", view.view},
            {"keyed", view.keyed},
            {"doc", view.doc},
            {"documented", !view.doc.empty()},
            {"name", view.name},
            {"type", view.type},
            {"repository", view.repository},
            {"repository_doc", view.repository_doc},
            {"session", view.session},
            {"columns", list_of(view.columns)},
            {"relation_constants", list_of(view.relation_constants)},
            {"relations", to_object(view.relations)},
            {"key", to_object(view.key)},
            {"finders", list_of(view.finders)}};
}

Object to_object(const LinkView& view) {
    return {{"doc", view.doc},         {"name", view.name},   {"type", view.type},
            {"mapping", view.mapping}, {"slots", view.slots}, {"columns", list_of(view.columns)}};
}

Object to_object(const ForeignKeyView& view) {
    return {{"relation", view.relation},
            {"target", view.target},
            {"inverse", view.inverse},
            {"has_inverse", !view.inverse.empty()},
            {"columns", view.columns},
            {"column_list", view.column_list},
            {"target_columns", view.target_columns},
            {"target_list", view.target_list},
            {"options", list_of(view.options)}};
}

Object to_object(const OutsideRelationView& view) {
    return {{"name", view.name}, {"entry", view.entry}};
}

Object to_object(const IndexListView& view) {
    return {{"name", view.name}, {"list", view.list}};
}

Object to_object(const StatementsView& view) {
    return {{"writes", view.writes}, {"finds", view.finds},   {"name", view.name},
            {"insert", view.insert}, {"select", view.select}, {"find", view.find},
            {"erase", view.erase},   {"table", view.table},   {"find_by", list_of(view.find_by)}};
}

Object to_object(const MappingView& view) {
    return {{"scope", view.scope},
            {"link", view.link},
            {"view", view.view},
            {"keyed", view.keyed},
            {"model", view.model},
            {"repository", view.repository},
            {"constant", view.constant},
            {"table", view.table},
            {"full_name", view.full_name},
            {"rank", view.rank},
            {"key", view.key},
            {"types", list_of(view.types)},
            {"read", view.read},
            {"defers", !view.read.empty()},
            {"columns", list_of(view.columns)},
            {"unique_keys", list_of(view.unique_keys)},
            {"relations", list_of(view.relations)},
            {"slots", view.slots},
            {"outside_relations", list_of(view.outside_relations)},
            {"related", !view.relations.empty() || !view.outside_relations.empty()},
            {"foreign_keys", list_of(view.foreign_keys)},
            {"column_names", list_of(view.column_names)},
            {"statements", list_of(view.statements)},
            {"qualified", view.qualified},
            {"key_finder", to_object(view.key_finder)},
            {"finders", list_of(view.finders)}};
}

Object to_object(const UsedEnumView& view) {
    return {{"type", view.type},
            {"name", view.name},
            {"labels", view.labels},
            {"label_literals", list_of(view.label_literals)},
            {"in_columns", view.in_columns}};
}

Object to_object(const SequenceView& view) {
    return {{"name", view.name},           {"database", view.database},
            {"schema", view.schema},       {"in_schema", !view.schema.empty()},
            {"increment", view.increment}, {"cache", view.cache}};
}

Object to_object(const MethodsView& view) {
    return {{"model", view.model}, {"base", view.base}};
}

Object to_object(const DdlView& view) {
    return {
        {"order", view.order}, {"sql", view.sql}, {"checked", !view.check.empty()}, {"check", view.check}};
}

Object to_object(const DialectDdlView& view) {
    return {{"name", view.name}, {"create", list_of(view.create)}, {"drop", list_of(view.drop)}};
}

Object to_object(const NamedStatementView& view) {
    return {{"dialect", view.dialect}, {"own", !view.dialect.empty()},
            {"sql", view.sql},         {"name", view.name},
            {"order", view.order},     {"takes_parameters", !view.order.empty()}};
}

Object to_object(const QueryView& view) {
    return {{"doc", view.doc},
            {"row_doc", view.row_doc},
            {"parameters_doc", view.parameters_doc},
            {"row", view.row},
            {"gives_rows", !view.row.empty()},
            {"parameters_type", view.parameters_type},
            {"joins_parameters", !view.parameters_type.empty()},
            {"declaration", view.declaration},
            {"definition", view.definition},
            {"scope", view.scope},
            {"full_name", view.full_name},
            {"call", view.call},
            {"arguments", view.arguments},
            {"session", view.session},
            {"writes", view.writes},
            {"columns", list_of(view.columns)},
            {"members", list_of(view.members)},
            {"types", list_of(view.types)},
            {"parameters", list_of(view.parameters)},
            {"results", list_of(view.results)},
            {"statements", list_of(view.statements)}};
}

Object to_object(const FileView& view) {
    return {{"source", view.source},
            {"version", view.version},
            {"namespace", view.name_space},
            {"forward", view.forward},
            {"header", view.header},
            {"schema", view.schema},
            {"fingerprint", view.fingerprint},
            {"alone", view.alone},
            {"standard_headers", list_of(view.standard_headers)},
            {"forward_imports", list_of(view.forward_imports)},
            {"header_imports", list_of(view.header_imports)},
            {"user_headers", list_of(view.user_headers)},
            {"converts", view.converts},
            {"methods", list_of(view.methods)},
            {"runtime_headers", list_of(view.runtime_headers)},
            {"source_imports", list_of(view.source_imports)},
            {"import_schemas", list_of(view.import_schemas)},
            {"enums", list_of(view.enums)},
            {"models", list_of(view.models)},
            {"links", list_of(view.links)},
            {"functions", list_of(view.functions)},
            {"related", has_relations(view)},
            {"used_enums", list_of(view.used_enums)},
            {"sequences", list_of(view.sequences)},
            {"mappings", list_of(view.mappings)},
            {"ddl", list_of(view.ddl)},
            {"queries", list_of(view.queries)}};
}

}
