// The yardstick: SQLite's C API as a careful programmer uses it. One connection without mutexes, one
// transaction, statements prepared once and bound by position.

#include "measured.hpp"
#include "raw_account.hpp"
#include "workload.hpp"

#include <sqlite3.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

void check(sqlite3* database, int code) {
    if (code != SQLITE_OK) [[unlikely]]
        throw std::runtime_error(sqlite3_errmsg(database));
}

void execute(sqlite3* database, const char* sql) {
    check(database, sqlite3_exec(database, sql, nullptr, nullptr, nullptr));
}

/// Opened and set up as Rowsmith does.
Database open(const std::string& path) {
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

Statement prepare(sqlite3* database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(database, sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return Statement(statement);
}

/// Executes a statement that gives no rows.
void run(sqlite3* database, sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) [[unlikely]]
        throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_reset(statement);
}

constexpr const char* insert_sql =
    "insert into accounts (id, name, email, age, active, balance, score, note, created_at) "
    "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr const char* select_sql =
    "select id, name, email, age, active, balance, score, note, created_at from accounts";
constexpr const char* find_sql =
    "select id, name, email, age, active, balance, score, note, created_at from accounts where id = ?1";

std::vector<PlainAccount> read_all(sqlite3* database) {
    std::vector<PlainAccount> accounts;
    const Statement select = prepare(database, select_sql);
    int code = sqlite3_step(select.get());
    for (; code == SQLITE_ROW; code = sqlite3_step(select.get()))
        read(select.get(), accounts.emplace_back());
    if (code != SQLITE_DONE)
        throw std::runtime_error(sqlite3_errmsg(database));
    return accounts;
}

void insert_all(sqlite3* database, const Input& input) {
    execute(database, "begin immediate");
    const Statement statement = prepare(database, insert_sql);
    std::array<char, timestamp_length> created_at;
    for (const PlainAccount& account : input.accounts) {
        bind(statement.get(), account, created_at.data());
        run(database, statement.get());
    }
    execute(database, "commit");
}

Outcome run_insert(sqlite3* database, const Input& input) {
    return {.times = measured([&] { insert_all(database, input); })};
}

Outcome run_rows(sqlite3* database) {
    std::vector<PlainAccount> accounts;
    const Times times = measured([&] {
        execute(database, "begin");
        accounts = read_all(database);
        execute(database, "commit");
    });
    return {.times = times, .check = check_of(accounts)};
}

Outcome run_look_up(sqlite3* database, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        execute(database, "begin");
        const Statement statement = prepare(database, find_sql);
        for (const std::int64_t key : input.keys) {
            PlainAccount account;
            sqlite3_bind_int64(statement.get(), 1, key);
            if (sqlite3_step(statement.get()) != SQLITE_ROW)
                throw std::runtime_error(sqlite3_errmsg(database));
            read(statement.get(), account);
            sqlite3_reset(statement.get());
            mix(check, static_cast<std::uint64_t>(account.created_at) + account.name.size());
        }
        execute(database, "commit");
    });
    return {.times = times, .check = check};
}

Outcome run_update(sqlite3* database) {
    std::vector<PlainAccount> accounts = read_all(database);
    const Times times = measured([&] {
        execute(database, "begin immediate");
        const Statement statement = prepare(database, "update accounts set score = ?1 where id = ?2");
        for (std::size_t at = 0; at < accounts.size(); at += 2) {
            accounts[at].score += 1;
            sqlite3_bind_double(statement.get(), 1, accounts[at].score);
            sqlite3_bind_int64(statement.get(), 2, accounts[at].id);
            run(database, statement.get());
        }
        execute(database, "commit");
    });
    return {.times = times};
}

Outcome run_erase(sqlite3* database) {
    const std::vector<PlainAccount> accounts = read_all(database);
    const Times times = measured([&] {
        execute(database, "begin immediate");
        const Statement statement = prepare(database, "delete from accounts where id = ?1");
        for (std::size_t at = 0; at < accounts.size(); at += 2) {
            sqlite3_bind_int64(statement.get(), 1, accounts[at].id);
            run(database, statement.get());
        }
        execute(database, "commit");
    });
    return {.times = times};
}

}

void fill(const std::string& path, const Input& input) {
    insert_all(open(path).get(), input);
}

std::uint64_t check_of_file(const std::string& path) {
    return check_of(read_all(open(path).get()));
}

Outcome run_raw(Work work, const std::string& path, const Input& input) {
    const Database database = open(path);
    switch (work) {
    case Work::insert:
        return run_insert(database.get(), input);
    case Work::rows:
    case Work::refs:
        return run_rows(database.get());
    case Work::look_up:
        return run_look_up(database.get(), input);
    case Work::update:
        return run_update(database.get());
    case Work::erase:
        return run_erase(database.get());
    }
    return {};
}

}
