#pragma once
// Named SQL from the inside.

#include "core/query_text.hpp"
#include "core/session_state.hpp"
#include "rowsmith/named_query.hpp"

#include <span>

namespace rowsmith::detail {

/// What comes before each named query: the session must be usable, and what it has changed is sent.
void prepare_to_run(SessionState& session, const NamedQuery& query);
/// The query's SQL for the session's database. Throws UsageError when it has none.
[[nodiscard]] const NamedStatement& statement_of(const SessionState& session, const NamedQuery& query);
/// The same with copies of the arguments, for as long as it lives.
[[nodiscard]] QueryText text_with_copies(const NamedQuery& query, const NamedStatement& statement,
                                         std::span<const Argument> arguments);

}
