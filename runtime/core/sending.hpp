#pragma once
// Sending what a flush has planned.

#include "core/flush_plan.hpp"

namespace rowsmith::detail {

/// Phases: keys, rows whose unique values others take, inserts with parents first, updates, deletes with
/// children first. What the database makes goes into the rows; else memory is as before, and follows when all
/// is sent.
void send(SessionState& session, FlushPlan& plan);

}
