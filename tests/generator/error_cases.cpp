#include "error_cases.hpp"

#include "analysis/analysis.hpp"
#include "checking/check.hpp"
#include "checking/views.hpp"
#include "cli/limits.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace rowsmith::tests {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};

std::string repeated(const fs::path& path) {
    std::istringstream text(read_text(path));
    std::string times;
    std::string once;
    std::string repeated;
    std::getline(text, times);
    std::getline(text, once);
    std::getline(text, repeated);
    for (auto left = std::stoul(times); left > 0; --left)
        once += repeated;
    return once;
}

/// Files of one folder, by their paths inside it.
analysis::Files files_in(const fs::path& folder) {
    const auto disk = analysis::disk_files();
    return {.identity = [=](const std::string& path) -> std::optional<std::string> {
                if (fs::exists(folder / (path + ".repeated")))
                    return path;
                return disk.identity((folder / path).string());
            },
            .read =
                [=](const std::string& path) {
                    const auto large = folder / (path + ".repeated");
                    if (fs::exists(large))
                        return repeated(large);
                    if (!fs::is_regular_file(folder / path))
                        return disk.read(path); // says what it is, with the short path
                    return disk.read((folder / path).string());
                }};
}

std::vector<std::string> codes_of(const Diagnostics& diagnostics) {
    std::vector<std::string> codes;
    for (const auto& diagnostic : diagnostics.sorted())
        codes.push_back(diagnostic.code);
    std::ranges::sort(codes);
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

}

std::string read_text(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot open " + path.string());
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

std::vector<ErrorCase> error_cases() {
    std::vector<ErrorCase> cases;
    for (const auto& entry : fs::directory_iterator(fs::path(ROWSMITH_SOURCE_DIR) / "tests" / "errors"))
        if (entry.is_directory())
            cases.push_back({.code = entry.path().filename().string(), .folder = entry.path()});
    std::ranges::sort(cases, {}, &ErrorCase::code);
    return cases;
}

Outcome run(const ErrorCase& error_case) {
    Diagnostics diagnostics;
    const std::array<std::string, 1> paths{"schema.rows"};
    const auto program = analysis::load(paths, {}, files_in(error_case.folder), diagnostics);
    auto schema = analysis::resolve(program, diagnostics, dialects);
    if (!diagnostics.has_errors())
        cli::report_limits(sql::dialects(), schema, diagnostics);
    if (!diagnostics.has_errors())
        checking::check_views(schema, sql::dialects(), diagnostics);
    if (!diagnostics.has_errors())
        checking::check_queries(schema, sql::dialects(), diagnostics);
    return {.text = render(diagnostics, program.sources), .codes = codes_of(diagnostics)};
}

}
