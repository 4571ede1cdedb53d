#include "error_cases.hpp"

#include "support/diagnostics.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("every diagnostic code has a folder in tests/errors, and every folder a code") {
    std::vector<std::string> folders;
    for (const auto& error_case : error_cases())
        folders.push_back(error_case.code);
    std::vector<std::string> codes;
    for (const auto& row : all_codes())
        codes.emplace_back(row.code);
    CHECK(std::ranges::is_sorted(codes));
    CHECK(folders == codes);
}

TEST_CASE("each folder's schema gives exactly the expected text, and mistakes of its code alone") {
    for (const auto& error_case : error_cases()) {
        INFO("to accept the text below, build the target update-errors and look at what it changed");
        const auto outcome = run(error_case);
        CHECK(outcome.text == read_text(error_case.folder / "expected.txt"));
        CHECK(outcome.codes == std::vector{error_case.code});
    }
}
