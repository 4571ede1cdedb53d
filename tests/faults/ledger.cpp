#include "faults/ledger.hpp"

#include "faults/libpq.hpp"

#include <faults.rows.hpp>

#include <catch2/catch.hpp>

#include <iostream>
#include <map>
#include <sstream>

namespace rowsmith::test {

namespace {

Told told_by(const Error& error) {
    switch (error.outcome()) {
    case Outcome::not_started:
    case Outcome::rolled_back:
        return Told::not_stored;
    case Outcome::committed:
        return Told::stored;
    case Outcome::still_open:
    case Outcome::unknown:
        return Told::unknown;
    }
    return Told::unknown;
}

void work(Session& session, std::int64_t unit) {
    faults::EntryRepository{session}.add({.unit = unit});
    const auto counter = faults::CounterRepository{session}.get(unit % Ledger::counters);
    counter.edit().total += 1;
}

}

PostgresServer* fault_server() {
    static const auto started = PostgresServer::start({.settings = {"synchronous_commit=on"}});
    if (started == nullptr)
        std::cout << "skipped: no PostgreSQL server is installed" << std::endl;
    return started.get();
}

Ledger::Ledger() : database_(fault_server()->create_database()), proxy(fault_server()->socket_folder()) {
    Engine engine{url()};
    create_all(engine, faults::faults_schema);
    engine.execute("insert into counters select n, 0 from generate_series(0, " +
                   std::to_string(counters - 1) + ") n");
}

Told Ledger::run(Engine& engine, const TransactOptions& options) {
    Unit unit;
    {
        const std::lock_guard lock(mutex_);
        unit.number = ++next_;
    }
    try {
        engine.transact([&](Session& session) { work(session, unit.number); }, options);
        unit.told = Told::stored;
    } catch (const Error& error) {
        unit.told = told_by(error);
        unit.error = error.what();
        unit.transaction = error.transaction();
    }
    const std::lock_guard lock(mutex_);
    units_.push_back(unit);
    return unit.told;
}

std::string Ledger::ask_directly(const std::string& sql) const {
    return ask(connect(fault_server()->socket_folder(), database_).get(), sql);
}

std::vector<std::int64_t> Ledger::stored_units() const {
    std::istringstream numbers(ask_directly("select string_agg(unit::text, ' ') from entries"));
    std::vector<std::int64_t> units;
    for (std::int64_t unit = 0; numbers >> unit;)
        units.push_back(unit);
    return units;
}

void Ledger::judge(const Unit& unit, std::int64_t times, Findings& findings) const {
    const auto wrong = [&](const std::string& why) {
        findings.wrong.push_back("unit " + std::to_string(unit.number) + ": " + why +
                                 (unit.error.empty() ? "" : "; " + unit.error));
    };
    if (times > 1)
        wrong("stored " + std::to_string(times) + " times");
    switch (unit.told) {
    case Told::stored:
        ++findings.stored;
        if (times == 0)
            wrong("lost");
        return;
    case Told::not_stored:
        ++findings.not_stored;
        if (times > 0)
            wrong("stored, and its caller was told that it is not");
        return;
    case Told::unknown:
        ++findings.unknown;
        if (unit.transaction.empty())
            wrong("unknown, and nobody can be asked");
        else if (ask_directly("select txid_status(" + unit.transaction + ")") !=
                 (times == 0 ? "aborted" : "committed"))
            wrong("what the server says of its transaction is not so");
        return;
    }
}

Findings Ledger::check() const {
    // Whoever is still at work has the tables locked.
    const auto raised =
        std::stoll(ask_directly("begin; lock table entries, counters in access exclusive mode; "
                                "select sum(total) from counters"));
    std::map<std::int64_t, std::int64_t> times;
    const auto stored = stored_units();
    for (const std::int64_t unit : stored)
        ++times[unit];
    const std::lock_guard lock(mutex_);
    Findings findings{.units = static_cast<int>(units_.size())};
    for (const Unit& unit : units_)
        judge(unit, times[unit.number], findings);
    if (raised != static_cast<std::int64_t>(stored.size()))
        findings.wrong.push_back(std::to_string(stored.size()) + " entries, and counters raised " +
                                 std::to_string(raised) + " times");
    return findings;
}

Findings Ledger::expect_right(const std::string& what) const {
    auto findings = check();
    std::cout << what << ": " << findings.units << " units, " << findings.stored << " stored, "
              << findings.not_stored << " known not to be, " << findings.unknown << " unknown, "
              << findings.wrong.size() << " wrong" << std::endl;
    std::string wrong;
    for (const auto& line : findings.wrong)
        wrong += line + '\n';
    CHECK(wrong == "");
    return findings;
}

}
