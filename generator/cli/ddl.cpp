#include "sql/ddl.hpp"

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"

#include <cstddef>
#include <iostream>
#include <numeric>
#include <vector>

namespace rowsmith::cli {

int ddl(const DdlOptions& options) {
    SchemaOptions input = options.input;
    input.dialects = {options.dialect};
    const auto resolved = resolve(input);
    if (!resolved)
        return input_has_errors;
    std::vector<std::size_t> files(
        resolved->schema.files.size()); // imports too: the script is whole by itself
    std::iota(files.begin(), files.end(), std::size_t{0});
    std::cout << sql::ddl_script(*sql::find_dialect(options.dialect), resolved->schema, files);
    return fine;
}

}
