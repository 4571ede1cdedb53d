#pragma once
// Owners of SQLite's objects.

#include <sqlite3.h>

#include <memory>

namespace rowsmith::sqlite {

struct CloseDatabase {
    // close_v2 leaves the handle to statements that are still alive, rather than dangling under them.
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

}
