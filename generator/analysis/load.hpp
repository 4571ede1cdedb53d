#pragma once
// Reading schema files: the requested ones and, from import to import, everything they need. Names and
// meaning are not looked at here.

#include "support/diagnostics.hpp"
#include "support/source.hpp"
#include "syntax/ast.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowsmith::analysis {

/// A file of SQL that a query names, and where it does.
struct SqlFile {
    Span name;
    FileIndex source = 0;
};

/// All files of a run. The vectors are parallel; Span::file is an index into each of them.
struct Program {
    Sources sources; // and behind those of the schema files, the files of SQL
    std::vector<syntax::File> files;
    std::vector<bool> requested; // named by the caller, not only imported
    /// False where a declaration could not be read or an import was not found: a name that is missing there
    /// may be a consequence, and is not reported.
    std::vector<bool> complete;
    /// One entry per import, in the order written; empty where the file could not be had.
    std::vector<std::vector<std::optional<FileIndex>>> imports;
    std::vector<SqlFile> sql_files; // those that could be read
};

/// Where texts come from. `identity` says whether there is a file at a path: equal texts are the same file.
/// `read` throws FileError.
struct Files {
    std::function<std::optional<std::string>(const std::string& path)> identity;
    std::function<std::string(const std::string& path)> read;
};

/// The file system; regular files of at most 64 MiB.
[[nodiscard]] Files disk_files();
/// Texts by path, for tests.
[[nodiscard]] Files memory_files(std::map<std::string, std::string> texts);

/// Loads `paths` and all that they import, each file once. An import is looked for in the folder of the file
/// that imports it, then in `import_dirs`; a query's SQL in the folder of its schema file. A path that cannot
/// be loaded throws FileError; an import or SQL is a diagnostic.
[[nodiscard]] Program load(std::span<const std::string> paths, std::span<const std::string> import_dirs,
                           const Files& files, Diagnostics& diagnostics);
[[nodiscard]] Program load(std::span<const std::string> paths, std::span<const std::string> import_dirs,
                           Diagnostics& diagnostics);

}
