#include "analysis/analysis.hpp"

#include "analysis/attributes.hpp"
#include "analysis/columns.hpp"
#include "analysis/declare.hpp"
#include "analysis/defaults.hpp"
#include "analysis/foreign_types.hpp"
#include "analysis/identifiers.hpp"
#include "analysis/inverses.hpp"
#include "analysis/keys.hpp"
#include "analysis/links.hpp"
#include "analysis/lists.hpp"
#include "analysis/partitions.hpp"
#include "analysis/queries.hpp"
#include "analysis/ranks.hpp"
#include "analysis/relation_names.hpp"
#include "analysis/relations.hpp"
#include "analysis/rules.hpp"
#include "analysis/types.hpp"
#include "analysis/values.hpp"
#include "analysis/views.hpp"
#include "analysis/writing.hpp"

namespace rowsmith::analysis {

namespace {

void resolve_view_field(Work& work, FieldDraft& field) {
    refuse_many_to_many(work, field);
    check_view_attributes(work, field);
    if (field.kind == FieldKind::column)
        resolve_foreign_types(work, field);
}

void resolve_field(Work& work, FieldDraft& field, bool of_view) {
    resolve_type(work, field);
    check_attributes(work, field);
    if (of_view)
        return resolve_view_field(work, field);
    if (field.kind != FieldKind::column)
        return;
    resolve_default(work, field);
    resolve_writing(work, field);
    resolve_foreign_types(work, field);
}

void resolve_fields(Work& work) {
    for (auto* drafts : {&work.drafts, &work.loose})
        for (auto& draft : *drafts)
            for (auto& field : draft.fields)
                resolve_field(work, field, is_view(draft));
}

}

model::Schema resolve(const Program& program, Diagnostics& diagnostics,
                      std::span<const std::string_view> dialects) {
    Work work{.program = program,
              .diagnostics = diagnostics,
              .dialects = dialects,
              .scope = make_scope(program, diagnostics),
              .naming = resolve_naming(program, diagnostics)};
    check_views(work);
    declare(work);
    check_identifiers(work);
    check_enums(work);
    resolve_sequences(work);
    resolve_fields(work);
    resolve_keys(work);
    check_view_inverses(work);
    make_columns(work);
    check_versions(work);
    make_lists(work);
    make_partitions(work);
    make_relations(work);
    make_link_tables(work);
    make_many_to_many(work);
    make_inverses(work);
    check_relation_names(work);
    make_ranks(work);
    resolve_queries(work);
    rank_views(work);
    check_imports(work);
    check_type_names(work);
    check_object_names(work);
    check_schema_names(work);
    check_object_renames(work);
    return std::move(work.schema);
}

}
