// The database that every generator has with it.

#include "checking/probe.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace rowsmith::checking {

namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

std::string text(const char* value) {
    return value == nullptr ? std::string() : std::string(value);
}

class SqliteProbe final : public Probe {
public:
    SqliteProbe() {
        sqlite3* opened = nullptr;
        const int code =
            sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        database_.reset(opened);
        if (code != SQLITE_OK)
            throw std::runtime_error("a database in memory cannot be opened: " + text(sqlite3_errstr(code)));
        // What a program's connections refuse is refused here: "name" that is no name for a text.
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    }

    std::optional<Refusal> execute(const std::string& sql) override {
        if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK)
            return std::nullopt;
        return refusal();
    }

    Prepared prepare(const std::string& sql) override;
    std::string missing_table(const model::Table& table) const override {
        return "no such table: " + table.db_name;
    }
    const sql::Dialect& dialect() const override { return sql::sqlite(); }

private:
    [[nodiscard]] Refusal refusal() const {
        const int offset = sqlite3_error_offset(database_.get());
        return {.message = text(sqlite3_errmsg(database_.get())),
                .offset = offset < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(offset))};
    }

    std::unique_ptr<sqlite3, Close> database_;
};

Prepared SqliteProbe::prepare(const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v2(database_.get(), sql.c_str(), static_cast<int>(sql.size()) + 1, &made, nullptr);
    const Statement statement(made);
    if (code != SQLITE_OK)
        return {.refusal = refusal()};
    Prepared prepared;
    for (int at = 0; at < sqlite3_column_count(made); ++at)
        prepared.columns.push_back({.name = text(sqlite3_column_name(made, at)),
                                    .table = text(sqlite3_column_table_name(made, at)),
                                    .column = text(sqlite3_column_origin_name(made, at))});
    for (int at = 1; at <= sqlite3_bind_parameter_count(made); ++at) {
        const auto name = text(sqlite3_bind_parameter_name(made, at));
        prepared.parameters.push_back(name.empty() ? "?" : name);
    }
    prepared.writes = made != nullptr && sqlite3_stmt_readonly(made) == 0;
    return prepared;
}

}

std::unique_ptr<Probe> make_probe() {
    return std::make_unique<SqliteProbe>();
}

}
