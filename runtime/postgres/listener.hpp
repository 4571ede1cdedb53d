#pragma once
// Waiting for notifications, on a connection of its own.

#include "core/driver.hpp"
#include "postgres/connect.hpp"

#include <memory>

namespace rowsmith::postgres {

[[nodiscard]] std::unique_ptr<driver::Listener> make_listener(Connected connected);

}
