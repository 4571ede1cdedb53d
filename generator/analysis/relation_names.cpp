#include "analysis/relation_names.hpp"

#include "analysis/identifiers.hpp"
#include "support/cpp_words.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

/// A relation in either direction, as a function of the rows of its table.
struct Way {
    std::string name;
    std::string_view what; // "relation", "inverse"
    Span place;
    std::size_t declared_in; // the table that declares it
    bool sets = false;       // there is a `set_<name>`
    bool clears = false;     // there is a `clear_<name>`
};

using Ways = std::vector<Way>;

void add_relation(const Work& work, std::vector<Ways>& ways, std::size_t table, std::size_t index) {
    const auto& relation = work.schema.tables[table].relations[index];
    const auto* field = work.drafts[table].relation_fields[index];
    if (field == nullptr)
        return;
    const bool written = !work.schema.tables[table].view;
    ways[table].push_back(
        {relation.name, "relation", field->syntax->name.span, table, written, written && relation.optional});
    if (relation.inverse.empty())
        return;
    const bool leaves = relation.optional || relation.on_delete == model::Action::cascade;
    ways[relation.target].push_back({relation.inverse, "inverse",
                                     attribute<syntax::Inverse>(*field->syntax)->name.span, table,
                                     written && relation.unique, written && relation.unique && leaves});
}

void add_many_to_many(const Work& work, std::vector<Ways>& ways, std::size_t table,
                      const model::ManyToMany& relation) {
    const auto& fields = work.drafts[table].fields;
    const auto field =
        std::ranges::find(fields, relation.name, [](const auto& it) { return it.syntax->name.text; });
    if (!relation.declared_here || field == fields.end())
        return;
    ways[table].push_back({relation.name, "relation", field->syntax->name.span, table});
    if (!relation.inverse.empty())
        ways[relation.target].push_back(
            {relation.inverse, "inverse", attribute<syntax::Inverse>(*field->syntax)->name.span, table});
}

/// Of every table, those that begin there.
std::vector<Ways> all_ways(const Work& work) {
    std::vector<Ways> ways(work.drafts.size());
    for (std::size_t table = 0; table < work.drafts.size(); ++table) {
        for (std::size_t i = 0; i < work.schema.tables[table].relations.size(); ++i)
            add_relation(work, ways, table, i);
        for (const auto& relation : work.schema.tables[table].many_to_many)
            add_many_to_many(work, ways, table, relation);
    }
    return ways;
}

// ---- what sets a relation

void report_setter(Work& work, const Way& way, const Way& taken, std::string_view verb) {
    work.report(
        mistake("RS0336", taken.place,
                fmt::format("{} '{}' and the function that {}s '{}' would have one name in C++", taken.what,
                            taken.name, verb, way.name),
                "give one of them another name", {},
                {{way.place, fmt::format("{} '{}' brings `{}_{}`", way.what, way.name, verb, way.name)}}));
}

void check_setters(Work& work, const Ways& ways) {
    std::map<std::string, const Way*> by_name;
    for (const Way& way : ways)
        by_name.emplace(member_name(way.name), &way);
    const auto check = [&](const Way& way, std::string_view verb) {
        const auto taken = by_name.find(member_name(fmt::format("{}_{}", verb, way.name)));
        if (taken != by_name.end())
            report_setter(work, way, *taken->second, verb);
    };
    for (const Way& way : ways) {
        if (way.sets)
            check(way, "set");
        if (way.clears)
            check(way, "clear");
    }
}

// ---- escapes

/// Something that has a name in the repository.
struct Constant {
    std::string name;
    std::string_view what;
    Span place;
};

/// Generated code puts a `_` behind the name of a column or relation where a repository has the name for
/// something else, and behind that of a relation where refs have it.
void check_escape(Work& work, const model::Table& table, const Constant& plain, const Constant& other) {
    const auto type = pascal_case(table.name);
    const bool in_repository =
        is_repository_member(plain.name) || plain.name == type || plain.name == type + "Repository";
    const bool in_refs = is_ref_member(plain.name) && plain.what != "column" && other.what != "column";
    if (!in_repository && !in_refs)
        return;
    work.report(mistake("RS0309", other.place,
                        fmt::format("{} '{}' and {} '{}' would both be '{}' {}", other.what, other.name,
                                    plain.what, plain.name, other.name,
                                    in_repository ? "in the repository" : "as functions of a ref"),
                        plain.what == "column" && other.what == "column"
                            ? "give one of them another name; `as \"...\"` keeps the one in the database"
                            : "give one of them another name"));
}

void check_escapes(Work& work, std::size_t index, const Ways& ways) {
    const auto& table = work.schema.tables[index];
    std::vector<Constant> constants;
    for (const auto& column : table.columns)
        constants.push_back({column.name, "column", to_span(column.place)});
    for (const Way& way : ways)
        if (work.schema.tables[way.declared_in].file == table.file)
            constants.push_back({way.name, way.what, way.place});
    std::map<std::string, const Constant*> by_name;
    for (const auto& constant : constants)
        by_name.emplace(constant.name, &constant);
    for (const auto& constant : constants) {
        const auto plain = constant.name.ends_with('_')
                               ? by_name.find(constant.name.substr(0, constant.name.size() - 1))
                               : by_name.end();
        if (plain != by_name.end())
            check_escape(work, table, *plain->second, constant);
    }
}

// ---- functions for tables of other files

/// What stands in a namespace, by `shop::Invoice`.
using Taken = std::map<std::string, std::string>;

Taken taken_names(const Work& work) {
    Taken taken;
    for (const auto& declaration : work.scope.declarations) {
        const bool is_table = std::holds_alternative<const syntax::Table*>(declaration.node);
        if (!is_table && !std::holds_alternative<const syntax::Enum*>(declaration.node))
            continue;
        const auto name =
            work.scope.namespaces[declaration.file()] + "::" + pascal_case(declaration.name->text);
        taken.emplace(name, fmt::format("{} '{}'", kind_of(declaration), declaration.name->text));
        if (is_table)
            taken.emplace(name + "Repository", fmt::format("the repository of '{}'", declaration.name->text));
        if (is_table && std::get<const syntax::Table*>(declaration.node)->methods)
            taken.emplace(name + "Methods", fmt::format("the methods of '{}'", declaration.name->text));
    }
    for (const auto& table : work.schema.tables)
        if (table.made)
            taken.emplace(work.scope.namespaces[work.file_of(table)] + "::" + table.name,
                          fmt::format("link table '{}'", table.db_name));
    return taken;
}

/// Whether there is a namespace of this name, or one inside it.
bool is_namespace(const Work& work, const std::string& name) {
    return std::ranges::any_of(work.scope.namespaces, [&](const std::string& it) {
        return it.starts_with(name) && (it.size() == name.size() || it.substr(name.size()).starts_with("::"));
    });
}

/// What has the name in C++ that an inverse needs; empty when nothing has.
std::string taken_by(const Work& work, const Taken& taken, const std::string& name) {
    const auto found = taken.find(name);
    if (found != taken.end())
        return found->second;
    return is_namespace(work, name) ? fmt::format("namespace '{}'", name) : "";
}

/// An inverse in another file than its table is a function beside the models of the file that declares it.
void check_functions(Work& work, std::size_t table, const Ways& ways, const Taken& taken) {
    for (const Way& way : ways) {
        const auto& declaring = work.schema.tables[way.declared_in];
        if (declaring.file == work.schema.tables[table].file)
            continue;
        const auto& name_space = work.scope.namespaces[work.file_of(declaring)];
        const auto other = taken_by(work, taken, fmt::format("{}::{}", name_space, way.name));
        if (!other.empty())
            work.report(mistake(
                "RS0336", way.place,
                fmt::format("inverse '{}' and {} would have one name in C++", way.name, other),
                fmt::format(
                    "'{}' is of another file, so this becomes a function beside the types of this one: give "
                    "it another name",
                    work.schema.tables[table].name)));
    }
}

}

void check_relation_names(Work& work) {
    const auto ways = all_ways(work);
    const auto taken = taken_names(work);
    for (std::size_t table = 0; table < ways.size(); ++table) {
        check_setters(work, ways[table]);
        check_escapes(work, table, ways[table]);
        check_functions(work, table, ways[table], taken);
    }
}

}
