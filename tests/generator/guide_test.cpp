// The pages for users say what is so: each schema in them is tried, and each piece of C++ or SQL looked for
// in what becomes of it.

#include "guide_trial.hpp"

#include "support/postgres_server.hpp"
#include "support/process.hpp"
#include "support/sqlite_database.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

using namespace rowsmith::tests;

namespace {

namespace fs = std::filesystem;

const fs::path source = ROWSMITH_SOURCE_DIR;
constexpr std::array pages{"README.md", "docs/language.md", "docs/command-line.md"};

/// What the database says about the script; nothing where it does, or where there is no server.
std::string run_on_databases(const Outcome& outcome, rowsmith::test::PostgresServer* server) {
    auto said = rowsmith::test::SqliteDatabase().execute(outcome.sqlite);
    if (server == nullptr || outcome.postgres.empty())
        return said;
    const auto finished = server->execute(server->create_database(), outcome.postgres);
    return finished.status == 0 ? said : said + finished.output;
}

// ---- commands

/// Words of a command as a shell would have them: no quotes, no more than this takes.
std::vector<std::string> words_of(const std::string& command) {
    std::vector<std::string> words;
    std::istringstream stream(command);
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

/// The commands of a page: in code between backticks, and in blocks.
std::vector<std::string> commands_of(const std::string& page) {
    static const std::regex command(R"((?:`|^|\$ )(rowsmith [a-z][^`\n]*))", std::regex::multiline);
    std::vector<std::string> commands;
    for (std::sregex_iterator it(page.begin(), page.end(), command), end; it != end; ++it)
        commands.push_back((*it)[1]);
    return commands;
}

/// Why there is no such command; empty when there is.
std::string fault_of_command(const std::string& command) {
    const auto words = words_of(command);
    const auto help = run_rowsmith({words.at(1), "--help"});
    if (help.output.find("Usage: rowsmith " + words.at(1) + " ") == std::string::npos)
        return "no command: " + words.at(1);
    static const std::regex option(R"((^|[\s\[])(--?[A-Za-z][a-z-]*))");
    for (std::sregex_iterator it(command.begin(), command.end(), option), end; it != end; ++it) {
        const std::regex known("(^|[ ,])" + (*it)[2].str() + "([ ,:]|$)", std::regex::multiline);
        if (!std::regex_search(help.output, known))
            return "no option of " + words.at(1) + ": " + (*it)[2].str();
    }
    return {};
}

/// Runs each `$ rowsmith ...` of a block in the project's folder and looks for the lines below it in its
/// output.
std::string fault_of_console(const std::string& text) {
    const std::string prompt = "$ rowsmith ";
    for (auto at = text.find(prompt); at != std::string::npos;) {
        const auto end = text.find('\n', at);
        const auto next = text.find("\n" + prompt, end - 1);
        const auto shown = text.substr(end + 1, next == std::string::npos ? next : next - end);
        const std::string script =
            "cd \"$1\" && exec \"$2\" " + text.substr(at + prompt.size(), end - at - prompt.size());
        const auto finished =
            rowsmith::test::run({"/bin/sh", "-c", script, "sh", source.string(), ROWSMITH_EXECUTABLE});
        if (const auto missing = missing_of(shown, finished.output); !missing.empty())
            return "not printed:\n" + missing + "\nbut:\n" + finished.output;
        at = next == std::string::npos ? next : next + 1;
    }
    return {};
}

// ---- links

/// What a forge makes of a heading.
std::string anchor_of(std::string_view heading) {
    std::string anchor;
    for (const char c : heading) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_')
            anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (c == ' ')
            anchor += '-';
    }
    return anchor;
}

std::set<std::string> anchors_of(const std::string& page) {
    std::set<std::string> anchors;
    std::istringstream stream(page);
    bool inside = false;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("```"))
            inside = !inside;
        else if (!inside && line.starts_with("#"))
            anchors.insert(anchor_of(line.substr(line.find(' ') + 1)));
    }
    return anchors;
}

std::string fault_of_link(const fs::path& page, const std::string& target) {
    const auto hash = target.find('#');
    const auto path = target.substr(0, hash);
    const auto file = path.empty() ? page : page.parent_path() / path;
    if (!fs::exists(file))
        return "no file: " + target;
    if (hash != std::string::npos && !anchors_of(read_file(file)).contains(target.substr(hash + 1)))
        return "no heading: " + target;
    return {};
}

}

TEST_CASE("blocks are of a kind that is checked") {
    for (const auto* page : pages)
        for (const Block& block : blocks_of(read_file(source / page))) {
            INFO(page << ":" << block.line);
            CHECK(fault_of(block) == "");
        }
}

TEST_CASE("the examples of the guide hold") {
    const auto server = rowsmith::test::PostgresServer::start();
    if (server == nullptr)
        WARN("no PostgreSQL server is installed below /usr/lib/postgresql: its SQL is not executed");
    std::size_t count = 0;
    for (const auto* page : pages)
        for (const Example& example : examples_of(blocks_of(read_file(source / page)))) {
            INFO(page << ":" << example.line << "\n" << example.schema);
            Trial trial(example);
            trial.run();
            CHECK(run_on_databases(trial.outcome(), server.get()) == "");
            ++count;
        }
    CHECK(count > 40);
}

TEST_CASE("commands are there, and print what the guide shows") {
    for (const auto* page : pages) {
        const auto text = read_file(source / page);
        for (const std::string& command : commands_of(text)) {
            INFO(page << ": " << command);
            CHECK(fault_of_command(command) == "");
        }
        for (const Block& block : blocks_of(text)) {
            INFO(page << ":" << block.line);
            if (block.kind == "console")
                CHECK(fault_of_console(block.text) == "");
        }
    }
}

TEST_CASE("functions of CMake and scripts are there") {
    const auto cmake = read_file(source / "cmake/RowsmithGenerate.cmake");
    static const std::regex call(R"(^(rowsmith_\w+)\()", std::regex::multiline);
    static const std::regex script(R"(^(scripts/\S+))", std::regex::multiline);
    for (const auto* page : pages)
        for (const Block& block : blocks_of(read_file(source / page))) {
            INFO(page << ":" << block.line << "\n" << block.text);
            std::smatch match;
            if (block.kind == "cmake" && std::regex_search(block.text, match, call))
                CHECK(cmake.find("function(" + match[1].str() + ")") != std::string::npos);
            if (block.kind == "sh" && std::regex_search(block.text, match, script))
                CHECK(fs::exists(source / match[1].str()));
        }
}

TEST_CASE("links lead somewhere") {
    static const std::regex link(R"(\]\(([^)\s]+)\))");
    for (const auto* page : pages) {
        const auto text = read_file(source / page);
        for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
            INFO(page);
            CHECK(fault_of_link(source / page, (*it)[1]) == "");
        }
    }
}

TEST_CASE("a guide that is wrong is found out") {
    CHECK(missing_of("b\n  c", "a\n b\n\nc\nd") == "");
    CHECK(missing_of("a\n...\nd", "a\nb\nc\nd") == "");
    CHECK(missing_of("a\nc", "a\nb\nc") == "a\nc\n");
    CHECK(missing_of("c\n...\na", "a\nb\nc") == "a\n");
    CHECK(fault_of(blocks_of("```\nx\n```\n").front()) == "no kind of block: ''");
    CHECK(fault_of(blocks_of("```sql oracle\nx\n```\n").front()) == "no kind of block: 'sql' 'oracle'");
    CHECK(fault_of(blocks_of("```rows with cats\nx\n```\n").front()) ==
          "'cats' is no prelude, database or code");
    CHECK(fault_of_command("rowsmith ddl --dialect sqlite shop.rows") == "");
    CHECK(fault_of_command("rowsmith paint shop.rows") == "no command: paint");
    CHECK(fault_of_command("rowsmith format [--tidy] shop.rows") == "no option of format: --tidy");
    CHECK(fault_of_console("$ rowsmith --version\nno version\n") != "");
    CHECK(fault_of_link(source / "README.md", "docs/nowhere.md") == "no file: docs/nowhere.md");
    CHECK(fault_of_link(source / "README.md", "#nowhere") == "no heading: #nowhere");
}
