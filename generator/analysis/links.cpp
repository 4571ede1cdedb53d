#include "analysis/links.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/lists.hpp"
#include "analysis/relations.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

const FieldDraft* field_of(const TableDraft& draft, const syntax::Field* syntax) {
    const auto found = std::ranges::find(draft.fields, syntax, &FieldDraft::syntax);
    return found == draft.fields.end() || found->kind != FieldKind::many_to_many ? nullptr : &*found;
}

// ---- made link tables

struct LinkMaker {
    Work& work;
    std::size_t index;
    std::size_t near;
    std::size_t far;
    const syntax::Field& field;
    const syntax::ThroughMade& through;

    [[nodiscard]] model::Table& table() const { return work.schema.tables[index]; }
    [[nodiscard]] const model::Table& end(std::size_t table) const { return work.schema.tables[table]; }
    [[nodiscard]] bool has_names() const;
    [[nodiscard]] std::vector<syntax::Name> names() const;
    bool is_free(const syntax::Name& name) const;
    void add_column(const syntax::Name& name, const model::Column& key) const;
    bool add_end(std::size_t target, const std::vector<syntax::Name>& names, std::size_t first) const;
    void make() const;
};

/// Reports names that are missing or too many.
bool LinkMaker::has_names() const {
    const auto wanted = end(near).primary_key.size() + end(far).primary_key.size();
    if (through.columns.empty() && near == far) {
        work.report(
            mistake("RS0326", through.table.span,
                    fmt::format("both ends of '{}' are '{}', so its columns need names", field.name.text,
                                end(near).name),
                    fmt::format("for example `through \"{}\" ({}_id, other_{}_id)`", through.table.value,
                                snake_case(end(near).name), snake_case(end(near).name))));
        return false;
    }
    if (through.columns.empty() || through.columns.size() == wanted)
        return true;
    Span place = through.columns.front().span;
    place.end = through.columns.back().span.end;
    work.report(mistake(
        "RS0326", place,
        fmt::format("the link table needs {} columns, and {} are named", wanted, through.columns.size()),
        fmt::format("first those for the key of '{}', then those for the key of '{}'", end(near).name,
                    end(far).name)));
    return false;
}

std::vector<syntax::Name> LinkMaker::names() const {
    if (!through.columns.empty())
        return through.columns;
    std::vector<syntax::Name> made;
    for (const auto target : {near, far})
        for (const auto column : end(target).primary_key)
            made.push_back(
                {snake_case(end(target).name) + "_" + end(target).columns[column].name, through.table.span});
    return made;
}

/// Reports a column that stands there already.
bool LinkMaker::is_free(const syntax::Name& name) const {
    const auto& columns = table().columns;
    const auto known = std::ranges::find_if(
        columns, [&](const model::Column& it) { return lower_ascii(it.name) == lower_ascii(name.text); });
    if (known == columns.end())
        return true;
    work.report(mistake("RS0506", name.span, fmt::format("column '{}' stands twice in this list", name.text),
                        "name each column once", {}, {{to_span(known->place), "the first time"}}));
    return false;
}

void LinkMaker::add_column(const syntax::Name& name, const model::Column& key) const {
    auto db_name = styled(name.text, work.naming[work.file_of(table())].column);
    check_db_name(work, db_name, name.span);
    table().primary_key.push_back(table().columns.size());
    table().columns.push_back({.name = name.text,
                               .db_name = std::move(db_name),
                               .type = key.type,
                               .cpp = key.cpp,
                               .db_types = key.db_types,
                               .primary = true,
                               .from_relation = true,
                               .place = to_place(name.span)});
}

/// Adds the columns from names[first] on, and the relation to one end; false when a column stands there
/// already.
bool LinkMaker::add_end(std::size_t target, const std::vector<syntax::Name>& names, std::size_t first) const {
    model::Relation relation;
    relation.name = near == far ? names[first].text : snake_case(end(target).name);
    relation.target = target;
    relation.target_columns = end(target).primary_key;
    relation.on_delete = model::Action::cascade;
    for (std::size_t i = 0; i < relation.target_columns.size(); ++i) {
        const auto& name = names[first + i];
        if (!is_free(name))
            return false;
        relation.columns.push_back(table().columns.size());
        add_column(name, end(target).columns[relation.target_columns[i]]);
    }
    relation.place = to_place(field.name.span);
    relation.db_name = derived_name("fk", table().db_name, db_names(table(), relation.columns));
    table().relations.push_back(std::move(relation));
    work.drafts[index].relation_fields.push_back(nullptr);
    return true;
}

void LinkMaker::make() const {
    if (end(near).primary_key.empty() || end(far).primary_key.empty() || !has_names())
        return;
    const auto columns = names();
    if (add_end(near, columns, 0) && add_end(far, columns, end(near).primary_key.size()))
        for (const auto& relation : table().relations)
            add_relation_index(table(), relation, through.table.span);
}

// ---- many-to-many relations

struct Ends {
    std::size_t through;
    std::size_t near;
    std::size_t far;
};

std::vector<std::size_t> relations_to(const model::Table& table, std::size_t target) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.relations.size(); ++i)
        if (table.relations[i].target == target)
            found.push_back(i);
    return found;
}

/// The one relation of the link table to `target`; reports none and several.
std::optional<std::size_t> only_relation(Work& work, std::size_t link, std::size_t target,
                                         const syntax::Name& name) {
    const auto& table = work.schema.tables[link];
    const auto found = relations_to(table, target);
    const auto& draft = work.drafts[link];
    const auto& wanted = work.schema.tables[target].name;
    if (found.size() == 1)
        return found.front();
    const bool lost = !draft.complete || std::ranges::any_of(draft.fields, [](const auto& it) {
        return it.kind == FieldKind::broken;
    });
    if (found.empty() && !lost)
        work.report(mistake(
            "RS0324", name.span, fmt::format("link table '{}' has no relation to '{}'", name.text, wanted),
            fmt::format("add one, for example `{}: {} on delete cascade`", snake_case(wanted), wanted), {},
            {{draft.place, "the link table"}}));
    if (found.size() > 1)
        work.report(mistake(
            "RS0325", name.span,
            fmt::format("link table '{}' has {} relations to '{}'", name.text, found.size(), wanted),
            "nothing says which one is meant: let the table be made, with `through \"...\" (a_id, b_id)`", {},
            {{to_span(table.relations[found[0]].place), "one"},
             {to_span(table.relations[found[1]].place), "another"}}));
    return std::nullopt;
}

/// A relation of a table to itself needs two relations in the link table.
void report_one_end(Work& work, std::size_t link, std::size_t relation, const syntax::Name& name) {
    work.report(mistake("RS0325", name.span,
                        fmt::format("link table '{}' has one relation, and both ends need one", name.text),
                        "let the table be made, with `through \"...\" (a_id, b_id)`", {},
                        {{to_span(work.schema.tables[link].relations[relation].place), "the only one"}}));
}

std::optional<std::size_t> link_table(Work& work, const syntax::Name& name) {
    const auto* found = look_up(work, name);
    const auto* const* table = found == nullptr ? nullptr : std::get_if<const syntax::Table*>(&found->node);
    if (table != nullptr && !(*table)->view)
        return found->index;
    if (found != nullptr)
        work.report(mistake("RS0305", name.span,
                            fmt::format("'{}' is {}, not a table", name.text, a_kind_of(*found)),
                            "`through` takes a table that has a relation to both ends", {},
                            {{found->name->span, "declared here"}}));
    else if (work.scope.complete[name.span.file]) {
        auto help = help_for_missing(work, name, visible_names<syntax::Table>(work, name.span.file));
        work.report(mistake("RS0302", name.span, fmt::format("there is no table '{}'", name.text),
                            help.empty() ? "declare it, or let it be made: `through \"table_name\"`" : help));
    }
    return std::nullopt;
}

std::optional<Ends> declared_ends(Work& work, std::size_t table, const FieldDraft& field,
                                  const syntax::Name& name) {
    const auto through = link_table(work, name);
    if (!through)
        return std::nullopt;
    const auto near = only_relation(work, *through, table, name);
    if (near && field.target == table) {
        report_one_end(work, *through, *near, name);
        return std::nullopt;
    }
    if (field.target == table)
        return std::nullopt;
    const auto far = only_relation(work, *through, field.target, name);
    return near && far ? std::optional(Ends{*through, *near, *far}) : std::nullopt;
}

std::optional<Ends> made_ends(const Work& work, std::size_t table, const FieldDraft& field) {
    for (std::size_t link = 0; link < work.drafts.size(); ++link)
        if (work.drafts[link].maker == field.syntax && work.drafts[link].maker_table == table &&
            work.schema.tables[link].relations.size() == 2)
            return Ends{link, 0, 1};
    return std::nullopt;
}

/// Whether the list is meant to be the other side of a relation of its rows.
std::string help_for_list(const Work& work, std::size_t table, const FieldDraft& field) {
    const auto& name = field.syntax->name.text;
    const auto& far = field.syntax->type.name.text;
    const auto& near = work.schema.tables[table].name;
    std::vector<const FieldDraft*> open; // relations that have no inverse
    for (const auto& other : work.drafts[field.target].fields) {
        if (!other.has_target || other.target != table || other.kind == FieldKind::many_to_many)
            continue;
        const auto* inverse = attribute<syntax::Inverse>(*other.syntax);
        if (inverse == nullptr)
            open.push_back(&other);
        else if (inverse->name.text == name)
            return fmt::format("leave out `{0}`: `inverse {0}` in '{1}' makes it", name, far);
    }
    if (open.size() == 1)
        return fmt::format("add `inverse {}` to '{}' in '{}', and leave this out", name,
                           open.front()->syntax->name.text, far);
    return fmt::format(
        "for many-to-many add `through \"{}_{}\"`; for one-to-many write `{}: {} inverse {}` in '{}'",
        snake_case(near), name, snake_case(near), near, name, far);
}

/// The list without `through` of one table's rows in another one. Null when there is none, when there are
/// several, and when a relation may be what the list belongs to.
const FieldDraft* only_list(const Work& work, std::size_t table, std::size_t target) {
    const FieldDraft* only = nullptr;
    for (const auto& field : work.drafts[table].fields) {
        if (field.has_target && field.target == target)
            return nullptr;
        if (!lacks_through(field) || field.target != target)
            continue;
        if (only != nullptr)
            return nullptr;
        only = &field;
    }
    return only;
}

void report_no_through(Work& work, std::size_t table, const FieldDraft& field) {
    const auto& type = field.syntax->type;
    const auto* back = table != field.target && only_list(work, table, field.target) == &field
                           ? only_list(work, field.target, table)
                           : nullptr;
    if (back != nullptr && field.target < table && back->syntax->complete)
        return; // the other side of a relation that was reported there
    work.report(mistake(
        "RS0323", type.span, fmt::format("'{}[]' does not say where the links are kept", type.name.text),
        back == nullptr ? help_for_list(work, table, field)
                        : fmt::format("add `through \"{}_{}\" inverse {}`, and leave out `{}` in '{}'",
                                      snake_case(work.schema.tables[table].name), field.syntax->name.text,
                                      back->syntax->name.text, back->syntax->name.text, type.name.text)));
}

std::optional<Ends> ends_of(Work& work, std::size_t table, const FieldDraft& field) {
    if (const auto* declared = attribute<syntax::ThroughTable>(*field.syntax))
        return declared_ends(work, table, field, declared->table);
    if (attribute<syntax::ThroughMade>(*field.syntax) != nullptr)
        return made_ends(work, table, field);
    if (field.syntax->complete)
        report_no_through(work, table, field);
    return std::nullopt;
}

void make_one(Work& work, std::size_t table, const FieldDraft& field) {
    if (field.type.nullable)
        work.report(mistake(
            "RS0316", field.syntax->type.span, fmt::format("a many-to-many relation cannot be optional"),
            fmt::format("write `{}[]`: without links it is empty", field.syntax->type.name.text)));
    const auto ends = ends_of(work, table, field);
    if (!ends)
        return;
    work.schema.tables[table].many_to_many.push_back({.doc = field.syntax->doc,
                                                      .name = field.syntax->name.text,
                                                      .target = field.target,
                                                      .through = ends->through,
                                                      .near_relation = ends->near,
                                                      .far_relation = ends->far,
                                                      .declared_here = true,
                                                      .inverse = {}});
}

}

bool lacks_through(const FieldDraft& field) {
    return field.kind == FieldKind::many_to_many &&
           attribute<syntax::ThroughMade>(*field.syntax) == nullptr &&
           attribute<syntax::ThroughTable>(*field.syntax) == nullptr;
}

void make_link_tables(Work& work) {
    for (std::size_t link = 0; link < work.drafts.size(); ++link) {
        const auto& draft = work.drafts[link];
        const auto* field =
            draft.maker != nullptr ? field_of(work.drafts[draft.maker_table], draft.maker) : nullptr;
        if (field != nullptr)
            LinkMaker{.work = work,
                      .index = link,
                      .near = draft.maker_table,
                      .far = field->target,
                      .field = *field->syntax,
                      .through = *attribute<syntax::ThroughMade>(*field->syntax)}
                .make();
    }
}

void make_many_to_many(Work& work) {
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        for (const auto& field : work.drafts[table].fields)
            if (field.kind == FieldKind::many_to_many)
                make_one(work, table, field);
}

}
