#include "cli/graphviz.hpp"

#include "support/files.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern char** environ; // NOLINT: the system's name

namespace rowsmith::cli {
namespace {

constexpr const char* program = "dot";

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); } // only read from here on
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class SpawnActions {
public:
    SpawnActions() { (void)::posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { (void)::posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    void redirect(std::FILE* from, int to) {
        (void)::posix_spawn_file_actions_adddup2(&actions_, ::fileno(from), to);
    }
    [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

[[noreturn]] void fail(std::string_view what, int error) {
    throw GraphvizError(fmt::format("{}: {}", what, std::generic_category().message(error)));
}

/// A file without a name: unlike a pipe it can be written before anybody reads, and takes what is written
/// though nobody does.
File temporary_file() {
    File file(std::tmpfile());
    if (!file)
        fail("cannot make a temporary file", errno);
    (void)::fcntl(::fileno(file.get()), F_SETFD, FD_CLOEXEC);
    return file;
}

File file_of(const std::string& text) {
    File file = temporary_file();
    if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0)
        fail("cannot write a temporary file", errno);
    std::rewind(file.get());
    return file;
}

std::string text_of(std::FILE* file) {
    std::rewind(file);
    std::string text;
    std::array<char, 16384> block{};
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), file))
        text.append(block.data(), size);
    if (std::ferror(file) != 0)
        fail("cannot read a temporary file", errno);
    return text;
}

void run_to_end(std::FILE* in, std::FILE* out) {
    SpawnActions actions;
    actions.redirect(in, STDIN_FILENO);
    actions.redirect(out, STDOUT_FILENO);
    std::string name = program;
    std::string format = "-Tsvg";
    const std::array<char*, 3> arguments{name.data(), format.data(), nullptr};
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, program, actions.get(), nullptr, arguments.data(), environ);
    if (error == ENOENT)
        throw GraphvizError(
            fmt::format("cannot draw: there is no program '{}'; install Graphviz (the package "
                        "graphviz), or ask for --format dot or mermaid",
                        program));
    if (error != 0)
        fail(fmt::format("cannot run '{}'", program), error);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            fail(fmt::format("cannot wait for '{}'", program), errno);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw GraphvizError(fmt::format("'{}' could not draw the diagram; it ended with {}", program,
                                        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
}

}

std::string render_svg(const std::string& dot) {
    const File in = file_of(dot);
    const File out = temporary_file();
    run_to_end(in.get(), out.get());
    std::string svg = text_of(out.get());
    const std::size_t line_end = svg.find('\n'); // of the XML declaration, which has to be first
    if (!svg.starts_with("<?xml") || line_end == std::string::npos)
        throw GraphvizError(fmt::format("'{}' gave something else than a picture", program));
    return svg.insert(line_end + 1, fmt::format("<!-- {}. Do not edit. -->\n", generated_marker));
}

}
