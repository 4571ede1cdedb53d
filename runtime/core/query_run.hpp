#pragma once
// One run of a query's statement.

#include "core/query_text.hpp"
#include "core/repeats.hpp"
#include "core/session_state.hpp"
#include "core/statement_cache.hpp"

#include <cstddef>
#include <utility>

namespace rowsmith::detail {

[[nodiscard]] inline QueryTarget target_of(const QueryData& query) {
    const Engine::State& engine = query.table->session->engine;
    return {*query.table->mapping, engine.spelling, engine.traits, &query.table->session->spare_text};
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

/// Comes before a query is run that a loop may ask with one value after the other. With a limit of more than
/// a row it is taken for a page; the one of first() is among the parameters.
inline void count_run(const QueryData& query, Asked asked, const StatementName& name, const QueryText& text) {
    const bool page = query.limit > 1 && query.limit != no_limit;
    if (counts_runs(*query.table->session) && !page && !text.parameters.empty())
        count_again(*query.table->session, asked, name, text.sql);
}

/// Who locks rows is going to write.
[[nodiscard]] inline driver::Begin begin_of(const QueryData& query) {
    return query.lock == RowLock::none ? driver::Begin::read : driver::Begin::write;
}

/// Throws NotFound, TooManyRows.
void require_one(const Mapping& mapping, std::size_t rows);

/// A text whose memory is the session's next one's when it is done with.
class LentText {
public:
    LentText(SessionState& session, QueryText text) : text_(std::move(text)), spare_(&session.spare_text) {}
    /// It may outlive the session.
    explicit LentText(QueryText text) : text_(std::move(text)) {}
    ~LentText() {
        if (!spare_ || text_.sql.capacity() > most_kept)
            return;
        text_.clear();
        *spare_ = std::move(text_);
    }
    LentText(const LentText&) = delete;
    LentText& operator=(const LentText&) = delete;

    [[nodiscard]] const QueryText& operator*() const { return text_; }
    [[nodiscard]] const QueryText* operator->() const { return &text_; }

private:
    static constexpr std::size_t most_kept = 64 * 1024; // no session is to sit on the memory of a giant

    QueryText text_;
    QueryText* spare_ = nullptr;
};

/// The query that the text is of must stay for as long as the run.
class RunningQuery {
public:
    RunningQuery(SessionState& session, QueryText text, StatementName name, driver::Begin mode)
        : text_(session, std::move(text)), statement_(begin(session, mode).statements(), text_->sql),
          watch_(session.engine, text_->sql, name) {
        bind(*statement_, *text_);
    }
    /// A SELECT whose rows are fetched as they are read.
    struct Streamed {};
    RunningQuery(Streamed, SessionState& session, QueryText text, StatementName name)
        : text_(std::move(text)),
          statement_(begin(session, driver::Begin::read).driver().prepare_stream(text_->sql)),
          watch_(session.engine, text_->sql, name) {
        bind(*statement_, *text_);
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
    LentText text_;
    TakenStatement statement_;
    StatementWatch watch_;
};

}
