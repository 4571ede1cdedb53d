// Streams: a statement that is stepped as the program asks, over a transaction that must stay as it is until
// then.

#include "core/query_run.hpp"
#include "core/reading.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace rowsmith::detail {

struct QueryStream::State final : OpenStream {
    explicit State(const QueryData& query) : table(query.table), session(query.table->session) {
        prepare_to_ask(query, "stream");
        text = select_query(target_of(query), query, no_limit);
        session->streams.reserve(session->streams.size() + 1);
        run.emplace(RunningQuery::Streamed{}, *session, text);
        session->streams.push_back(this);
    }
    ~State() { close(); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void close() noexcept override {
        if (session)
            std::erase(session->streams, this);
        session = nullptr;
        run.reset();
    }
    void abandon() noexcept override {
        if (run)
            run->done(); // the program may well stop early
        close();
        abandoned = true;
    }

    TableRows* table;
    SessionState* session; // null once it is closed
    QueryText text;
    std::optional<RunningQuery> run;
    bool abandoned = false; // by the end of its session
};

QueryStream::QueryStream(const QueryData& query) : state_(std::make_unique<State>(query)) {
}

QueryStream::~QueryStream() {
    if (state_->run)
        state_->run->done();
}

bool QueryStream::next(void* model) {
    if (state_->abandoned)
        throw UsageError("a stream was read on after its session had ended");
    if (!state_->run)
        return false;
    try {
        if (state_->run->next()) {
            read_model(state_->run->statement(), *state_->table->mapping, model);
            return true;
        }
    } catch (...) {
        state_->close();
        throw;
    }
    state_->close();
    return false;
}

void require_no_stream(const SessionState& session, const char* call) {
    if (!session.streams.empty())
        throw UsageError(std::string(call) +
                         " while a stream of the session is open: read it to its end first, or "
                         "end its scope");
}

void abandon_streams(SessionState& session) noexcept {
    while (!session.streams.empty())
        session.streams.back()->abandon();
}

}
