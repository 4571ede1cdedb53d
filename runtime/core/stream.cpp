// Streams: a statement that is stepped as the program asks, over a transaction that must stay as it is until
// then.

#include "core/named_query.hpp"
#include "core/open_query.hpp"
#include "core/reading.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace rowsmith::detail {

void OpenQuery::close() noexcept {
    if (session_)
        std::erase(session_->streams, this);
    session_ = nullptr;
    run_.reset();
}

void OpenQuery::abandon() noexcept {
    if (run_)
        run_->done(); // the program may well stop early
    close();
    abandoned_ = true;
}

void OpenQuery::require_session() const {
    if (abandoned_)
        throw UsageError("a stream was read on after its session had ended");
}

struct QueryStream::State {
    explicit State(const QueryData& data)
        : query(data), mapping(query->table->mapping),
          open(*query->table->session, name_of(*query, "stream"), [&] {
              prepare_to_ask(*query, "stream");
              QueryText text = select_query(target_of(*query), *query, no_limit);
              count_run(*query, Asked::query, name_of(*query, "stream"), text);
              return text;
          }) {}
    State(SessionState& session, const NamedQuery& named, std::span<const Argument> arguments)
        : columns(named.columns), open(session, {named.name}, [&] {
              prepare_to_run(session, named);
              return text_with_copies(named, statement_of(session, named), arguments);
          }) {}

    void read(driver::Statement& statement, void* row) const {
        if (mapping)
            read_model(statement, *mapping, row);
        else
            statement.read(columns, row);
    }

    std::optional<QueryData> query{}; // whose values are bound; of SQL that has a name they are copied
    const Mapping* mapping = nullptr; // of the models that are read; null for a query that has a name
    std::span<const Column> columns{};
    OpenQuery open;
};

QueryStream::QueryStream(const QueryData& query) : state_(std::make_unique<State>(query)) {
}

QueryStream::QueryStream(Session& session, const NamedQuery& query, std::span<const Argument> arguments)
    : state_(std::make_unique<State>(session.state(), query, arguments)) {
}

QueryStream::~QueryStream() = default;

bool QueryStream::next(void* model) {
    return state_->open.next([&](driver::Statement& statement) { state_->read(statement, model); });
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
