#pragma once
// The folders of tests/cases: one per feature, each with its schemas (*.rows), a list of what a reviewer
// should see of them (`outputs`), and these texts as they were last accepted (expected/).

#include <filesystem>
#include <string>
#include <vector>

namespace rowsmith::tests {

struct GoldenCase {
    std::string feature; // the folder's name
    std::filesystem::path folder;
    std::vector<std::string> outputs; // the lines of the list
};

struct GoldenText {
    std::string name;
    std::string text;
};

/// By feature.
[[nodiscard]] std::vector<GoldenCase> golden_cases();

/// What the generator gives now, in the order of the list. A name on it is that of a generated file,
/// `sqlite.sql` or `postgres.sql` for the DDL, `inspect.txt`, `User.inspect.txt` for one table, `dump.json`,
/// `diagram.mermaid` or `diagram.dot`, `user_table.cpp` for the parts of a generated source
/// that describe one table, or `schema.relations.hpp` and `.cpp` for those of schema.rows.hpp and .cpp that say how
/// refs follow relations: whole sources are longer than anybody reads. Throws for what does not exist.
[[nodiscard]] std::vector<GoldenText> generated_texts(const GoldenCase& golden_case);

/// The file that holds the expected text.
[[nodiscard]] std::filesystem::path expected_file(const GoldenCase& golden_case, const std::string& name);
[[nodiscard]] std::string golden_text(const std::filesystem::path& path);

}
