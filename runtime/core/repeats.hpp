#pragma once
// Statements that one transaction runs again and again, as a loop does that asks for one key after the other.

#include "core/session_state.hpp"

#include <string_view>

namespace rowsmith::detail {

/// What is asked for one by one; it says what to write instead.
enum class Asked { key, unique_key, relation, deferred_column, query, change, named_query };

/// Whether somebody wants to know. All that a statement pays when nobody does.
[[nodiscard]] inline bool counts_runs(const SessionState& session) {
    return session.engine.repeats.most > 0;
}

/// Tells the engine's handler, or throws UsageError in a strict session.
void count_again(SessionState& session, Asked asked, const StatementName& name, std::string_view sql);

/// Comes before a statement is bound and run that is about one key, or one value.
inline void count_run(SessionState& session, Asked asked, const StatementName& name, std::string_view sql) {
    if (counts_runs(session))
        count_again(session, asked, name, sql);
}

}
