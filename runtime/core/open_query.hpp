#pragma once
// A statement that is stepped as the program asks, over a transaction that must stay as it is until then.

#include "core/query_run.hpp"

#include <optional>
#include <utility>

namespace rowsmith::detail {

class OpenQuery final : public OpenStream {
public:
    /// `text` flushes, and gives the statement.
    template <typename Text>
    OpenQuery(SessionState& session, StatementName name, Text text) : session_(&session) {
        QueryText sql = text();
        session_->streams.reserve(session_->streams.size() + 1);
        run_.emplace(RunningQuery::Streamed{}, *session_, std::move(sql), name);
        session_->streams.push_back(this);
    }
    ~OpenQuery() {
        if (run_)
            run_->done(); // the program may well stop early
        close();
    }
    OpenQuery(const OpenQuery&) = delete;
    OpenQuery& operator=(const OpenQuery&) = delete;

    /// Goes to the next row and has it read; false at the end, and after an error. Throws UsageError when the
    /// session has ended before.
    template <typename Read>
    [[nodiscard]] bool next(Read read) {
        require_session();
        if (!run_)
            return false;
        try {
            if (run_->next()) {
                read(run_->statement());
                return true;
            }
        } catch (...) {
            close();
            throw;
        }
        close();
        return false;
    }

    void close() noexcept override;
    void abandon() noexcept override;

private:
    void require_session() const;

    SessionState* session_; // null once it is closed
    std::optional<RunningQuery> run_{};
    bool abandoned_ = false; // by the end of its session
};

}
