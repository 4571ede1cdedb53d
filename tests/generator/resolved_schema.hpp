#pragma once
// Schemas of tests, from text to what they mean.

#include "analysis/analysis.hpp"
#include "support/diagnostics.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::tests {

/// Throws what is wrong, when something is.
inline model::Schema resolved_schema(const std::map<std::string, std::string>& texts,
                                     const std::vector<std::string>& requested) {
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    Diagnostics diagnostics;
    const auto program = analysis::load(requested, {}, analysis::memory_files(texts), diagnostics);
    model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    if (diagnostics.has_errors())
        throw std::runtime_error(render(diagnostics, program.sources));
    return schema;
}

inline model::Schema resolved_schema(const std::string& text) {
    return resolved_schema({{"a.rows", "namespace n\n" + text}}, {"a.rows"});
}

}
