#pragma once
// Whether a person with a terminal reads what is printed.

#include "cli/options.hpp"

namespace rowsmith::cli {

enum class Output { standard, error };

/// As asked for; else only for a terminal that is not dumb, and not where NO_COLOR is set (no-color.org).
[[nodiscard]] bool wants_color(ColorChoice choice, Output output);

}
