#include "analysis/lists.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/sql_text.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

// ---- lists of columns

std::string help_for_column(const TableDraft& draft, const model::Table& table, std::string_view name) {
    for (const auto& field : draft.fields) {
        if (field.syntax->name.text != name || field.kind == FieldKind::column)
            continue;
        std::string columns;
        for (const auto& column : field.columns)
            columns += (columns.empty() ? "" : ", ") + column.name;
        return columns.empty() ? fmt::format("'{}' is a relation and has no column here", name)
                               : fmt::format("'{}' is a relation; write `{}`", name, columns);
    }
    std::vector<std::string_view> names;
    std::ranges::transform(table.columns, std::back_inserter(names), &model::Column::name);
    if (const auto near = nearest(name, names); !near.empty())
        return fmt::format("did you mean `{}`?", near);
    constexpr std::size_t most_listed = 8;
    return names.size() > most_listed ? std::string()
                                      : fmt::format("its columns are {}", fmt::join(names, ", "));
}

std::optional<std::size_t> find_listed(Work& work, std::size_t index, const syntax::Name& name) {
    const auto& table = work.schema.tables[index];
    const auto& draft = work.drafts[index];
    const auto found = column_index(table, name.text);
    if (!found && !maybe_lost(draft, name.text))
        work.report(mistake("RS0505", name.span,
                            fmt::format("table '{}' has no column '{}'", table.name, name.text),
                            help_for_column(draft, table, name.text)));
    return found;
}

/// The columns of a list; nothing when one of them could not be found.
std::optional<std::vector<model::KeyPart>> resolve_list(Work& work, std::size_t table,
                                                        const std::vector<syntax::KeyPart>& parts) {
    if (parts.size() > most_key_columns) {
        work.report(mistake("RS0511", parts[most_key_columns].column.span,
                            fmt::format("there are {} columns in this list", parts.size()),
                            fmt::format("a key or an index takes at most {}", most_key_columns)));
        return std::nullopt;
    }
    std::vector<model::KeyPart> resolved;
    bool whole = true;
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        const auto same = [&](const syntax::KeyPart& it) { return it.column.text == part->column.text; };
        if (const auto first = std::find_if(parts.begin(), part, same); first != part)
            work.report(mistake("RS0506", part->column.span,
                                fmt::format("column '{}' stands twice in this list", part->column.text),
                                "name each column once", {}, {{first->column.span, "the first time"}}));
        else if (const auto column = find_listed(work, table, part->column))
            resolved.push_back({*column, part->descending});
        else
            whole = false;
    }
    return whole && !resolved.empty() ? std::optional(std::move(resolved)) : std::nullopt;
}

std::vector<std::size_t> columns_of(const std::vector<model::KeyPart>& parts) {
    std::vector<std::size_t> columns;
    std::ranges::transform(parts, std::back_inserter(columns), &model::KeyPart::column);
    return columns;
}

std::vector<std::size_t> columns_of(const model::Table& table, const FieldDraft& field) {
    std::vector<std::size_t> columns;
    if (field.kind == FieldKind::column)
        columns.push_back(*column_index(table, field.syntax->name.text));
    for (const auto& column : field.columns)
        columns.push_back(*column_index(table, column.name));
    return columns;
}

// ---- primary keys

void make_primary(Work& work, std::size_t index) {
    auto& table = work.schema.tables[index];
    const auto& draft = work.drafts[index];
    for (const auto* member : draft.others)
        if (const auto* key = std::get_if<syntax::PrimaryKey>(member))
            static_cast<void>(resolve_list(work, index, key->parts));
    if (draft.key.progress != Progress::done)
        return;
    for (const auto& column : draft.key.columns)
        if (const auto found = column_index(table, column.name)) {
            table.primary_key.push_back(*found);
            table.columns[*found].primary = true;
        }
}

// ---- unique keys and indexes

struct NamedColumns {
    std::vector<std::size_t> columns;
    std::optional<std::string> name;
    Span place;
};

/// The key over these columns that there is already; null when there is none.
const Span* find_same(const model::Table& table, const TableDraft& draft,
                      const std::vector<std::size_t>& columns) {
    for (std::size_t i = 0; i < table.unique_keys.size(); ++i)
        if (same_columns(table.unique_keys[i].columns, columns))
            return &draft.unique_places[i];
    return nullptr;
}

std::string finder_name(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::string name = "find_by";
    for (const auto column : columns)
        name += "_" + table.columns[column].name;
    return name;
}

/// (a_b, c) and (a, b_c) give functions of one name.
void check_finder(Work& work, const model::Table& table, const TableDraft& draft, const NamedColumns& key) {
    const auto name = finder_name(table, key.columns);
    for (std::size_t i = 0; i < table.unique_keys.size(); ++i)
        if (finder_name(table, table.unique_keys[i].columns) == name)
            work.report(
                mistake("RS0309", key.place, fmt::format("two unique keys would make '{}' in C++", name),
                        "give one of the columns another name", {}, {{draft.unique_places[i], "the first"}}));
}

void add_unique(Work& work, std::size_t index, NamedColumns key) {
    auto& table = work.schema.tables[index];
    auto& draft = work.drafts[index];
    if (same_columns(table.primary_key, key.columns)) {
        work.report(
            mistake("RS0508", key.place, "this is the primary key, which is unique already", "leave it out"));
        return;
    }
    if (const auto* first = find_same(table, draft, key.columns)) {
        work.report(mistake("RS0508", key.place, "there is a unique key over the same columns already",
                            "leave one of them out", {}, {{*first, "the first"}}));
        return;
    }
    check_finder(work, table, draft, key);
    auto name = key.name ? *key.name : derived_name("uq", table.db_name, db_names(table, key.columns));
    table.unique_keys.push_back({.db_name = std::move(name), .columns = std::move(key.columns)});
    draft.unique_places.push_back(key.place);
}

std::optional<std::string> given_name(const std::optional<syntax::Text>& db_name,
                                      const std::optional<syntax::Name>& name) {
    if (db_name)
        return db_name->value;
    return name ? std::optional(name->text) : std::nullopt;
}

void make_unique_keys(Work& work, std::size_t index) {
    const auto& draft = work.drafts[index];
    for (const auto& field : draft.fields) {
        Span place;
        if ((field.kind == FieldKind::column || field.kind == FieldKind::relation) &&
            attribute<syntax::Unique>(*field.syntax, &place) != nullptr)
            add_unique(work, index,
                       {.columns = columns_of(work.schema.tables[index], field), .name = {}, .place = place});
    }
    for (const auto* member : draft.others)
        if (const auto* key = std::get_if<syntax::UniqueKey>(member))
            if (const auto parts = resolve_list(work, index, key->parts))
                add_unique(work, index,
                           {.columns = columns_of(*parts),
                            .name = given_name(key->db_name, key->name),
                            .place = key->span});
}

void make_indexes(Work& work, std::size_t index) {
    auto& table = work.schema.tables[index];
    auto& draft = work.drafts[index];
    for (const auto* member : draft.others) {
        const auto* given = std::get_if<syntax::Index>(member);
        auto parts = given != nullptr ? resolve_list(work, index, given->parts) : std::nullopt;
        if (!parts)
            continue;
        const auto name = given_name(given->db_name, given->name);
        table.indexes.push_back(
            {.doc = given->doc,
             .db_name = name ? *name : derived_name("ix", table.db_name, db_names(table, columns_of(*parts))),
             .parts = std::move(*parts),
             .unique = given->unique});
        draft.index_places.push_back(given->span);
    }
}

// ---- checks

struct CheckMaker {
    Work& work;
    model::Table& table;
    std::map<std::string, Span> places = {};

    void add(std::string name, const syntax::Text& condition, Span place) {
        if (!check_sql(work, condition))
            return;
        const auto [known, inserted] = places.emplace(lower_ascii(name), place);
        if (!inserted)
            work.report(mistake("RS0509", place, fmt::format("this table has two checks called '{}'", name),
                                "give one of them another name: `check name \"...\"`", {},
                                {{known->second, "the first"}}));
        table.checks.push_back({.db_name = std::move(name), .condition = condition.value});
    }
};

void make_checks(Work& work, std::size_t index) {
    CheckMaker maker{.work = work, .table = work.schema.tables[index]};
    const auto& draft = work.drafts[index];
    for (const auto& field : draft.fields) {
        const auto* check = attribute<syntax::Check>(*field.syntax);
        if (check == nullptr || field.kind != FieldKind::column)
            continue;
        const auto& column = maker.table.columns[*column_index(maker.table, field.syntax->name.text)];
        maker.add(derived_name("ck", maker.table.db_name, {column.db_name}), check->condition,
                  check->condition.span);
    }
    int number = 0;
    for (const auto* member : draft.others)
        if (const auto* check = std::get_if<syntax::TableCheck>(member))
            maker.add(derived_name("ck", maker.table.db_name,
                                   {check->name ? check->name->text : std::to_string(++number)}),
                      check->condition, check->span);
}

}

std::optional<std::size_t> column_index(const model::Table& table, std::string_view name) {
    const auto found = std::ranges::find(table.columns, name, &model::Column::name);
    if (found == table.columns.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - table.columns.begin());
}

std::vector<std::string> db_names(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::vector<std::string> names;
    for (const auto column : columns)
        names.push_back(table.columns[column].db_name);
    return names;
}

bool same_columns(std::vector<std::size_t> one, std::vector<std::size_t> other) {
    std::ranges::sort(one);
    std::ranges::sort(other);
    return one == other;
}

void make_lists(Work& work) {
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        make_primary(work, table);
    for (std::size_t table = 0; table < work.drafts.size(); ++table) {
        make_unique_keys(work, table);
        make_indexes(work, table);
        make_checks(work, table);
    }
}

}
