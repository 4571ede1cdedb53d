// Queries with relations: what is joined is read with the rows, the rest afterwards, by keys.

#include "rowsmith/with.hpp"

#include "core/join_text.hpp"
#include "core/links.hpp"
#include "core/many_to_many.hpp"
#include "core/query_run.hpp"
#include "core/reading.hpp"
#include "core/relation_loading.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <unordered_set>

namespace rowsmith::detail {
namespace {

/// The rows of one table, each once, in the order in which they came.
class RowSet {
public:
    bool add(ManagedRow& row) {
        if (!known_.insert(&row).second)
            return false;
        rows_.push_back(&row);
        return true;
    }
    [[nodiscard]] const std::vector<ManagedRow*>& rows() const { return rows_; }

private:
    std::unordered_set<const ManagedRow*> known_;
    std::vector<ManagedRow*> rows_;
};

void read_deferred(const LoadingData& data, ManagedRow& row, driver::Statement& statement, int first) {
    const auto columns = row.mapping->columns;
    for (std::size_t at = 0; at < data.deferred.size(); ++at) {
        const Column& column = columns[data.deferred[at]];
        if (is_loaded(column, model_of(row)))
            continue;
        statement.read(columns, {&data.deferred[at], 1}, model_of(row), first + static_cast<int>(at));
        set_loaded(column, model_of(row), true);
        if (row.original && !is_loaded(column, row.original)) {
            copy_value(column, row.original, model_of(row));
            set_loaded(column, row.original, true);
        }
    }
}

class Loading {
public:
    explicit Loading(const LoadingData& data)
        : data_(data), session_(*data.query.table->session), rows_(data.steps.size() + 1),
          joined_(data.steps.size()) {}

    void read(const char* call, std::int64_t at_most) {
        JoinText join = join_query(target_of(data_.query), data_, at_most);
        count_run(data_.query, Asked::query, name_of(data_.query, call), join.text);
        for (const JoinedColumns& joined : join.joined)
            joined_[joined.step] = true;
        std::deque<Grouping> groupings; // of the query's rows, then of each step's
        groupings.emplace_back(*data_.query.table->mapping);
        for (const LoadStep& step : data_.steps)
            groupings.emplace_back(*step.relation->target);
        RunningQuery run{session_, std::move(join.text), name_of(data_.query, call), begin_of(data_.query)};
        while (run.next()) {
            for (const JoinedColumns& joined : join.joined)
                read_joined(run.statement(), joined, groupings[joined.step + 1]);
            ManagedRow& row = adopt(*data_.query.table, run.statement());
            if (row.state == RowState::erased)
                continue;
            read_deferred(data_, row, run.statement(), join.deferred);
            if (rows_[0].add(row))
                groupings[0].add(row);
        }
    }

    /// At most so many more rows, without joins; none at the end.
    void read_some(RunningQuery& run, int deferred, std::size_t at_most) {
        Grouping grouping{*data_.query.table->mapping};
        while (rows().size() < at_most && run.next()) {
            ManagedRow& row = adopt(*data_.query.table, run.statement());
            read_deferred(data_, row, run.statement(), deferred);
            if (rows_[0].add(row))
                grouping.add(row);
        }
    }

    void load_relations() {
        for (std::size_t step = 0; step < data_.steps.size(); ++step)
            load(step);
    }

    [[nodiscard]] const std::vector<ManagedRow*>& rows() const { return rows_[0].rows(); }

private:
    void read_joined(driver::Statement& statement, const JoinedColumns& joined, Grouping& grouping) {
        if (statement.read_integer(joined.marker) == 0)
            return;
        TableRows& table = rows_of(session_, *data_.steps[joined.step].relation->target);
        ManagedRow& row = adopt(table, statement, joined.marker + 1);
        if (rows_[joined.step + 1].add(row))
            grouping.add(row);
    }

    /// What was joined is in the session already: then nothing is asked.
    void load(std::size_t number) {
        const LoadStep& step = data_.steps[number];
        TableRows& table = rows_of(session_, *step.source);
        const auto& parents = rows_[step.parent].rows();
        if (joined_[number] && step.relation->kind != RelationKind::to_one)
            return keep_joined(table, parents, *step.relation, rows_[number + 1].rows());
        load_relation(table, parents, *step.relation, Reload::stale);
        if (!joined_[number] && is_parent(number + 1))
            gather(number);
    }

    [[nodiscard]] bool is_parent(std::size_t table) const {
        return std::ranges::find(data_.steps, table, &LoadStep::parent) != data_.steps.end();
    }

    void gather(std::size_t number) {
        const LoadStep& step = data_.steps[number];
        RowSet& targets = rows_[number + 1];
        for (ManagedRow* row : rows_[step.parent].rows()) {
            if (step.relation->kind == RelationKind::to_one) {
                if (ManagedRow* const target = current_target(*row, step.relation->key))
                    targets.add(*target);
            } else if (const RowList* const list = list_of(*row, *step.relation)) {
                for (ManagedRow* member : list->rows)
                    targets.add(*member);
            }
        }
    }

    const LoadingData& data_;
    SessionState& session_;
    std::vector<RowSet> rows_; // of the query, then of each step
    std::vector<bool> joined_; // by step
};

std::size_t parent_of(const LoadingData& data, const Mapping& source) {
    if (&source == data.query.table->mapping)
        return 0;
    for (std::size_t step = data.steps.size(); step > 0; --step) {
        if (data.steps[step - 1].relation->target == &source)
            return step;
    }
    return 0;
}

std::vector<ManagedRow*> load_some(const LoadingData& data, const char* call, std::int64_t rows) {
    const auto erased = static_cast<std::int64_t>(data.query.table->session->erased.size());
    return load_rows(data, call, rows + erased);
}

}

void add_step(LoadingData& data, const Mapping& source, const Relation& relation, bool joined) {
    const std::size_t parent = parent_of(data, source);
    if (relation.kind != RelationKind::many_to_many) {
        data.steps.push_back({&relation, &source, parent, joined});
        return;
    }
    data.steps.push_back({&links_of(relation), &source, parent, joined});
    data.steps.push_back(
        {&relation.link->relations[relation.far_key], relation.link, data.steps.size(), joined});
}

std::vector<ManagedRow*> load_rows(const LoadingData& data, const char* call, std::int64_t at_most) {
    prepare_to_ask(data.query, call);
    Loading loading{data};
    loading.read(call, at_most);
    loading.load_relations();
    return loading.rows();
}

namespace {

/// The connection of a session is lent to the rows of a stream, which have a state of their own.
class LentConnection {
public:
    LentConnection(SessionState& lender, SessionState& borrower) : lender_(lender), borrower_(borrower) {
        borrower_.connection = std::move(lender_.connection);
    }
    ~LentConnection() { lender_.connection = std::move(borrower_.connection); }
    LentConnection(const LentConnection&) = delete;
    LentConnection& operator=(const LentConnection&) = delete;

private:
    SessionState& lender_;
    SessionState& borrower_;
};

/// The same query, for rows of another state, and without joins: their rows would run over the end of a
/// chunk.
LoadingData without_joins(const LoadingData& data, SessionState& state) {
    LoadingData other = data;
    other.query.table = &rows_of(state, *data.query.table->mapping);
    for (LoadStep& step : other.steps)
        step.joined = false;
    return other;
}

}

struct RelatedStream::State final : OpenStream {
    explicit State(const LoadingData& data)
        : chunk(data.query.table->session->engine, {.loading = rowsmith::Loading::strict},
                data.query.table->session->place),
          session(data.query.table->session), query(data) {
        prepare_to_ask(data.query, "stream");
        chunk.for_reading = true;
        query = without_joins(data, chunk);
        join = join_query(target_of(query.query), query, no_limit);
        count_run(data.query, Asked::query, name_of(data.query, "stream"), join.text);
        session->streams.reserve(session->streams.size() + 1);
        run.emplace(RunningQuery::Streamed{}, *session, std::move(join.text), name_of(data.query, "stream"));
        session->streams.push_back(this);
    }
    ~State() {
        close();
        forget_rows(chunk);
    }
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

    /// The next chunk; its rows replace the former ones.
    void fill() {
        constexpr std::size_t chunk_size = 1'000;
        rows.clear();
        at = 0;
        forget_rows(chunk);
        detail::Loading loading{query};
        loading.read_some(*run, join.deferred, chunk_size);
        if (loading.rows().size() < chunk_size)
            run.reset();
        const LentConnection lent{*session, chunk};
        loading.load_relations();
        rows = loading.rows();
    }

    SessionState chunk;
    SessionState* session; // null once it is closed
    LoadingData query;
    JoinText join;
    std::optional<RunningQuery> run;
    std::vector<ManagedRow*> rows;
    std::size_t at = 0;     // of the next one
    bool abandoned = false; // by the end of its session
};

RelatedStream::RelatedStream(const LoadingData& data) : state_(std::make_unique<State>(data)) {
}

RelatedStream::~RelatedStream() {
    if (state_->run)
        state_->run->done();
}

ManagedRow* RelatedStream::next() {
    State& state = *state_;
    if (state.abandoned)
        throw UsageError("a stream was read on after its session had ended");
    if (state.at == state.rows.size() && state.run) {
        try {
            state.fill();
        } catch (...) {
            state.close();
            throw;
        }
    }
    if (state.at < state.rows.size())
        return state.rows[state.at++];
    state.close();
    return nullptr;
}

ManagedRow* load_first(const LoadingData& data) {
    const auto rows = load_some(data, "first", 1);
    return rows.empty() ? nullptr : rows.front();
}

ManagedRow& load_one(const LoadingData& data) {
    const auto rows = load_some(data, "one", 2);
    require_one(*data.query.table->mapping, rows.size());
    return *rows.front();
}

}
