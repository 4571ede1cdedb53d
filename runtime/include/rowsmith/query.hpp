#pragma once
// Queries: conditions, an order and limits on the rows of one table, as a value that asks the database when
// one of its last words (all, first, one, count, exists, rows, stream, update, erase) is called.

#include "rowsmith/condition.hpp"
#include "rowsmith/relations.hpp"
#include "rowsmith/session.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

template <typename T>
class LoadingQuery; // rowsmith/with.hpp

namespace detail {

struct OrderTerm {
    ExpressionPtr expression;
    bool descending = false;
    bool nullable = false;
};

inline constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

/// A query without the type of its rows.
struct QueryData {
    TableRows* table;
    ExpressionPtr condition{}; // null: all rows
    std::vector<OrderTerm> order{};
    std::int64_t limit = no_limit;
    std::int64_t offset = 0;
    bool synced = true; // managed rows follow update() and erase()
};

struct AssignmentData {
    std::uint16_t column;
    ExpressionPtr value;
};

/// The result of a query, one row after the other.
class QueryCursor {
public:
    /// Flushes and sends the query, for at most so many rows. `call` is what the program called.
    QueryCursor(const QueryData& query, const char* call, std::int64_t at_most = no_limit);
    ~QueryCursor();
    QueryCursor(const QueryCursor&) = delete;
    QueryCursor& operator=(const QueryCursor&) = delete;

    /// Goes to the next row; false at the end.
    [[nodiscard]] bool next();
    /// No more rows are wanted.
    void end();
    /// The current row into a model.
    void read(void* model);
    /// Goes to the next row that is not erased, as a managed one; null at the end.
    [[nodiscard]] ManagedRow* next_managed();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The same, while the program does other things between the rows.
class QueryStream {
public:
    explicit QueryStream(const QueryData& query);
    ~QueryStream();
    QueryStream(const QueryStream&) = delete;
    QueryStream& operator=(const QueryStream&) = delete;

    /// Reads the next row; false at the end. After an error there is none.
    [[nodiscard]] bool next(void* model);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Throws UsageError for a negative number.
[[nodiscard]] std::int64_t row_count(std::int64_t count, const char* call);
[[nodiscard]] ManagedRow* first_row(const QueryData& query);
/// Throws NotFound, TooManyRows.
[[nodiscard]] ManagedRow& one_row(const QueryData& query);
[[nodiscard]] std::int64_t count_rows(const QueryData& query);
[[nodiscard]] bool any_rows(const QueryData& query);
[[nodiscard]] std::int64_t erase_rows(const QueryData& query);
[[nodiscard]] std::int64_t update_rows(const QueryData& query, std::span<const AssignmentData> assignments);
/// The rows of a relation of `owner`.
[[nodiscard]] QueryData related_query(ManagedRow& owner, const Relation& relation,
                                      const ExpressionPtr& condition);

}

/// The rows of a query one by one, each a plain struct: however many there are, one is in memory. Until its
/// end, of the loop or of the scope, the session can read but neither flush, commit nor roll back. For one
/// loop.
template <typename T>
class Stream {
public:
    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(Stream& stream) : stream_(&stream) {}
        /// The row, until the next step; it may be moved from.
        [[nodiscard]] T& operator*() const { return stream_->row_; }
        Iterator& operator++() {
            stream_->step();
            return *this;
        }
        void operator++(int) { stream_->step(); }
        [[nodiscard]] friend bool operator==(const Iterator& left, std::default_sentinel_t) {
            return left.at_end();
        }

    private:
        [[nodiscard]] bool at_end() const { return stream_->at_end_; }

        Stream* stream_;
    };

    explicit Stream(const detail::QueryData& query) : rows_(query) {}

    [[nodiscard]] Iterator begin() {
        step();
        return Iterator{*this};
    }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

private:
    void step() { at_end_ = !rows_.next(&row_); }

    detail::QueryStream rows_;
    T row_{};
    bool at_end_ = false;
};

/// Rows of model T that a session can be asked for. A value: each step makes another query, and one may be
/// asked any number of times for as long as its session lives. Asking flushes first what the session has
/// changed.
template <typename T>
class Query {
public:
    explicit Query(detail::QueryData data) : data_(std::move(data)) {}

    /// Rows that satisfy this too.
    [[nodiscard]] Query where(const Condition<T>& condition) const;
    /// Columns, or `column.desc()`; the first counts most. Replaces an earlier order.
    template <typename... Terms>
    [[nodiscard]] Query order_by(const Terms&... terms) const {
        static_assert((std::is_convertible_v<const Terms&, Order<T>> && ...),
                      "rows are ordered by columns of their own table");
        Query query = *this;
        query.data_.order.clear();
        (query.append(Order<T>(terms)), ...);
        return query;
    }
    /// At most so many rows. Throws UsageError for a negative number.
    [[nodiscard]] Query limit(std::int64_t rows) const {
        Query query = *this;
        query.data_.limit = detail::row_count(rows, "limit");
        return query;
    }
    /// Without the first so many rows. Throws UsageError for a negative number.
    [[nodiscard]] Query offset(std::int64_t rows) const {
        Query query = *this;
        query.data_.offset = detail::row_count(rows, "offset");
        return query;
    }
    /// update() and erase() leave managed rows as they are: they show what they did before until they are
    /// read again.
    [[nodiscard]] Query unsynced() const {
        Query query = *this;
        query.data_.synced = false;
        return query;
    }

    /// With relations, and deferred columns, loaded: `users.query().with(users.purchases, purchases.lines)`.
    /// Each relation is that of the query's rows or, of another table, of the rows that one named before it
    /// leads to. To-one relations are joined, lists come by a query of their own; joined(...) and
    /// separate(...) choose otherwise.
    template <typename... Terms>
    [[nodiscard]] LoadingQuery<T> with(const Terms&... terms) const;

    /// The rows as managed ones: one SELECT. A row that the session has already is the same ref.
    [[nodiscard]] std::vector<Ref<T>> all() const {
        std::vector<Ref<T>> refs;
        detail::QueryCursor cursor{data_, "all"};
        while (detail::ManagedRow* const row = cursor.next_managed())
            refs.emplace_back(*row);
        return refs;
    }
    /// The first row, if there is one: one SELECT that asks for no more.
    [[nodiscard]] std::optional<Ref<T>> first() const {
        return detail::optional_ref<T>(detail::first_row(data_));
    }
    /// The only row: one SELECT that asks for two. Throws NotFound, or TooManyRows.
    [[nodiscard]] Ref<T> one() const { return Ref<T>{detail::one_row(data_)}; }
    /// How many rows the database has: one SELECT.
    [[nodiscard]] std::int64_t count() const { return detail::count_rows(data_); }
    /// Whether there is a row: one SELECT.
    [[nodiscard]] bool exists() const { return detail::any_rows(data_); }
    /// The rows as plain structs, outside the session's care: one SELECT, the fastest way to read.
    [[nodiscard]] std::vector<T> rows() const {
        std::vector<T> models;
        for (detail::QueryCursor cursor{data_, "rows"}; cursor.next();)
            cursor.read(&models.emplace_back());
        return models;
    }

    /// The rows one by one as plain structs, in constant memory: one SELECT, which begins now. Throws in the
    /// loop what the database throws there.
    [[nodiscard]] Stream<T> stream() const { return Stream<T>{data_}; }

    /// Deletes the rows: one DELETE, whatever their versions; the number of rows. Managed ones, and those
    /// that the database deletes with them, follow.
    std::int64_t erase() const { return detail::erase_rows(data_); }
    /// Stores values that the database computes: one UPDATE, which raises versions without asking for them;
    /// the number of rows. Managed ones follow; one that is edited keeps what the program put into it. Throws
    /// UsageError for columns that cannot be set, keys among them.
    template <typename... Assignments>
    std::int64_t update(const Assignments&... assignments) const {
        static_assert(sizeof...(Assignments) > 0, "update() takes what is to be stored: users.age = 5");
        static_assert((std::is_same_v<Assignments, Assignment<T>> && ...),
                      "update() takes assignments to columns of the query's own table: users.age = 5");
        const detail::AssignmentData list[] = {{assignments.column(), assignments.value()}...};
        return detail::update_rows(data_, list);
    }

    [[nodiscard]] const detail::QueryData& data() const { return data_; }

private:
    void append(const Order<T>& order) {
        data_.order.push_back({order.expression(), order.descending(), order.nullable()});
    }

    detail::QueryData data_;
};

namespace detail {

/// `query` with another condition.
[[nodiscard]] QueryData narrowed(QueryData query, const ExpressionPtr& condition);

}

template <typename T>
Query<T> Query<T>::where(const Condition<T>& condition) const {
    return Query{detail::narrowed(data_, condition.expression())};
}

template <typename T, Removal removal>
Query<T> Many<T, removal>::where(const Condition<T>& condition) const {
    return Query<T>{detail::related_query(*owner_, *relation_, condition.expression())};
}

}
