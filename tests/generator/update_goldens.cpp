// Writes the expected texts of tests/cases. What it changed is for a person to read.

#include "golden_cases.hpp"

#include <exception>
#include <fstream>
#include <iostream>

namespace {

using namespace rowsmith::tests;

void update(const GoldenCase& golden_case) {
    const auto texts = generated_texts(golden_case);
    std::filesystem::remove_all(golden_case.folder / "expected");
    std::filesystem::create_directory(golden_case.folder / "expected");
    for (const GoldenText& generated : texts) {
        const auto path = expected_file(golden_case, generated.name);
        std::ofstream(path, std::ios::binary) << generated.text;
        std::cout << path.string() << '\n';
    }
}

}

int main() {
    try {
        for (const GoldenCase& golden_case : golden_cases())
            update(golden_case);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "update_goldens: " << error.what() << '\n';
        return 1;
    }
}
