#pragma once
// Types that a schema takes from elsewhere: `as cpp "..." header "..."`, `as <dialect> "citext"`, `methods
// "..."`. They are copied into C++ and SQL, so only plain ones are let through.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

void resolve_foreign_types(Work& work, FieldDraft& column);

/// The names in a C++ type that are looked up where it stands: `Box` and `Money` in `Box<acme::Rate, Money>`.
[[nodiscard]] std::vector<std::string> names_looked_up(std::string_view type);

/// The path of a header to include; empty when it was reported.
[[nodiscard]] std::string header_path(Work& work, const syntax::Text& path);

}
