#include "cli/pipeline.hpp"

#include "analysis/analysis.hpp"
#include "support/diagnostics.hpp"

#include <iostream>

namespace rowsmith::cli {

std::optional<Resolved> resolve(const SchemaOptions& options) {
    Diagnostics diagnostics;
    analysis::Program program = analysis::load(options.schemas, options.import_dirs, diagnostics);
    model::Schema schema = analysis::resolve(program, diagnostics);
    std::cerr << render(diagnostics, program.sources);
    if (diagnostics.has_errors())
        return std::nullopt;
    return Resolved{.program = std::move(program), .schema = std::move(schema)};
}

std::vector<std::size_t> requested_files(const model::Schema& schema) {
    std::vector<std::size_t> files;
    for (std::size_t file = 0; file < schema.files.size(); ++file) {
        if (schema.files[file].requested)
            files.push_back(file);
    }
    return files;
}

}
