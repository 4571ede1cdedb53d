#include "postgres/canceller.hpp"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace rowsmith::postgres {
namespace {

constexpr std::chrono::seconds longest_wait{1};

struct FreeCancel {
    void operator()(PGcancel* cancel) const noexcept { PQfreeCancel(cancel); }
};

}

struct Canceller::State {
    explicit State(PGconn* connection) : cancel(PQgetCancel(connection)) {}

    /// On a thread of its own.
    void send() {
        std::array<char, 256> message{};
        PQcancel(cancel.get(), message.data(), static_cast<int>(message.size()));
        const std::scoped_lock lock(mutex);
        sending = false;
        sent.notify_all();
    }

    bool wait(std::unique_lock<std::mutex>& lock) {
        return sent.wait_for(lock, longest_wait, [this] { return !sending; });
    }

    const std::unique_ptr<PGcancel, FreeCancel> cancel;
    std::mutex mutex;
    std::condition_variable sent;
    bool running = false; // a statement
    bool sending = false; // a request to cancel it
};

Canceller::Canceller(PGconn* connection) : state_(std::make_shared<State>(connection)) {
}

Canceller::~Canceller() = default;

void Canceller::request() noexcept {
    const std::scoped_lock lock(state_->mutex);
    if (!state_->running || state_->sending || !state_->cancel)
        return;
    try {
        std::thread([state = state_] { state->send(); }).detach();
        state_->sending = true;
    } catch (...) { // no memory or no thread: the statement runs on
    }
}

void Canceller::cancel() noexcept {
    request();
    std::unique_lock lock(state_->mutex);
    state_->wait(lock);
}

void Canceller::begin_statement() noexcept {
    const std::scoped_lock lock(state_->mutex);
    state_->running = true;
}

bool Canceller::end_statement() noexcept {
    std::unique_lock lock(state_->mutex);
    state_->running = false;
    return !state_->sending || state_->wait(lock);
}

void Canceller::close() noexcept {
    const std::scoped_lock lock(state_->mutex);
    state_->running = false;
}

}
