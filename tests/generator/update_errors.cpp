// Writes the expected texts of tests/errors. What it changed is for a person to read.

#include "error_cases.hpp"

#include <fstream>
#include <iostream>

int main() {
    using namespace rowsmith::tests;
    for (const auto& error_case : error_cases()) {
        const auto path = error_case.folder / "expected.txt";
        std::ofstream(path, std::ios::binary) << run(error_case).text;
        std::cout << path.string() << '\n';
    }
}
