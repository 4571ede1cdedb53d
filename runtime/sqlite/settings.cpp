#include "sqlite/settings.hpp"

#include "rowsmith/error.hpp"

#include <sqlite3.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string_view>
#include <unistd.h>

namespace rowsmith::sqlite {
namespace {

void set_busy_timeout(EngineOptions& options, std::string_view value) {
    int milliseconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), milliseconds);
    if (error != std::errc{} || end != value.data() + value.size() || milliseconds < 0)
        throw ConfigError("sqlite URL: option 'busy_timeout' takes a number of milliseconds");
    options.busy_timeout = std::chrono::milliseconds(milliseconds);
}

void set_synchronous(EngineOptions& options, std::string_view value) {
    if (value != "full" && value != "normal")
        throw ConfigError("sqlite URL: option 'synchronous' is 'full' or 'normal'");
    options.durability = value == "full" ? Durability::full : Durability::normal;
}

void set_mode(EngineOptions& options, std::string_view value) {
    if (value != "ro" && value != "rw" && value != "rwc")
        throw ConfigError("sqlite URL: option 'mode' is 'ro', 'rw' or 'rwc'");
    options.read_only = value == "ro";
    options.create = value == "rwc";
}

struct UrlOption {
    std::string_view name;
    void (*set)(EngineOptions& options, std::string_view value);
};

constexpr auto url_options = std::to_array<UrlOption>({
    {"busy_timeout", set_busy_timeout},
    {"synchronous", set_synchronous},
    {"mode", set_mode},
});

void apply(const std::string& name, const std::string& value, EngineOptions& options) {
    std::string known;
    for (const UrlOption& option : url_options) {
        if (option.name == name)
            return option.set(options, value);
        known.append(known.empty() ? "" : ", ").append(option.name);
    }
    throw ConfigError("sqlite URL: unknown option '" + name + "'; known are " + known);
}

void check_options(const Settings& settings) {
    const auto timeout = settings.options.busy_timeout.count();
    if (timeout < 0 || timeout > std::numeric_limits<int>::max())
        throw ConfigError("sqlite: busy_timeout is out of range");
    if (settings.memory && settings.options.read_only)
        throw ConfigError("sqlite: a database in memory cannot be opened for reading only");
}

/// A name that SQLite cannot take for a URI ("file:x?mode=memory") or for one of its own (":memory:").
std::string plain_path(const std::string& database) {
    return database.starts_with('/') ? database : "./" + database;
}

/// All connections of this process that are given the name share one database, for as long as one is open.
std::string memory_name() {
    std::uint64_t unique = 0;
    sqlite3_randomness(sizeof unique, &unique);
    return "file:/rowsmith-" + std::to_string(getpid()) + "-" + std::to_string(unique) + "?vfs=memdb";
}

}

Settings settings_of(const Url& url, const EngineOptions& options) {
    if (!url.host.empty() || !url.port.empty() || !url.user.empty() || !url.password.empty())
        throw ConfigError(
            "sqlite URL: there is no host; three slashes begin a relative path (sqlite:///shop.db), four "
            "an absolute one (sqlite:////var/shop.db)");
    if (url.database && url.database->empty())
        throw ConfigError("sqlite URL: no file is named; 'sqlite://' is a database in memory");
    Settings settings{.path = "", .memory = !url.database || *url.database == ":memory:", .options = options};
    settings.path = settings.memory ? memory_name() : plain_path(*url.database);
    for (const auto& [name, value] : url.query)
        apply(name, value, settings.options);
    check_options(settings);
    return settings;
}

}
