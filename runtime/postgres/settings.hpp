#pragma once
// What a connection is made with: the URL and the engine's options, as libpq takes them. libpq never sees the
// URL itself, for it prints pieces of those that it does not understand.

#include "core/url.hpp"
#include "rowsmith/engine.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::postgres {

struct Settings {
    std::vector<std::pair<std::string, std::string>> parameters; // libpq's names
    std::string shown;                                           // the URL without its password, for messages
    std::chrono::seconds connect_timeout{10};
    std::chrono::milliseconds statement_timeout{0}; // the server's limit; 0 is none
    bool read_only = false;

    /// As libpq parses it: every value quoted.
    [[nodiscard]] std::string conninfo() const;
};

/// A setting that results are read by; roles and databases may have set them otherwise.
struct PinnedSetting {
    std::string_view name;
    std::string_view value;
    std::string_view shown; // as the server says it back
};

[[nodiscard]] const std::vector<PinnedSetting>& pinned_settings();

/// Throws ConfigError for a URL or an option that cannot be understood; never repeats a value of the URL.
[[nodiscard]] Settings settings_of(const Url& url, const EngineOptions& options);

}
