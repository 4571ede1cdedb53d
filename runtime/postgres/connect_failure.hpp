#pragma once
// Why there is no connection. libpq says it in words only, which a server may put in any language.

#include "postgres/settings.hpp"

#include <string_view>

namespace rowsmith::postgres {

/// Throws what the message of libpq stands for: ConnectFailed, AuthenticationFailed, NoSuchDatabase,
/// PermissionDenied, ConfigError. Connects once more when the words are not known, for then libpq can be made
/// to say the SQLSTATE.
[[noreturn]] void raise_connect_failure(std::string_view message, const Settings& settings);

}
