#include "core/statement_cache.hpp"

#include <utility>

namespace rowsmith {

std::unique_ptr<driver::Statement> StatementCache::take(std::string_view sql) {
    const auto found = known_.find(sql);
    if (found == known_.end() || !found->second->statement)
        return connection_.prepare(sql);
    return std::move(found->second->statement);
}

void StatementCache::keep(std::unique_ptr<driver::Statement> statement) noexcept {
    const auto found = known_.find(statement->sql());
    if (found != known_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        if (!found->second->statement)
            found->second->statement = std::move(statement);
        return;
    }
    try {
        add(std::move(statement));
    } catch (...) {
        return; // without memory to keep it, it is prepared again
    }
    if (entries_.size() > limit) {
        known_.erase(entries_.back().sql);
        entries_.pop_back();
    }
}

void StatementCache::add(std::unique_ptr<driver::Statement> statement) {
    std::string sql = statement->sql();
    entries_.push_front({.sql = std::move(sql), .statement = std::move(statement)});
    try {
        known_.emplace(entries_.front().sql, entries_.begin());
    } catch (...) {
        entries_.pop_front();
        throw;
    }
}

}
