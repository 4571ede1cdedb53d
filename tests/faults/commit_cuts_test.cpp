// Connections that break, at every message of a unit of work: what Engine::transact then says must be so.

#include "faults/ledger.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;
using Where = Fault::Where;
using When = Fault::When;
using How = Fault::How;

namespace {

/// A unit on a connection that has done none before, so that all that it can have to say is said.
void run_with(Ledger& ledger, const Fault& fault, const TransactOptions& options = {}) {
    Engine engine{ledger.url()};
    engine.execute("select 1");
    ledger.proxy.arm(fault);
    ledger.run(engine, options);
    ledger.proxy.disarm();
}

/// Units with a fault at the first message, the second, ... until a unit has no more. How many had one.
int sweep(Ledger& ledger, Fault fault, const TransactOptions& options = {}) {
    for (fault.number = 1;; ++fault.number) {
        run_with(ledger, fault, options);
        if (!ledger.proxy.fired())
            return fault.number - 1;
    }
}

/// What `work` does, by `count` threads at once.
void at_once(int count, const std::function<void()>& work) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < count; ++thread)
        threads.emplace_back(work);
    for (auto& thread : threads)
        thread.join();
}

}

TEST_CASE("a unit whose connection is cut at any message is stored once, or known not to be") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    int faults = 0;
    for (const auto where : {Where::client_message, Where::server_message})
        for (const auto when : {When::before, When::within, When::after})
            for (const auto how : {How::fin, How::rst})
                faults += sweep(ledger, {.where = where, .when = when, .how = how});
    CHECK(faults > 100);
    const auto findings = ledger.expect_right("cut at each message");
    CHECK(findings.unknown == 0);
    CHECK(findings.stored == findings.units); // all of them were run again
}

TEST_CASE("a unit whose connection is cut around COMMIT is stored once, whatever became of the first try") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    for (int round = 0; round < 6; ++round)
        for (const auto where : {Where::commit, Where::commit_answer})
            for (const auto when : {When::before, When::within, When::after})
                for (const auto how : {How::fin, How::rst}) {
                    run_with(ledger, {.where = where, .when = when, .how = how});
                    CHECK(ledger.proxy.fired());
                }
    const auto findings = ledger.expect_right("cut around COMMIT");
    CHECK(findings.unknown == 0);
    CHECK(findings.stored == findings.units);
}

TEST_CASE("connections that break at any moment under several threads lose nothing and double nothing") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    Engine engine{ledger.url()};
    std::atomic<bool> done = false;
    std::thread cutting([&] {
        for (int round = 0; !done; ++round) {
            std::this_thread::sleep_for(40ms);
            ledger.proxy.cut(round % 2 == 0 ? How::fin : How::rst);
        }
    });
    at_once(4, [&] {
        for (int unit = 0; unit < 60; ++unit)
            ledger.run(engine, {.session = {.isolation = Isolation::repeatable_read}});
    });
    done = true;
    cutting.join();
    const auto findings = ledger.expect_right("cut every 40 ms");
    CHECK(findings.unknown == 0);
    CHECK(findings.stored > findings.units / 2);
}

TEST_CASE("a server that falls silent ends a unit with a deadline in time, with what can be known") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    const TransactOptions options{.session = {.deadline = 200ms}};
    const auto in_time = [&](const Fault& fault) {
        const auto start = std::chrono::steady_clock::now();
        run_with(ledger, fault, options);
        CHECK(std::chrono::steady_clock::now() - start < 30s);
        ledger.proxy.drop_silent();
    };
    for (int number = 1; number <= 6; ++number)
        in_time({Where::client_message, When::before, How::silence, number});
    for (const auto where : {Where::commit, Where::commit_answer})
        for (const auto when : {When::before, When::within, When::after})
            in_time({.where = where, .when = when, .how = How::silence});
    const auto findings = ledger.expect_right("silent, with a deadline of 200 ms");
    CHECK(findings.not_stored >= 4);
}

TEST_CASE("when the server stays away after COMMIT the unit is unknown, with the number to ask for") {
    if (fault_server() == nullptr)
        return;
    Ledger ledger;
    for (const auto when : {When::within, When::after}) {
        Engine engine{ledger.url()};
        ledger.run(engine);
        ledger.proxy.arm({.where = Where::commit, .when = when, .how = How::rst, .away = true});
        CHECK(ledger.run(engine) == Told::unknown);
        ledger.proxy.set_arrivals(FaultProxy::Arrivals::pass);
        CHECK(ledger.run(engine) == Told::stored);
    }
    const auto findings = ledger.expect_right("server away after COMMIT");
    CHECK(findings.unknown == 2);
    for (const Unit& unit : ledger.units())
        if (unit.told == Told::unknown)
            CHECK(unit.error.find("could not be found out") != std::string::npos);
}
