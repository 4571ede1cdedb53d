#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"

namespace rowsmith::cli {

int check(const SchemaOptions& options) {
    return resolve(options, DocumentStream::standard) ? fine : input_has_errors;
}

}
