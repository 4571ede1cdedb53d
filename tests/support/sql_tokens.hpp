#pragma once
// SQL to tokens, as far as both databases agree on them: words, numbers, signs, texts, quoted names,
// comments, and PostgreSQL's dollar quotes, whose contents are taken for SQL.

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::test {

/// A text is `''` and a quoted name `""`, whatever stands in them; comments are no tokens. Throws
/// std::runtime_error where something is open at the end.
[[nodiscard]] std::vector<std::string> sql_tokens(std::string_view sql);

}
