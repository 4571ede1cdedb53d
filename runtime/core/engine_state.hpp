#pragma once
// What an engine holds: its database, the pools of connections, the blocks of sequence values, and who
// listens.

#include "core/notifications.hpp"
#include "core/pool.hpp"
#include "core/replicas.hpp"
#include "core/url.hpp"
#include "rowsmith/call_site.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/events.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowsmith {

/// Values of a sequence that were drawn and not handed out: next, next + increment, ...
struct SequenceBlock {
    std::int64_t next = 0;
    std::int64_t remaining = 0;
};

/// Who is told of statements, and of which. A statement asks one flag.
class StatementListeners {
public:
    void hear_all(std::function<void(const StatementEvent&)> handler);
    void hear_slow(std::chrono::milliseconds threshold, std::function<void(const StatementEvent&)> handler);

    [[nodiscard]] bool any() const { return any_; }
    /// Calls them; what they throw is ignored.
    void tell(const StatementEvent& event) const noexcept;

private:
    std::function<void(const StatementEvent&)> all_;
    std::function<void(const StatementEvent&)> slow_;
    std::chrono::milliseconds threshold_{};
    bool any_ = false;
};

/// Who is told of statements that a transaction repeats.
struct RepeatWatch {
    int most = 0; // 0: nobody
    std::function<void(const RepeatedStatement&)> handler;
};

/// Shared by the engine and its sessions, which may be destroyed after it.
struct Engine::State : std::enable_shared_from_this<Engine::State> {
    State(std::string_view text, const EngineOptions& engine_options);
    /// What the engine's end means to those that are left: no connection for them, nothing to be heard.
    void close() noexcept;

    /// A connection of the pool, or, for reading, of a replica.
    [[nodiscard]] Lease take_connection(const CallSite& place,
                                        std::optional<Pool::Clock::time_point> deadline = {},
                                        bool for_reading = false);
    /// To be called while an exception is handled: one that says that the server has become a read-only one
    /// empties the pool.
    void note_failure() noexcept;

    /// A block that an earlier transaction left over; empty when there is none.
    [[nodiscard]] SequenceBlock take_block(const Sequence& sequence);
    void keep_block(const Sequence& sequence, SequenceBlock block);
    void forget_blocks();

    Url url;
    EngineOptions options;
    std::shared_ptr<driver::Database> database;
    driver::Traits traits;
    driver::Spelling spelling;
    std::shared_ptr<Pool> pool;
    std::shared_ptr<detail::Notifications> notifications;
    StatementListeners listeners;
    RepeatWatch repeats;
    Events events;

private:
    void add_replica(const std::string& text, const EngineOptions& engine_options);

    Replicas replicas_;
    std::mutex mutex_;
    using SequenceName = std::pair<std::string, std::string>; // schema and name
    [[nodiscard]] static SequenceName name_of(const Sequence& sequence);

    std::map<SequenceName, std::vector<SequenceBlock>> blocks_;
};

/// What a statement serves. Put together only when someone listens; both pieces stay for as long as the
/// program.
struct StatementName {
    std::string_view subject{}; // a model, "shop::User", or the whole name: "shop::top_spenders"
    std::string_view call{};    // "insert", "find_by_email"; none when the subject is the whole name

    [[nodiscard]] std::string text() const;
};

/// Tells the engine's listeners about one run of a statement. Costs a test when nobody listens.
class StatementWatch {
public:
    StatementWatch(const Engine::State& engine, std::string_view sql, StatementName name = {})
        : engine_(engine), sql_(sql), name_(name) {
        if (engine_.listeners.any())
            start_ = std::chrono::steady_clock::now();
    }
    ~StatementWatch() {
        if (engine_.listeners.any() && executions > 0)
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
    StatementName name_;
    std::chrono::steady_clock::time_point start_;
    bool failed_ = true; // until done()
};

}
