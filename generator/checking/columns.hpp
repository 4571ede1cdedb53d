#pragma once
// The columns of a result: what the statement gives, and what the schema declares of it.

#include "checking/expression.hpp"
#include "support/diagnostics.hpp"

#include <vector>

namespace rowsmith::checking {

/// A column of a statement before the declared ones are looked at.
struct FoundColumn {
    std::string name;   // empty where it has none that C++ could have
    model::Place place; // of its expression
    Value value;
};

/// Of a statement that the database has taken.
[[nodiscard]] std::vector<FoundColumn> found_columns(Probe& probe, const model::Schema& schema,
                                                     const model::Query& query,
                                                     const std::vector<bool>& files,
                                                     const model::QueryText& text, const Statement& statement,
                                                     const Prepared& prepared);
/// Of one that no database here understands: names alone, as far as they can be seen. Nothing when they
/// cannot.
[[nodiscard]] std::optional<std::vector<FoundColumn>> named_columns(const model::QueryText& text,
                                                                    const Statement& statement);
/// A `*` in the list of results is reported; true then.
[[nodiscard]] bool reports_star(const model::QueryText& text, const Statement& statement,
                                Diagnostics& diagnostics);

/// The columns of the query: `found`, with declared types where there are some. Reports what is missing.
[[nodiscard]] std::vector<model::Column> resolved_columns(const model::Schema& schema,
                                                          const model::Query& query,
                                                          const std::vector<FoundColumn>& found,
                                                          Diagnostics& diagnostics);

}
