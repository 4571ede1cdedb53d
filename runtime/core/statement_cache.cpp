#include "core/statement_cache.hpp"

#include <utility>

namespace rowsmith {

std::unique_ptr<driver::Statement> StatementCache::take(std::string_view sql) {
    const auto found = known_.find(sql);
    if (found == known_.end())
        return connection_.prepare(sql);
    std::unique_ptr<driver::Statement> statement = std::move(*found->second);
    statements_.erase(found->second);
    known_.erase(found); // its text is the statement's own
    return statement;
}

void StatementCache::keep(std::unique_ptr<driver::Statement> statement) noexcept {
    if (known_.contains(statement->sql()))
        return;
    try {
        statements_.push_front(std::move(statement));
        try {
            known_.emplace(statements_.front()->sql(), statements_.begin());
        } catch (...) {
            statements_.pop_front();
            throw;
        }
    } catch (...) {
        return; // without memory to keep it, it is prepared again
    }
    if (statements_.size() > limit) {
        known_.erase(statements_.back()->sql());
        statements_.pop_back();
    }
}

}
