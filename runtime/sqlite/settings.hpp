#pragma once
// What a connection is opened with: the engine's options, and what the URL says otherwise.

#include "core/url.hpp"
#include "rowsmith/engine.hpp"

#include <string>

namespace rowsmith::sqlite {

struct Settings {
    std::string path; // as SQLite is given it
    bool memory = false;
    EngineOptions options;
};

/// Throws ConfigError for a URL or an option that cannot be understood.
[[nodiscard]] Settings settings_of(const Url& url, const EngineOptions& options);

}
