#include "analysis/relations.hpp"

#include "analysis/foreign_types.hpp"
#include "analysis/identifiers.hpp"
#include "analysis/lists.hpp"
#include "analysis/renames.hpp"
#include "analysis/types.hpp"
#include "support/cpp_words.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

struct RelationMaker {
    Work& work;
    TableDraft& draft;
    model::Table& table;
    const FieldDraft& field;
    const model::Table& target;
    Renames& renames; // of the table's foreign keys
    model::Relation made = {};

    void check_types() const;
    void check_nullability() const;
    void check_cpp_types() const;
    void set_actions();
    void check_action(model::Action action, Span place) const;
    [[nodiscard]] bool default_is_lost(std::string_view column) const;
    void set_name();
    [[nodiscard]] bool is_key() const;
    [[nodiscard]] bool is_said_unique() const;
};

/// What a column holds, as the schema writes it.
std::string content_of(const model::Column& column, const model::Schema& schema) {
    auto text = spelling(column.type, schema);
    if (!column.cpp.name.empty())
        text += fmt::format(" as cpp \"{}\"", column.cpp.name);
    return text;
}

bool same_content(const model::Column& one, const model::Column& other) {
    auto type = one.type;
    type.nullable = other.type.nullable;
    return type == other.type && one.cpp.name == other.cpp.name;
}

/// A declared column must be able to hold the key: not nearly, but exactly its type.
void RelationMaker::check_types() const {
    for (std::size_t i = 0; i < made.columns.size(); ++i) {
        const auto& column = table.columns[made.columns[i]];
        const auto& key = target.columns[made.target_columns[i]];
        if (same_content(column, key))
            continue;
        const auto ours = content_of(column, work.schema);
        const auto theirs = content_of(key, work.schema);
        work.report(mistake("RS0319", field.columns[i].place,
                            fmt::format("column '{}' is {}, and '{}.{}' that it points to is {}", column.name,
                                        ours, target.name, key.name, theirs),
                            "give both the same type", {},
                            {{to_span(column.place), ours}, {to_span(key.place), theirs}}));
    }
}

void RelationMaker::check_nullability() const {
    const auto& name = field.syntax->name.text;
    const auto& type = field.syntax->type;
    const auto nullable = [&](std::size_t column) { return table.columns[column].type.nullable; };
    const auto first = std::ranges::find_if(made.columns, nullable);
    if (field.type.nullable == (first != made.columns.end()))
        return;
    const auto& column = table.columns[field.type.nullable ? made.columns.front() : *first];
    const auto place = to_span(column.place);
    if (field.type.nullable)
        work.report(
            mistake("RS0320", type.span,
                    fmt::format("relation '{}' may be empty, and its column '{}' may not", name, column.name),
                    fmt::format("mark the column's type with `?`, or write `{}`", type.name.text), {},
                    {{place, "NOT NULL"}}));
    else
        work.report(
            mistake("RS0320", type.span,
                    fmt::format("relation '{}' may not be empty, and its column '{}' may", name, column.name),
                    fmt::format("write `{}?`, or take the `?` from the column's type", type.name.text), {},
                    {{place, "nullable"}}));
}

/// The first name of a C++ type that only its own namespace knows; empty when there is none.
std::string bare_name(std::string_view type) {
    for (auto& name : names_looked_up(type))
        if (!is_cpp_keyword(name) && (name.front() < '0' || name.front() > '9'))
            return std::move(name);
    return {};
}

/// A key's C++ type follows the relation into the namespace of its table, and has to be known there.
void RelationMaker::check_cpp_types() const {
    const auto& here = work.scope.namespaces[work.file_of(table)];
    const auto& there = work.scope.namespaces[work.file_of(target)];
    if (here == there || here.starts_with(there + "::"))
        return;
    for (std::size_t i = 0; i < made.columns.size(); ++i) {
        const auto& column = table.columns[made.columns[i]];
        const auto name = column.from_relation ? bare_name(column.cpp.name) : std::string();
        if (name.empty())
            continue;
        work.report(mistake(
            "RS0424", field.syntax->name.span, fmt::format("'{}' is not known in namespace '{}'", name, here),
            fmt::format("write the type with its namespace, as in `as cpp \"::{}::{}\"`", there, name), {},
            {{to_span(target.columns[made.target_columns[i]].place), "the key has this type"}}));
    }
}

bool RelationMaker::default_is_lost(std::string_view column) const {
    const auto* declared = find_column(draft, column);
    return declared != nullptr && !declared->syntax->complete;
}

void RelationMaker::check_action(model::Action action, Span place) const {
    for (const auto index : made.columns) {
        const auto& column = table.columns[index];
        const bool has_default = column.initial.kind == model::DefaultKind::literal ||
                                 column.initial.kind == model::DefaultKind::sql;
        if (action == model::Action::set_null && !column.type.nullable)
            work.report(mistake(
                "RS0321", place,
                fmt::format("`set null` cannot be done: column '{}' is NOT NULL", column.name),
                field.type.nullable
                    ? fmt::format("mark the type of '{}' with `?`, or choose another action", column.name)
                    : fmt::format("write `{}?`, or choose another action", field.syntax->type.name.text)));
        else if (action == model::Action::set_default && !has_default && !default_is_lost(column.name))
            work.report(mistake(
                "RS0322", place,
                fmt::format("`set default` cannot be done: the database has no default for column '{}'",
                            column.name),
                "declare the column with a literal or sql default, and name it with `via`"));
        else
            continue;
        return;
    }
}

model::Action action_of(syntax::Action action) {
    switch (action) {
    case syntax::Action::cascade:
        return model::Action::cascade;
    case syntax::Action::set_null:
        return model::Action::set_null;
    case syntax::Action::set_default:
        return model::Action::set_default;
    case syntax::Action::restrict_:
        return model::Action::restrict_;
    }
    return model::Action::none;
}

void RelationMaker::set_actions() {
    for (const auto& attribute : field.syntax->attributes) {
        const auto* on = std::get_if<syntax::On>(&attribute.value);
        if (on == nullptr)
            continue;
        const auto action = action_of(on->action);
        (on->event == syntax::Event::erase ? made.on_delete : made.on_update) = action;
        check_action(action, attribute.span);
    }
}

void RelationMaker::set_name() {
    const auto* as = attribute<syntax::As>(*field.syntax);
    made.db_name =
        as != nullptr ? as->name.value : derived_name("fk", table.db_name, db_names(table, made.columns));
    const auto place = as != nullptr ? as->name.span : field.syntax->name.span;
    check_db_name(work, made.db_name, place);
    if (const auto* renamed = attribute<syntax::Renamed>(*field.syntax)) {
        renames.check(work, renamed->from, made.db_name);
        made.renamed_from = renamed->from.value;
    }
    const auto name = lower_ascii(made.db_name);
    for (std::size_t i = 0; i < table.relations.size(); ++i)
        if (lower_ascii(table.relations[i].db_name) == name) {
            work.report(mistake("RS0509", place,
                                fmt::format("this table has two foreign keys called '{}'", made.db_name),
                                "`as \"...\"` gives one of them another name", {},
                                {{to_span(table.relations[i].place), "the first"}}));
            return;
        }
    for (const auto& check : table.checks)
        if (lower_ascii(check.db_name) == name) {
            work.report(
                mistake("RS0509", place,
                        fmt::format("this table has a check and a foreign key called '{}'", made.db_name),
                        "`as \"...\"` gives the foreign key another name", {},
                        {{to_span(check.place), "the check"}}));
            return;
        }
}

/// The columns that a B-tree of all rows begins with, before any expression.
std::vector<std::size_t> leading_columns(const model::Index& index) {
    std::vector<std::size_t> leading;
    if (!index.where.empty() || !index.method.empty())
        return leading;
    for (const auto& part : index.parts) {
        if (part.kind != model::IndexPart::Kind::column)
            break;
        leading.push_back(part.columns.front());
    }
    return leading;
}

/// Whether at most one row can point to a row of the target.
bool RelationMaker::is_key() const {
    const auto by_index = [&](const model::Index& index) {
        return index.unique && index.parts.size() == made.columns.size() &&
               same_columns(leading_columns(index), made.columns);
    };
    return same_columns(table.primary_key, made.columns) || std::ranges::any_of(table.indexes, by_index) ||
           std::ranges::any_of(table.unique_keys,
                               [&](const auto& key) { return same_columns(key.columns, made.columns); });
}

/// A view has no unique keys: it is as the schema says.
bool RelationMaker::is_said_unique() const {
    return table.view && attribute<syntax::Unique>(*field.syntax) != nullptr;
}

void make_relation(Work& work, std::size_t index, FieldDraft& field, Renames& renames) {
    RelationMaker maker{.work = work,
                        .draft = work.drafts[index],
                        .table = work.schema.tables[index],
                        .field = field,
                        .target = work.schema.tables[field.target],
                        .renames = renames};
    if (maker.target.primary_key.size() != field.columns.size()) {
        field.kind = FieldKind::broken; // its key was refused
        return;
    }
    auto& made = maker.made;
    made.doc = field.syntax->doc;
    made.name = field.syntax->name.text;
    made.place = to_place(field.syntax->name.span);
    made.target = field.target;
    made.target_columns = maker.target.primary_key;
    for (const auto& column : field.columns)
        made.columns.push_back(*column_index(maker.table, column.name));
    maker.check_types();
    maker.check_nullability();
    maker.check_cpp_types();
    if (!maker.table.view) { // else there is no foreign key
        maker.set_actions();
        maker.set_name();
    }
    made.unique = maker.is_key() || maker.is_said_unique();
    made.optional = std::ranges::any_of(
        made.columns, [&](auto column) { return maker.table.columns[column].type.nullable; });
    made.deferrable = attribute<syntax::Deferrable>(*field.syntax) != nullptr;
    if (!made.unique && !maker.table.view)
        add_relation_index(maker.table, made, field.syntax->name.span);
    maker.draft.relation_fields.push_back(&field);
    maker.table.relations.push_back(std::move(made));
}

/// Whether the columns are the first ones of a list, in any order.
bool covers(const std::vector<std::size_t>& list, const std::vector<std::size_t>& columns) {
    if (list.size() < columns.size())
        return false;
    const auto end = list.begin() + static_cast<std::ptrdiff_t>(columns.size());
    return same_columns(std::vector(list.begin(), end), columns);
}

bool is_covered(const model::Table& table, const std::vector<std::size_t>& columns) {
    const auto by_index = [&](const model::Index& index) { return covers(leading_columns(index), columns); };
    return covers(table.primary_key, columns) || std::ranges::any_of(table.indexes, by_index) ||
           std::ranges::any_of(table.unique_keys,
                               [&](const auto& key) { return covers(key.columns, columns); });
}

}

void add_relation_index(model::Table& table, const model::Relation& relation, Span place) {
    if (is_covered(table, relation.columns))
        return;
    model::Index index{.db_name = derived_name("ix", table.db_name, db_names(table, relation.columns)),
                       .place = to_place(place)};
    for (const auto column : relation.columns)
        index.parts.push_back({.columns = {column}, .place = to_place(place)});
    table.indexes.push_back(std::move(index));
}

void make_relations(Work& work) {
    for (std::size_t table = 0; table < work.drafts.size(); ++table) {
        Renames renames;
        for (auto& field : work.drafts[table].fields)
            if (field.kind == FieldKind::relation)
                make_relation(work, table, field, renames);
    }
}

}
