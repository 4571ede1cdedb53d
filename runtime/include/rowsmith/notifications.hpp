#pragma once
// What programs that share a database tell each other through it.

#include <memory>
#include <string_view>

namespace rowsmith {

namespace detail {
struct Subscriber;
class Notifications;
}

/// What a subscriber is told. `gap`: the connection was lost and is there again; notifications may have been
/// missed. The payload is empty then.
struct Notification {
    std::string_view channel{};
    std::string_view payload{};
    bool gap = false;
};

/// As long as it lives its function is called: on a thread of the engine, never by two at a time. What the
/// function throws is ignored. It may make and end subscriptions, its own too; it must not destroy the
/// engine. When a subscription has ended its function does not run any more, unless it was that which ended
/// it.
class Subscription {
public:
    Subscription(std::shared_ptr<detail::Notifications> hub, std::shared_ptr<detail::Subscriber> subscriber);
    Subscription(Subscription&&) noexcept = default;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

    void end() noexcept;

private:
    std::shared_ptr<detail::Notifications> hub_;
    std::shared_ptr<detail::Subscriber> subscriber_;
};

}
