#pragma once
// Keys of managed rows: as text, and when they move.

#include "core/session_state.hpp"

#include <string>

namespace rowsmith::detail {

/// The values of a row's key as text, for Conflict::keys: "12", or "(3, 'a')".
[[nodiscard]] std::string describe_key(const Mapping& mapping, const void* model);

/// After an UPDATE of the key of `moved`, which still has its original: managed rows that refer to it follow
/// in memory, as the database made them do (`on update`). That goes for what they hold, and for the key by
/// which the rest of the flush finds those that it has yet to update or delete.
void follow_moved_key(SessionState& session, const ManagedRow& moved);
/// From now on the session finds an edited row, here and in the database, by the key that `model` has.
void take_stored_key(ManagedRow& row, const void* model);

}
