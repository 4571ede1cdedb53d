// Connections as they are lent, checked and given back; the database is a stub, and so is the clock for ages.

#include "stub_driver.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <string>
#include <thread>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Clock = std::chrono::steady_clock;

namespace {

PoolOptions limited(int size, int overflow, std::chrono::milliseconds wait = 10s) {
    return {.size = size, .overflow = overflow, .wait = wait};
}

std::chrono::milliseconds since(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

void wait_for_waiters(const StubPool& stub, int count) {
    while (stub.pool->status().waiting < count)
        std::this_thread::sleep_for(1ms);
}

[[noreturn]] void refuse_connect(Retry retry = Retry::rerun_unit) {
    throw ConnectFailed("nobody answers", {.outcome = Outcome::not_started, .retry = retry});
}

template <typename E, typename Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const E& error) {
        return error.what();
    }
    return "nothing was thrown";
}

}

TEST_CASE("a connection is used again, the one returned last first") {
    StubPool stub;
    const PreparedConnection* second = nullptr;
    {
        const Lease first = stub.take();
        Lease other = stub.take();
        second = &*other;
        CHECK(stub.pool->status().out == 2);
    }
    const Lease again = stub.take();
    CHECK(stub.server.opened == 2);
    CHECK(&*again != second); // the other one was returned first
    CHECK(stub.pool->status().reused == 1);
    CHECK(stub.server.pings == 0);
}

TEST_CASE("what is beyond the size is closed when it comes back") {
    StubPool stub{limited(2, 3)};
    {
        std::vector<Lease> all;
        for (int number = 0; number < 5; ++number)
            all.push_back(stub.take());
        CHECK(stub.server.open == 5);
    }
    CHECK(stub.server.open == 2);
    CHECK(stub.pool->status().idle == 2);
    CHECK(stub.pool->status().closed == 3);
}

TEST_CASE("O1: one more than there are waits as long as it may, and is told who has them") {
    StubPool stub{limited(1, 1, 200ms)};
    const Lease one = stub.take();
    stub.age = stub.age.load() + 5s;
    const Lease two = stub.take();
    stub.age = stub.age.load() + 5s;
    const auto start = Clock::now();
    const auto message = message_of<PoolTimeout>([&] { static_cast<void>(stub.take()); });
    CHECK(since(start) >= 195ms);
    CHECK_THAT(message, Contains("2 of 2 are out") && Contains("10000 ms") && Contains("pool_test.cpp:"));
    const PoolStatus status = stub.pool->status();
    CHECK(status.timeouts == 1);
    CHECK(status.waiting == 0);
    REQUIRE(status.longest);
    CHECK(status.longest->age == 10s);
    CHECK_THAT(status.longest->place.file_name(), Contains("pool_test.cpp"));
}

TEST_CASE("a deadline ends the wait before the pool's own limit does") {
    StubPool stub{limited(1, 0, 60s)};
    const Lease one = stub.take();
    CHECK_THROWS_AS(stub.take(Clock::now() + 30ms), DeadlineExceeded);
    CHECK(stub.pool->status().waiting == 0);
}

TEST_CASE("a pool without a limit opens as many as are asked for, and keeps them") {
    StubPool stub{limited(1, 0, 10ms), true};
    {
        std::vector<Lease> all;
        for (int number = 0; number < 20; ++number)
            all.push_back(stub.take());
    }
    CHECK(stub.server.open == 20);
}

TEST_CASE("O2: a connect that hangs does not keep others from connections that come back") {
    StubPool stub{limited(1, 1)};
    std::promise<void> hang;
    Lease first = stub.take();
    stub.server.before_connect = [&] { hang.get_future().wait(); };
    std::thread hanging{[&] { static_cast<void>(stub.take()); }};
    while (stub.pool->status().open < 2)
        std::this_thread::sleep_for(1ms);
    std::thread other{[&] { static_cast<void>(stub.take()); }};
    wait_for_waiters(stub, 1);
    first.reset();
    other.join();
    CHECK(stub.pool->status().waiting == 0);
    hang.set_value();
    hanging.join();
}

TEST_CASE("O2: a database that never answered fails at once, with its own error") {
    StubPool stub;
    stub.server.before_connect = [] { refuse_connect(); };
    CHECK_THROWS_AS(stub.take(), ConnectFailed);
    CHECK(stub.pool->status().open == 0);
    CHECK(stub.pool->status().failed == 1);
}

TEST_CASE("O2: a database that has answered before is given time to come back") {
    StubPool stub{limited(1, 1)};
    const Lease first = stub.take();
    int failures = 0;
    stub.server.before_connect = [&] {
        if (++failures < 5)
            refuse_connect();
    };
    const Lease second = stub.take();
    CHECK(failures == 5);
    CHECK(stub.pool->status().failed == 4);
}

TEST_CASE("O2: it is not tried again for ever, nor when that cannot help; the last cause is kept") {
    int tries = 0;
    auto retry = Retry::rerun_unit;
    const auto refuse = [&] {
        ++tries;
        refuse_connect(retry);
    };
    SECTION("not for ever") {
        StubPool stub{{.size = 1, .overflow = 1, .wait = 100ms, .reconnect = 10s}};
        const Lease first = stub.take();
        stub.server.before_connect = refuse;
        const auto message = message_of<Error>([&] { static_cast<void>(stub.take()); });
        CHECK_THAT(message, Contains("nobody answers"));
        CHECK(tries < 60);
        CHECK(stub.pool->status().open == 1);
    }
    SECTION("not when that cannot help") {
        StubPool stub{limited(1, 1)};
        const Lease first = stub.take();
        retry = Retry::never;
        stub.server.before_connect = refuse;
        CHECK_THROWS_AS(stub.take(), ConnectFailed);
        CHECK(tries == 1);
        CHECK(stub.pool->status().open == 1);
    }
}

TEST_CASE("O3: a transaction that is open is rolled back, and the connection made as good as new") {
    StubPool stub;
    {
        const Lease lease = stub.take();
        lease->driver().begin({});
    }
    CHECK(stub.server.rollbacks == 1);
    CHECK(stub.server.resets == 1);
    stub.server.resettable = false;
    { const Lease lease = stub.take(); }
    CHECK(stub.server.open == 0);
    CHECK(stub.server.opened == 1);
}

TEST_CASE("O4: giving back twice, or after the pool is gone, is safe") {
    StubServer* server = nullptr;
    auto stub = std::make_unique<StubPool>();
    server = &stub->server;
    Lease lease = stub->take();
    Lease moved = std::move(lease);
    lease.reset();
    moved.reset();
    moved.reset();
    CHECK(stub->pool->status().idle == 1);
    Lease last = stub->take();
    stub->pool->close();
    stub->pool.reset();
    CHECK(server->open == 1);
    last.reset();
    CHECK(server->open == 0);
}

TEST_CASE("who waits in a pool that is closed is told so, and so is who comes later") {
    StubPool stub{limited(1, 0)};
    const Lease lease = stub.take();
    auto waiting = std::async(std::launch::async, [&] { static_cast<void>(stub.take()); });
    wait_for_waiters(stub, 1);
    stub.pool->close();
    CHECK_THROWS_AS(waiting.get(), PoolClosed);
    CHECK_THROWS_AS(stub.take(), PoolClosed);
}

TEST_CASE("a connection that is seen to be dead is replaced without a word") {
    StubPool stub;
    { const Lease lease = stub.take(); }
    ++stub.server.life;
    const Lease lease = stub.take();
    CHECK_NOTHROW(lease->driver().execute(""));
    CHECK(stub.server.opened == 2);
    CHECK(stub.pool->status().invalidated == 1);
}

TEST_CASE("a connection is asked for an answer only when it was idle for long") {
    StubPool stub;
    { const Lease lease = stub.take(); }
    stub.age = stub.age.load() + 999ms;
    { const Lease lease = stub.take(); }
    CHECK(stub.server.pings == 0);
    stub.age = stub.age.load() + 1000ms;
    { const Lease lease = stub.take(); }
    CHECK(stub.server.pings == 1);
    CHECK(stub.server.opened == 1);
}

TEST_CASE("one lost connection makes all older ones suspect, and newer ones not") {
    StubPool stub{limited(4, 0)};
    stub.server.shows_death = false;
    {
        std::vector<Lease> all;
        for (int number = 0; number < 3; ++number)
            all.push_back(stub.take());
        ++stub.server.life;
        CHECK_THROWS_AS(all.back()->driver().execute(""), ConnectionLost);
    }
    CHECK(stub.server.open == 2);
    const Lease fresh = stub.take(); // both older ones were asked, and did not answer
    CHECK(stub.server.pings == 2);
    CHECK_NOTHROW(fresh->driver().execute(""));
    CHECK(stub.server.open == 1);
    CHECK(stub.pool->status().invalidated == 3);
    { const Lease other = stub.take(); }
    { const Lease other = stub.take(); }
    CHECK(stub.server.pings == 2);
}

TEST_CASE("an older connection that answers is not suspect any more") {
    StubPool stub{limited(4, 0)};
    {
        const Lease good = stub.take();
        Lease bad = stub.take();
        const int life = stub.server.life++;
        CHECK_THROWS_AS(bad->driver().execute(""), ConnectionLost);
        bad.reset();
        stub.server.life = life;
    }
    { const Lease lease = stub.take(); }
    { const Lease lease = stub.take(); }
    CHECK(stub.server.pings == 1);
    CHECK(stub.server.opened == 2);
}

TEST_CASE("a pool that is emptied uses none of its connections again") {
    StubPool stub;
    Lease out = stub.take();
    { const Lease idle = stub.take(); }
    stub.pool->invalidate();
    CHECK(stub.server.open == 1);
    out.reset();
    CHECK(stub.server.open == 0);
    const Lease fresh = stub.take();
    CHECK(stub.server.opened == 3);
}

TEST_CASE("O6, O12: old connections are closed by a clock that knows no summer time, not all at once") {
    StubPool stub{limited(50, 0)};
    const auto take_all = [&] {
        std::vector<Lease> all;
        for (int number = 0; number < 50; ++number)
            all.push_back(stub.take());
    };
    take_all();
    stub.age = stub.age.load() + 1'710s; // 95 % of half an hour
    stub.pool->invalidate();             // what was idle for long goes anyway
    take_all();
    for (int step = 0; step < 28; ++step) { // kept in use, they get old
        stub.age = stub.age.load() + 60s;
        take_all();
    }
    const int at_28_minutes = stub.server.opened - 100;
    CHECK(at_28_minutes > 0);
    CHECK(at_28_minutes < 50);
    stub.age = stub.age.load() + 121s;
    take_all();
    CHECK(stub.server.opened == 150);
    CHECK(stub.server.open == 50);
}

TEST_CASE("connections that were idle for long are closed when others come and go") {
    StubPool stub;
    {
        std::vector<Lease> all;
        for (int number = 0; number < 4; ++number)
            all.push_back(stub.take());
    }
    for (int minute = 0; minute < 11; ++minute) {
        stub.age = stub.age.load() + 60s;
        const Lease used = stub.take();
    }
    CHECK(stub.server.open == 1);
    CHECK(stub.server.opened == 4);
}

TEST_CASE("O10: who waits is served in the order of coming, and newcomers wait behind") {
    StubPool stub{limited(1, 0)};
    Lease only = stub.take();
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            const Lease mine = stub.take();
            order.push_back(number); // whoever has the only connection may write
        });
        wait_for_waiters(stub, number + 1);
    }
    only.reset();
    for (auto& thread : threads)
        thread.join();
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("O10: a waiter whose time is over passes on what it was woken for") {
    StubPool stub{limited(1, 0)};
    for (int round = 0; round < 50; ++round) {
        Lease only = stub.take();
        std::thread hasty{[&] {
            try {
                const Lease mine = stub.take(Clock::now() + 2ms);
            } catch (const DeadlineExceeded&) {
            }
        }};
        std::thread patient{[&] { const Lease mine = stub.take(); }};
        std::this_thread::sleep_for(2ms);
        only.reset();
        hasty.join();
        patient.join();
    }
    CHECK(stub.pool->status().idle == 1);
    CHECK(stub.pool->status().timeouts <= 50);
}

TEST_CASE("64 threads borrow 8 connections: none is lost, none is used by two, none waits in vain") {
    StubPool stub{limited(5, 3, 60s)};
    constexpr int threads = 64;
    constexpr int borrows = 500;
    std::vector<std::thread> running;
    std::atomic<int> done{0};
    for (int number = 0; number < threads; ++number) {
        running.emplace_back([&, number] {
            for (int turn = 0; turn < borrows; ++turn) {
                const Lease lease = stub.take();
                if ((number + turn) % 7 == 0)
                    lease->driver().begin({});
                lease->driver().execute("");
                ++done;
            }
        });
    }
    for (auto& thread : running)
        thread.join();
    CHECK(done == threads * borrows);
    CHECK(stub.server.used_at_once == 0);
    CHECK(stub.server.most_open <= 8);
    const PoolStatus status = stub.pool->status();
    CHECK(status.out == 0);
    CHECK(status.waiting == 0);
    CHECK(status.timeouts == 0);
    CHECK(status.open == status.idle);
    CHECK(status.opened - status.closed == static_cast<std::uint64_t>(status.idle));
}

TEST_CASE("O5: a restart under 64 threads costs each at most one error per restart") {
    StubPool stub{limited(8, 0, 60s)};
    stub.server.shows_death = false;
    constexpr int threads = 64;
    std::atomic<bool> stop{false};
    std::atomic<int> most_errors{0};
    std::atomic<int> done{0};
    std::atomic<bool> down{false};
    stub.server.before_connect = [&] {
        if (down)
            refuse_connect();
    };
    std::vector<std::thread> running;
    for (int number = 0; number < threads; ++number) {
        running.emplace_back([&] {
            int errors = 0;
            while (!stop) {
                try {
                    const Lease lease = stub.take();
                    lease->driver().execute("");
                    ++done;
                } catch (const ConnectionLost&) {
                    ++errors;
                }
            }
            if (errors > most_errors)
                most_errors = errors;
        });
    }
    constexpr int restarts = 3;
    for (int restart = 0; restart < restarts; ++restart) {
        std::this_thread::sleep_for(20ms);
        down = true;
        ++stub.server.life;
        std::this_thread::sleep_for(50ms);
        down = false;
        const int before = done;
        const auto start = Clock::now();
        while (done < before + threads && since(start) < 60s)
            std::this_thread::sleep_for(1ms);
        CHECK(done >= before + threads);
    }
    stop = true;
    for (auto& thread : running)
        thread.join();
    CHECK(most_errors <= restarts);
    CHECK(stub.server.used_at_once == 0);
    CHECK(stub.pool->status().failed < 200);
}
