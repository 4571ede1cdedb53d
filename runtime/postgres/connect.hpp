#pragma once
// Making connections that are all alike, whatever the server's, database's and role's own settings say.

#include "postgres/settings.hpp"
#include "postgres/wire.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace rowsmith::postgres {

/// Which server it is; a transaction's number means something only on the same one.
struct Server {
    int version = 0; // 150018
    std::string system;
    std::string timeline;
    std::string statistics; // since when it has them: they do not outlive a crash
    std::string checkpoint; // the last one

    [[nodiscard]] bool same_history(const Server& other) const {
        return !system.empty() && system == other.system && timeline == other.timeline;
    }
};

struct Connected {
    std::unique_ptr<Wire> wire;
    Server server;
    std::string place; // "host:port/database", for messages
};

/// Connects, and reads back with one query what the connection must be like. Throws ConnectFailed,
/// AuthenticationFailed, NoSuchDatabase, ConfigError.
[[nodiscard]] Connected connect(const Settings& settings);

}
