#pragma once
// The table of databases that this build of the runtime knows.

#include "core/driver.hpp"
#include "core/url.hpp"
#include "rowsmith/engine.hpp"

#include <memory>

namespace rowsmith {

/// The database of a URL, by its dialect. Throws ConfigError for a dialect that is not built in.
[[nodiscard]] std::unique_ptr<driver::Database> open_database(const Url& url, const EngineOptions& options);

}
