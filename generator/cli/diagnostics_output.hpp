#pragma once
// How a run's diagnostics leave it: as text for people, as JSON, or as SARIF for tools that collect findings.

#include "cli/options.hpp"
#include "support/diagnostics.hpp"

#include <string>

namespace rowsmith::cli {

/// Where documents for machines go. Text always goes to standard error.
enum class DocumentStream {
    error,    // standard output belongs to the command's product
    standard, // the diagnostics are the product
};

void print_diagnostics(const Diagnostics& diagnostics, const Sources& sources,
                       const DiagnosticsOptions& options, DocumentStream stream);

/// One document with every diagnostic; docs/command-line.md describes it.
[[nodiscard]] std::string to_json(const Diagnostics& diagnostics, const Sources& sources);

/// A log of SARIF 2.1.0 with one run; its rules are the codes that occur, with their pages as help.
[[nodiscard]] std::string to_sarif(const Diagnostics& diagnostics, const Sources& sources);

}
