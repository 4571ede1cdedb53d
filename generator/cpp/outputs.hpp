#pragma once
// The files that a schema becomes.

#include "cpp/views.hpp"
#include "templating/templates.hpp"

#include <string>
#include <vector>

namespace rowsmith::cpp {

/// An output's path, relative to the output folder, and its whole text.
struct Output {
    std::string path;
    std::string text;
};

/// Three outputs for each requested file of the schema.
[[nodiscard]] std::vector<Output> outputs(const model::Schema& schema, const ViewOptions& options,
                                          const templating::Templates& templates,
                                          templating::Coverage* coverage = nullptr);

}
