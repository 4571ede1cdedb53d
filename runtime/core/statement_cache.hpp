#pragma once
// Prepared statements found by their text: those of queries, of which a program may make any number. The ones
// that were not used for longest are dropped.

#include "core/driver.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rowsmith {

class StatementCache {
public:
    static constexpr std::size_t limit = 128;

    explicit StatementCache(driver::Connection& connection) : connection_(connection) {}
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;

    struct Entry {
        std::string sql{};
        std::unique_ptr<driver::Statement> statement{}; // null while it is in use
    };
    struct Taken {
        std::unique_ptr<driver::Statement> statement{};
        Entry* entry = nullptr; // where it belongs; null: nowhere yet
    };

    /// The statement of this text, for the caller alone: while one is in use, another user gets another.
    [[nodiscard]] Taken take(std::string_view sql);
    /// Keeps a statement that is no longer in use.
    void give_back(Taken taken) noexcept;
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    using Entries = std::list<Entry>;

    void add(std::unique_ptr<driver::Statement> statement);
    void drop_oldest();

    driver::Connection& connection_;
    Entries entries_;                                               // the last used first
    std::unordered_map<std::string_view, Entries::iterator> known_; // by text
};

/// A statement from the cache for as long as a scope lasts; it goes back reset.
class TakenStatement {
public:
    TakenStatement(StatementCache& cache, std::string_view sql) : cache_(&cache), taken_(cache.take(sql)) {}
    /// One of the scope's own.
    explicit TakenStatement(std::unique_ptr<driver::Statement> statement)
        : taken_{.statement = std::move(statement)} {}
    ~TakenStatement() {
        taken_.statement->reset();
        if (cache_)
            cache_->give_back(std::move(taken_));
    }
    TakenStatement(const TakenStatement&) = delete;
    TakenStatement& operator=(const TakenStatement&) = delete;

    [[nodiscard]] driver::Statement& operator*() const { return *taken_.statement; }
    [[nodiscard]] driver::Statement* operator->() const { return taken_.statement.get(); }

private:
    StatementCache* cache_ = nullptr;
    StatementCache::Taken taken_;
};

}
