#include "cli/terminal.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace rowsmith::cli {

namespace {

std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}

bool wants_color(ColorChoice choice, Output output) {
    switch (choice) {
    case ColorChoice::always:
        return true;
    case ColorChoice::never:
        return false;
    case ColorChoice::automatic:
        break;
    }
    const std::string_view terminal = variable("TERM");
    const bool is_terminal = isatty(output == Output::standard ? STDOUT_FILENO : STDERR_FILENO) == 1;
    return is_terminal && !terminal.empty() && terminal != "dumb" && variable("NO_COLOR").empty();
}

}
