#include "cli/diagnostics_output.hpp"

#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace rowsmith::cli {

namespace {

/// Said once, behind the last diagnostic.
std::string pointer_to_explain(const Diagnostics& diagnostics) {
    const std::vector<Diagnostic> sorted = diagnostics.sorted();
    const auto error = std::ranges::find(sorted, Severity::error, &Diagnostic::severity);
    return error == sorted.end()
               ? ""
               : fmt::format("\nFor more about an error: rowsmith explain {}\n", error->code);
}

}

void print_diagnostics(const Diagnostics& diagnostics, const Sources& sources,
                       const DiagnosticsOptions& options, DocumentStream stream) {
    std::ostream& documents = stream == DocumentStream::standard ? std::cout : std::cerr;
    switch (options.format) {
    case DiagnosticsFormat::text:
        std::cerr << render(diagnostics, sources, {.color = wants_color(options.color, Output::error)})
                  << pointer_to_explain(diagnostics);
        break;
    case DiagnosticsFormat::json:
        documents << to_json(diagnostics, sources);
        break;
    case DiagnosticsFormat::sarif:
        documents << to_sarif(diagnostics, sources);
        break;
    }
}

}
