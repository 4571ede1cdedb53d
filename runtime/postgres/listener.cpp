#include "postgres/listener.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rowsmith::postgres {
namespace {

struct FreeNotify {
    void operator()(PGnotify* notify) const noexcept { PQfreemem(notify); }
};

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char c : name)
        text.append(c == '"' ? 2 : 1, c);
    return text + '"';
}

/// What wakes a waiting thread.
class Alarm {
public:
    Alarm() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (descriptor_ < 0)
            throw LimitExceeded("the process has too many files open");
    }
    ~Alarm() { close(descriptor_); }
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    void ring() noexcept { static_cast<void>(eventfd_write(descriptor_, 1)); }
    void silence() noexcept {
        eventfd_t count = 0;
        static_cast<void>(eventfd_read(descriptor_, &count));
    }

private:
    int descriptor_;
};

class Listener final : public driver::Listener {
public:
    explicit Listener(Connected connected) : wire_(std::move(connected.wire)) {}

    void listen(std::string_view channel) override { execute("listen " + quoted(channel)); }
    void unlisten(std::string_view channel) override { execute("unlisten " + quoted(channel)); }

    void wait(std::chrono::milliseconds limit,
              const std::function<void(const driver::Notification&)>& use) override {
        wire_->check_ready();
        if (hand_out(use)) // they came with the answer to a statement
            return;
        std::array<pollfd, 2> sources{pollfd{.fd = PQsocket(wire_->handle()), .events = POLLIN, .revents = 0},
                                      pollfd{.fd = alarm_.descriptor(), .events = POLLIN, .revents = 0}};
        poll(sources.data(), sources.size(), static_cast<int>(limit.count()));
        if (sources[1].revents != 0)
            alarm_.silence();
        const bool alive = wire_->looks_alive();
        hand_out(use);
        if (!alive)
            wire_->check_alive("listen");
    }

    void wake() noexcept override { alarm_.ring(); }

private:
    /// The thread that listens is not to hang on a server that is silent.
    void execute(const std::string& sql) {
        wire_->set_deadline(Wire::Clock::now() + std::chrono::seconds(10));
        wire_->execute(sql);
        wire_->set_deadline(std::nullopt);
    }
    bool hand_out(const std::function<void(const driver::Notification&)>& use) {
        bool any = false;
        while (const std::unique_ptr<PGnotify, FreeNotify> notify{PQnotifies(wire_->handle())}) {
            any = true;
            use({.channel = notify->relname, .payload = notify->extra});
        }
        return any;
    }

    std::unique_ptr<Wire> wire_;
    Alarm alarm_;
};

}

std::unique_ptr<driver::Listener> make_listener(Connected connected) {
    return std::make_unique<Listener>(std::move(connected));
}

}
