#include "rowsmith/error.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/errors.hpp"
#include "sqlite/handles.hpp"
#include "sqlite/settings.hpp"
#include "sqlite/sqlite.hpp"
#include "sqlite/words.hpp"

#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::sqlite {
namespace {

template <typename Exception>
[[noreturn]] void refuse(const Settings& settings, std::string_view what) {
    ErrorDetail detail;
    detail.outcome = Outcome::not_started;
    detail.sqlite_code = SQLITE_CANTOPEN;
    throw Exception("database '" + settings.path + "': " + std::string(what), std::move(detail));
}

/// Tells apart what SQLite would call "unable to open database file", and keeps it from making files in vain.
void check_file(const Settings& settings) {
    namespace fs = std::filesystem;
    const fs::path path(settings.path);
    std::error_code error;
    const fs::file_status file = fs::status(path, error);
    if (file.type() == fs::file_type::directory)
        refuse<ConnectFailed>(settings, "this is a folder");
    if (fs::exists(file) && !fs::is_regular_file(file))
        refuse<ConnectFailed>(settings, "this is not a regular file");
    if (file.type() != fs::file_type::not_found)
        return;
    if (!settings.options.create || settings.options.read_only)
        refuse<NoSuchDatabase>(settings, "the file does not exist, and is not to be created");
    if (!fs::is_directory(path.parent_path(), error))
        refuse<ConnectFailed>(settings, "its folder does not exist");
}

int open_flags(const Settings& settings) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (settings.memory)
        return flags | SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (settings.options.read_only)
        return flags | SQLITE_OPEN_READONLY;
    return flags | SQLITE_OPEN_READWRITE | (settings.options.create ? SQLITE_OPEN_CREATE : 0);
}

[[noreturn]] void fail(sqlite3* database, int code, const char* sql, const Settings& settings) {
    try {
        raise(last_failure(database, code, sql, Outcome::not_started));
    } catch (Error& error) {
        if (!settings.memory)
            error.add_context("database '" + settings.path + "'");
        throw;
    }
}

DatabaseHandle open_handle(const Settings& settings) {
    if (!settings.memory)
        check_file(settings);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(settings.path.c_str(), &opened, open_flags(settings), nullptr);
    DatabaseHandle database(opened);
    if (code == SQLITE_CANTOPEN && sqlite3_system_errno(opened) == EACCES)
        refuse<PermissionDenied>(settings, "permission denied");
    if (code != SQLITE_OK)
        fail(opened, code, "", settings);
    return database;
}

/// Off: double-quoted names that become strings, writes to the schema and shadow tables, functions and
/// virtual tables that a hostile schema could call, loading of libraries.
void harden(sqlite3* database) {
    // Until 3.41 an untrusted schema may not call json_valid, which the checks of json columns need.
    const int trusted_schema = sqlite3_libversion_number() < 3'041'000 ? 1 : 0;
    const std::array<std::pair<int, int>, 5> switches{{
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, trusted_schema},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    }};
    for (const auto& [option, value] : switches)
        sqlite3_db_config(database, option, value, nullptr);
}

int note_pragma(void* foreign_keys, int count, char** values, char** names) {
    if (count == 1 && std::string_view(names[0]) == "foreign_keys")
        *static_cast<bool*>(foreign_keys) = values[0] && std::string_view(values[0]) == "1";
    return 0;
}

/// Sets what every connection has, and reads the header and the schema: a file that is not a database shows
/// here.
void configure(sqlite3* database, const Settings& settings) {
    const bool full = settings.options.durability == Durability::full;
    const char* script = full ? "pragma foreign_keys=on; pragma foreign_keys; pragma cell_size_check=on; "
                                "pragma synchronous=full; select 1 from sqlite_schema limit 1"
                              : "pragma foreign_keys=on; pragma foreign_keys; pragma cell_size_check=on; "
                                "pragma synchronous=normal; select 1 from sqlite_schema limit 1";
    bool foreign_keys = false;
    const int code = sqlite3_exec(database, script, note_pragma, &foreign_keys, nullptr);
    if (code != SQLITE_OK)
        fail(database, code, script, settings);
    if (!foreign_keys)
        throw ConfigError("this SQLite library does not enforce foreign keys");
}

int note_journal(void* wal, int count, char** values, char**) {
    *static_cast<bool*>(wal) = count == 1 && values[0] && std::string_view(values[0]) == "wal";
    return 0;
}

/// Whether the database is in WAL mode now. Where that is impossible (another program reads in the old mode,
/// the file or its folder cannot be written) the mode stays as it is.
bool use_wal(sqlite3* database, const Settings& settings) {
    if (settings.memory)
        return false;
    const bool readonly = sqlite3_db_readonly(database, "main") == 1;
    const char* pragma = readonly ? "pragma journal_mode" : "pragma journal_mode=wal";
    bool wal = false;
    const int code = sqlite3_exec(database, pragma, note_journal, &wal, nullptr);
    const int kind = code & 0xff;
    if (kind == SQLITE_NOMEM || kind == SQLITE_CORRUPT || kind == SQLITE_FULL)
        fail(database, code, pragma, settings);
    return wal;
}

class FileDatabase : public driver::Database {
public:
    explicit FileDatabase(Settings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] std::unique_ptr<driver::Connection> connect() override { return open(); }
    [[nodiscard]] std::unique_ptr<driver::Listener> connect_listener() override {
        throw UsageError("SQLite has no notifications");
    }
    [[nodiscard]] std::string_view dialect() const override { return "sqlite"; }
    [[nodiscard]] driver::Spelling spelling() const override { return spelling_of_queries(); }
    [[nodiscard]] driver::Traits traits() const override {
        return {.unlimited_connections = settings_.memory};
    }

protected:
    [[nodiscard]] std::unique_ptr<Connection> open() const {
        DatabaseHandle database = open_handle(settings_);
        sqlite3_busy_timeout(database.get(), static_cast<int>(settings_.options.busy_timeout.count()));
        harden(database.get());
        configure(database.get(), settings_);
        const bool wal = use_wal(database.get(), settings_);
        return std::make_unique<Connection>(
            std::move(database), ConnectionTraits{.busy_timeout = settings_.options.busy_timeout,
                                                  .statement_timeout = settings_.options.statement_timeout,
                                                  .wal = wal});
    }

private:
    Settings settings_;
};

/// A database in memory. It lives as long as a connection to it, so one is kept from the first use on.
class MemoryDatabase final : public FileDatabase {
public:
    using FileDatabase::FileDatabase;

    [[nodiscard]] std::unique_ptr<driver::Connection> connect() override {
        const std::scoped_lock lock(mutex_);
        if (!keeper_)
            keeper_ = open();
        return open();
    }

private:
    std::mutex mutex_;
    std::unique_ptr<Connection> keeper_;
};

}

std::unique_ptr<driver::Database> open(const Url& url, const EngineOptions& options) {
    Settings settings = settings_of(url, options);
    if (settings.memory)
        return std::make_unique<MemoryDatabase>(std::move(settings));
    return std::make_unique<FileDatabase>(std::move(settings));
}

}
