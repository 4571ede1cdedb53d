#include "guide_trial.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include <unistd.h>

namespace rowsmith::tests {

namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::set<std::string> codes_in(const std::string& messages) {
    static const std::regex code(R"(\[(RS\d{4})\])");
    std::set<std::string> codes;
    for (std::sregex_iterator it(messages.begin(), messages.end(), code), end; it != end; ++it)
        codes.insert((*it)[1]);
    return codes;
}

/// The text with all of these taken out.
std::string without(std::string text, const std::string& part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
    return text;
}

}

std::string read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

test::Finished run_rowsmith(std::vector<std::string> arguments, const std::string& input) {
    arguments.insert(arguments.begin(), ROWSMITH_EXECUTABLE);
    return test::run(arguments, input);
}

Folder::Folder() : path_(fs::temp_directory_path() / ("rowsmith-guide-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
}

Folder::~Folder() {
    std::error_code ignored; // what stays behind in the folder for temporary files harms nobody
    fs::remove_all(path_, ignored);
}

Trial::Trial(const Example& example) : example_(example) {
    write(schema(), example.schema);
    for (const auto& [name, text] : example.files)
        write(folder_.path() / name, text);
}

void Trial::run() {
    check_layout();
    if (!check())
        return;
    if (example_.fails.empty())
        generate();
    for (const Block& excerpt : example_.excerpts)
        check_excerpt(excerpt);
    compile();
}

std::vector<fs::path> Trial::schemas() const {
    std::vector<fs::path> all{schema()};
    for (const auto& file : example_.files)
        if (file.name.ends_with(".rows"))
            all.push_back(folder_.path() / file.name);
    return all;
}

std::vector<std::string> Trial::dialects() const {
    return {"--dialects", example_.dialect.empty() ? "sqlite,postgres" : example_.dialect};
}

void Trial::check_layout() {
    for (const fs::path& file : schemas()) {
        const auto finished = run_rowsmith({"format", "--check", "-"}, read_file(file));
        INFO(finished.output);
        CHECK(finished.status == 0);
    }
}

bool Trial::check() {
    std::vector<std::string> arguments{"check", "--color", "never"};
    std::ranges::copy(dialects(), std::back_inserter(arguments));
    for (const fs::path& file : schemas())
        arguments.push_back(file.string());
    outcome_.messages = without(run_rowsmith(arguments).output, folder_.path().string() + "/");
    INFO(outcome_.messages);
    if (example_.fails.empty())
        CHECK(outcome_.messages.empty());
    else
        CHECK(codes_in(outcome_.messages) == std::set{example_.fails});
    return outcome_.messages.empty() == example_.fails.empty();
}

void Trial::generate() {
    std::vector<std::string> arguments{"generate", "--out", folder_.path().string()};
    std::ranges::copy(dialects(), std::back_inserter(arguments));
    for (const fs::path& file : schemas())
        arguments.push_back(file.string());
    CHECK(run_rowsmith(arguments).status == 0);
    for (const fs::path& file : schemas())
        for (const auto* ending : {".hpp", "_fwd.hpp", ".cpp"})
            outcome_.generated.push_back(read_file(file.string() + ending));
    const auto ddl = [this](const std::string& dialect) {
        if (!example_.dialect.empty() && example_.dialect != dialect)
            return std::string();
        std::vector<std::string> of{"ddl", "--dialect", dialect};
        for (const fs::path& file : schemas())
            of.push_back(file.string());
        return run_rowsmith(of).output;
    };
    outcome_.sqlite = ddl("sqlite");
    outcome_.postgres = ddl("postgres");
}

void Trial::check_excerpt(const Block& excerpt) {
    INFO("block of line " << excerpt.line << ": these lines are not there");
    if (excerpt.kind == "text")
        CHECK(missing_of(excerpt.text, outcome_.messages) == "");
    else if (excerpt.kind == "sql")
        CHECK(missing_of(excerpt.text,
                         excerpt.words.front() == "sqlite" ? outcome_.sqlite : outcome_.postgres) == "");
    else if (std::ranges::none_of(outcome_.generated, [&](const std::string& file) {
                 return missing_of(excerpt.text, file).empty();
             }))
        CHECK(excerpt.text == "");
}

/// All uses of the example as one function, and the source that was generated: headers of its own are used
/// there.
void Trial::compile() {
    for (const std::string& program : example_.programs)
        compile(program);
    if (example_.uses.empty())
        return;
    std::string program = "#include \"shop.rows.cpp\"\n#include <rowsmith/rowsmith.hpp>\n"
                          "void use(rowsmith::Session& session, rowsmith::Engine& engine) {\n"
                          "(void)session;\n(void)engine;\n";
    for (const std::string& use : example_.uses)
        program += use;
    compile(program + "}\n");
}

void Trial::compile(const std::string& program) {
    const auto file = folder_.path() / "use.cpp";
    write(file, program);
    const auto finished =
        test::run({ROWSMITH_COMPILER, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
                   "-Wno-unused-variable", "-Wno-unused-but-set-variable", "-I", folder_.path().string(),
                   "-I", ROWSMITH_SOURCE_DIR "/runtime/include", file.string()});
    INFO(program << finished.output);
    CHECK(finished.status == 0);
}

}
