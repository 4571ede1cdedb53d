#include "core/notifications.hpp"

#include "core/retry.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rowsmith::detail {
namespace {

using namespace std::chrono_literals;

/// After so long without a word the server is asked whether it is still there.
constexpr std::chrono::milliseconds silence = 30s;

}

Subscription Notifications::subscribe(std::string_view channel,
                                      std::function<void(const Notification&)> use) {
    auto subscriber = std::make_shared<Subscriber>();
    subscriber->channel = channel;
    subscriber->use = std::move(use);
    Lock lock{mutex_};
    if (closing_)
        throw PoolClosed("the engine is being destroyed", {.outcome = Outcome::not_started});
    subscribers_.push_back(subscriber);
    if (!thread_.joinable())
        thread_ = std::thread{[this] { run(); }};
    look_around();
    if (std::this_thread::get_id() != thread_id_)
        changed_.wait(lock, [&] { return subscriber->state != Subscriber::State::waiting || closing_; });
    if (subscriber->failure)
        std::rethrow_exception(subscriber->failure);
    return {shared_from_this(), subscriber};
}

void Notifications::unsubscribe(const std::shared_ptr<Subscriber>& subscriber) noexcept {
    Lock lock{mutex_};
    subscriber->state = Subscriber::State::ended;
    std::erase(subscribers_, subscriber);
    look_around();
    if (std::this_thread::get_id() != thread_id_)
        changed_.wait(lock, [&] { return running_ != subscriber.get(); });
}

void Notifications::close() noexcept {
    {
        const Lock lock{mutex_};
        closing_ = true;
        look_around();
    }
    if (thread_.joinable())
        thread_.join();
}

/// Has the thread see what has changed.
void Notifications::look_around() {
    if (listener_)
        listener_->wake();
    changed_.notify_all();
}

void Notifications::run() noexcept {
    for (int failures = 0; wait_for_subscribers();) {
        try {
            const auto listener = database_->connect_listener();
            failures = 0;
            serve(*listener);
            continue;
        } catch (...) {
            refuse_waiting(std::current_exception());
        }
        if (!pause(++failures))
            return;
    }
}

/// False when the thread is to end.
bool Notifications::wait_for_subscribers() {
    Lock lock{mutex_};
    thread_id_ = std::this_thread::get_id();
    changed_.wait(lock, [&] { return closing_ || !subscribers_.empty(); });
    return !closing_;
}

/// False when the thread is to end.
bool Notifications::pause(int failures) {
    Lock lock{mutex_};
    return !changed_.wait_for(lock, retry_pause(failures), [&] { return closing_; });
}

void Notifications::refuse_waiting(const std::exception_ptr& failure) {
    const Lock lock{mutex_};
    std::erase_if(subscribers_, [&](const auto& subscriber) {
        const bool waits = subscriber->state == Subscriber::State::waiting;
        if (waits) {
            subscriber->state = Subscriber::State::failed;
            subscriber->failure = failure;
        }
        return waits;
    });
    changed_.notify_all();
}

/// Returns when nobody is left, or the thread is to end.
void Notifications::serve(driver::Listener& listener) {
    struct Shown { // to those who wake it
        Notifications& hub;
        ~Shown() {
            const Lock lock{hub.mutex_};
            hub.listener_ = nullptr;
        }
    };
    {
        const Lock lock{mutex_};
        listener_ = &listener;
    }
    const Shown shown{*this};
    listening_.clear();
    while (follow_subscribers(listener)) {
        if (std::exchange(lost_, false))
            tell_gap();
        lost_ = true; // unless the wait returns
        bool silent = true;
        listener.wait(silence, [&](const driver::Notification& heard) {
            silent = false;
            hand_out({.channel = heard.channel, .payload = heard.payload});
        });
        lost_ = false;
        if (silent && !listening_.empty()) {
            lost_ = true;
            listener.listen(*listening_.begin()); // throws when nobody is there
            lost_ = false;
        }
    }
}

/// Listens to what subscribers want and to nothing else; false when there are none, or the thread is to end.
bool Notifications::follow_subscribers(driver::Listener& listener) {
    Subscribers current;
    {
        const Lock lock{mutex_};
        if (closing_ || subscribers_.empty())
            return false;
        current = subscribers_;
    }
    std::set<std::string> wanted;
    for (const auto& subscriber : current)
        wanted.insert(subscriber->channel);
    for (const auto& channel : wanted) {
        if (listening_.insert(channel).second)
            listener.listen(channel);
    }
    std::erase_if(listening_, [&](const std::string& channel) {
        const bool left = !wanted.contains(channel);
        if (left)
            listener.unlisten(channel);
        return left;
    });
    const Lock lock{mutex_};
    for (const auto& subscriber : current) {
        if (subscriber->state == Subscriber::State::waiting)
            subscriber->state = Subscriber::State::active;
    }
    changed_.notify_all();
    return true;
}

void Notifications::hand_out(const Notification& notification) {
    Subscribers current;
    {
        const Lock lock{mutex_};
        current = subscribers_;
    }
    for (const auto& subscriber : current) {
        if (subscriber->channel == notification.channel)
            call(subscriber, notification);
    }
}

void Notifications::tell_gap() {
    Subscribers current;
    {
        const Lock lock{mutex_};
        current = subscribers_;
    }
    for (const auto& subscriber : current)
        call(subscriber, {.channel = subscriber->channel, .gap = true});
}

void Notifications::call(const std::shared_ptr<Subscriber>& subscriber, const Notification& notification) {
    {
        const Lock lock{mutex_};
        if (subscriber->state != Subscriber::State::active)
            return;
        running_ = subscriber.get();
    }
    try {
        subscriber->use(notification);
    } catch (...) {
        // Nobody is there to be told; the others are not to miss theirs.
    }
    const Lock lock{mutex_};
    running_ = nullptr;
    changed_.notify_all();
}

}

namespace rowsmith {

Subscription::Subscription(std::shared_ptr<detail::Notifications> hub,
                           std::shared_ptr<detail::Subscriber> subscriber)
    : hub_(std::move(hub)), subscriber_(std::move(subscriber)) {
}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    end();
    hub_ = std::move(other.hub_);
    subscriber_ = std::move(other.subscriber_);
    return *this;
}

Subscription::~Subscription() {
    end();
}

void Subscription::end() noexcept {
    if (subscriber_)
        hub_->unsubscribe(subscriber_);
    subscriber_.reset();
    hub_.reset();
}

}
