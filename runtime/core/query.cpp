// Asking the database what a query says.

#include "rowsmith/query.hpp"

#include "core/links.hpp"
#include "core/many_to_many.hpp"
#include "core/query_run.hpp"
#include "core/reading.hpp"
#include "core/relation_loading.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

QueryText text_of(const QueryData& query, const char* call, std::int64_t at_most) {
    prepare_to_ask(query, call);
    QueryText text = select_query(target_of(query), query, at_most);
    count_run(query, Asked::query, name_of(query, call), text);
    return text;
}

/// A statement whose only result is a number.
std::int64_t ask_number(const QueryData& query, QueryText text, const char* call) {
    count_run(query, Asked::query, name_of(query, call), text);
    RunningQuery run{*query.table->session, std::move(text), name_of(query, call), driver::Begin::read};
    static_cast<void>(run.step());
    const std::int64_t number = run.statement().read_integer(0);
    run.done();
    return number;
}

/// Neither of them has rows to lock.
void require_unlocked(const QueryData& query) {
    if (query.lock != RowLock::none)
        throw UsageError("count() and exists() lock no rows: leave the lock out, or ask for the rows");
}

/// Erased rows are still in the database when they were not flushed: they must not use up what is asked for.
std::int64_t with_erased(const QueryData& query, std::int64_t rows) {
    return rows + static_cast<std::int64_t>(query.table->session->erased.size());
}

/// The values of these columns of a row as they are now.
std::vector<std::shared_ptr<const void>> values_of(const ManagedRow& row,
                                                   std::span<const std::uint16_t> columns) {
    const std::shared_ptr<const void> image{
        image_of(*row.mapping, stored_model(row)).release(), [mapping = row.mapping](const void* model) {
            mapping->rows.discard(const_cast<void*>(model)); // our own copy
        }};
    std::vector<std::shared_ptr<const void>> values;
    for (const auto column : columns)
        values.emplace_back(image, value_of(row.mapping->columns[column], image.get()));
    return values;
}

ExpressionPtr refers_to_row(const ManagedRow& owner, const Relation& relation) {
    if (relation.kind == RelationKind::many_to_many) {
        const ForeignKey& near = relation.link->foreign_keys[relation.key];
        return linked_expression(relation, values_of(owner, near.target_columns));
    }
    const ForeignKey& key = relation.target->foreign_keys[relation.key];
    const auto values = values_of(owner, key.target_columns);
    ExpressionPtr condition;
    for (std::size_t part = 0; part < values.size(); ++part) {
        const auto column = key.columns[part];
        condition =
            both(condition,
                 operation(Operator::equal, column_expression(column),
                           value_expression(relation.target->columns[column], HeldValue{values[part]})));
    }
    return condition;
}

/// The result of a query, one row after the other.
class QueryCursor {
public:
    /// Flushes and sends the query, for at most so many rows. `call` is what the program called.
    QueryCursor(const QueryData& query, const char* call, std::int64_t at_most = no_limit)
        : table_(*query.table),
          run_(*table_.session, text_of(query, call, at_most), name_of(query, call), begin_of(query)),
          most_(std::min(query.limit, at_most)),
          whole_table_(!query.condition && query.joins.empty() && query.wait != LockWait::skip &&
                       query.offset == 0 && most_ == no_limit) {}

    /// Goes to the next row; false at the end.
    [[nodiscard]] bool next() {
        if (run_.rows() < most_)
            return run_.next();
        end();
        return false;
    }
    /// No more rows are wanted.
    void end() { run_.done(); }
    /// The current row into a model.
    void read(void* model) { read_model(run_.statement(), *table_.mapping, model); }

    /// Goes to the next row that is not erased, as a managed one; null at the end.
    [[nodiscard]] ManagedRow* next_managed() {
        while (next()) {
            ManagedRow& row = adopt(table_, run_.statement());
            if (row.state == RowState::erased)
                continue;
            grouping_.add(row);
            return &row;
        }
        if (whole_table_)
            grouping_.mark_whole_table();
        return nullptr;
    }

private:
    TableRows& table_;
    RunningQuery run_;
    Grouping grouping_{*table_.mapping};
    std::int64_t most_; // rows that there can be
    bool whole_table_;
};

}

void read_rows(const QueryData& query, RowPlace place) {
    QueryCursor cursor{query, "rows"};
    while (cursor.next())
        cursor.read(place.next(place.rows));
}

void managed_rows(const QueryData& query, void* refs, void (*take)(void* refs, ManagedRow& row)) {
    QueryCursor cursor{query, "all"};
    while (ManagedRow* const row = cursor.next_managed())
        take(refs, *row);
}

std::int64_t row_count(std::int64_t count, const char* call) {
    if (count < 0)
        throw UsageError(std::string(call) + " of a query takes a number of rows, which is not negative");
    return count;
}

void narrow(QueryData& query, ExpressionPtr condition) {
    query.condition = both(std::move(query.condition), std::move(condition));
}

QueryData locking(QueryData query, RowLock lock) {
    if (!query.table->session->engine.traits.row_locks)
        throw UsageError("the database locks no rows: a transaction that writes has the whole of it, and "
                         "SessionMode::writing begins one at once");
    query.lock = lock;
    return query;
}

QueryData waiting(QueryData query, LockWait wait) {
    if (query.lock == RowLock::none)
        throw UsageError("skip_locked() and no_wait() say how for_update() and for_share() wait: lock first");
    query.wait = wait;
    return query;
}

std::string sql_of(const QueryData& query) {
    return select_query(target_of(query), query, no_limit).sql;
}

ManagedRow* first_row(const QueryData& query) {
    QueryCursor cursor{query, "first", with_erased(query, 1)};
    ManagedRow* const row = cursor.next_managed();
    cursor.end();
    return row;
}

void require_one(const Mapping& mapping, std::size_t rows) {
    if (rows == 0)
        throw NotFound("no row of " + std::string(mapping.model) + " satisfies the query",
                       {.table = std::string(mapping.table)});
    if (rows > 1)
        throw TooManyRows("more than one row of " + std::string(mapping.model) +
                              " satisfies the query; first() takes the first of them",
                          {.table = std::string(mapping.table)});
}

ManagedRow& one_row(const QueryData& query) {
    QueryCursor cursor{query, "one", with_erased(query, 2)};
    ManagedRow* const row = cursor.next_managed();
    const bool more = row && cursor.next_managed();
    cursor.end();
    require_one(*query.table->mapping, row ? (more ? 2U : 1U) : 0U);
    return *row;
}

std::int64_t count_rows(const QueryData& query) {
    require_unlocked(query);
    prepare_to_ask(query, "count");
    return ask_number(query, count_query(target_of(query), query), "count");
}

bool any_rows(const QueryData& query) {
    require_unlocked(query);
    prepare_to_ask(query, "exists");
    QueryText text = exists_query(target_of(query), query);
    count_run(query, Asked::query, name_of(query, "exists"), text);
    RunningQuery run{*query.table->session, std::move(text), name_of(query, "exists"), driver::Begin::read};
    const bool found = run.step();
    run.done();
    return found;
}

QueryData related_query(ManagedRow& owner, const Relation& relation) {
    if (!owner.table)
        throw UsageError("where of the relation '" + std::string(relation.name) + "' of a row of " +
                         std::string(owner.mapping->model) + " that is detached");
    SessionState& session = *owner.table->session;
    require_usable(session);
    QueryData query{rows_of(session, *relation.target)};
    if (owner.state == RowState::pending)
        autoflush(session, *owner.mapping, "where"); // only then it has a key to be asked by
    if (has_key(owner))
        query.condition = refers_to_row(owner, relation);
    else
        query.condition = list_expression(column_expression(0), column_of_value<std::int64_t>, {}, false);
    return query;
}

}
