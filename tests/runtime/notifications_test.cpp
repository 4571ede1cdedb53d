// Subscriptions over a listener that is a stub: who hears what, and what a lost connection does to them.

#include "core/notifications.hpp"
#include "rowsmith/error.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace rowsmith;
using namespace std::chrono_literals;

namespace {

/// What listeners of a server share; all of it under one lock.
struct StubServer {
    std::mutex mutex{};
    std::condition_variable changed{};
    std::deque<std::pair<std::string, std::string>> sent{};
    std::set<std::string> channels{};
    int listeners = 0;
    int refuse = 0; // so many connects fail
    bool broken = false;
    bool woken = false;

    void send(const std::string& channel, const std::string& payload) {
        const std::scoped_lock lock{mutex};
        if (channels.contains(channel))
            sent.emplace_back(channel, payload);
        changed.notify_all();
    }
    void break_connection(int refused) {
        const std::scoped_lock lock{mutex};
        broken = true;
        refuse = refused;
        changed.notify_all();
    }
    [[nodiscard]] std::set<std::string> listened() {
        const std::scoped_lock lock{mutex};
        return channels;
    }
    [[nodiscard]] int listening() {
        const std::scoped_lock lock{mutex};
        return listeners;
    }
};

class StubListener final : public driver::Listener {
public:
    explicit StubListener(StubServer& server) : server_(server) {
        const std::scoped_lock lock{server_.mutex};
        if (server_.refuse > 0) {
            --server_.refuse;
            throw ConnectFailed("nobody answers");
        }
        server_.broken = false;
        ++server_.listeners;
    }
    ~StubListener() override {
        const std::scoped_lock lock{server_.mutex};
        --server_.listeners;
        server_.channels.clear();
    }
    StubListener(const StubListener&) = delete;
    StubListener& operator=(const StubListener&) = delete;

    void listen(std::string_view channel) override {
        const std::scoped_lock lock{server_.mutex};
        server_.channels.emplace(channel);
    }
    void unlisten(std::string_view channel) override {
        const std::scoped_lock lock{server_.mutex};
        server_.channels.erase(std::string(channel));
    }
    void wait(std::chrono::milliseconds limit,
              const std::function<void(const driver::Notification&)>& use) override {
        std::unique_lock lock{server_.mutex};
        server_.changed.wait_for(lock, limit,
                                 [&] { return server_.woken || server_.broken || !server_.sent.empty(); });
        server_.woken = false;
        if (server_.broken)
            throw ConnectionLost("the stub is gone");
        const auto heard = std::exchange(server_.sent, {});
        lock.unlock();
        for (const auto& [channel, payload] : heard)
            use({.channel = channel, .payload = payload});
    }
    void wake() noexcept override {
        const std::scoped_lock lock{server_.mutex};
        server_.woken = true;
        server_.changed.notify_all();
    }

private:
    StubServer& server_;
};

class StubDatabase final : public driver::Database {
public:
    explicit StubDatabase(StubServer& server) : server_(server) {}
    [[nodiscard]] std::unique_ptr<driver::Connection> connect() override { return nullptr; }
    [[nodiscard]] std::unique_ptr<driver::Listener> connect_listener() override {
        return std::make_unique<StubListener>(server_);
    }
    [[nodiscard]] std::string_view dialect() const override { return "stub"; }
    [[nodiscard]] driver::Spelling spelling() const override { return {}; }
    [[nodiscard]] driver::Traits traits() const override { return {}; }

private:
    StubServer& server_;
};

/// What one subscription has heard, "gap" for gaps.
struct Heard {
    std::mutex mutex{};
    std::vector<std::string> all{};

    void operator()(const Notification& notification) {
        const std::scoped_lock lock{mutex};
        all.emplace_back(notification.gap ? "gap" : notification.payload);
    }
    [[nodiscard]] std::vector<std::string> so_far() {
        const std::scoped_lock lock{mutex};
        return all;
    }
    /// All, once there are so many.
    [[nodiscard]] std::vector<std::string> wait_for(std::size_t count) {
        for (int turn = 0; turn < 5000 && so_far().size() < count; ++turn)
            std::this_thread::sleep_for(1ms);
        return so_far();
    }
};

using Texts = std::vector<std::string>;

struct Hub {
    StubServer server;
    std::shared_ptr<detail::Notifications> hub =
        std::make_shared<detail::Notifications>(std::make_shared<StubDatabase>(server));

    [[nodiscard]] Subscription subscribe(std::string_view channel, Heard& heard) {
        return hub->subscribe(channel, [&heard](const Notification& said) { heard(said); });
    }
};

}

TEST_CASE("each subscription hears its channel, over one connection") {
    Hub stub;
    Heard news;
    Heard also;
    Heard weather;
    const auto first = stub.subscribe("news", news);
    const auto second = stub.subscribe("news", also);
    const auto third = stub.subscribe("weather", weather);
    stub.server.send("news", "1");
    stub.server.send("weather", "rain");
    stub.server.send("news", "2");
    CHECK(news.wait_for(2) == Texts{"1", "2"});
    CHECK(also.wait_for(2) == Texts{"1", "2"});
    CHECK(weather.wait_for(1) == Texts{"rain"});
    CHECK(stub.server.listening() == 1);
}

TEST_CASE("what has ended hears nothing more, and the last one closes the connection") {
    Hub stub;
    Heard news;
    Heard weather;
    auto first = stub.subscribe("news", news);
    {
        const auto second = stub.subscribe("weather", weather);
        CHECK(stub.server.listened() == std::set<std::string>{"news", "weather"});
    }
    for (int turn = 0; turn < 5000 && stub.server.listened().size() > 1; ++turn)
        std::this_thread::sleep_for(1ms);
    CHECK(stub.server.listened() == std::set<std::string>{"news"});
    first.end();
    for (int turn = 0; turn < 5000 && stub.server.listening() > 0; ++turn)
        std::this_thread::sleep_for(1ms);
    CHECK(stub.server.listening() == 0);
    const auto again = stub.subscribe("news", news);
    stub.server.send("news", "back");
    CHECK(news.wait_for(1) == Texts{"back"});
}

TEST_CASE("P20: after the connection was lost it is made again, and a gap is told") {
    Hub stub;
    Heard news;
    const auto subscription = stub.subscribe("news", news);
    stub.server.send("news", "before");
    CHECK(news.wait_for(1) == Texts{"before"});
    stub.server.break_connection(3);
    CHECK(news.wait_for(2) == Texts{"before", "gap"});
    stub.server.send("news", "after");
    CHECK(news.wait_for(3) == Texts{"before", "gap", "after"});
}

TEST_CASE("a subscription that cannot connect throws what connecting throws, and the next may work") {
    Hub stub;
    Heard news;
    stub.server.refuse = 1;
    CHECK_THROWS_AS(stub.subscribe("news", news), ConnectFailed);
    const auto subscription = stub.subscribe("news", news);
    stub.server.send("news", "there");
    CHECK(news.wait_for(1) == Texts{"there"});
}

TEST_CASE("what a subscription's function throws is nobody else's concern") {
    Hub stub;
    Heard news;
    const auto bad = stub.hub->subscribe("news", [](const Notification&) { throw std::runtime_error("no"); });
    const auto good = stub.subscribe("news", news);
    stub.server.send("news", "1");
    stub.server.send("news", "2");
    CHECK(news.wait_for(2) == Texts{"1", "2"});
}

TEST_CASE("a subscription's function may end it, and begin others") {
    Hub stub;
    Heard weather;
    std::optional<Subscription> self;
    std::optional<Subscription> other;
    std::atomic<int> calls{0};
    self = stub.hub->subscribe("news", [&](const Notification&) {
        ++calls;
        other = stub.subscribe("weather", weather);
        self.reset();
    });
    stub.server.send("news", "1");
    for (int turn = 0; turn < 5000 && !stub.server.listened().contains("weather"); ++turn)
        std::this_thread::sleep_for(1ms);
    stub.server.send("weather", "sun");
    CHECK(weather.wait_for(1) == Texts{"sun"});
    CHECK(calls == 1);
    other.reset();
}

TEST_CASE("when end() returns the function does not run") {
    Hub stub;
    for (int round = 0; round < 20; ++round) {
        std::atomic<bool> running{false};
        auto subscription = stub.hub->subscribe("news", [&](const Notification&) {
            running = true;
            std::this_thread::sleep_for(1ms);
            running = false;
        });
        stub.server.send("news", "1");
        stub.server.send("news", "2");
        std::this_thread::sleep_for(std::chrono::microseconds{300 * round});
        subscription.end();
        CHECK_FALSE(running);
    }
}

TEST_CASE("subscriptions outlive the engine in silence, and none can be made") {
    Hub stub;
    Heard news;
    const auto subscription = stub.subscribe("news", news);
    stub.hub->close();
    CHECK(stub.server.listening() == 0);
    CHECK_THROWS_AS(stub.subscribe("news", news), PoolClosed);
}
