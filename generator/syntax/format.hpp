#pragma once
// The layout that `rowsmith format` gives a schema file. It changes white space, and the commas between what
// stands on lines of its own; comments, texts and everything else stay as they were written.

#include "support/diagnostics.hpp"
#include "support/source.hpp"

#include <optional>
#include <string>

namespace rowsmith::syntax {

/// The file's text as it should look; it is its own result. Nothing when the file has errors, which are
/// reported: what was not understood is not moved about.
[[nodiscard]] std::optional<std::string> format(const Source& source, FileIndex index,
                                                Diagnostics& diagnostics);

}
