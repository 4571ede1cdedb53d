#pragma once
// Runs a program and waits for it: no shell, so nothing is quoted.

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::test {

struct Finished {
    int status = 0;     // exit code; 128 + signal when it was killed; 127 when it could not be started
    std::string output; // standard output and standard error, as they came
};

/// `arguments[0]` is the program; `input` is its standard input.
[[nodiscard]] Finished run(const std::vector<std::string>& arguments, std::string_view input = {});

}
