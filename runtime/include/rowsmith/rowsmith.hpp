#pragma once
// All of the runtime that programs use.

#include "rowsmith/choices.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/events.hpp"
#include "rowsmith/functions.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/named_selection.hpp"
#include "rowsmith/ref.hpp"
#include "rowsmith/repository.hpp"
#include "rowsmith/select.hpp"
#include "rowsmith/session.hpp"
#include "rowsmith/types.hpp"
#include "rowsmith/writing.hpp"
