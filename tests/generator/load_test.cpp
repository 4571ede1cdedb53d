#include "analysis/load.hpp"
#include "support/files.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace rowsmith;
using namespace rowsmith::analysis;

namespace {

namespace fs = std::filesystem;

/// A folder that is gone at the end of a test.
class TemporaryFolder {
public:
    TemporaryFolder() : path_((fs::temp_directory_path() / "rowsmith_load_XXXXXX").string()) {
        REQUIRE(mkdtemp(path_.data()) != nullptr);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored; // a leftover in the temporary folder harms nobody
        fs::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string at(const std::string& name) const { return path_ + "/" + name; }
    void write(const std::string& name, const std::string& text) const {
        fs::create_directories(fs::path(at(name)).parent_path());
        std::ofstream(at(name), std::ios::binary) << text;
    }

private:
    std::string path_;
};

struct Loaded {
    Program program;
    std::string reports; // "path:line: code message (help)", one per line
};

Loaded load_memory(const std::map<std::string, std::string>& texts, const std::vector<std::string>& paths,
                   const std::vector<std::string>& import_dirs = {}) {
    Diagnostics diagnostics;
    Loaded loaded{.program = load(paths, import_dirs, memory_files(texts), diagnostics), .reports = {}};
    for (const auto& it : diagnostics.sorted()) {
        const auto& source = loaded.program.sources[it.span.file];
        loaded.reports += source.path() + ":" + std::to_string(source.position(it.span.begin).line) + ": " +
                          it.code + " " + it.message + " (" + it.help + ")\n";
    }
    return loaded;
}

/// The paths in the order of loading; requested ones with a star.
std::string paths_of(const Program& program) {
    std::string paths;
    for (std::size_t i = 0; i < program.sources.size(); ++i)
        paths += (i > 0 ? " " : "") + program.sources[i].path() + (program.requested[i] ? "*" : "");
    return paths;
}

std::string importing(const std::vector<std::string>& files) {
    std::string text = "namespace n\n";
    for (const auto& file : files)
        text += "import \"" + file + "\"\n";
    return text;
}

std::string error_of(const std::string& path) {
    Diagnostics diagnostics;
    try {
        static_cast<void>(load(std::vector{path}, {}, diagnostics));
    } catch (const FileError& error) {
        return error.what();
    }
    return "no error";
}

}

TEST_CASE("files are loaded with what they import, each once, whatever the order of arguments") {
    const std::map<std::string, std::string> texts{{"b.rows", importing({"sub/c.rows", "a.rows"})},
                                                   {"a.rows", importing({"b.rows"})},
                                                   {"sub/c.rows", importing({"../a.rows", "d.rows"})},
                                                   {"sub/d.rows", importing({})}};
    CHECK(paths_of(load_memory(texts, {"b.rows", "a.rows"}).program) ==
          "a.rows* b.rows* sub/c.rows sub/d.rows");
    CHECK(paths_of(load_memory(texts, {"./a.rows", "b.rows", "sub/../b.rows"}).program) ==
          "a.rows* b.rows* sub/c.rows sub/d.rows");
    CHECK(load_memory(texts, {"a.rows"}).reports.empty());
    const auto program = load_memory(texts, {"a.rows"}).program;
    CHECK(paths_of(program) == "a.rows* b.rows sub/c.rows sub/d.rows");
    CHECK(program.imports == std::vector<std::vector<std::optional<FileIndex>>>{{1}, {2, 0}, {0, 3}, {}});
}

TEST_CASE(
    "an import is looked for beside the file that imports it, then in the import folders in their order") {
    const std::map<std::string, std::string> texts{{"s/main.rows", importing({"x.rows", "y.rows", "z.rows"})},
                                                   {"s/x.rows", importing({})},
                                                   {"one/x.rows", importing({})},
                                                   {"one/y.rows", importing({})},
                                                   {"two/y.rows", importing({})},
                                                   {"two/z.rows", importing({})}};
    const auto loaded = load_memory(texts, {"s/main.rows"}, {"one", "./two/"});
    CHECK(paths_of(loaded.program) == "s/main.rows* s/x.rows one/y.rows two/z.rows");
    CHECK(loaded.reports.empty());
}

TEST_CASE("an import that is nowhere is reported where it stands, with the places searched") {
    const auto loaded =
        load_memory({{"s/main.rows", importing({"x.rows", "../y.rows"})}}, {"s/main.rows"}, {"inc"});
    CHECK(loaded.reports ==
          "s/main.rows:2: RS0601 there is no file 'x.rows' to import (looked for s/x.rows, inc/x.rows)\n"
          "s/main.rows:3: RS0601 there is no file '../y.rows' to import (looked for y.rows)\n");
    CHECK_FALSE(loaded.program.complete[0]);
    CHECK(load_memory({{"a.rows", importing({"/x.rows"})}}, {"a.rows"}, {"inc"}).reports ==
          "a.rows:2: RS0601 there is no file '/x.rows' to import (looked for /x.rows)\n");
}

TEST_CASE("a file with syntax errors is marked as not complete") {
    const auto loaded =
        load_memory({{"a.rows", importing({"b.rows"})}, {"b.rows", "namespace n\ntabel X {}\n"}}, {"a.rows"});
    CHECK(loaded.program.complete == std::vector{true, false});
}

TEST_CASE("one file that is reached by two paths on disk is loaded once") {
    const TemporaryFolder folder;
    folder.write("a.rows", importing({"link/b.rows", "real/b.rows"}));
    folder.write("real/b.rows", "namespace n\n");
    fs::create_directory_symlink("real", folder.at("link"));
    Diagnostics diagnostics;
    const auto program = load(std::vector{folder.at("a.rows")}, {}, diagnostics);
    CHECK(program.files.size() == 2);
    CHECK(program.imports[0] == std::vector<std::optional<FileIndex>>{1, 1});
    CHECK(program.sources[1].path() == folder.at("link/b.rows"));
}

TEST_CASE("a requested file that cannot be read is an error of the machine, said plainly") {
    const TemporaryFolder folder;
    fs::create_directory(folder.at("folder"));
    REQUIRE(mkfifo(folder.at("pipe").c_str(), 0600) == 0);
    fs::create_symlink("loop", folder.at("loop"));
    folder.write("large", "");
    fs::resize_file(folder.at("large"), (std::uintmax_t{64} << 20U) + 1);
    CHECK(error_of(folder.at("none")) == "cannot open '" + folder.at("none") + "': there is no such file");
    CHECK(error_of(folder.at("folder")) == "cannot read '" + folder.at("folder") + "': it is a folder");
    CHECK(error_of(folder.at("pipe")) == "cannot read '" + folder.at("pipe") + "': it is not a regular file");
    CHECK(error_of(folder.at("loop")) ==
          "cannot open '" + folder.at("loop") + "': Too many levels of symbolic links");
    CHECK(error_of(folder.at("large")) ==
          "cannot read '" + folder.at("large") + "': it is larger than 64 MiB");
    CHECK(error_of("/dev/zero") == "cannot read '/dev/zero': it is not a regular file");
}

TEST_CASE("an import that is there but cannot be read is reported where it stands") {
    const TemporaryFolder folder;
    folder.write("a.rows", importing({"sub"}));
    fs::create_directory(folder.at("sub"));
    Diagnostics diagnostics;
    const auto program = load(std::vector{folder.at("a.rows")}, {}, diagnostics);
    REQUIRE(diagnostics.sorted().size() == 1);
    CHECK(diagnostics.sorted()[0].code == "RS0602");
    CHECK(diagnostics.sorted()[0].message == "cannot read '" + folder.at("sub") + "': it is a folder");
}
