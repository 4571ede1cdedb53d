#include "oracle.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace tpch {
namespace {

namespace fs = std::filesystem;
using rowsmith::Decimal;

constexpr std::string_view file_scheme = "sqlite:///";

bool is_file(const std::string& url) {
    return url.starts_with(file_scheme);
}

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
template <typename T>
using Owned = std::unique_ptr<T, Close>;

Cell sqlite_cell(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return {};
    case SQLITE_INTEGER:
        return Decimal(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, column);
    default:
        const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }
}

Owned<sqlite3> open_file(const std::string& path) {
    sqlite3* opened = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    Owned<sqlite3> database{opened};
    if (status != SQLITE_OK)
        throw std::runtime_error(path + ": " + sqlite3_errmsg(opened));
    sqlite3_exec(opened, "pragma case_sensitive_like = on", nullptr, nullptr, nullptr);
    return database;
}

Rows ask_file(const std::string& path, const std::string& sql) {
    const Owned<sqlite3> database = open_file(path);
    sqlite3_stmt* prepared = nullptr;
    int status = sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &prepared, nullptr);
    const Owned<sqlite3_stmt> statement{prepared};
    Rows rows;
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        if (status = sqlite3_step(prepared); status != SQLITE_ROW)
            continue;
        Row& row = rows.emplace_back();
        for (int column = 0; column < sqlite3_column_count(prepared); ++column)
            row.push_back(sqlite_cell(prepared, column));
    }
    if (status != SQLITE_DONE)
        throw std::runtime_error(sqlite3_errmsg(database.get()));
    return rows;
}

/// By the numbers that PostgreSQL's catalogue gives to types.
Cell server_cell(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0)
        return {};
    const std::string text = PQgetvalue(result, row, column);
    switch (PQftype(result, column)) {
    case 20:   // bigint
    case 21:   // smallint
    case 23:   // integer
    case 1700: // numeric
        return Decimal(text);
    case 700: // real
    case 701: // double precision
        return std::stod(text);
    default:
        return text;
    }
}

Rows ask_server(const std::string& url, const std::string& sql) {
    const Owned<PGconn> connection{PQconnectdb(url.c_str())};
    const Owned<PGresult> result{PQexec(connection.get(), sql.c_str())};
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
        throw std::runtime_error(PQerrorMessage(connection.get()));
    Rows rows;
    for (int number = 0; number < PQntuples(result.get()); ++number) {
        Row& row = rows.emplace_back();
        for (int column = 0; column < PQnfields(result.get()); ++column)
            row.push_back(server_cell(result.get(), number, column));
    }
    return rows;
}

}

Rows ask_directly(const std::string& url, const std::string& sql) {
    return is_file(url) ? ask_file(url.substr(file_scheme.size()), sql) : ask_server(url, sql);
}

std::string handwritten(int query, const std::string& url) {
    const fs::path folder = TPCH_SQL;
    const std::string name = (query < 10 ? "q0" : "q") + std::to_string(query);
    fs::path file = folder / (name + ".sql");
    if (!fs::exists(file))
        file = folder / (name + (is_file(url) ? ".sqlite.sql" : ".postgres.sql"));
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error(file.string() + " is missing");
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

}
