#include "analysis/lists.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/indexes.hpp"
#include "analysis/renames.hpp"
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
    constexpr std::size_t most_listed = 8;
    return suggest(name, names,
                   names.size() > most_listed ? ""
                                              : fmt::format("its columns are {}", fmt::join(names, ", ")));
}

}

std::optional<std::vector<std::size_t>> resolve_list(Work& work, std::size_t table,
                                                     const std::vector<syntax::KeyPart>& parts) {
    if (parts.size() > most_key_columns) {
        work.report(mistake("RS0511", parts[most_key_columns].column.span,
                            fmt::format("there are {} columns in this list", parts.size()),
                            fmt::format("a key or an index takes at most {}", most_key_columns)));
        return std::nullopt;
    }
    std::vector<std::size_t> resolved;
    bool whole = true;
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        const auto same = [&](const syntax::KeyPart& it) { return it.column.text == part->column.text; };
        if (const auto first = std::find_if(parts.begin(), part, same); first != part)
            work.report(mistake("RS0506", part->column.span,
                                fmt::format("column '{}' stands twice in this list", part->column.text),
                                "name each column once", {}, {{first->column.span, "the first time"}}));
        else if (const auto column = find_listed_column(work, table, part->column))
            resolved.push_back(*column);
        else
            whole = false;
    }
    return whole && !resolved.empty() ? std::optional(std::move(resolved)) : std::nullopt;
}

namespace {

std::vector<std::size_t> columns_of(const model::Table& table, const FieldDraft& field) {
    std::vector<std::size_t> columns;
    if (field.kind == FieldKind::column)
        columns.push_back(*column_index(table, field.syntax->name.text));
    for (const auto& column : field.columns)
        columns.push_back(*column_index(table, column.name));
    return columns;
}

/// Why a column cannot be in a key of that kind, by what changes it or when it is read; empty when it can.
std::string_view unfit(const model::Column& column, bool primary) {
    if (column.writing == model::Writing::version)
        return "`version` changes with each update";
    if (column.deferred)
        return "it is `deferred`, and rows are found by their keys";
    if (primary && column.computed())
        return "it is `computed`, and a row is known by its key before it is written";
    if (primary && column.writing == model::Writing::insert_only)
        return "a key never changes, so `readonly` says nothing";
    return {};
}

/// Refuses the columns of a list that cannot be in a key.
void check_fit(Work& work, std::size_t table, const std::vector<syntax::KeyPart>& parts, bool primary) {
    for (const auto& part : parts) {
        const auto found = column_index(work.schema.tables[table], part.column.text);
        if (!found)
            continue;
        const auto& column = work.schema.tables[table].columns[*found];
        if (const auto why = unfit(column, primary); !why.empty())
            work.report(mistake("RS0512", part.column.span,
                                fmt::format("column '{}' cannot be in a {} key: {}", column.name,
                                            primary ? "primary" : "unique", why),
                                "take it out of the key, or leave the attribute out", {},
                                {{to_span(column.place), "the column"}}));
    }
}

// ---- primary keys

void make_primary(Work& work, std::size_t index) {
    auto& table = work.schema.tables[index];
    const auto& draft = work.drafts[index];
    for (const auto* member : draft.others)
        if (const auto* key = std::get_if<syntax::PrimaryKey>(member)) {
            static_cast<void>(resolve_list(work, index, key->parts));
            check_fit(work, index, key->parts, true);
        }
    if (draft.key.progress != Progress::done)
        return;
    for (const auto& column : draft.key.columns)
        if (const auto found = column_index(table, column.name)) {
            table.primary_key.push_back(*found);
            table.columns[*found].primary = true;
        }
}

// ---- unique keys

struct NamedColumns {
    std::vector<std::size_t> columns;
    std::optional<std::string> name;
    std::optional<syntax::Text> renamed;
    Span place;
};

/// The key over these columns that there is already; null when there is none.
const model::UniqueKey* find_same(const model::Table& table, const std::vector<std::size_t>& columns) {
    const auto same = [&](const model::UniqueKey& key) { return same_columns(key.columns, columns); };
    const auto found = std::ranges::find_if(table.unique_keys, same);
    return found == table.unique_keys.end() ? nullptr : &*found;
}

std::string finder_name(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::string name = "find_by";
    for (const auto column : columns)
        name += "_" + table.columns[column].name;
    return name;
}

/// (a_b, c) and (a, b_c) give functions of one name.
void check_finder(Work& work, const model::Table& table, const NamedColumns& key) {
    const auto name = finder_name(table, key.columns);
    for (const auto& other : table.unique_keys)
        if (finder_name(table, other.columns) == name)
            work.report(
                mistake("RS0309", key.place, fmt::format("two unique keys would make '{}' in C++", name),
                        "give one of the columns another name", {}, {{to_span(other.place), "the first"}}));
}

void add_unique(Work& work, std::size_t index, NamedColumns key) {
    auto& table = work.schema.tables[index];
    if (same_columns(table.primary_key, key.columns)) {
        work.report(
            mistake("RS0508", key.place, "this is the primary key, which is unique already", "leave it out"));
        return;
    }
    if (const auto* first = find_same(table, key.columns)) {
        work.report(mistake("RS0508", key.place, "there is a unique key over the same columns already",
                            "leave one of them out", {}, {{to_span(first->place), "the first"}}));
        return;
    }
    check_finder(work, table, key);
    auto name = key.name ? *key.name : derived_name("uq", table.db_name, db_names(table, key.columns));
    auto old_name = rename_object(work, key.renamed, {name, table.db_schema, work.file_of(table)});
    table.unique_keys.push_back({.db_name = std::move(name),
                                 .renamed_from = std::move(old_name),
                                 .columns = std::move(key.columns),
                                 .place = to_place(key.place)});
}

void make_unique_keys(Work& work, std::size_t index) {
    const auto& draft = work.drafts[index];
    for (const auto& field : draft.fields) {
        Span place;
        if ((field.kind == FieldKind::column || field.kind == FieldKind::relation) &&
            attribute<syntax::Unique>(*field.syntax, &place) != nullptr)
            add_unique(work, index,
                       {.columns = columns_of(work.schema.tables[index], field),
                        .name = {},
                        .renamed = {},
                        .place = place});
    }
    for (const auto* member : draft.others) {
        const auto* key = std::get_if<syntax::UniqueKey>(member);
        if (key == nullptr)
            continue;
        check_fit(work, index, key->parts, false);
        if (auto columns = resolve_list(work, index, key->parts))
            add_unique(work, index,
                       {.columns = std::move(*columns),
                        .name = given_name(key->db, key->name),
                        .renamed = key->db.renamed,
                        .place = key->span});
    }
}

// ---- checks

/// `check sqlite "..."` would name the check and hold for all databases, which is hardly what was meant.
void check_name(Work& work, const syntax::TableCheck& check) {
    if (check.name && std::ranges::find(work.dialects, check.name->text) != work.dialects.end())
        work.report(mistake("RS0237", check.name->span,
                            fmt::format("a check cannot be called '{}', as a dialect is", check.name->text),
                            "SQL for single databases names them all, with `none` for those without"));
}

struct CheckMaker {
    Work& work;
    model::Table& table;
    std::map<std::string, Span> places = {};

    void add(std::string name, const syntax::SqlText& condition, Span place) {
        auto resolved = resolve_sql(work, condition);
        if (!resolved)
            return;
        const auto [known, inserted] = places.emplace(lower_ascii(name), place);
        if (!inserted)
            work.report(mistake("RS0509", place, fmt::format("this table has two checks called '{}'", name),
                                "give one of them another name: `check name \"...\"`", {},
                                {{known->second, "the first"}}));
        table.checks.push_back(
            {.db_name = std::move(name), .condition = std::move(*resolved), .place = to_place(place)});
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
        if (const auto* check = std::get_if<syntax::TableCheck>(member)) {
            check_name(work, *check);
            maker.add(derived_name("ck", maker.table.db_name,
                                   {check->name ? check->name->text : std::to_string(++number)}),
                      check->condition, check->span);
        }
}

}

std::optional<std::size_t> find_listed_column(Work& work, std::size_t index, const syntax::Name& name) {
    const auto& table = work.schema.tables[index];
    const auto& draft = work.drafts[index];
    const auto found = column_index(table, name.text);
    if (!found && !maybe_lost(draft, name.text))
        work.report(mistake("RS0505", name.span,
                            fmt::format("{} '{}' has no column '{}'", kind_of(table), table.name, name.text),
                            help_for_column(draft, table, name.text)));
    return found;
}

std::optional<std::string> given_name(const syntax::DbName& db, const std::optional<syntax::Name>& name) {
    if (db.name)
        return db.name->value;
    return name ? std::optional(name->text) : std::nullopt;
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
        if (is_view(work.drafts[table]))
            continue;
        make_unique_keys(work, table);
        make_indexes(work, table);
        make_checks(work, table);
    }
}

}
