// Asking the database for values.

#include "rowsmith/select.hpp"

#include "core/open_query.hpp"
#include "core/query_run.hpp"
#include "core/query_values.hpp"
#include "rowsmith/error.hpp"

#include <utility>

namespace rowsmith::detail {
namespace {

QueryText text_of(const SelectData& select, const char* call, std::int64_t at_most) {
    prepare_to_ask(select.query, call);
    QueryText text = values_query(target_of(select.query), select, at_most);
    count_run(select.query, Asked::query, name_of(select.query, call), text);
    return text;
}

}

std::vector<Column> layout_of(std::span<const Column* const> types, std::span<const MemberPlace> places) {
    std::vector<Column> layout;
    layout.reserve(types.size());
    for (std::size_t at = 0; at < types.size(); ++at) {
        Column& column = layout.emplace_back(*types[at]);
        column.nullable = places[at].nullable;
        column.length = 0;
        column.loaded = 0;
        column.offset = places[at].offset;
    }
    return layout;
}

struct SelectCursor::State {
    State(const SelectData& select, std::span<const MemberPlace> places, const char* call,
          std::int64_t at_most)
        : layout(layout_of(select.types, places)),
          run(*select.query.table->session, text_of(select, call, at_most), name_of(select.query, call),
              begin_of(select.query)) {
        set_digits(layout, target_of(select.query).spelling);
    }

    std::vector<Column> layout;
    RunningQuery run;
};

SelectCursor::SelectCursor(const SelectData& select, std::span<const MemberPlace> places, const char* call,
                           std::int64_t at_most)
    : state_(std::make_unique<State>(select, places, call, at_most)) {
}

SelectCursor::~SelectCursor() = default;

bool SelectCursor::next() {
    return state_->run.next();
}

void SelectCursor::end() {
    state_->run.done();
}

void SelectCursor::read(void* tuple) {
    state_->run.statement().read(state_->layout, tuple, 0);
}

struct SelectStream::State {
    State(const SelectData& data, std::span<const MemberPlace> places)
        : select(data), layout(layout_of(select.types, places)),
          open(*select.query.table->session, name_of(select.query, "stream"),
               [&] { return text_of(select, "stream", no_limit); }) {
        set_digits(layout, target_of(select.query).spelling);
    }

    SelectData select; // whose values are bound
    std::vector<Column> layout;
    OpenQuery open;
};

SelectStream::SelectStream(const SelectData& select, std::span<const MemberPlace> places)
    : state_(std::make_unique<State>(select, places)) {
}

SelectStream::~SelectStream() = default;

bool SelectStream::next(void* tuple) {
    return state_->open.next([&](driver::Statement& statement) { statement.read(state_->layout, tuple, 0); });
}

std::string sql_of(const SelectData& select) {
    return values_query(target_of(select.query), select, no_limit).sql;
}

void require_one_result(std::size_t rows) {
    if (rows == 0)
        throw NotFound("the query gives no row");
    if (rows > 1)
        throw TooManyRows("the query gives more than one row; first() takes the first of them");
}

SelectData put_together(SetOperation operation, const SelectData& left, const SelectData& right) {
    if (left.query.lock != RowLock::none || right.query.lock != RowLock::none)
        throw UsageError(
            "rows are locked by a query of their table, not by one that is put together from several");
    SelectData whole{QueryData{*left.query.table}};
    whole.columns = left.columns;
    whole.types = left.types;
    // What has parts already, and no order of its own, goes on: a union b union c.
    const bool goes_on = !left.parts.empty() && !left.query.distinct && left.query.order.empty() &&
                         left.query.limit == no_limit && left.query.offset == 0 &&
                         left.parts.back().operation == operation;
    if (goes_on)
        whole.parts = left.parts;
    else
        whole.parts.push_back({SetOperation::none, shared(left)});
    whole.parts.push_back({operation, shared(right)});
    return whole;
}

}
