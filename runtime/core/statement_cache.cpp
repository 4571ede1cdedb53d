#include "core/statement_cache.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rowsmith {

StatementCache::Taken StatementCache::take(std::string_view sql) {
    const auto found = known_.find(sql);
    if (found == known_.end() || !found->second->statement)
        return {.statement = connection_.prepare(sql)};
    entries_.splice(entries_.begin(), entries_, found->second);
    return {.statement = std::move(found->second->statement), .entry = &*found->second};
}

void StatementCache::give_back(Taken taken) noexcept {
    if (taken.entry) {
        taken.entry->statement = std::move(taken.statement);
        return;
    }
    try {
        add(std::move(taken.statement));
    } catch (...) {
        return; // without memory to keep it, it is prepared again
    }
    if (entries_.size() > limit)
        drop_oldest();
}

void StatementCache::add(std::unique_ptr<driver::Statement> statement) {
    if (known_.contains(statement->sql()))
        return;
    std::string sql = statement->sql();
    entries_.push_front({.sql = std::move(sql), .statement = std::move(statement)});
    try {
        known_.emplace(entries_.front().sql, entries_.begin());
    } catch (...) {
        entries_.pop_front();
        throw;
    }
}

/// One that is in use comes back to its entry.
void StatementCache::drop_oldest() {
    const auto oldest = std::find_if(entries_.rbegin(), entries_.rend(),
                                     [](const Entry& entry) { return entry.statement != nullptr; });
    known_.erase(oldest->sql);
    entries_.erase(std::prev(oldest.base()));
}

}
