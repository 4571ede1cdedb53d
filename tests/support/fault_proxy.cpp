#include "support/fault_proxy.hpp"

#include "support/fault_link.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace rowsmith::test {

namespace {

int checked(int socket, const char* what) {
    if (socket < 0)
        throw std::runtime_error(std::string("fault proxy: ") + what + ": " + std::strerror(errno));
    return socket;
}

sockaddr* as_address(auto& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

int listen_on_loopback() {
    const int listener = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    checked(bind(listener, as_address(address), sizeof address), "bind");
    checked(listen(listener, 64), "listen");
    return listener;
}

int port_of(int listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    checked(getsockname(listener, as_address(address), &size), "getsockname");
    return ntohs(address.sin_port);
}

/// -1 when the server is not there.
int connect_to_server(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + "/.s.PGSQL.5432";
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int server = checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    if (connect(server, as_address(address), sizeof address) == 0)
        return server;
    close(server);
    return -1;
}

}

class FaultProxy::Loop {
public:
    explicit Loop(std::string folder) : folder_(std::move(folder)), thread_([this] { run(); }) {}
    ~Loop() {
        change([this] { ends_ = true; });
        thread_.join();
        close(listener_);
        close(wake_);
    }

    /// Has the thread of the proxy look again after `what` was done.
    void change(const auto& what) {
        {
            const std::lock_guard lock(mutex_);
            what();
        }
        constexpr std::uint64_t one = 1;
        [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
    }
    [[nodiscard]] auto look(const auto& at) const {
        const std::lock_guard lock(mutex_);
        return at();
    }

    FaultRules rules{};
    std::list<FaultLink> links{};
    std::size_t connections = 0;
    [[nodiscard]] int port() const { return port_; }

private:
    void run() {
        std::unique_lock lock(mutex_);
        while (!ends_) {
            const auto timeout = fill();
            lock.unlock();
            poll(wanted_.data(), wanted_.size(), timeout);
            lock.lock();
            work();
        }
        links.clear();
        drop_held();
    }

    /// What to wait for, and for how many milliseconds.
    [[nodiscard]] int fill() {
        const auto now = FaultClock::now();
        wanted_ = {{.fd = wake_, .events = POLLIN, .revents = 0},
                   {.fd = listener_, .events = POLLIN, .revents = 0}};
        auto first = now + std::chrono::seconds(10);
        polled_.clear();
        for (auto& link : links) {
            std::array<pollfd, 2> wanted{};
            link.fill(wanted, now);
            wanted_.insert(wanted_.end(), wanted.begin(), wanted.end());
            polled_.push_back(&link);
            if (const auto due = link.due(); due && *due > now) // else the socket tells when it can go on
                first = std::min(first, *due);
        }
        return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(first - now).count());
    }

    void work() {
        const auto now = FaultClock::now();
        if (wanted_[0].revents != 0) {
            std::uint64_t count = 0;
            [[maybe_unused]] const auto size = read(wake_, &count, sizeof count);
        }
        for (std::size_t at = 0; at < polled_.size(); ++at)
            polled_[at]->work(std::span<const pollfd, 2>(&wanted_[2 + 2 * at], 2), now);
        if (wanted_[1].revents != 0)
            arrive();
        links.remove_if([](const FaultLink& link) { return link.is_closed(); });
        if (rules.arrivals != Arrivals::silent)
            drop_held();
    }

    void arrive() {
        const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            return;
        ++connections;
        const int at_once = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        if (rules.arrivals == Arrivals::silent) {
            held_.push_back(client);
            return;
        }
        const int server = rules.arrivals == Arrivals::pass ? connect_to_server(folder_) : -1;
        if (server < 0)
            close(client);
        else
            links.emplace_back(client, server, rules);
    }

    void drop_held() {
        for (const int client : held_)
            close(client);
        held_.clear();
    }

    std::string folder_;
    int listener_ = listen_on_loopback();
    int port_ = port_of(listener_);
    int wake_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
    std::vector<pollfd> wanted_{};
    std::vector<FaultLink*> polled_{}; // in the order of wanted_
    std::vector<int> held_{};          // arrivals that nobody speaks to
    bool ends_ = false;
    mutable std::mutex mutex_;
    std::thread thread_; // last: it uses all of the others
};

FaultProxy::FaultProxy(std::string socket_folder) : loop_(std::make_unique<Loop>(std::move(socket_folder))) {
}

FaultProxy::~FaultProxy() = default;

int FaultProxy::port() const {
    return loop_->port();
}

std::string FaultProxy::url(const std::string& database) const {
    return "postgresql://rowsmith@127.0.0.1:" + std::to_string(port()) + "/" + database;
}

void FaultProxy::arm(const Fault& fault) {
    loop_->change([&] {
        loop_->rules.armed = fault;
        loop_->rules.fired = false;
        loop_->rules.from_client = 0;
        loop_->rules.from_server = 0;
    });
}

void FaultProxy::disarm() {
    loop_->change([&] { loop_->rules.armed.reset(); });
}

bool FaultProxy::fired() const {
    return loop_->look([&] { return loop_->rules.fired; });
}

int FaultProxy::messages(PostgresMessages::Sender sender) const {
    return loop_->look([&] {
        return sender == PostgresMessages::Sender::client ? loop_->rules.from_client
                                                          : loop_->rules.from_server;
    });
}

void FaultProxy::cut(Fault::How how) {
    loop_->change([&] {
        for (auto& link : loop_->links)
            link.cut(how);
    });
}

void FaultProxy::drop_silent() {
    loop_->change([&] {
        for (auto& link : loop_->links)
            if (link.is_silent())
                link.cut(Fault::How::rst);
    });
}

void FaultProxy::set_arrivals(Arrivals arrivals) {
    loop_->change([&] { loop_->rules.arrivals = arrivals; });
}

void FaultProxy::set_latency(std::chrono::milliseconds latency) {
    loop_->change([&] { loop_->rules.latency = latency; });
}

void FaultProxy::set_slices(bool slices) {
    loop_->change([&] { loop_->rules.slices = slices; });
}

std::size_t FaultProxy::connections() const {
    return loop_->look([&] { return loop_->connections; });
}

}
