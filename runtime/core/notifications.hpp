#pragma once
// The thread and the connection behind all subscriptions of an engine. The connection is there while there
// are any.

#include "core/driver.hpp"
#include "rowsmith/notifications.hpp"

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace rowsmith::detail {

struct Subscriber {
    enum class State { waiting, active, failed, ended };

    std::string channel;
    std::function<void(const Notification&)> use;
    State state = State::waiting;
    std::exception_ptr failure{};
};

class Notifications : public std::enable_shared_from_this<Notifications> {
public:
    explicit Notifications(std::shared_ptr<driver::Database> database) : database_(std::move(database)) {}
    ~Notifications() { close(); }
    Notifications(const Notifications&) = delete;
    Notifications& operator=(const Notifications&) = delete;

    /// When it returns nothing that is sent to the channel is missed; called by a subscription's function it
    /// begins when that returns. Throws what connecting throws.
    [[nodiscard]] Subscription subscribe(std::string_view channel,
                                         std::function<void(const Notification&)> use);
    /// When it returns the function does not run, unless it is that which calls.
    void unsubscribe(const std::shared_ptr<Subscriber>& subscriber) noexcept;
    /// Ends the thread; subscriptions that are left get nothing more.
    void close() noexcept;

private:
    using Lock = std::unique_lock<std::mutex>;
    using Subscribers = std::vector<std::shared_ptr<Subscriber>>;

    void run() noexcept;
    [[nodiscard]] bool wait_for_subscribers();
    void serve(driver::Listener& listener);
    [[nodiscard]] bool follow_subscribers(driver::Listener& listener);
    void hand_out(const Notification& notification);
    void tell_gap();
    void call(const std::shared_ptr<Subscriber>& subscriber, const Notification& notification);
    void refuse_waiting(const std::exception_ptr& failure);
    void look_around();
    [[nodiscard]] bool pause(int failures);

    std::shared_ptr<driver::Database> database_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::thread thread_;
    std::thread::id thread_id_{};
    driver::Listener* listener_ = nullptr; // while the thread has one
    bool closing_ = false;
    bool lost_ = false; // there was a connection, and subscribers have been without since
    Subscribers subscribers_;
    const Subscriber* running_ = nullptr; // whose function is being called
    std::set<std::string> listening_;     // used by the thread only
};

}
