#pragma once
// Views: tables whose rows come of SQL that the schema gives. They are only read, so that most of what a
// table can say has no meaning for them.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// Reports what a view says and cannot, and what only a view can say. Nothing of it becomes part of the
/// model.
void check_views(Work& work);
/// The SQL of a declared view, which stays empty when there is none or when it was refused.
void resolve_view(Work& work, const syntax::Table& view, model::Table& made);

/// Reports the attributes of a view's field that have no meaning there.
void check_view_attributes(Work& work, const FieldDraft& field);
/// A relation to many in a view cannot be; its field is broken then.
void refuse_many_to_many(Work& work, FieldDraft& field);
/// A relation, of whatever kind, that leads to a view, or goes through one.
void report_view_as_target(Work& work, const syntax::Name& name, const Declaration& view);
/// A list of a view's rows needs rows that can be told apart.
void check_view_inverses(Work& work);

/// Views rank above those of the files that theirs imports, directly or not.
void rank_views(Work& work);

}
