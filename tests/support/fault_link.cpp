#include "support/fault_link.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace rowsmith::test {

using Sender = PostgresMessages::Sender;

namespace {

/// Whether the COMMIT is executed by this message of a client; by the simple or by the extended protocol.
bool executes_commit(const PostgresMessage& message, bool committing) {
    return message.type == 'E' ? committing : message.type == 'Q' && is_commit(message);
}

void close_socket(int& socket) {
    if (socket >= 0)
        close(std::exchange(socket, -1));
}

/// A close() that the other side sees as a reset.
void reset_socket(int& socket) {
    const linger none{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close_socket(socket);
}

}

std::optional<Fault> FaultRules::at(Sender sender, const PostgresMessage& message, bool& committing) {
    if (message.type == 0)
        return std::nullopt;
    const bool from_the_client = sender == Sender::client;
    const int number = from_the_client ? ++from_client : ++from_server;
    const bool commit = from_the_client && executes_commit(message, committing);
    const bool answer = !from_the_client && committing && ends_statement(message);
    committing = (committing && !answer) || (from_the_client && is_commit(message));
    const auto fits = [&](const Fault& fault) {
        switch (fault.where) {
        case Fault::Where::client_message:
            return from_the_client && number == fault.number;
        case Fault::Where::server_message:
            return !from_the_client && number == fault.number;
        case Fault::Where::commit:
            return commit;
        case Fault::Where::commit_answer:
            return answer;
        }
        return false;
    };
    if (!armed || !fits(*armed))
        return std::nullopt;
    fired = true;
    if (armed->away)
        arrivals = FaultProxy::Arrivals::closed;
    return std::exchange(armed, std::nullopt);
}

FaultLink::~FaultLink() {
    close_socket(client_);
    close_socket(server_);
}

void FaultLink::fill(std::span<pollfd, 2> wanted, FaultClock::time_point now) const {
    const auto events = [&](const Direction& in, const Direction& out) {
        const bool sends = !out.waiting.empty() && out.waiting.front().due <= now;
        return static_cast<short>((in.ended ? 0 : POLLIN) | (sends ? POLLOUT : 0));
    };
    const bool open = state_ == State::open;
    wanted[0] = {.fd = open || state_ == State::draining ? client_ : -1,
                 .events = open ? events(to_server_, to_client_) : short{POLLIN},
                 .revents = 0};
    wanted[1] = {.fd = open ? server_ : -1, .events = events(to_client_, to_server_), .revents = 0};
}

std::optional<FaultClock::time_point> FaultLink::due() const {
    std::optional<FaultClock::time_point> first;
    if (state_ != State::open)
        return first;
    for (const Direction* direction : {&to_server_, &to_client_}) {
        if (!direction->waiting.empty())
            first = std::min(first.value_or(FaultClock::time_point::max()), direction->waiting.front().due);
    }
    return first;
}

void FaultLink::work(std::span<const pollfd, 2> found, FaultClock::time_point now) {
    if (state_ == State::draining && found[0].revents != 0)
        drain();
    if (state_ != State::open)
        return;
    if ((found[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !to_server_.ended)
        take(client_, to_server_, Sender::client, now);
    if ((found[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !to_client_.ended)
        take(server_, to_client_, Sender::server, now);
    deliver(server_, to_server_, now);
    deliver(client_, to_client_, now);
}

void FaultLink::take(int from, Direction& direction, Sender sender, FaultClock::time_point now) {
    std::array<char, 65536> buffer{};
    const auto size = recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0) {
        direction.ended = true;
        direction.waiting.push_back({.due = now + rules_.latency, .then = Fault::How::fin});
        return;
    }
    direction.messages.take({buffer.data(), static_cast<std::size_t>(size)});
    while (!direction.ended) {
        auto message = direction.messages.next();
        if (!message)
            return;
        pass(direction, sender, std::move(*message), now);
    }
}

void FaultLink::pass(Direction& direction, Sender sender, PostgresMessage message,
                     FaultClock::time_point now) {
    if (sender == Sender::client && asks_for_encryption(message))
        to_client_.messages.expect_byte();
    Chunk chunk{.due = now + rules_.latency, .bytes = std::move(message.bytes)};
    message.bytes = chunk.bytes;
    if (const auto fault = rules_.at(sender, message, committing_)) {
        if (fault->when != Fault::When::after)
            chunk.bytes.resize(fault->when == Fault::When::before ? 0 : chunk.bytes.size() / 2);
        chunk.then = fault->how;
        direction.ended = true;
    }
    direction.waiting.push_back(std::move(chunk));
}

/// False when the socket takes nothing more now.
bool FaultLink::send_some(int to, Chunk& chunk) {
    const std::size_t wanted =
        rules_.slices ? std::min<std::size_t>(chunk.bytes.size(), 1) : chunk.bytes.size();
    const auto sent = send(to, chunk.bytes.data(), wanted, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        chunk = {.due = chunk.due, .then = Fault::How::fin}; // who should get it is gone
        return true;
    }
    chunk.bytes.erase(0, sent < 0 ? 0 : static_cast<std::size_t>(sent));
    return chunk.bytes.empty() && !rules_.slices;
}

void FaultLink::deliver(int to, Direction& direction, FaultClock::time_point now) {
    while (state_ == State::open && !direction.waiting.empty() && direction.waiting.front().due <= now) {
        Chunk& chunk = direction.waiting.front();
        const bool more = chunk.bytes.empty() || send_some(to, chunk);
        if (chunk.bytes.empty()) {
            const auto then = chunk.then;
            direction.waiting.pop_front();
            if (then)
                cut(*then);
        }
        if (!more)
            return;
    }
}

void FaultLink::cut(Fault::How how) {
    if (state_ == State::closed || state_ == State::draining)
        return;
    switch (how) {
    case Fault::How::fin:
        close_socket(server_);
        shutdown(client_, SHUT_WR); // a close() with unread bytes would be a reset
        state_ = State::draining;
        return;
    case Fault::How::rst:
        close_socket(server_);
        reset_socket(client_);
        state_ = State::closed;
        return;
    case Fault::How::silence:
        state_ = State::silent;
        return;
    }
}

void FaultLink::drain() {
    std::array<char, 4096> buffer{};
    const auto size = recv(client_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR)))
        return;
    close_socket(client_);
    state_ = State::closed;
}

}
