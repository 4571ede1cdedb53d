#pragma once
// Asks a database by its own C library, with nothing of Rowsmith between: what it answers is right by
// definition.

#include "answers.hpp"

#include <string>

namespace tpch {

/// `url`: as an engine takes it; of SQLite, that of a file. Throws std::runtime_error with the database's
/// words.
[[nodiscard]] Rows ask_directly(const std::string& url, const std::string& sql);

/// The hand-written SQL of a query, 1 to 22, for the database of this URL.
[[nodiscard]] std::string handwritten(int query, const std::string& url);

}
