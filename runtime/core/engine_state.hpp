#pragma once
// What an engine holds: its database, idle connections, the blocks of sequence values, and who listens.

#include "core/connections.hpp"
#include "core/url.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/events.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace rowsmith {

/// Values of a sequence that were drawn and not handed out: next, next + increment, ...
struct SequenceBlock {
    std::int64_t next = 0;
    std::int64_t remaining = 0;
};

struct Engine::State {
    explicit State(std::string_view text, EngineOptions options);

    /// An idle connection or a new one.
    [[nodiscard]] std::unique_ptr<PreparedConnection> take_connection();
    /// Keeps it for the next, unless it must not be used again.
    void give_back(std::unique_ptr<PreparedConnection> connection) noexcept;

    /// A block that an earlier transaction left over; empty when there is none.
    [[nodiscard]] SequenceBlock take_block(std::string_view sequence);
    void keep_block(std::string_view sequence, SequenceBlock block);
    void forget_blocks();

    Url url;
    std::unique_ptr<driver::Database> database;
    std::function<void(const StatementEvent&)> listener;
    Events events;

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<PreparedConnection>> idle_;
    std::unordered_map<std::string, std::vector<SequenceBlock>> blocks_;
};

/// Tells the engine's listener about one run of a statement. Costs a test when nobody listens.
class StatementWatch {
public:
    StatementWatch(const Engine::State& engine, std::string_view sql) : engine_(engine), sql_(sql) {
        if (engine_.listener)
            start_ = std::chrono::steady_clock::now();
    }
    ~StatementWatch() {
        if (engine_.listener && executions > 0)
            tell();
    }
    StatementWatch(const StatementWatch&) = delete;
    StatementWatch& operator=(const StatementWatch&) = delete;

    void done() { failed_ = false; }

    std::int64_t rows = 0;
    std::int64_t executions = 1;

private:
    void tell() noexcept;

    const Engine::State& engine_;
    std::string_view sql_;
    std::chrono::steady_clock::time_point start_;
    bool failed_ = true; // until done()
};

}
