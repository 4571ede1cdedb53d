#pragma once
// SQLite's C API with what a careful programmer puts around it.

#include <sqlite3.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace bench {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

inline void check(sqlite3* database, int code) {
    if (code != SQLITE_OK) [[unlikely]]
        throw std::runtime_error(sqlite3_errmsg(database));
}

inline void execute(sqlite3* database, const char* sql) {
    check(database, sqlite3_exec(database, sql, nullptr, nullptr, nullptr));
}

/// Opened and set up as Rowsmith does.
inline Database open(const std::string& path) {
    sqlite3* opened = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    Database database(opened);
    check(opened, code);
    sqlite3_busy_timeout(opened, 5000);
    execute(opened, "pragma foreign_keys=on; pragma cell_size_check=on; pragma synchronous=full; "
                    "pragma journal_mode=wal");
    return database;
}

inline Statement prepare(sqlite3* database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(database, sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return Statement(statement);
}

/// Executes a statement that gives no rows.
inline void run(sqlite3* database, sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) [[unlikely]]
        throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_reset(statement);
}

}
