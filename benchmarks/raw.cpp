// The yardstick: SQLite's C API as a careful programmer uses it. One connection without mutexes, one
// transaction, statements prepared once and bound by position.

#include "measured.hpp"
#include "raw_account.hpp"
#include "raw_sqlite.hpp"
#include "workload.hpp"

#include <array>
#include <vector>

namespace bench {
namespace {

constexpr const char* insert_sql =
    "insert into accounts (id, name, email, age, active, balance, score, note, created_at) "
    "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr const char* select_sql =
    "select id, name, email, age, active, balance, score, note, created_at from accounts";
constexpr const char* find_sql =
    "select id, name, email, age, active, balance, score, note, created_at from accounts where id = ?1";
constexpr const char* query_sql =
    "select id, name, email, age, active, balance, score, note, created_at from accounts "
    "where id = ?1 and score > ?2 and name <> ?3 limit 1";

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

/// `only`: that there is no second row is made sure of, as a query that gives one row does.
Outcome run_look_up(sqlite3* database, const Input& input, bool only) {
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
            if (only && sqlite3_step(statement.get()) != SQLITE_DONE)
                throw std::runtime_error("more than one account has the key");
            sqlite3_reset(statement.get());
            mix(check, static_cast<std::uint64_t>(account.created_at) + account.name.size());
        }
        execute(database, "commit");
    });
    return {.times = times, .check = check};
}

/// Three conditions, of which one finds the row.
Outcome run_query(sqlite3* database, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        execute(database, "begin");
        const Statement statement = prepare(database, query_sql);
        for (const std::int64_t key : input.keys) {
            PlainAccount account;
            sqlite3_bind_int64(statement.get(), 1, key);
            sqlite3_bind_double(statement.get(), 2, least_score);
            sqlite3_bind_text(statement.get(), 3, nobody.data(), static_cast<int>(nobody.size()),
                              SQLITE_STATIC);
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

std::uint64_t check_of_accounts(const std::string& path) {
    return check_of(read_all(open(path).get()));
}

Outcome run_raw(Work work, const std::string& path, const Input& input) {
    if (has_lists(work))
        return run_raw_lists(work, path, input);
    const Database database = open(path);
    switch (work) {
    case Work::insert:
        return run_insert(database.get(), input);
    case Work::rows:
    case Work::refs:
        return run_rows(database.get());
    case Work::look_up:
        return run_look_up(database.get(), input, false);
    case Work::named_query:
        return run_look_up(database.get(), input, true);
    case Work::query:
        return run_query(database.get(), input);
    case Work::update:
        return run_update(database.get());
    case Work::erase:
        return run_erase(database.get());
    case Work::insert_lists:
    case Work::read_lists:
    case Work::read_siblings:
        break;
    }
    return {};
}

}
