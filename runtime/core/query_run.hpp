#pragma once
// One run of a query's statement.

#include "core/query_text.hpp"
#include "core/session_state.hpp"
#include "core/statement_cache.hpp"

namespace rowsmith::detail {

[[nodiscard]] inline QueryTarget target_of(const QueryData& query) {
    const Engine::State& engine = query.table->session->engine;
    return {*query.table->mapping, engine.spelling, engine.traits};
}

/// What listeners are told of a query; `call` is what the program called.
[[nodiscard]] inline StatementName name_of(const QueryData& query, std::string_view call) {
    return {query.table->mapping->model, call};
}

/// What comes before each query: the session must be usable, and what it has changed is sent.
inline void prepare_to_ask(const QueryData& query, const char* call) {
    require_usable(*query.table->session);
    autoflush(*query.table->session, *query.table->mapping, call);
}

/// Who locks rows is going to write.
[[nodiscard]] inline driver::Begin begin_of(const QueryData& query) {
    return query.lock == RowLock::none ? driver::Begin::read : driver::Begin::write;
}

/// Throws NotFound, TooManyRows.
void require_one(const Mapping& mapping, std::size_t rows);

/// The text must stay for as long as the run.
class RunningQuery {
public:
    RunningQuery(SessionState& session, const QueryText& text, StatementName name, driver::Begin mode)
        : statement_(begin(session, mode).statements(), text.sql), watch_(session.engine, text.sql, name) {
        bind(*statement_, text);
    }
    /// A SELECT whose rows are fetched as they are read.
    struct Streamed {};
    RunningQuery(Streamed, SessionState& session, const QueryText& text, StatementName name)
        : statement_(begin(session, driver::Begin::read).driver().prepare_stream(text.sql)),
          watch_(session.engine, text.sql, name) {
        bind(*statement_, text);
    }
    RunningQuery(const RunningQuery&) = delete;
    RunningQuery& operator=(const RunningQuery&) = delete;

    /// False when there is no row; the caller says when it is done.
    [[nodiscard]] bool step() {
        const bool found = statement_->step();
        watch_.rows += found ? 1 : 0;
        return found;
    }
    /// The same to the end, which is the end of the run.
    [[nodiscard]] bool next() {
        if (step())
            return true;
        done();
        return false;
    }
    /// Runs a statement that gives no rows; how many it changed.
    [[nodiscard]] std::int64_t execute() {
        watch_.rows = statement_->execute();
        watch_.done();
        return watch_.rows;
    }
    void done() { watch_.done(); }
    [[nodiscard]] std::int64_t rows() const { return watch_.rows; }
    [[nodiscard]] driver::Statement& statement() const { return *statement_; }

private:
    TakenStatement statement_;
    StatementWatch watch_;
};

}
