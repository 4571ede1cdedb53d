#pragma once
// Where statements are broken into lines, so that people can read them, in scripts and in generated code.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::sql {

/// Leaves room for the indentation and the quotes of generated code.
inline constexpr std::size_t line_width = 100;

/// The texts with `separator` between.
[[nodiscard]] std::string joined(std::span<const std::string> items, std::string_view separator);
/// The texts with `, ` between, with a new line, indented, where `line_width` would be passed. The first one
/// starts at column `start`.
[[nodiscard]] std::string filled(std::span<const std::string> items, std::size_t start, std::size_t indent);
/// The pieces on one line that starts at column `start` when they fit, else each on a line of its own,
/// indented.
[[nodiscard]] std::string broken(const std::vector<std::string>& pieces, std::size_t start,
                                 std::size_t indent);

}
