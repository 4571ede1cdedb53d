#pragma once
// Keys of managed rows: as text, and when they move.

#include "core/session_state.hpp"

#include <string>

namespace rowsmith::detail {

/// The values of a row's key as text, for Conflict::keys: "12", or "(3, 'a')".
[[nodiscard]] std::string describe_key(const Mapping& mapping, const void* model);

/// After the key of `moved` was changed in the database: managed rows that refer to it with `on update
/// cascade` follow in memory, as theirs did there. `moved` still has its original.
void follow_moved_key(SessionState& session, const ManagedRow& moved);

}
