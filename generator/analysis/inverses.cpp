#include "analysis/inverses.hpp"

#include "analysis/foreign_types.hpp"
#include "analysis/identifiers.hpp"
#include "analysis/links.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

/// A column, relation or inverse, by the name that it has in C++.
struct Member {
    std::string name;
    Span place;
    std::string_view what;
    bool made = false; // by an inverse, or as a relation's column
};

using Members = std::map<std::string, Member>;

void add_own(Work& work, Members& members, Member member) {
    const auto [known, inserted] = members.emplace(member_name(member.name), member);
    if (inserted)
        return;
    const auto& first = known->second;
    work.report(mistake("RS0309", member.place,
                        fmt::format("{} '{}' and {} '{}' {}", member.what, member.name, first.what,
                                    first.name, likeness(member.name, first.name)),
                        member.made
                            ? "give one of them another name; `via` names the column of a relation"
                            : "give one of them another name; `as \"...\"` keeps the one in the database",
                        {}, {{first.place, fmt::format("{} '{}'", first.what, first.name)}}));
}

/// A struct cannot have a member that is called like the type of a member.
void check_member_types(Work& work, const model::Table& table) {
    std::map<std::string, std::string_view> types;
    for (const auto& column : table.columns) {
        if (column.type.scalar == model::Scalar::enumeration)
            types.emplace(cpp_identifier(pascal_case(work.schema.enums[column.type.enumeration].name)),
                          "enum");
        for (auto& name : names_looked_up(column.cpp.name))
            types.emplace(std::move(name), "C++ type");
    }
    for (const auto& column : table.columns) {
        const auto found = types.find(cpp_identifier(column.name));
        if (found == types.end())
            continue;
        const auto better = snake_case(column.name);
        work.report(
            mistake("RS0309", to_span(column.place),
                    fmt::format("column '{}' and the {} of a column of this table would have one name in C++",
                                column.name, found->second),
                    fmt::format("give it another name{}; `as \"...\"` keeps the one in the database",
                                better == column.name ? "" : fmt::format(", for example `{}`", better))));
    }
}

Members own_members(Work& work, std::size_t index) {
    Members members;
    const auto& table = work.schema.tables[index];
    const auto& draft = work.drafts[index];
    for (const auto& field : draft.fields)
        if (field.kind != FieldKind::broken)
            add_own(work, members,
                    {field.syntax->name.text, field.syntax->name.span,
                     field.kind == FieldKind::column ? "column" : "relation"});
    check_member_types(work, table);
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].from_relation)
            add_own(work, members, {table.columns[i].name, to_span(table.columns[i].place), "column", true});
    return members;
}

/// Verbs for relations that say who did it, for a suggestion that reads well.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> deeds{{
    {"approver", "approved"},
    {"assignee", "assigned"},
    {"author", "authored"},
    {"buyer", "bought"},
    {"creator", "created"},
    {"editor", "edited"},
    {"leader", "led"},
    {"manager", "managed"},
    {"owner", "owned"},
    {"payer", "paid"},
    {"receiver", "received"},
    {"reviewer", "reviewed"},
    {"sender", "sent"},
    {"writer", "written"},
}};

std::string suggestion(const Members& members, std::string_view relation, std::string_view inverse) {
    const auto deed = std::ranges::find(deeds, relation, [](const auto& it) { return it.first; });
    const auto name =
        fmt::format("{}_{}", deed == deeds.end() ? relation : deed->second, snake_case(inverse));
    return members.contains(member_name(name)) ? std::string()
                                               : fmt::format(", for example `inverse {}`", name);
}

void report_clash(Work& work, const Members& members, const syntax::Field& field,
                  const syntax::Inverse& inverse, std::string_view target) {
    const auto& first = members.at(member_name(inverse.name.text));
    const auto message = fmt::format("relation '{}' would create '{}::{}' a second time", field.name.text,
                                     target, inverse.name.text);
    if (first.place == inverse.name.span) { // one mixin in two tables
        work.report(mistake(
            "RS0312", inverse.name.span, message,
            "more than one table has this mixin: drop `inverse`, or declare the relation in each table"));
        return;
    }
    const bool same = first.name == inverse.name.text;
    const auto label = first.made
                           ? fmt::format("first created here{}", same ? "" : ", as '" + first.name + "'")
                           : fmt::format("{} '{}' is declared here", first.what, first.name);
    work.report(mistake("RS0312", inverse.name.span, message,
                        fmt::format("give it another name{}, or drop `inverse`",
                                    suggestion(members, field.name.text, inverse.name.text)),
                        first.made && same ? "same inverse name"
                        : same             ? "same name"
                                           : "differs in capitals or underscores only",
                        {{first.place, label}}));
}

FieldDraft* find_field(TableDraft& draft, std::string_view name) {
    const auto found =
        std::ranges::find(draft.fields, name, [](const auto& it) { return it.syntax->name.text; });
    return found == draft.fields.end() ? nullptr : &*found;
}

bool is_unique(const model::Table& table, std::string_view relation) {
    const auto found = std::ranges::find(table.relations, relation, &model::Relation::name);
    return found != table.relations.end() && found->unique;
}

bool names_as_inverse(const syntax::Field& field, std::string_view name) {
    const auto* inverse = attribute<syntax::Inverse>(field);
    return inverse != nullptr && inverse->name.text == name;
}

/// Reports a relation that another one's inverse makes, at that inverse.
void report_twin(Work& work, std::size_t target, const syntax::Field& field, const syntax::Inverse& inverse,
                 FieldDraft& twin) {
    twin.twin = true;
    const auto& table = work.schema.tables[target].name;
    work.report(mistake("RS0312", inverse.name.span,
                        fmt::format("relation '{}' would create '{}::{}' a second time", field.name.text,
                                    table, inverse.name.text),
                        fmt::format("leave out `{}` in '{}': this makes it", inverse.name.text, table),
                        "same name", {{twin.syntax->name.span, "the other side, which it makes"}}));
}

/// Whether the inverse's name is taken by the other side of its own relation; reports it once.
bool is_told_as_twin(Work& work, std::size_t target, std::size_t table, const syntax::Field& field,
                     const syntax::Inverse& inverse) {
    auto* twin = find_field(work.drafts[target], inverse.name.text);
    auto* self = find_field(work.drafts[table], field.name.text);
    if (twin == nullptr || self == nullptr || twin->target != table)
        return false;
    if (lacks_through(*twin))
        return true;
    if (twin == self || twin->kind != self->kind || self->kind == FieldKind::broken)
        return false;
    const bool mutual = names_as_inverse(*twin->syntax, field.name.text);
    const bool unique = is_unique(work.schema.tables[table], field.name.text);
    if (!mutual && !unique)
        return false; // two relations, whose names happen to meet
    const bool other_makes =
        mutual && !unique && is_unique(work.schema.tables[target], twin->syntax->name.text);
    if (!self->twin && !other_makes)
        report_twin(work, target, field, inverse, *twin);
    return true;
}

/// Adds an inverse's name to the members of its target; false when it is taken.
bool claim(Work& work, std::vector<Members>& members, std::size_t target, std::size_t table,
           const syntax::Field& field, const syntax::Inverse& inverse) {
    const Member member{inverse.name.text, inverse.name.span, "inverse", true};
    if (members[target].emplace(member_name(member.name), member).second)
        return true;
    if (!is_told_as_twin(work, target, table, field, inverse))
        report_clash(work, members[target], field, inverse, work.schema.tables[target].name);
    return false;
}

/// A relation that has no columns makes nothing, but its inverse has a name all the same.
void claim_broken(Work& work, std::vector<Members>& members, std::size_t table) {
    for (const auto& field : work.drafts[table].fields)
        if (const auto* inverse = attribute<syntax::Inverse>(*field.syntax);
            inverse != nullptr && field.kind == FieldKind::broken && field.has_target)
            static_cast<void>(claim(work, members, field.target, table, *field.syntax, *inverse));
}

void invert_relations(Work& work, std::vector<Members>& members, std::size_t table) {
    auto& relations = work.schema.tables[table].relations;
    for (std::size_t i = 0; i < relations.size(); ++i) {
        const auto* field = work.drafts[table].relation_fields[i];
        const auto* inverse = field != nullptr ? attribute<syntax::Inverse>(*field->syntax) : nullptr;
        if (inverse == nullptr || !claim(work, members, relations[i].target, table, *field->syntax, *inverse))
            continue;
        relations[i].inverse = inverse->name.text;
        work.schema.tables[relations[i].target].inverses.push_back(
            {.name = inverse->name.text, .table = table, .relation = i, .unique = relations[i].unique});
    }
}

void invert_many_to_many(Work& work, std::vector<Members>& members, std::size_t table, std::size_t declared,
                         const syntax::Field& field, const syntax::Inverse& inverse) {
    auto& here = work.schema.tables[table].many_to_many[declared];
    if (!claim(work, members, here.target, table, field, inverse))
        return;
    here.inverse = inverse.name.text;
    const auto near = here; // the next line may move it
    work.schema.tables[near.target].many_to_many.push_back({.doc = {},
                                                            .name = near.inverse,
                                                            .target = table,
                                                            .through = near.through,
                                                            .near_relation = near.far_relation,
                                                            .far_relation = near.near_relation,
                                                            .inverse = near.name});
}

void invert_links(Work& work, std::vector<Members>& members, std::size_t table) {
    const auto& draft = work.drafts[table];
    const auto count = work.schema.tables[table].many_to_many.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto& link = work.schema.tables[table].many_to_many[i];
        const auto field = std::ranges::find_if(draft.fields, [&](const FieldDraft& it) {
            return link.declared_here && it.kind == FieldKind::many_to_many &&
                   it.syntax->name.text == link.name;
        });
        if (field == draft.fields.end())
            continue;
        if (const auto* inverse = attribute<syntax::Inverse>(*field->syntax))
            invert_many_to_many(work, members, table, i, *field->syntax, *inverse);
    }
}

}

void make_inverses(Work& work) {
    std::vector<Members> members;
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        members.push_back(own_members(work, table));
    for (std::size_t table = 0; table < work.drafts.size(); ++table) {
        invert_relations(work, members, table);
        claim_broken(work, members, table);
        invert_links(work, members, table);
    }
}

}
