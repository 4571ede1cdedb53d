// The same work through a session.

#include "../accounts.hpp"
#include "../measured.hpp"
#include "work.hpp"

#include <bench.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <span>
#include <utility>

namespace bench::postgres {
namespace {

std::string url(const Place& place) {
    return "postgresql://rowsmith@/" + place.database + "?host=" + place.folder;
}

std::vector<Account> fresh_accounts(const Input& input, std::size_t count) {
    std::vector<Account> fresh;
    for (std::size_t at = 0; at < count; ++at)
        fresh.push_back(account_of(input.accounts[at]));
    return fresh;
}

Outcome run_insert(rowsmith::Session& session, const Input& input) {
    auto fresh = fresh_accounts(input, input.accounts.size());
    return {.times = measured([&] {
                AccountRepository accounts{session};
                for (Account& account : fresh)
                    accounts.add(std::move(account));
                session.commit();
            })};
}

Outcome run_copy(rowsmith::Session& session, const Input& input) {
    const auto fresh = fresh_accounts(input, input.accounts.size());
    return {.times = measured([&] {
                AccountRepository{session}.bulk_insert(fresh);
                session.commit();
            })};
}

Outcome run_rows(rowsmith::Session& session) {
    std::vector<Account> accounts;
    const Times times = measured([&] {
        accounts = AccountRepository{session}.rows();
        session.commit();
    });
    std::vector<PlainAccount> plain;
    for (const auto& account : accounts)
        plain.push_back(plain_of(account));
    return {.times = times, .check = check_of(plain)};
}

Outcome run_refs(rowsmith::Session& session) {
    std::vector<rowsmith::Ref<Account>> accounts;
    const Times times = measured([&] {
        accounts = AccountRepository{session}.all();
        session.commit();
    });
    std::vector<PlainAccount> plain;
    for (const auto& account : accounts)
        plain.push_back(plain_of(*account));
    return {.times = times, .check = check_of(plain)};
}

std::uint64_t check_of(const Account& account) {
    return static_cast<std::uint64_t>(account.created_at.microseconds) + account.name.size();
}

Outcome run_look_up(rowsmith::Session& session, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        AccountRepository accounts{session};
        for (std::size_t at = 0; at < look_ups(input); ++at)
            check += check_of(*accounts.get(input.keys[at]));
        session.commit();
    });
    return {.times = times, .check = check};
}

Outcome run_look_up_many(rowsmith::Session& session, const Input& input) {
    const std::vector keys(input.keys.begin(),
                           input.keys.begin() + static_cast<std::ptrdiff_t>(look_ups(input)));
    std::uint64_t check = 0;
    const Times times = measured([&] {
        AccountRepository accounts{session};
        for (const auto& account : accounts.where(accounts.id.in(keys)).all())
            check += check_of(*account);
        session.commit();
    });
    return {.times = times, .check = check};
}

Outcome run_update(rowsmith::Session& session) {
    auto accounts = AccountRepository{session}.all();
    session.commit();
    return {.times = measured([&] {
                for (std::size_t at = 0; at < accounts.size(); at += 2)
                    accounts[at].edit().score += 1;
                session.commit();
            })};
}

Outcome run_erase(rowsmith::Session& session) {
    auto accounts = AccountRepository{session}.all();
    session.commit();
    return {.times = measured([&] {
                for (std::size_t at = 0; at < accounts.size(); at += 2)
                    session.erase(accounts[at]);
                session.commit();
            })};
}

Outcome run_units(rowsmith::Engine& engine, const Input& input) {
    const auto fresh = fresh_accounts(input, units(input));
    return {.times = measured([&] {
                for (const Account& account : fresh)
                    engine.transact(
                        [&](rowsmith::Session& session) { AccountRepository{session}.add(account); });
            })};
}

}

void create_tables(const Place& place) {
    rowsmith::Engine engine{url(place)};
    create_all(engine);
}

Outcome run_session(Work work, const Place& place, const Input& input) {
    rowsmith::Engine engine{url(place)};
    engine.execute("select 1"); // its connection is open then, as the other side's is
    if (is_unit(work))
        return run_units(engine, input);
    rowsmith::Session session{engine};
    switch (work) {
    case Work::insert:
        return run_insert(session, input);
    case Work::copy:
        return run_copy(session, input);
    case Work::rows:
        return run_rows(session);
    case Work::refs:
        return run_refs(session);
    case Work::look_up:
        return run_look_up(session, input);
    case Work::look_up_many:
        return run_look_up_many(session, input);
    case Work::update:
        return run_update(session);
    case Work::erase:
        return run_erase(session);
    case Work::unit:
    case Work::quick_unit:
        break;
    }
    return {};
}

}
