// Thirty mistakes of thirty kinds in five files that import each other: one run tells each of them once. Each
// stands on a line that ends in a comment with its code.

#include "analysis/analysis.hpp"
#include "analysis/load.hpp"
#include "support/diagnostics.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace rowsmith;

namespace {

constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};

struct Told {
    Diagnostics diagnostics;
    Sources sources;
};

Told told() {
    const auto folder = std::filesystem::path(ROWSMITH_SOURCE_DIR) / "tests" / "generator" / "mistakes";
    std::vector<std::string> paths;
    for (const auto* name : {"common.rows", "orders.rows", "people.rows", "places.rows", "reports.rows"})
        paths.push_back((folder / name).string());
    Told told;
    auto program = analysis::load(paths, {}, told.diagnostics);
    (void)analysis::resolve(program, told.diagnostics, dialects);
    told.sources = std::move(program.sources);
    return told;
}

std::string line_of_list(const Source& source, std::size_t line, std::string_view code) {
    return std::filesystem::path(source.path()).filename().string() + ':' + std::to_string(line) + ' ' +
           std::string(code) + '\n';
}

/// "file:line code" for each comment with a code.
std::string announced(const Sources& sources, std::set<std::string>& codes) {
    constexpr std::string_view mark = "// RS";
    std::string list;
    for (const Source& source : sources) {
        std::istringstream lines{std::string(source.text())};
        std::string line;
        for (std::size_t number = 1; std::getline(lines, line); ++number)
            if (const auto at = line.find(mark); at != std::string::npos) {
                const auto code = line.substr(at + 3);
                codes.insert(code);
                list += line_of_list(source, number, code);
            }
    }
    return list;
}

}

TEST_CASE("thirty mistakes in five files are told in one run, each once and none that another one causes") {
    const auto run = told();
    std::set<std::string> codes;
    const auto expected = announced(run.sources, codes);
    CHECK(codes.size() == 30);
    CHECK(run.sources.size() == 5);

    std::string list;
    for (const auto& diagnostic : run.diagnostics.sorted()) {
        const auto& source = run.sources[diagnostic.span.file];
        list += line_of_list(source, source.position(diagnostic.span.begin).line, diagnostic.code);
    }
    CHECK(list == expected);
    CHECK(run.diagnostics.error_count() == 30);
}

TEST_CASE("of thirty mistakes the text shows the first twenty, and counts the others") {
    const auto run = told();
    const auto text = render(run.diagnostics, run.sources);
    std::size_t shown = 0;
    for (auto at = text.find(": error: "); at != std::string::npos; at = text.find(": error: ", at + 1))
        ++shown;
    CHECK(shown == 20);
    CHECK(text.ends_with("\n10 more errors\n"));
}
