#include "analysis/rules.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/renames.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace rowsmith::analysis {

namespace {

// ---- imports

/// Whether all that could use an import is known; the SQL of a view may name any table.
bool is_whole(const Work& work, FileIndex file) {
    struct Whole {
        bool operator()(const syntax::Enum& node) const { return node.complete; }
        bool operator()(const syntax::Sequence&) const { return true; }
        bool operator()(const syntax::Mixin& node) const { return node.complete; }
        bool operator()(const syntax::Table& node) const { return node.complete && !node.view; }
        bool operator()(const syntax::Query&) const { return false; } // its SQL may name any table
    };
    return work.scope.complete[file] &&
           std::ranges::all_of(work.program.files[file].declarations,
                               [](const auto& declaration) { return std::visit(Whole{}, declaration); });
}

/// An import that comes too late was reported.
bool is_in_place(const syntax::File& file, const syntax::Import& import) {
    const auto begin = [](const auto& declaration) { return declaration.name.span.begin; };
    return file.declarations.empty() || import.path.span.begin < std::visit(begin, file.declarations.front());
}

void check_import(Work& work, FileIndex file, std::size_t at) {
    const auto& imports = work.program.imports[file];
    const auto& text = work.program.files[file].imports[at].path;
    if (!imports[at])
        return;
    const auto first = static_cast<std::size_t>(std::ranges::find(imports, imports[at]) - imports.begin());
    if (*imports[at] == file)
        work.report(mistake("RS0603", text.span,
                            "a file sees its own declarations and need not import itself", "leave it out"));
    else if (first != at)
        work.report(mistake("RS0604", text.span, fmt::format("'{}' is imported twice", text.value),
                            "leave it out", {},
                            {{work.program.files[file].imports[first].path.span, "first imported here"}}));
    else if (is_whole(work, file) && !work.program.files[file].declarations.empty() &&
             is_in_place(work.program.files[file], work.program.files[file].imports[at]) &&
             !work.used_imports.contains({file, *imports[at]})) {
        auto warning = mistake("RS0605", text.span, fmt::format("nothing of '{}' is used here", text.value),
                               "leave it out");
        warning.severity = Severity::warning;
        work.report(std::move(warning));
    }
}

// ---- names

/// Something that has a name of its own in C++ or in the database.
struct Named {
    std::string name;    // there
    std::string key;     // equal for names that are the same there
    std::string subject; // "table 'User'"
    std::string both{};  // of two with one subject: "two indexes of 'User'"
    FileIndex file = 0;
    Span place = {};
    bool derived = false; // from another name here: two of them meet only because those do
};

/// By file and place, so that of two the later one is reported.
std::vector<Named> in_order(const Scope& scope, std::vector<Named> names) {
    std::ranges::stable_sort(names, {}, [&](const Named& named) {
        return std::tuple(scope.rank[named.file], scope.rank[named.place.file], named.place.begin);
    });
    return names;
}

/// Calls `clash(first, second)` for each that has the name of an earlier one which it meets.
template <typename Meet, typename Clash>
void find_clashes(const std::vector<Named>& all, Meet meet, Clash clash) {
    std::map<std::string_view, std::vector<const Named*>> by_name;
    for (const auto& named : all) {
        auto& earlier = by_name[named.key];
        const auto first =
            std::ranges::find_if(earlier, [&](const Named* it) { return meet(it->file, named.file); });
        if (first == earlier.end())
            earlier.push_back(&named);
        else if (!(*first)->derived || !named.derived)
            clash(**first, named);
    }
}

/// Types differ in more than capitals and underscores: other names in generated code are made of theirs.
std::string type_key(std::string_view name) {
    auto key = lower_ascii(name);
    std::erase(key, '_');
    return key;
}

Named type_name(const Declaration& declaration) {
    const auto& name = declaration.name->text;
    return {.name = pascal_case(name),
            .key = type_key(name),
            .subject = fmt::format("{} '{}'", kind_of(declaration), name),
            .file = declaration.file(),
            .place = declaration.name->span};
}

Named derived_type(const Declaration& declaration, std::string_view ending, std::string_view what) {
    auto named = type_name(declaration);
    named.name += ending;
    named.key += lower_ascii(ending);
    named.subject = fmt::format("the {} of {} '{}'", what, kind_of(declaration), declaration.name->text);
    named.derived = true;
    return named;
}

Named repository_name(const Declaration& declaration) {
    return derived_type(declaration, "Repository", "repository");
}

Named methods_name(const Declaration& declaration) {
    return derived_type(declaration, "Methods", "methods");
}

/// Link tables that are made have no struct, but generated code names them all the same.
Named link_name(const Work& work, std::size_t index) {
    const auto& table = work.schema.tables[index];
    return {.name = table.name,
            .key = type_key(table.name),
            .subject = fmt::format("link table '{}'", table.db_name),
            .file = work.file_of(table),
            .place = work.drafts[index].place};
}

/// What a query gives back, and what it takes.
void add_query_types(std::vector<Named>& types, const Declaration& declaration) {
    const auto* const* query = std::get_if<const syntax::Query*>(&declaration.node);
    if (query == nullptr)
        return;
    if ((*query)->kind.text != "exec")
        types.push_back(type_name(declaration));
    if ((*query)->parameters.size() > model::most_plain_parameters) {
        types.push_back(derived_type(declaration, "Parameters", ""));
        types.back().subject = fmt::format("the parameters of query '{}'", declaration.name->text);
    }
}

std::vector<Named> type_names(const Work& work) {
    std::vector<Named> types;
    for (const auto& declaration : work.scope.declarations) {
        const bool is_table = std::holds_alternative<const syntax::Table*>(declaration.node);
        const bool is_enum = std::holds_alternative<const syntax::Enum*>(declaration.node);
        if (!declaration.repeated && (is_table || is_enum))
            types.push_back(type_name(declaration));
        if (!declaration.repeated)
            add_query_types(types, declaration);
        if (declaration.repeated || !is_table)
            continue;
        types.push_back(repository_name(declaration));
        if (std::get<const syntax::Table*>(declaration.node)->methods)
            types.push_back(methods_name(declaration));
    }
    for (std::size_t i = 0; i < work.drafts.size(); ++i)
        if (work.drafts[i].maker != nullptr)
            types.push_back(link_name(work, i));
    return types;
}

std::string object_key(const std::string& schema, const std::string& name) {
    return schema + '\0' + lower_ascii(name);
}

struct ObjectNames {
    const Work& work;
    std::vector<Named> all = {};

    /// Names of different schemas do not meet.
    void add(const std::string& schema, const std::string& name, std::string subject, Span place,
             std::string both = {}) {
        all.push_back({.name = name,
                       .key = object_key(schema, name),
                       .subject = std::move(subject),
                       .both = std::move(both),
                       .file = place.file,
                       .place = place});
    }
    void add_table(std::size_t index);
    void add_declaration(const Declaration& declaration);
};

void ObjectNames::add_table(std::size_t index) {
    const auto& table = work.schema.tables[index];
    const auto first = all.size();
    add(table.db_schema, table.db_name,
        table.made ? fmt::format("link table '{}'", table.name) : subject_of(table), to_span(table.place));
    for (std::size_t i = 0; i < table.unique_keys.size(); ++i)
        add(table.db_schema, table.unique_keys[i].db_name, fmt::format("a unique key of '{}'", table.name),
            to_span(table.unique_keys[i].place), fmt::format("two unique keys of '{}'", table.name));
    for (std::size_t i = 0; i < table.indexes.size(); ++i)
        add(table.db_schema, table.indexes[i].db_name, fmt::format("an index of '{}'", table.name),
            to_span(table.indexes[i].place), fmt::format("two indexes of '{}'", table.name));
    if (table.partitioning)
        for (const auto& partition : table.partitioning->partitions)
            add(table.db_schema, partition.db_name, fmt::format("a partition of '{}'", table.name),
                to_span(partition.place), fmt::format("two partitions of '{}'", table.name));
    for (auto i = first; i < all.size(); ++i)
        all[i].file = work.file_of(table); // a mixin's place may be in another file
}

void ObjectNames::add_declaration(const Declaration& declaration) {
    const auto add_node = [&](const auto& node) {
        add(node.db_schema, node.db_name, fmt::format("{} '{}'", kind_of(declaration), node.name),
            to_span(node.place));
    };
    if (std::holds_alternative<const syntax::Enum*>(declaration.node))
        add_node(work.schema.enums[declaration.index]);
    else if (std::holds_alternative<const syntax::Sequence*>(declaration.node))
        add_node(work.schema.sequences[declaration.index]);
}

}

void check_imports(Work& work) {
    for (const auto file : work.scope.order)
        for (std::size_t i = 0; i < work.program.imports[file].size(); ++i)
            check_import(work, file, i);
}

void check_type_names(Work& work) {
    const auto meet = [&](FileIndex one, FileIndex other) {
        return work.scope.namespaces[one] == work.scope.namespaces[other];
    };
    find_clashes(in_order(work.scope, type_names(work)), meet, [&](const Named& first, const Named& second) {
        work.report(mistake(
            "RS0308", second.place,
            fmt::format("{} and {} {}", first.subject, second.subject, likeness(first.name, second.name)),
            "give one of them another name; `as \"...\"` keeps the one in the database", {},
            {{first.place, first.subject}}));
    });
}

void check_object_renames(Work& work) {
    std::vector<Named> old;
    for (const auto& rename : work.object_renames)
        old.push_back({.name = rename.from,
                       .key = object_key(rename.schema, rename.from),
                       .subject = {},
                       .file = rename.file,
                       .place = rename.place});
    const auto meet = [&](FileIndex one, FileIndex other) { return work.scope.together(one, other); };
    find_clashes(in_order(work.scope, std::move(old)), meet, [&](const Named& first, const Named& second) {
        report_second_rename(work, second.name, first.place, second.place);
    });
}

void check_schema_names(Work& work) {
    for (const auto& file : work.program.files) {
        if (file.naming && file.naming->schema)
            check_schema_name(work, *file.naming->schema);
        for (const auto& declaration : file.declarations)
            std::visit(
                [&](const auto& node) {
                    if constexpr (requires { node.db.schema; })
                        if (node.db.schema)
                            check_schema_name(work, *node.db.schema);
                },
                declaration);
    }
}

void check_object_names(Work& work) {
    ObjectNames names{.work = work};
    for (std::size_t table = 0; table < work.schema.tables.size(); ++table)
        names.add_table(table);
    for (const auto& declaration : work.scope.declarations)
        if (!declaration.repeated)
            names.add_declaration(declaration);
    const auto all = in_order(work.scope, std::move(names.all));
    const auto meet = [&](FileIndex one, FileIndex other) { return work.scope.together(one, other); };
    for (const auto& named : all)
        check_object_name(work, named.name, named.place);
    find_clashes(all, meet, [&](const Named& first, const Named& second) {
        const auto subjects = first.both.empty() || first.both != second.both
                                  ? fmt::format("{} and {}", first.subject, second.subject)
                                  : first.both;
        work.report(mistake(
            "RS0313", second.place,
            fmt::format("{} are both called '{}' in the database", subjects, second.name),
            "tables, indexes, sequences and enums share their names there; `as \"...\"` sets another one", {},
            {{first.place, first.subject}}));
    });
}

}
