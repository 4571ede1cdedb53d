#include "support/process.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace rowsmith::test {

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// A file without a name, that lives as long as it is open.
File temporary_file() {
    File file(std::tmpfile(), std::fclose);
    if (file == nullptr)
        throw std::runtime_error("no temporary file can be made");
    return file;
}

[[noreturn]] void become(const std::vector<std::string>& arguments, std::FILE* input, std::FILE* output) {
    dup2(fileno(input), STDIN_FILENO);
    dup2(fileno(output), STDOUT_FILENO);
    dup2(fileno(output), STDERR_FILENO);
    std::vector<char*> words;
    for (const auto& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    execvp(words.front(), words.data());
    _exit(127);
}

std::string contents(std::FILE* file) {
    std::rewind(file);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), file))
        text.append(buffer.data(), count);
    return text;
}

}

Finished run(const std::vector<std::string>& arguments, std::string_view input) {
    const auto in = temporary_file();
    const auto out = temporary_file();
    if (!input.empty())
        std::fwrite(input.data(), 1, input.size(), in.get());
    std::rewind(in.get());
    const auto child = fork();
    if (child < 0)
        throw std::runtime_error("no process can be started");
    if (child == 0)
        become(arguments, in.get(), out.get());
    int status = 0;
    waitpid(child, &status, 0);
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .output = contents(out.get())};
}

}
