#pragma once
// One schema file's text to its tree. After a mistake it goes on at the next line or declaration, so that one
// run reports them all.

#include "support/diagnostics.hpp"
#include "support/source.hpp"
#include "syntax/ast.hpp"
#include "syntax/lexer.hpp"

namespace rowsmith::syntax {

/// `index` is the file's place among the sources of the run; every span of the tree carries it. The limit is a
/// smaller one in tests.
[[nodiscard]] File parse(const Source& source, FileIndex index, Diagnostics& diagnostics,
                         std::size_t token_limit = most_tokens);

}
