#pragma once

#include "core/driver.hpp"

namespace rowsmith::sqlite {

/// What SQLite writes in queries where others write something else.
[[nodiscard]] driver::Spelling spelling_of_queries();

}
