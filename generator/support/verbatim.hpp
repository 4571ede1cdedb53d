#pragma once
// The guard of SQL that a schema says verbatim. It looks at tokens only: what passes cannot end, or hide, the
// statement around it, on any database. It depends on nothing, so that every phase may ask.

#include <optional>
#include <string>
#include <string_view>

namespace rowsmith {

/// What keeps `sql` from standing between parentheses as one expression, in words ("it contains `;`");
/// nothing when it may stand there.
[[nodiscard]] std::optional<std::string> verbatim_fault(std::string_view sql);

}
