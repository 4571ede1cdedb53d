#pragma once
// The options of an engine that are the same for all databases, where they stand in its URL.

#include "core/url.hpp"
#include "rowsmith/engine.hpp"

namespace rowsmith {

/// Takes the options of the pool and statement_timeout out of the URL's query; what it does not say is as in
/// `options`. Throws ConfigError for a value that cannot be.
[[nodiscard]] EngineOptions take_engine_options(Url& url, EngineOptions options);

}
