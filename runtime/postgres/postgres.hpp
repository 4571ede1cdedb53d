#pragma once
// The PostgreSQL driver's only way in.

#include "core/driver.hpp"
#include "core/url.hpp"
#include "rowsmith/engine.hpp"

#include <memory>

namespace rowsmith::postgres {

/// Checks URL and options (ConfigError); connects to nothing yet.
[[nodiscard]] std::unique_ptr<driver::Database> open(const Url& url, const EngineOptions& options);

}
