// dump: the resolved model, for other programs or for people.

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"
#include "show/json.hpp"

#include <iostream>

namespace rowsmith::cli {
namespace {

/// The text of each file that was asked for; an empty line stands between them.
void print_text(const model::Schema& schema) {
    bool first = true;
    for (const std::size_t file : requested_files(schema)) {
        std::cout << (first ? "" : "\n") << model::dump(schema, file);
        first = false;
    }
}

}

int dump(const DumpOptions& options) {
    const auto resolved = resolve(options.input);
    if (!resolved)
        return input_has_errors;
    switch (options.format) {
    case DumpFormat::json:
        std::cout << show::to_json(resolved->schema);
        break;
    case DumpFormat::text:
        print_text(resolved->schema);
        break;
    }
    return fine;
}

}
