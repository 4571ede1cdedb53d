#include "analysis/columns.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/renames.hpp"
#include "analysis/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

struct ColumnMaker {
    Work& work;
    TableDraft& draft;
    model::Table& table;
    std::map<std::string, Span> declared;           // names of fields
    std::map<std::string, std::size_t> in_database; // in small letters, to the column
    std::set<std::string> made;                     // columns of relations
    Renames renames;

    void add(model::Column column, Span place);
    void add_declared(const FieldDraft& field);
    void add_made(const FieldDraft& relation);
    bool check_name(const syntax::Field& field);
    [[nodiscard]] std::string db_name(std::string_view name) const {
        return styled(name, work.naming[work.file_of(table)].column);
    }
};

void ColumnMaker::add(model::Column column, Span place) {
    const auto [known, inserted] = in_database.emplace(lower_ascii(column.db_name), table.columns.size());
    // where the names are too near in C++ as well, that is reported instead
    if (!inserted && member_name(table.columns[known->second].name) != member_name(column.name))
        work.report(mistake(
            "RS0311", place,
            fmt::format("a second column of this table is called '{}' in the database", column.db_name),
            "large and small letters are the same there; `as \"...\"` sets another name", {},
            {{to_span(table.columns[known->second].place),
              fmt::format("column '{}'", table.columns[known->second].name)}}));
    check_db_name(work, column.db_name, place);
    column.place = to_place(place);
    table.columns.push_back(std::move(column));
}

/// " of mixin 'Named'" for a field that a table has from there.
std::string mixin_of(const Work& work, const TableDraft& draft, const syntax::Field& field) {
    if (draft.syntax == nullptr)
        return {};
    for (const auto& name : draft.syntax->mixins) {
        const auto* found = work.scope.find(name.span.file, name.text);
        const auto* const* mixin =
            found == nullptr ? nullptr : std::get_if<const syntax::Mixin*>(&found->node);
        if (mixin != nullptr && std::ranges::any_of((*mixin)->members, [&](const auto& member) {
                return std::get_if<syntax::Field>(&member) == &field;
            }))
            return fmt::format(" of mixin '{}'", name.text);
    }
    return {};
}

/// Whether no earlier field has the name.
bool ColumnMaker::check_name(const syntax::Field& field) {
    const auto [known, inserted] = declared.emplace(field.name.text, field.name.span);
    if (inserted)
        return true;
    work.report(mistake("RS0310", field.name.span,
                        fmt::format("'{}'{} is declared a second time in {}", field.name.text,
                                    mixin_of(work, draft, field), subject_of(table)),
                        "give one of them another name", {}, {{known->second, "first declared here"}}));
    return false;
}

void ColumnMaker::add_declared(const FieldDraft& field) {
    const auto& name = field.syntax->name;
    const auto* as = attribute<syntax::As>(*field.syntax);
    const auto* renamed = attribute<syntax::Renamed>(*field.syntax);
    auto name_there = as != nullptr ? as->name.value : db_name(name.text);
    if (renamed != nullptr)
        renames.check(work, renamed->from, name_there);
    add({.doc = field.syntax->doc,
         .name = name.text,
         .db_name = std::move(name_there),
         .renamed_from = renamed != nullptr ? renamed->from.value : std::string(),
         .type = field.type,
         .initial = field.initial,
         .writing = field.writing,
         .expression = field.expression,
         .cpp = field.cpp,
         .db_types = field.db_types,
         .deferred = attribute<syntax::Deferred>(*field.syntax) != nullptr},
        as != nullptr ? as->name.span : name.span);
}

void ColumnMaker::add_made(const FieldDraft& relation) {
    for (const auto& column : relation.columns) {
        if (find_column(draft, column.name) != nullptr || made.contains(column.name))
            continue;
        made.insert(column.name);
        add({.name = column.name,
             .db_name = db_name(column.name),
             .type = column.type,
             .cpp = column.cpp,
             .db_types = column.db_types,
             .from_relation = true},
            column.place);
    }
}

void make_table_columns(Work& work, std::size_t index) {
    ColumnMaker maker{.work = work,
                      .draft = work.drafts[index],
                      .table = work.schema.tables[index],
                      .declared = {},
                      .in_database = {},
                      .made = {},
                      .renames = {}};
    for (auto& field : maker.draft.fields) {
        if (!maker.check_name(*field.syntax)) {
            field.kind = FieldKind::broken;
            field.has_target = false;
        } else if (field.kind == FieldKind::column)
            maker.add_declared(field);
        else if (field.kind == FieldKind::relation)
            maker.add_made(field);
    }
    if (maker.table.columns.size() > most_columns)
        report_many_columns(work, maker.draft.place, maker.table.name, maker.table.columns.size());
}

}

void make_columns(Work& work) {
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        make_table_columns(work, table);
}

}
