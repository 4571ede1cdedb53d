#pragma once
// URLs as SQLAlchemy writes them, taken apart without asking a database library.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace rowsmith {

/// "dialect://user:password@host:port/database?key=value"; percent-encoded parts are decoded.
struct Url {
    std::string dialect;  // "sqlite", "postgresql"
    std::string user;
    std::string password; // never shown
    std::string host;
    std::string port;
    /// What follows the slash after the authority, without that slash: "sqlite:///a.db" gives "a.db", "sqlite:////a.db"
    /// gives "/a.db", "sqlite://" gives none.
    std::optional<std::string> database;
    std::map<std::string, std::string> query;

    /// Throws ConfigError, whose text never repeats the password.
    [[nodiscard]] static Url parse(std::string_view text);
    /// For messages and logs: the password is "***".
    [[nodiscard]] std::string shown() const;
};

}
