// The same work by SOCI, prepared and one by one.

#include "../measured.hpp"
#include "../timestamps.hpp"
#include "libpq_account.hpp"
#include "work.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <stdexcept>
#include <vector>

namespace bench::postgres {
namespace {

constexpr const char* insert_sql =
    "insert into accounts (id, name, email, age, active, balance, score, note, created_at) "
    "values (:id, :name, :email, :age, :active, :balance, :score, :note, :created_at)";
const std::string select_sql =
    "select id, name, email, age, active::int, balance::text, score, note, created_at::text from accounts";

/// What an account is bound from, and read into.
struct Fields {
    long long id = 0;
    std::string name;
    std::string email;
    int age = 0;
    int active = 0;
    std::string balance;
    double score = 0;
    std::string note;
    std::string created_at;
    soci::indicator no_email = soci::i_ok;
    soci::indicator no_age = soci::i_ok;
    soci::indicator no_note = soci::i_ok;

    void fill(const PlainAccount& account) {
        texts.fill(account);
        id = account.id;
        name = account.name;
        no_email = account.email ? soci::i_ok : soci::i_null;
        email = account.email.value_or("");
        no_age = account.age ? soci::i_ok : soci::i_null;
        age = account.age.value_or(0);
        active = account.active ? 1 : 0;
        balance = texts.values[5];
        score = account.score;
        no_note = account.note ? soci::i_ok : soci::i_null;
        note = account.note.value_or("");
        created_at = texts.values[8];
    }
    void read(PlainAccount& account) const {
        account.id = id;
        account.name = name;
        if (no_email == soci::i_ok)
            account.email = email;
        if (no_age == soci::i_ok)
            account.age = age;
        account.active = active != 0;
        account.cents = cents_of(balance.c_str());
        account.score = score;
        if (no_note == soci::i_ok)
            account.note = note;
        account.created_at = time_of(created_at.c_str());
    }

    AccountTexts texts;
};

soci::statement insert_statement(soci::session& session, Fields& f) {
    using soci::use;
    return (session.prepare << std::string(insert_sql)
                                   .replace(std::string(insert_sql).find(":active"), 7, ":active::int::bool"),
            use(f.id), use(f.name), use(f.email, f.no_email), use(f.age, f.no_age), use(f.active),
            use(f.balance), use(f.score), use(f.note, f.no_note), use(f.created_at));
}

soci::details::prepare_temp_type select(soci::session& session, const std::string& sql, Fields& f) {
    using soci::into;
    return (session.prepare << sql, into(f.id), into(f.name), into(f.email, f.no_email),
            into(f.age, f.no_age), into(f.active), into(f.balance), into(f.score), into(f.note, f.no_note),
            into(f.created_at));
}

std::vector<PlainAccount> read_all(soci::session& session) {
    std::vector<PlainAccount> accounts;
    Fields fields;
    soci::statement statement = select(session, select_sql, fields);
    statement.execute();
    while (statement.fetch())
        fields.read(accounts.emplace_back());
    return accounts;
}

Outcome run_insert(soci::session& session, const Input& input) {
    return {.times = measured([&] {
                session.begin();
                Fields fields;
                soci::statement statement = insert_statement(session, fields);
                for (const PlainAccount& account : input.accounts) {
                    fields.fill(account);
                    statement.execute(true);
                }
                session.commit();
            })};
}

Outcome run_rows(soci::session& session) {
    std::vector<PlainAccount> accounts;
    const Times times = measured([&] {
        session.begin();
        accounts = read_all(session);
        session.commit();
    });
    return {.times = times, .check = check_of(accounts)};
}

Outcome run_look_up(soci::session& session, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        session.begin();
        Fields fields;
        long long key = 0;
        soci::statement statement = (select(session, select_sql + " where id = :id", fields), soci::use(key));
        for (std::size_t at = 0; at < look_ups(input); ++at) {
            key = input.keys[at];
            statement.execute(true);
            PlainAccount account;
            fields.read(account);
            check += static_cast<std::uint64_t>(account.created_at) + account.name.size();
        }
        session.commit();
    });
    return {.times = times, .check = check};
}

Outcome run_update(soci::session& session) {
    const std::vector<PlainAccount> accounts = read_all(session);
    return {.times = measured([&] {
                session.begin();
                double score = 0;
                long long id = 0;
                soci::statement statement =
                    (session.prepare << "update accounts set score = :score where id = :id", soci::use(score),
                     soci::use(id));
                for (std::size_t at = 0; at < accounts.size(); at += 2) {
                    score = accounts[at].score + 1;
                    id = accounts[at].id;
                    statement.execute(true);
                }
                session.commit();
            })};
}

Outcome run_erase(soci::session& session) {
    const std::vector<PlainAccount> accounts = read_all(session);
    return {.times = measured([&] {
                session.begin();
                long long id = 0;
                soci::statement statement =
                    (session.prepare << "delete from accounts where id = :id", soci::use(id));
                for (std::size_t at = 0; at < accounts.size(); at += 2) {
                    id = accounts[at].id;
                    statement.execute(true);
                }
                session.commit();
            })};
}

Outcome run_units(soci::session& session, const Input& input) {
    Fields fields;
    soci::statement statement = insert_statement(session, fields);
    return {.times = measured([&] {
                for (std::size_t at = 0; at < units(input); ++at) {
                    session.begin();
                    fields.fill(input.accounts[at]);
                    statement.execute(true);
                    session.commit();
                }
            })};
}

}

std::optional<Outcome> run_soci(Work work, const Place& place, const Input& input) {
    soci::session session(soci::postgresql,
                          "host=" + place.folder + " dbname=" + place.database + " user=rowsmith");
    session << "set timezone = 'UTC'";
    switch (work) {
    case Work::insert:
        return run_insert(session, input);
    case Work::rows:
        return run_rows(session);
    case Work::look_up:
        return run_look_up(session, input);
    case Work::update:
        return run_update(session);
    case Work::erase:
        return run_erase(session);
    case Work::unit:
    case Work::quick_unit:
        return run_units(session, input);
    case Work::copy:
    case Work::refs:
    case Work::look_up_many:
        break;
    }
    return std::nullopt;
}

}
