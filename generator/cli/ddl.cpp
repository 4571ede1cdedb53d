#include "sql/ddl.hpp"

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"

#include <iostream>

namespace rowsmith::cli {

int ddl(const DdlOptions& options) {
    SchemaOptions input = options.input;
    input.dialects = {options.dialect};
    const auto resolved = resolve(input);
    if (!resolved)
        return input_has_errors;
    const auto files = requested_files(resolved->schema);
    std::cout << sql::ddl_script(*sql::find_dialect(options.dialect), resolved->schema, files);
    return fine;
}

}
