#pragma once
// The scripts that make the Chinook sample database. They are not part of the project.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace rowsmith::test {

/// Where a script is: as a variable of the environment says, or at the usual place.
[[nodiscard]] inline std::filesystem::path chinook_script(const char* variable, const char* usual) {
    const char* const given = std::getenv(variable);
    return given != nullptr ? given : usual;
}

/// Says of a test that it is skipped when its script is missing.
[[nodiscard]] inline bool has_script(const char* test, const std::filesystem::path& script) {
    const bool there = std::filesystem::is_regular_file(script);
    if (!there)
        std::cout << test << ": skipped, there is no file " << script << std::endl;
    return there;
}

[[nodiscard]] inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

}
