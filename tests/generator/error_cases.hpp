#pragma once
// The folders of tests/errors: one per diagnostic code, each with a schema.rows that has this mistake (and
// the files that it imports) and the exact text that it gives in expected.txt.

#include <filesystem>
#include <string>
#include <vector>

namespace rowsmith::tests {

struct ErrorCase {
    std::string code; // the folder's name
    std::filesystem::path folder;
};

/// What a case gives: the text, and the codes of its diagnostics, each once, ascending.
struct Outcome {
    std::string text;
    std::vector<std::string> codes;
};

/// By code.
[[nodiscard]] std::vector<ErrorCase> error_cases();
/// A file `schema.rows.repeated` stands for one that would be too large to keep. Its lines: how often, what
/// stands first, and what is repeated after it.
[[nodiscard]] Outcome run(const ErrorCase& error_case);
[[nodiscard]] std::string read_text(const std::filesystem::path& path);

}
