// The main function of tests that run on each database: those that are not for the one at hand are left out,
// and all of them, with a word, when there is none.

#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "support/test_database.hpp"

#include <iostream>

namespace {

constexpr int skipped = 77; // as CMake is told

}

int main(int count, char** arguments) {
    Catch::Session session;
    if (const int wrong = session.applyCommandLine(count, arguments); wrong != 0)
        return wrong;
    if (const std::string reason = rowsmith::test::why_no_database(); !reason.empty()) {
        std::cout << "skipped: " << reason << '\n';
        return skipped;
    }
    session.configData().testsOrTags.push_back(rowsmith::test::excluded_tags());
    return session.run();
}
