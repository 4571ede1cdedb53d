#pragma once
// SQL that a schema quotes is passed on as it is, so it must not break out of its place.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// The SQL of a schema, text by text; nothing when one of them is no single expression, which is reported.
/// `what` it is to be is said there.
[[nodiscard]] std::optional<model::SqlText> resolve_sql(Work& work, const syntax::SqlText& sql,
                                                        std::string_view what = "expression");

/// A text, and where each part of it stands in its file.
[[nodiscard]] model::QueryText located_text(const Work& work, const syntax::Text& text);

}
