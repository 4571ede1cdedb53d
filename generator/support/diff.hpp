#pragma once
// The difference of two texts, for people and for `patch`.

#include <string>
#include <string_view>

namespace rowsmith {

/// A unified diff with three lines of context; empty when the texts are equal. Texts that have little in
/// common are shown as one replacement, so that the time stays in proportion to their length.
[[nodiscard]] std::string unified_diff(std::string_view old_text, std::string_view new_text,
                                       std::string_view old_name, std::string_view new_name);

}
