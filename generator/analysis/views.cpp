#include "analysis/views.hpp"

#include "analysis/sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

namespace rowsmith::analysis {

namespace {

void refuse(Work& work, Span place, std::string_view what, std::string_view help) {
    work.report(mistake("RS0901", place, fmt::format("{} has no meaning in a view, which is only read", what),
                        std::string(help)));
}

// ---- the head

void check_head(Work& work, const syntax::Table& view) {
    if (!view.mixins.empty())
        refuse(work, view.mixins.front().span, "a mixin", "declare the columns that the SQL gives");
    if (view.methods)
        refuse(work, view.methods->span, "`methods`", "write functions that take the view's rows");
    if (view.db.renamed)
        refuse(work, view.db.renamed->span, "`renamed from`",
               "it has no rows to keep: under another name it is another view");
}

// ---- members

/// What a member of a view that may not be there is called; empty for those that may.
struct WordOfMember {
    std::string_view operator()(const syntax::Field&) const { return {}; }
    std::string_view operator()(const syntax::PrimaryKey&) const { return {}; }
    std::string_view operator()(const syntax::ViewSql&) const { return {}; }
    std::string_view operator()(const syntax::UniqueKey&) const { return "`unique`"; }
    std::string_view operator()(const syntax::Index&) const { return "`index`"; }
    std::string_view operator()(const syntax::TableCheck&) const { return "`check`"; }
    std::string_view operator()(const syntax::PartitionBy&) const { return "`partition`"; }
    std::string_view operator()(const syntax::Partition&) const { return "`partition`"; }
};

Span span_of(const syntax::Member& member) {
    return std::visit(
        [](const auto& it) {
            if constexpr (requires { it.span; })
                return it.span;
            else
                return it.name.span;
        },
        member);
}

void check_members(Work& work, const syntax::Table& view) {
    const syntax::ViewSql* first = nullptr;
    for (const auto& member : view.members) {
        if (const auto word = std::visit(WordOfMember{}, member); !word.empty())
            refuse(work, span_of(member), word, "it belongs to the tables that the view reads");
        const auto* sql = std::get_if<syntax::ViewSql>(&member);
        if (sql != nullptr && first != nullptr)
            work.report(mistake("RS0903", sql->span,
                                fmt::format("the SQL of view '{}' is given twice", view.name.text),
                                "write one `sql`; it can have a text for each database", "given again",
                                {{first->span, "first given here"}}));
        else if (sql != nullptr)
            first = sql;
    }
    if (first == nullptr && view.complete)
        work.report(mistake("RS0902", view.name.span, fmt::format("view '{}' has no SQL", view.name.text),
                            "add a line `sql \"...\"` to it"));
}

void refuse_sql(Work& work, const std::vector<syntax::Member>& members, std::string_view what) {
    for (const auto& member : members)
        if (const auto* sql = std::get_if<syntax::ViewSql>(&member))
            work.report(mistake("RS0904", sql->span,
                                fmt::format("{} has rows of its own, and no `sql`", what),
                                "rows that come of SQL are those of a `view`"));
}

// ---- attributes

struct Rule {
    std::string_view word;
    std::string_view on_column;   // the help; empty where the attribute may stand
    std::string_view on_relation; //
};

constexpr std::string_view belongs = "it belongs to the tables that the view reads";
constexpr std::string_view on_a_relation = "on a relation it says that at most one row leads to each row";
constexpr std::string_view no_key = "there is no foreign key";

/// In the order of syntax::Attribute's alternatives.
constexpr std::array rules{
    Rule{"`primary`", {}, {}},
    Rule{"`unique`", on_a_relation, {}},
    Rule{"`identity`", belongs, belongs},
    Rule{"a default", "the SQL can say `coalesce(..., ...)`", belongs},
    Rule{"`check`", belongs, belongs},
    Rule{"`as`", {}, "a view has no foreign key that could have a name; name the column with `via`"},
    Rule{"`inverse`", {}, {}}, // of a column it was told
    Rule{"`via`", {}, {}},     // the same
    Rule{"`through`", {}, {}}, //
    Rule{"`through`", {}, {}}, //
    Rule{"`on`", {}, no_key},
    Rule{"`deferrable`", {}, no_key},
    Rule{"`renamed from`", "the column is what the SQL calls it: use `as`", no_key},
    Rule{"`as cpp`", {}, {}}, // of a relation it was told
    Rule{"`as`", "the column has the type that the SQL gives it: cast it there", {}},
    Rule{"`computed`", "all its columns are computed: say it in the SQL", {}},
    Rule{"`version`", belongs, {}},
    Rule{"`deferred`", "leave it out of the SQL, or read it from the table", {}},
    Rule{"`readonly`", "none of its columns is written", {}},
};
static_assert(rules.size() == std::variant_size_v<decltype(syntax::Attribute::value)>);

std::string word_of(const syntax::Attribute& attribute) {
    if (const auto* on = std::get_if<syntax::On>(&attribute.value))
        return on->event == syntax::Event::erase ? "`on delete`" : "`on update`";
    return std::string(rules[attribute.value.index()].word);
}

// ---- ranks

/// Of a file: how many files with views import each other below it.
struct ViewDepth {
    const model::Schema& schema;
    std::vector<std::optional<std::size_t>> known = {}; // per file

    [[nodiscard]] bool has_views(std::size_t file) const {
        return std::ranges::any_of(schema.tables, [&](const auto& it) { return it.view && it.file == file; });
    }
    std::size_t of(std::size_t file) {
        if (known[file])
            return *known[file];
        known[file] = 0; // of files that import each other, none waits
        std::size_t depth = 0;
        for (const auto import : schema.files[file].imports)
            depth = std::max(depth, of(import) + (has_views(import) ? 1 : 0));
        known[file] = depth;
        return depth;
    }
};

/// Whether a view says what its key is, if only wrongly.
bool says_key(const TableDraft& draft) {
    return std::ranges::any_of(draft.fields,
                               [](const FieldDraft& field) {
                                   return attribute<syntax::Primary>(*field.syntax) != nullptr;
                               }) ||
           std::ranges::any_of(draft.others, [](const auto* member) {
               return std::holds_alternative<syntax::PrimaryKey>(*member);
           });
}

}

void check_views(Work& work) {
    for (const auto& file : work.program.files)
        for (const auto& declaration : file.declarations) {
            if (const auto* mixin = std::get_if<syntax::Mixin>(&declaration))
                refuse_sql(work, mixin->members, fmt::format("mixin '{}'", mixin->name.text));
            const auto* table = std::get_if<syntax::Table>(&declaration);
            if (table == nullptr)
                continue;
            if (!table->view) {
                refuse_sql(work, table->members, fmt::format("table '{}'", table->name.text));
                continue;
            }
            check_head(work, *table);
            check_members(work, *table);
        }
}

void resolve_view(Work& work, const syntax::Table& view, model::Table& made) {
    made.view.emplace();
    for (const auto& member : view.members) {
        const auto* sql = std::get_if<syntax::ViewSql>(&member);
        auto resolved =
            sql != nullptr && made.view->empty() ? resolve_sql(work, sql->text, "statement") : std::nullopt;
        if (!resolved)
            continue;
        made.view = std::move(*resolved);
        if (sql->text.common)
            made.view_texts.push_back({.text = located_text(work, *sql->text.common)});
        for (const auto& own : sql->text.dialects)
            made.view_texts.push_back(
                {.dialect = own.dialect.text,
                 .text = own.text ? std::optional(located_text(work, *own.text)) : std::nullopt});
    }
}

void check_view_attributes(Work& work, const FieldDraft& field) {
    for (const auto& attribute : field.syntax->attributes) {
        const auto& rule = rules[attribute.value.index()];
        const auto help = field.kind == FieldKind::column ? rule.on_column : rule.on_relation;
        if (field.kind != FieldKind::broken && !help.empty())
            refuse(work, attribute.span, word_of(attribute), help);
    }
}

void refuse_many_to_many(Work& work, FieldDraft& field) {
    if (field.kind != FieldKind::many_to_many)
        return;
    refuse(work, field.syntax->type.span, "a many-to-many relation",
           "a view's relations lead from its columns to one row each");
    field.kind = FieldKind::broken;
}

void report_view_as_target(Work& work, const syntax::Name& name, const Declaration& view) {
    work.report(mistake("RS0905", name.span,
                        fmt::format("'{}' is a view, and relations lead to tables", name.text),
                        "declare it in the view, to a table; `inverse` names the way from there to the view",
                        {}, {{view.name->span, "declared here"}}));
}

void check_view_inverses(Work& work) {
    for (auto& draft : work.drafts) {
        if (draft.syntax == nullptr || !draft.syntax->view || draft.key.progress == Progress::done)
            continue;
        for (const auto& field : draft.fields) {
            Span place;
            if (field.kind != FieldKind::relation || !draft.complete || says_key(draft) ||
                attribute<syntax::Inverse>(*field.syntax, &place) == nullptr)
                continue;
            work.report(mistake(
                "RS0906", place,
                fmt::format("the rows of view '{}' cannot be told apart, so none can be related to a row",
                            draft.syntax->name.text),
                "mark the columns that identify a row with `primary`, or leave `inverse` out"));
        }
    }
}

void rank_views(Work& work) {
    ViewDepth depth{.schema = work.schema};
    depth.known.resize(work.schema.files.size());
    for (auto& table : work.schema.tables)
        if (table.view)
            table.rank = depth.of(table.file);
}

}
