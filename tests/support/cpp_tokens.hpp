#pragma once
// C++ source to tokens, as the first three phases of translation see it: trigraphs, spliced lines, comments,
// raw strings. What a comment says is no token, so two sources that differ in comments alone have the same
// ones.

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::test {

enum class Trigraphs { ignored, replaced };

/// A directive's tokens end with "\n". Throws std::runtime_error at what no compiler would take: an open
/// comment or literal, a byte that no token can have, parentheses that do not match.
[[nodiscard]] std::vector<std::string> cpp_tokens(std::string_view source,
                                                  Trigraphs trigraphs = Trigraphs::ignored);

/// The same without what is said in strings: each run of them is `""`.
[[nodiscard]] std::vector<std::string> without_texts(const std::vector<std::string>& tokens);

}
