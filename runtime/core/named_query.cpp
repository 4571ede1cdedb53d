#include "rowsmith/named_query.hpp"

#include "core/named_query.hpp"
#include "core/repeats.hpp"
#include "core/value_checks.hpp"
#include "core/write_now.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

void bind(driver::Statement& statement, const NamedQuery& query, const NamedStatement& text,
          Arguments arguments) {
    int number = 0;
    for (const auto index : text.parameters) {
        const Column& parameter = query.parameters[index];
        const Argument& given = arguments.begin()[index];
        ++number;
        if (given.value && parameter.kind == ColumnKind::string) {
            driver::check(given.text, parameter);
            statement.bind_text(given.text, number);
        } else {
            statement.bind_value(parameter, given.value, number);
        }
    }
}

/// One run of a query. Its statement is out of the connection's hands meanwhile: a converter that runs the
/// same query gets another.
class NamedRun {
public:
    NamedRun(SessionState& session, const NamedQuery& query, Arguments arguments)
        : text_(statement_of(session, query)),
          slot_(begin(session, query.writes ? driver::Begin::write : driver::Begin::read).named(text_)),
          statement_(std::move(slot_)), watch_(session.engine, text_.sql, {query.name}) {
        if (!statement_)
            statement_ = session.connection->driver().prepare(text_.sql);
        bind(*statement_, query, text_, arguments);
    }
    ~NamedRun() {
        if (!statement_)
            return;
        statement_->reset();
        slot_ = std::move(statement_);
    }
    NamedRun(const NamedRun&) = delete;
    NamedRun& operator=(const NamedRun&) = delete;

    [[nodiscard]] bool step() {
        const bool found = statement_->step();
        watch_.rows += found ? 1 : 0;
        return found;
    }
    [[nodiscard]] std::int64_t execute() { return watch_.rows = statement_->execute(); }
    void done() { watch_.done(); }
    [[nodiscard]] driver::Statement& statement() const { return *statement_; }

private:
    const NamedStatement& text_;
    std::unique_ptr<driver::Statement>& slot_;
    std::unique_ptr<driver::Statement> statement_;
    StatementWatch watch_;
};

/// Which rows a statement has changed is not known: those that were read take what the next query finds.
template <typename Use>
auto run_now(Session& owner, const NamedQuery& query, Arguments arguments, Use use) {
    SessionState& session = owner.state();
    prepare_to_run(session, query);
    if (query.writes)
        require_no_stream(session, "a query that writes");
    NamedRun run{session, query, arguments};
    const auto finish = [&] {
        auto result = use(run);
        run.done();
        return result;
    };
    if (!query.writes)
        return finish();
    return write_now(session, [&] {
        auto result = finish();
        forget_readings(session);
        return result;
    });
}

[[noreturn]] void refuse_more_rows(const NamedQuery& query) {
    throw TooManyRows("more than one row satisfies the query '" + std::string(query.name) + "'");
}

}

void prepare_to_run(SessionState& session, const NamedQuery& query) {
    require_usable(session);
    autoflush(session, query.name);
    if (counts_runs(session) && !query.parameters.empty())
        count_again(session, Asked::named_query, {query.name}, statement_of(session, query).sql);
}

const NamedStatement& statement_of(const SessionState& session, const NamedQuery& query) {
    if (query.statements.size() == 1 && query.statements.front().dialect.empty())
        return query.statements.front();
    const std::string_view dialect = session.engine.database->dialect();
    for (const NamedStatement& statement : query.statements) {
        if (statement.dialect.empty() || statement.dialect == dialect)
            return statement;
    }
    throw UsageError("the query '" + std::string(query.name) + "' has no SQL for this database");
}

QueryText text_with_copies(const NamedQuery& query, const NamedStatement& statement,
                           std::span<const Argument> arguments) {
    QueryText text{.sql = std::string(statement.sql)};
    for (const auto index : statement.parameters) {
        const Argument& given = arguments[index];
        std::shared_ptr<const void> value;
        if (given.copy)
            value = given.copy(given.value);
        else if (given.value)
            value = std::make_shared<const std::string>(given.text);
        text.parameters.push_back(text.keep({query.parameters[index], std::move(value)}));
    }
    return text;
}

void read_rows(Session& session, const NamedQuery& query, Arguments arguments, RowPlace place) {
    run_now(session, query, arguments, [&](NamedRun& run) {
        while (run.step())
            run.statement().read(query.columns, place.next(place.rows));
        return true;
    });
}

bool read_row(Session& session, const NamedQuery& query, Arguments arguments, void* row) {
    return run_now(session, query, arguments, [&](NamedRun& run) {
        const bool found = run.step();
        if (found)
            run.statement().read(query.columns, row);
        if (found && run.step())
            refuse_more_rows(query);
        return found;
    });
}

std::int64_t execute(Session& session, const NamedQuery& query, Arguments arguments) {
    return run_now(session, query, arguments, [](NamedRun& run) { return run.execute(); });
}

void refuse_no_row(const NamedQuery& query) {
    throw NotFound("no row satisfies the query '" + std::string(query.name) + "'");
}

}
