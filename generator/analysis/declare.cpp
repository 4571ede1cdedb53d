#include "analysis/declare.hpp"

#include "analysis/foreign_types.hpp"
#include "analysis/identifiers.hpp"
#include "analysis/renames.hpp"
#include "analysis/views.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

using Members = std::vector<syntax::Member>;

/// Of a view's members, only those that it may have.
bool suits(const TableDraft& draft, const syntax::Member& member) {
    return !is_view(draft) || std::holds_alternative<syntax::PrimaryKey>(member);
}

void add_members(const Members& members, TableDraft& draft) {
    for (const auto& member : members) {
        if (const auto* field = std::get_if<syntax::Field>(&member))
            draft.fields.push_back({.syntax = field});
        else if (suits(draft, member))
            draft.others.push_back(&member);
    }
}

void report_missing_mixin(Work& work, const syntax::Name& name) {
    if (!work.scope.complete[name.span.file])
        return;
    auto help = help_for_missing(work, name, visible_names<syntax::Mixin>(work, name.span.file));
    if (help.empty())
        help = fmt::format("declare it: `mixin {} {{ ... }}`", name.text);
    work.report(mistake("RS0304", name.span, fmt::format("there is no mixin '{}'", name.text), help));
}

const syntax::Mixin* find_mixin(Work& work, const syntax::Name& name) {
    const auto* found = look_up(work, name);
    if (found == nullptr) {
        report_missing_mixin(work, name);
        return nullptr;
    }
    const auto* const* mixin = std::get_if<const syntax::Mixin*>(&found->node);
    if (mixin == nullptr) {
        work.report(mistake("RS0305", name.span,
                            fmt::format("'{}' is {}, not a mixin", name.text, a_kind_of(*found)),
                            "what stands behind a table\'s name is declared with `mixin`", {},
                            {{found->name->span, "declared here"}}));
        return nullptr;
    }
    return *mixin;
}

void add_mixins(Work& work, const syntax::Table& table, TableDraft& draft) {
    for (auto it = table.mixins.begin(); it != table.mixins.end(); ++it) {
        const auto earlier =
            std::find_if(table.mixins.begin(), it, [&](const auto& e) { return e.text == it->text; });
        if (earlier != it) {
            work.report(mistake("RS0329", it->span, fmt::format("mixin '{}' is named twice", it->text),
                                "name it once", {}, {{earlier->span, "first named here"}}));
            continue;
        }
        const auto* mixin = find_mixin(work, *it);
        if (mixin == nullptr)
            draft.complete = false;
        else {
            work.used_mixins.insert(mixin);
            draft.complete =
                draft.complete && mixin->complete && work.program.complete[mixin->name.span.file];
            add_members(mixin->members, draft);
        }
    }
}

std::string text_of(const std::optional<syntax::Text>& text) {
    return text ? text->value : std::string();
}

void declare_enum(Work& work, const syntax::Enum& node, Declaration& declaration) {
    const auto& naming = work.naming[declaration.file()];
    declaration.index = work.schema.enums.size();
    model::Enum made{.file = work.scope.rank[declaration.file()],
                     .doc = node.doc,
                     .name = node.name.text,
                     .db_name = db_name_of(node.db, node.name, naming.enumeration),
                     .db_schema = db_schema_of(node.db, naming),
                     .place = to_place(db_place_of(node.db, node.name))};
    made.renamed_from =
        rename_object(work, node.db.renamed, {made.db_name, made.db_schema, declaration.file()});
    for (const auto& value : node.values)
        made.values.push_back({.doc = value.doc,
                               .name = value.name.text,
                               .db_name = db_name_of(value.db, value.name, naming.value),
                               .renamed_from = text_of(value.db.renamed),
                               .place = to_place(db_place_of(value.db, value.name))});
    work.schema.enums.push_back(std::move(made));
}

void declare_sequence(Work& work, const syntax::Sequence& node, Declaration& declaration) {
    const auto& naming = work.naming[declaration.file()];
    declaration.index = work.schema.sequences.size();
    model::Sequence made{.file = work.scope.rank[declaration.file()],
                         .doc = node.doc,
                         .name = node.name.text,
                         .db_name = db_name_of(node.db, node.name, naming.sequence),
                         .db_schema = db_schema_of(node.db, naming),
                         .place = to_place(db_place_of(node.db, node.name))};
    made.renamed_from =
        rename_object(work, node.db.renamed, {made.db_name, made.db_schema, declaration.file()});
    work.schema.sequences.push_back(std::move(made));
}

void declare_table(Work& work, const syntax::Table& node, Declaration& declaration) {
    declaration.index = work.schema.tables.size();
    model::Table table;
    table.file = work.scope.rank[declaration.file()];
    table.doc = node.doc;
    table.name = node.name.text;
    table.db_name = db_name_of(node.db, node.name, work.naming[declaration.file()].table);
    table.db_schema = db_schema_of(node.db, work.naming[declaration.file()]);
    table.renamed_from =
        rename_object(work, node.db.renamed, {table.db_name, table.db_schema, declaration.file()});
    if (node.methods)
        table.methods = header_path(work, *node.methods);
    if (node.view)
        resolve_view(work, node, table);
    TableDraft draft;
    draft.syntax = &node;
    draft.place = db_place_of(node.db, node.name);
    table.place = to_place(draft.place);
    work.schema.tables.push_back(std::move(table));
    draft.complete = node.complete && work.program.complete[declaration.file()];
    add_members(node.members, draft);
    add_mixins(work, node, draft);
    if (draft.fields.size() > most_columns) {
        report_many_columns(work, draft.place, node.name.text, draft.fields.size());
        draft.fields.resize(most_columns);
        draft.complete = false;
    }
    work.drafts.push_back(std::move(draft));
}

/// A name for generated code, whatever the database's name consists of.
std::string link_name(std::string_view db_name) {
    std::string words;
    for (const char c : db_name) {
        const bool usable = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        words += usable ? c : '_';
    }
    auto name = pascal_case(words);
    return name.empty() || (name.front() >= '0' && name.front() <= '9') ? "Link" + name
                                                                        : cpp_identifier(name);
}

void declare_link(Work& work, std::size_t maker_table, const syntax::Field& field,
                  const syntax::ThroughMade& through) {
    model::Table table;
    table.file = work.schema.tables[maker_table].file;
    table.name = link_name(through.table.value);
    table.db_name = through.table.value;
    table.db_schema = work.schema.tables[maker_table].db_schema;
    table.made = true;
    table.place = to_place(through.table.span);
    if (const auto* renamed = attribute<syntax::Renamed>(field))
        table.renamed_from =
            rename_object(work, renamed->from, {table.db_name, table.db_schema, work.file_of(table)});
    work.schema.tables.push_back(std::move(table));
    TableDraft draft;
    draft.place = through.table.span;
    draft.maker = &field;
    draft.maker_table = maker_table;
    work.drafts.push_back(std::move(draft));
}

/// The link tables that the tables from `first` on make.
void declare_links(Work& work, std::size_t first) {
    const auto end = work.drafts.size();
    for (std::size_t table = first; table < end; ++table) {
        std::vector<std::pair<const syntax::Field*, const syntax::ThroughMade*>> makers;
        for (const auto& field : work.drafts[table].fields)
            if (const auto* made = attribute<syntax::ThroughMade>(*field.syntax);
                made && field.syntax->type.array)
                makers.emplace_back(field.syntax, made);
        for (const auto& [field, made] : makers)
            declare_link(work, table, *field, *made);
    }
}

void declare_file(Work& work, FileIndex file) {
    const auto first_table = work.drafts.size();
    for (auto& declaration : work.scope.declarations) {
        if (declaration.file() != file || declaration.repeated)
            continue;
        if (const auto* const* node = std::get_if<const syntax::Enum*>(&declaration.node))
            declare_enum(work, **node, declaration);
        else if (const auto* const* sequence = std::get_if<const syntax::Sequence*>(&declaration.node))
            declare_sequence(work, **sequence, declaration);
        else if (const auto* const* table = std::get_if<const syntax::Table*>(&declaration.node))
            declare_table(work, **table, declaration);
    }
    declare_links(work, first_table);
}

/// Mixins that no table uses, and tables that are declared twice, are still checked.
void collect_loose(Work& work) {
    for (const auto& declaration : work.scope.declarations) {
        TableDraft draft{.place = declaration.name->span};
        if (const auto* const* mixin = std::get_if<const syntax::Mixin*>(&declaration.node);
            mixin != nullptr && !work.used_mixins.contains(*mixin))
            add_members((*mixin)->members, draft);
        else if (const auto* const* table = std::get_if<const syntax::Table*>(&declaration.node);
                 table != nullptr && declaration.repeated)
            add_members((*table)->members, draft);
        work.loose.push_back(std::move(draft));
    }
}

model::File file_of(const Work& work, FileIndex file) {
    model::File made{
        .path = work.path(file), .name_space = {}, .imports = {}, .requested = work.program.requested[file]};
    if (const auto& name_space = work.program.files[file].name_space)
        for (const auto& part : name_space->parts)
            made.name_space.push_back(part.text);
    for (const auto import : work.program.imports[file])
        if (import && *import != file &&
            std::ranges::find(made.imports, work.scope.rank[*import]) == made.imports.end())
            made.imports.push_back(work.scope.rank[*import]);
    return made;
}

}

void declare(Work& work) {
    for (const auto file : work.scope.order)
        work.schema.files.push_back(file_of(work, file));
    for (const auto file : work.scope.order)
        declare_file(work, file);
    collect_loose(work);
}

}
