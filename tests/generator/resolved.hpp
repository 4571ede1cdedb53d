#pragma once
// Schemas from texts to models, for the tests of the analysis.

#include "analysis/analysis.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::tests {

using Texts = std::map<std::string, std::string>;

inline constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};

struct Resolved {
    model::Schema schema;
    std::string reports; // "line:column code message", one per line
};

[[nodiscard]] Resolved resolved(const Texts& texts, const std::vector<std::string>& requested);
/// One file, with the namespace in front of the text.
[[nodiscard]] Resolved resolved(const std::string& text);
/// The dump of a correct schema, or what is wrong with it.
[[nodiscard]] std::string dump(const std::string& text);

struct Row {
    std::string text;
    std::string expected;
};

/// Texts begin with a line end, so that the first line of the schema is line 3 of the file, below the
/// namespace.
void check_dumps(const std::vector<Row>& rows);
void check_reports(const std::vector<Row>& rows);

}
