// The yardstick: libpq as a careful programmer uses it. Statements prepared once, parameters and results as
// text, one statement after the other.

#include "../measured.hpp"
#include "libpq_account.hpp"
#include "work.hpp"

#include <memory>
#include <stdexcept>
#include <vector>

namespace bench::postgres {
namespace {

constexpr const char* columns = "id, name, email, age, active, balance, score, note, created_at";

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

Result checked(PGconn* connection, PGresult* returned) {
    Result result(returned);
    const auto status = PQresultStatus(returned);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) [[unlikely]]
        throw std::runtime_error(PQerrorMessage(connection));
    return result;
}

Result execute(PGconn* connection, const std::string& sql) {
    return checked(connection, PQexec(connection, sql.c_str()));
}

Connection open(const Place& place) {
    const std::string where =
        "host=" + place.folder + " dbname=" + place.database + " user=rowsmith options='-c TimeZone=UTC'";
    Connection connection(PQconnectdb(where.c_str()));
    if (PQstatus(connection.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection.get()));
    return connection;
}

void prepare_statement(PGconn* connection, const std::string& sql) {
    checked(connection, PQprepare(connection, "work", sql.c_str(), 0, nullptr));
}

template <std::size_t count>
Result run(PGconn* connection, const std::array<const char*, count>& values) {
    return checked(connection, PQexecPrepared(connection, "work", static_cast<int>(count), values.data(),
                                              nullptr, nullptr, 0));
}

const std::string insert_sql =
    std::string("insert into accounts (") + columns + ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const std::string select_sql = std::string("select ") + columns + " from accounts";

std::vector<PlainAccount> read_all(PGconn* connection) {
    const Result result = checked(
        connection, PQexecParams(connection, select_sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    std::vector<PlainAccount> accounts;
    for (int row = 0; row < PQntuples(result.get()); ++row)
        read(result.get(), row, accounts.emplace_back());
    return accounts;
}

Outcome run_insert(PGconn* connection, const Input& input) {
    return {.times = measured([&] {
                execute(connection, "begin");
                prepare_statement(connection, insert_sql);
                AccountTexts texts;
                for (const PlainAccount& account : input.accounts) {
                    texts.fill(account);
                    run(connection, texts.values);
                }
                execute(connection, "commit");
            })};
}

Outcome run_rows(PGconn* connection) {
    std::vector<PlainAccount> accounts;
    const Times times = measured([&] {
        execute(connection, "begin");
        accounts = read_all(connection);
        execute(connection, "commit");
    });
    return {.times = times, .check = check_of(accounts)};
}

Outcome run_look_up(PGconn* connection, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        execute(connection, "begin");
        prepare_statement(connection, select_sql + " where id = $1");
        AccountTexts::Number key;
        for (std::size_t at = 0; at < look_ups(input); ++at) {
            const Result result = run(connection, std::array{AccountTexts::text(key, input.keys[at])});
            PlainAccount account;
            read(result.get(), 0, account);
            check += static_cast<std::uint64_t>(account.created_at) + account.name.size();
        }
        execute(connection, "commit");
    });
    return {.times = times, .check = check};
}

Outcome run_update(PGconn* connection) {
    std::vector<PlainAccount> accounts = read_all(connection);
    return {.times = measured([&] {
                execute(connection, "begin");
                prepare_statement(connection, "update accounts set score = $1 where id = $2");
                AccountTexts::Number score;
                AccountTexts::Number key;
                for (std::size_t at = 0; at < accounts.size(); at += 2) {
                    accounts[at].score += 1;
                    run(connection, std::array{AccountTexts::text(score, accounts[at].score),
                                               AccountTexts::text(key, accounts[at].id)});
                }
                execute(connection, "commit");
            })};
}

Outcome run_erase(PGconn* connection) {
    const std::vector<PlainAccount> accounts = read_all(connection);
    return {.times = measured([&] {
                execute(connection, "begin");
                prepare_statement(connection, "delete from accounts where id = $1");
                AccountTexts::Number key;
                for (std::size_t at = 0; at < accounts.size(); at += 2)
                    run(connection, std::array{AccountTexts::text(key, accounts[at].id)});
                execute(connection, "commit");
            })};
}

Outcome run_units(PGconn* connection, const Input& input) {
    prepare_statement(connection, insert_sql);
    return {.times = measured([&] {
                AccountTexts texts;
                for (std::size_t at = 0; at < units(input); ++at) {
                    execute(connection, "begin");
                    texts.fill(input.accounts[at]);
                    run(connection, texts.values);
                    execute(connection, "commit");
                }
            })};
}

}

void fill(const Place& place, const Input& input) {
    const Connection connection = open(place);
    run_insert(connection.get(), input);
    execute(connection.get(), "create table filled as select * from accounts order by id");
}

void prepare(Work work, const Place& place) {
    const Connection connection = open(place);
    execute(connection.get(), "truncate accounts");
    if (work != Work::insert && work != Work::copy && !is_unit(work))
        execute(connection.get(), "insert into accounts select * from filled order by id");
    execute(connection.get(), "vacuum analyze accounts");
    execute(connection.get(), "checkpoint");
}

std::uint64_t check_of_accounts(const Place& place) {
    const Connection connection = open(place);
    const Result result =
        execute(connection.get(), "select coalesce(sum(hashtextextended(a::text, 0)), 0)::text "
                                  "from accounts a");
    std::uint64_t check = 0;
    for (const char* text = PQgetvalue(result.get(), 0, 0); *text != '\0'; ++text)
        mix(check, static_cast<unsigned char>(*text));
    return check;
}

Outcome run_libpq(Work work, const Place& place, const Input& input) {
    const Connection connection = open(place);
    switch (work) {
    case Work::insert:
    case Work::copy:
        return run_insert(connection.get(), input);
    case Work::rows:
    case Work::refs:
        return run_rows(connection.get());
    case Work::look_up:
    case Work::look_up_many:
        return run_look_up(connection.get(), input);
    case Work::update:
        return run_update(connection.get());
    case Work::erase:
        return run_erase(connection.get());
    case Work::unit:
    case Work::quick_unit:
        return run_units(connection.get(), input);
    }
    return {};
}

}
