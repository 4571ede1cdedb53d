// Relations as the header shows them: methods of refs, constants of the repository, functions for models of
// other files; and their descriptions in the source.

#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/relations.hpp"
#include "cpp/views.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::cpp {
namespace {

constexpr std::string_view together = "loaded for all rows of the same result";

std::string column_names(const model::Table& table, const model::Relation& relation) {
    std::string names;
    for (const std::size_t column : relation.columns)
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", member_name(table, table.columns[column]));
    return names;
}

std::string_view kind_of(WayKind kind) {
    switch (kind) {
    case WayKind::to_one:
        return "to_one";
    case WayKind::to_many:
        return "to_many";
    case WayKind::one_to_one:
        return "one_to_one";
    case WayKind::many_to_many:
        return "many_to_many";
    }
    return "";
}

/// Whether the rows that say where the way leads are those of a view.
bool is_of_view(const model::Schema& schema, const Way& way) {
    return schema.tables[way.from].view || schema.tables[way.target].view;
}

/// What becomes of a row that leaves the relation.
std::string_view removal_of(const model::Schema& schema, const Way& way) {
    const model::Relation& key = way.foreign_key(schema);
    if (is_of_view(schema, way))
        return "refused";
    if (way.kind == WayKind::many_to_many || key.optional)
        return "unlink";
    return key.on_delete == model::Action::cascade ? "erase" : "refused";
}

/// The schema's own words, then what can be said of any such relation.
std::string documented(const Way& way, const std::string& words) {
    return doc_comment(way.doc.empty() ? words : way.doc + "\n" + words);
}

std::string list_words(const model::Schema& schema, const Way& way) {
    const std::string rows = plural(type_name(schema.tables[way.target].name));
    if (way.kind == WayKind::many_to_many)
        return fmt::format("The {} linked to this row by {}, {}.", rows, schema.tables[way.link].db_name,
                           together);
    return fmt::format("The {} whose `{}` is this row, {}.", rows, way.foreign_key(schema).name, together);
}

void add_to_one(RelationView& view, const model::Schema& schema, const Way& way) {
    const model::Relation& key = way.foreign_key(schema);
    const std::string columns = column_names(schema.tables[way.from], key);
    const std::string target = type_name(schema.tables[way.target].name);
    view.optional = key.optional;
    view.required = !key.optional;
    view.removable = key.optional;
    view.doc = documented(way, fmt::format("The {} of {}{}, {}.", target, columns,
                                           key.optional ? ", if there is one" : "", together));
    view.set_doc = doc_comment(fmt::format("Sets {}, at once in both directions.", columns));
    view.clear_doc = doc_comment("The same with NULL.");
}

void add_single(RelationView& view, const model::Schema& schema, const Way& way) {
    const std::string target = type_name(schema.tables[way.target].name);
    const std::string relation = way.foreign_key(schema).name;
    const bool erases = view.removal == "erase";
    view.single = true;
    view.removable = view.removal != "refused";
    view.doc = documented(
        way, fmt::format("The {} whose `{}` is this row, if there is one, {}.", target, relation, together));
    view.set_doc =
        doc_comment(fmt::format("Sets the `{}` of a {}.{}", relation, target,
                                erases           ? " The former one is erased by the next flush."
                                : view.removable ? " The former one's becomes NULL."
                                                 : " Throws UsageError when there is one already."));
    view.add_doc = doc_comment(fmt::format("The same with a new {}, which is added to the session.", target));
    view.clear_doc = doc_comment(erases ? fmt::format("The {} is erased by the next flush.", target)
                                        : fmt::format("Sets its `{}` to NULL.", relation));
}

RelationView relation_view(const model::Schema& schema, const Way& way) {
    RelationView view{.name = way.name,
                      .setter = "set_" + way.name,
                      .clearer = "clear_" + way.name,
                      .target = full_type_name(schema, schema.tables[way.target]),
                      .owner = full_type_name(schema, schema.tables[way.from]),
                      .removal = std::string(removal_of(schema, way))};
    view.written = !is_of_view(schema, way);
    switch (way.kind) {
    case WayKind::to_one:
        add_to_one(view, schema, way);
        break;
    case WayKind::one_to_one:
        add_single(view, schema, way);
        break;
    case WayKind::to_many:
    case WayKind::many_to_many:
        view.many = true;
        view.doc = documented(way, list_words(schema, way));
        break;
    }
    return view;
}

/// The target's name inside the repository, where a constant may have it.
std::string target_in_repository(const model::Schema& schema, const model::Table& table,
                                 const model::Table& target, const std::vector<std::string>& relations) {
    const std::string name = type_name(target.name);
    const bool hidden = std::ranges::find(table.columns, name, &model::Column::name) != table.columns.end() ||
                        std::ranges::find(relations, name) != relations.end();
    return hidden ? full_type_name(schema, target) : qualified(schema, table.file, target.file, name);
}

std::string entry(const model::Schema& schema, std::size_t file, const Way& way) {
    std::string text =
        fmt::format("{{.name = {}, .kind = rowsmith::RelationKind::{}, .target = &{}",
                    string_literal(way.name), kind_of(way.kind), mapping_name(schema, file, way.target));
    if (way.kind == WayKind::many_to_many)
        text += fmt::format(", .link = &{}, .key = {}, .far_key = {}", mapping_name(schema, file, way.link),
                            way.key, way.far_key);
    else
        text += fmt::format(", .key = {}", way.key);
    return text + (way.slot ? fmt::format(", .slot = {}}}", *way.slot) : "}");
}

}

RelationsView relations_view(const model::Schema& schema, std::size_t table) {
    const std::string model = full_type_name(schema, schema.tables[table]);
    RelationsView view{.model = model,
                       .mapping = "::" + namespace_name(schema.files[schema.tables[table].file]) +
                                  "::" + repository_name(schema.tables[table]) + "::mapping",
                       .slots = fmt::format("{}", slots_of(schema, table)),
                       .methods = {}};
    const std::vector<Way> ways = ways_of(schema, table);
    for (std::size_t index = 0; index < ways.size(); ++index) {
        if (ways[index].hidden)
            continue;
        RelationView method = relation_view(schema, ways[index]);
        method.name = method_name(method.name);
        method.index = fmt::format("{}", index);
        view.methods.push_back(std::move(method));
    }
    return view;
}

std::vector<RelationConstantView> relation_constants(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    const std::vector<Way> ways = ways_of(schema, index);
    const std::vector<std::string> names = relation_names(schema, table);
    std::vector<RelationConstantView> constants;
    for (std::size_t at = 0; at < ways.size(); ++at) {
        if (ways[at].hidden)
            continue;
        constants.push_back(
            {.name = constant_name(table, ways[at].name),
             .target = target_in_repository(schema, table, schema.tables[ways[at].target], names),
             .kind = std::string(kind_of(ways[at].kind)),
             .index = fmt::format("{}", at)});
    }
    return constants;
}

std::vector<RelationView> relation_functions(const model::Schema& schema, std::size_t table) {
    std::vector<RelationView> functions;
    for (const OutsideWay& outside : outside_ways_of(schema, table)) {
        if (outside.way.hidden)
            continue;
        RelationView function = relation_view(schema, outside.way);
        function.name = function_name(function.name);
        const model::Table& target = schema.tables[outside.way.target];
        function.target = qualified(schema, schema.tables[table].file, target.file, type_name(target.name));
        function.constant =
            fmt::format("{}_table::{}", stem(schema.tables[outside.scope].name), outside.constant);
        functions.push_back(std::move(function));
    }
    return functions;
}

void add_relations(MappingView& view, const model::Schema& schema, std::size_t table) {
    const std::size_t file = schema.tables[table].file;
    for (const Way& way : ways_of(schema, table))
        view.relations.push_back(entry(schema, file, way));
    for (const OutsideWay& outside : outside_ways_of(schema, table))
        view.outside_relations.push_back(
            {.name = outside.constant, .entry = entry(schema, file, outside.way)});
    view.slots = fmt::format("{}", slots_of(schema, table));
}

}
