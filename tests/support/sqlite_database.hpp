#pragma once
// An SQLite database in memory, opened as strictly as the runtime opens one.

#include <memory>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace rowsmith::test {

class SqliteDatabase {
public:
    SqliteDatabase() {
        sqlite3* connection = nullptr;
        sqlite3_open(":memory:", &connection);
        connection_.reset(connection);
        for (const int off : {SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML})
            sqlite3_db_config(connection, off, 0, nullptr);
        // Before 3.41 SQLite takes its own JSON functions for untrusted ones.
        if (sqlite3_libversion_number() >= 3041000)
            sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    }

    /// The message of the first statement that failed, empty when none did.
    std::string execute(const std::string& script) {
        char* message = nullptr;
        sqlite3_exec(connection_.get(), script.c_str(), nullptr, nullptr, &message);
        const std::string result = message == nullptr ? "" : message;
        sqlite3_free(message);
        return result;
    }

    /// The values of all rows, as texts, `|` between and "null" for NULL; an error is a row too.
    std::vector<std::string> rows(const std::string& sql) {
        std::vector<std::string> result;
        const auto take = [](void* rows, int count, char** values, char**) {
            std::string row;
            for (int i = 0; i < count; ++i)
                row += (i == 0 ? "" : "|") + std::string(values[i] == nullptr ? "null" : values[i]);
            static_cast<std::vector<std::string>*>(rows)->push_back(row);
            return 0;
        };
        if (sqlite3_exec(connection_.get(), sql.c_str(), take, &result, nullptr) != SQLITE_OK)
            result.emplace_back(sqlite3_errmsg(connection_.get()));
        return result;
    }

    [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };
    std::unique_ptr<sqlite3, Close> connection_;
};

}
