#pragma once
// The commands. Each returns an exit code; what it cannot do for reasons of the machine it throws.

#include "cli/options.hpp"

namespace rowsmith::cli {

int generate(const GenerateOptions& options);
int check(const SchemaOptions& options);
int inspect(const InspectOptions& options);
int dump(const DumpOptions& options);
int diagram(const DiagramOptions& options);
int ddl(const DdlOptions& options);
int format(const FormatOptions& options);
int explain(const ExplainOptions& options);

}
