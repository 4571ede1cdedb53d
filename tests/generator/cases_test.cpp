#include "golden_cases.hpp"

#include "support/diff.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace rowsmith;
using namespace rowsmith::tests;

namespace {

/// Empty for a file that is not there, so that all of what it should hold is shown.
std::string expected_text(const GoldenCase& golden_case, const std::string& name) {
    const auto file = expected_file(golden_case, name);
    return std::filesystem::exists(file) ? golden_text(file) : std::string();
}

}

TEST_CASE("each case of tests/cases gives exactly the expected texts") {
    std::string differences;
    for (const GoldenCase& golden_case : golden_cases())
        for (const GoldenText& generated : generated_texts(golden_case)) {
            const std::string path = "tests/cases/" + golden_case.feature + "/expected/" + generated.name;
            differences += unified_diff(expected_text(golden_case, generated.name), generated.text,
                                        "a/" + path, "b/" + path);
        }
    if (!differences.empty())
        FAIL("what is generated has changed:\n"
             << differences << "\nto accept it: cmake --build <build> --target update-goldens");
}

TEST_CASE("expected texts are short enough to be read, and each is on its case's list") {
    const auto cases = golden_cases();
    CHECK(cases.size() >= 10);
    CHECK(cases.size() <= 25);
    for (const GoldenCase& golden_case : cases) {
        INFO(golden_case.feature);
        std::set<std::string> files;
        for (const auto& entry : std::filesystem::directory_iterator(golden_case.folder / "expected")) {
            INFO(entry.path());
            const std::string text = golden_text(entry.path());
            CHECK(std::ranges::count(text, '\n') <= 80);
            files.insert(entry.path().filename().string());
        }
        CHECK(files == std::set<std::string>(golden_case.outputs.begin(), golden_case.outputs.end()));
    }
}
