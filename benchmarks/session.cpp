// The same work through a session.

#include "accounts.hpp"
#include "measured.hpp"
#include "workload.hpp"

#include <bench.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <utility>

namespace bench {
namespace {

/// An engine whose connection is open already, as the other side's is.
class OpenEngine {
public:
    explicit OpenEngine(const std::string& path) : engine_("sqlite:///" + path) {
        engine_.execute("select 1");
    }
    [[nodiscard]] rowsmith::Engine& get() { return engine_; }

private:
    rowsmith::Engine engine_;
};

Outcome run_insert(rowsmith::Session& session, const Input& input) {
    std::vector<Account> fresh;
    for (const PlainAccount& plain : input.accounts)
        fresh.push_back(account_of(plain));
    const Times times = measured([&] {
        AccountRepository accounts{session};
        for (Account& account : fresh)
            accounts.add(std::move(account));
        session.commit();
    });
    return {.times = times};
}

Outcome run_rows(rowsmith::Session& session) {
    std::vector<Account> accounts;
    const Times times = measured([&] {
        accounts = AccountRepository{session}.rows();
        session.commit();
    });
    std::vector<PlainAccount> plain;
    for (const Account& account : accounts)
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

Outcome run_look_up(rowsmith::Session& session, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        AccountRepository accounts{session};
        for (const std::int64_t key : input.keys) {
            const auto account = accounts.get(key);
            mix(check, static_cast<std::uint64_t>(account->created_at.microseconds) + account->name.size());
        }
        session.commit();
    });
    return {.times = times, .check = check};
}

Outcome run_query(rowsmith::Session& session, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        AccountRepository accounts{session};
        for (const std::int64_t key : input.keys) {
            const auto found =
                accounts.where(accounts.id == key && accounts.score > least_score && accounts.name != nobody)
                    .limit(1)
                    .rows();
            const Account& account = found.front();
            mix(check, static_cast<std::uint64_t>(account.created_at.microseconds) + account.name.size());
        }
        session.commit();
    });
    return {.times = times, .check = check};
}

Outcome run_named_query(rowsmith::Session& session, const Input& input) {
    std::uint64_t check = 0;
    const Times times = measured([&] {
        for (const std::int64_t key : input.keys) {
            const auto account = account_by_key(session, key);
            mix(check, static_cast<std::uint64_t>(account.created_at.microseconds) + account.name.size());
        }
        session.commit();
    });
    return {.times = times, .check = check};
}

Outcome run_update(rowsmith::Session& session) {
    auto accounts = AccountRepository{session}.all();
    session.commit();
    const Times times = measured([&] {
        for (std::size_t at = 0; at < accounts.size(); at += 2)
            accounts[at].edit().score += 1;
        session.commit();
    });
    return {.times = times};
}

Outcome run_erase(rowsmith::Session& session) {
    auto accounts = AccountRepository{session}.all();
    session.commit();
    const Times times = measured([&] {
        for (std::size_t at = 0; at < accounts.size(); at += 2)
            session.erase(accounts[at]);
        session.commit();
    });
    return {.times = times};
}

}

void create(const std::string& path) {
    rowsmith::Engine engine{"sqlite:///" + path};
    create_all(engine);
}

Outcome run_session(Work work, const std::string& path, const Input& input) {
    if (has_lists(work))
        return run_session_lists(work, path, input);
    OpenEngine engine{path};
    rowsmith::Session session{engine.get()};
    switch (work) {
    case Work::insert:
        return run_insert(session, input);
    case Work::rows:
        return run_rows(session);
    case Work::refs:
        return run_refs(session);
    case Work::look_up:
        return run_look_up(session, input);
    case Work::query:
        return run_query(session, input);
    case Work::named_query:
        return run_named_query(session, input);
    case Work::update:
        return run_update(session);
    case Work::erase:
        return run_erase(session);
    case Work::insert_lists:
    case Work::read_lists:
    case Work::read_siblings:
        break;
    }
    return {};
}

}
