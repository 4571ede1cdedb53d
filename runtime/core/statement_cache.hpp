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

    /// The statement of this text, for the caller alone: while one is in use, another user gets another.
    [[nodiscard]] std::unique_ptr<driver::Statement> take(std::string_view sql);
    /// Keeps a statement that is no longer in use.
    void keep(std::unique_ptr<driver::Statement> statement) noexcept;
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        std::string sql{};
        std::unique_ptr<driver::Statement> statement{}; // null while it is in use
    };
    using Entries = std::list<Entry>;

    void add(std::unique_ptr<driver::Statement> statement);

    driver::Connection& connection_;
    Entries entries_;                                               // the last used first
    std::unordered_map<std::string_view, Entries::iterator> known_; // by text
};

/// A statement from the cache for as long as a scope lasts; it goes back reset.
class TakenStatement {
public:
    TakenStatement(StatementCache& cache, std::string_view sql)
        : cache_(&cache), statement_(cache.take(sql)) {}
    /// One of the scope's own.
    explicit TakenStatement(std::unique_ptr<driver::Statement> statement)
        : statement_(std::move(statement)) {}
    ~TakenStatement() {
        statement_->reset();
        if (cache_)
            cache_->keep(std::move(statement_));
    }
    TakenStatement(const TakenStatement&) = delete;
    TakenStatement& operator=(const TakenStatement&) = delete;

    [[nodiscard]] driver::Statement& operator*() const { return *statement_; }
    [[nodiscard]] driver::Statement* operator->() const { return statement_.get(); }

private:
    StatementCache* cache_ = nullptr;
    std::unique_ptr<driver::Statement> statement_;
};

}
