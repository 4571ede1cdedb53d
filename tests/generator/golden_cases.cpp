#include "golden_cases.hpp"

#include "support/process.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

namespace rowsmith::tests {

namespace {

namespace fs = std::filesystem;

/// A folder that is gone in the end.
class WorkFolder {
public:
    WorkFolder() : path_(fs::temp_directory_path() / ("rowsmith-cases-" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~WorkFolder() {
        std::error_code ignored; // what stays behind in the folder for temporary files harms nobody
        fs::remove_all(path_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<fs::path> files_with(const fs::path& folder, std::string_view extension) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == extension)
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Runs the generator on the case's schemas and returns what it printed.
std::string run_rowsmith(const GoldenCase& golden_case, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), ROWSMITH_EXECUTABLE);
    for (const fs::path& schema : files_with(golden_case.folder, ".rows"))
        arguments.push_back(schema.string());
    auto finished = test::run(arguments);
    if (finished.status != 0)
        throw std::runtime_error(golden_case.feature + ": " + finished.output);
    return std::move(finished.output);
}

/// The parts of a text from `namespace <scope> {` to the brace that closes it.
std::string parts_of(const std::string& text, const std::string& scope) {
    const std::string begin = "namespace " + scope + " {\n";
    std::string parts;
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1))
        parts += text.substr(at, text.find("\n\n}\n", at) + 4 - at);
    return parts;
}

/// What the sources tell the runtime of a table or a query.
std::string description_of(const fs::path& folder, const std::string& scope) {
    for (const fs::path& source : files_with(folder, ".cpp")) {
        if (auto parts = parts_of(golden_text(source), scope); !parts.empty())
            return parts;
    }
    throw std::runtime_error("no generated source has a namespace '" + scope + "'");
}

/// Paths are shown as they were given: here with a folder that is another one for everybody.
std::string without_folder(const GoldenCase& golden_case, std::string text) {
    const std::string folder = golden_case.folder.string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
        text.erase(at, folder.size());
    return text;
}

std::string generated_text(const GoldenCase& golden_case, const fs::path& generated,
                           const std::string& name) {
    constexpr std::string_view table = "_table.cpp";
    constexpr std::string_view query = "_query.cpp";
    constexpr std::string_view one_table = ".inspect.txt";
    constexpr std::string_view relations = ".relations.hpp";
    constexpr std::string_view relations_source = ".relations.cpp";
    if (name == "statements.sql")
        return run_rowsmith(golden_case, {"inspect", "--sql"});
    if (name.ends_with(".sql"))
        return run_rowsmith(golden_case, {"ddl", "--dialect", name.substr(0, name.size() - 4)});
    if (name == "inspect.txt")
        return without_folder(golden_case, run_rowsmith(golden_case, {"inspect"}));
    if (name.ends_with(one_table))
        return without_folder(golden_case,
                              run_rowsmith(golden_case, {"inspect", "--table",
                                                         name.substr(0, name.size() - one_table.size())}));
    if (name == "dump.json")
        return without_folder(golden_case, run_rowsmith(golden_case, {"dump"}));
    if (name == "diagram.mermaid" || name == "diagram.dot")
        return run_rowsmith(golden_case, {"diagram", "--format", name.substr(name.find('.') + 1)});
    if (name.ends_with(relations))
        return parts_of(
            golden_text(generated / (name.substr(0, name.size() - relations.size()) + ".rows.hpp")),
            "rowsmith");
    if (name.ends_with(relations_source))
        return parts_of(
            golden_text(generated / (name.substr(0, name.size() - relations_source.size()) + ".rows.cpp")),
            "rowsmith");
    if (name.ends_with(table) || name.ends_with(query))
        return description_of(generated, name.substr(0, name.size() - 4));
    return golden_text(generated / name);
}

}

std::string golden_text(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot open " + path.string());
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

std::vector<GoldenCase> golden_cases() {
    std::vector<GoldenCase> cases;
    for (const auto& entry : fs::directory_iterator(fs::path(ROWSMITH_SOURCE_DIR) / "tests" / "cases"))
        if (entry.is_directory())
            cases.push_back({.feature = entry.path().filename().string(),
                             .folder = entry.path(),
                             .outputs = lines_of(golden_text(entry.path() / "outputs"))});
    std::ranges::sort(cases, {}, &GoldenCase::feature);
    return cases;
}

std::vector<GoldenText> generated_texts(const GoldenCase& golden_case) {
    const WorkFolder work;
    run_rowsmith(golden_case, {"generate", "--dialects", "sqlite", "--out", work.path().string()});
    std::vector<GoldenText> texts;
    for (const std::string& name : golden_case.outputs)
        texts.push_back({.name = name, .text = generated_text(golden_case, work.path(), name)});
    return texts;
}

fs::path expected_file(const GoldenCase& golden_case, const std::string& name) {
    return golden_case.folder / "expected" / name;
}

}
