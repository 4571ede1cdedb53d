#pragma once
// Queries that give values in place of rows: columns of several tables, what the database computes, groups;
// and SELECTs that stand in other queries.

#include "rowsmith/functions.hpp"
#include "rowsmith/query.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

template <typename V>
inline constexpr bool is_sure = false;
template <typename V>
inline constexpr bool is_sure<Sure<V>> = true;

/// What a column of a SELECT gives; `Empty`: the sources that a left join may leave empty.
template <typename U, typename Empty>
using ResultOf =
    Nullable<nullable_operand<U> || (!is_sure<ValueOf<U>> && meet<SourcesOf<U>, Empty>), Plain<ValueOf<U>>>;

template <typename... V>
struct Single {
    using type = std::tuple<V...>;
};
template <typename V>
struct Single<V> {
    using type = V;
};
/// The row that a program gets where it asks for none of its own.
template <typename... V>
using RowOf = typename Single<V...>::type;

/// How the columns of a result lie in a tuple.
template <typename Tuple>
std::vector<Column> layout_of(std::span<const Column* const> types) {
    static const Tuple probe{};
    std::vector<Column> columns;
    [&]<std::size_t... at>(std::index_sequence<at...>) {
        (columns.push_back([&] {
            Column column = *types[at];
            column.nullable = PlainType<std::tuple_element_t<at, Tuple>>::nullable;
            column.length = 0;
            column.loaded = 0;
            column.offset = static_cast<std::uint32_t>(reinterpret_cast<const char*>(&std::get<at>(probe)) -
                                                       reinterpret_cast<const char*>(&probe));
            return column;
        }()),
         ...);
    }
    (std::make_index_sequence<std::tuple_size_v<Tuple>>{});
    return columns;
}

template <typename Row, typename Tuple>
Row row_from(Tuple&& values) {
    using Plain = std::remove_cvref_t<Tuple>;
    if constexpr (std::same_as<Row, Plain>)
        return std::forward<Tuple>(values);
    else if constexpr (std::tuple_size_v<Plain> == 1)
        return Row{std::get<0>(std::forward<Tuple>(values))};
    else
        return std::apply([](auto&&... value) { return Row{std::forward<decltype(value)>(value)...}; },
                          std::forward<Tuple>(values));
}

template <typename Row, typename Tuple>
inline constexpr bool makes_row = false;
template <typename Row, typename... V>
inline constexpr bool makes_row<Row, std::tuple<V...>> = requires(V... value) {
    Row{std::move(value)...};
};

/// The result of a SELECT of values.
class SelectCursor {
public:
    /// Flushes and sends it, for at most so many rows.
    SelectCursor(const SelectData& select, std::vector<Column> layout, const char* call,
                 std::int64_t at_most = no_limit);
    ~SelectCursor();
    SelectCursor(const SelectCursor&) = delete;
    SelectCursor& operator=(const SelectCursor&) = delete;

    [[nodiscard]] bool next();
    /// The current row into a tuple of the layout.
    void read(void* tuple);
    void end();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The same, while the program does other things between the rows.
class SelectStream {
public:
    SelectStream(const SelectData& select, std::vector<Column> layout);
    ~SelectStream();
    SelectStream(const SelectStream&) = delete;
    SelectStream& operator=(const SelectStream&) = delete;

    /// Reads the next row; false at the end. After an error there is none.
    [[nodiscard]] bool next(void* tuple);

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] std::string sql_of(const SelectData& select);
[[nodiscard]] std::string plan_of(const SelectData& select);
/// Throws NotFound, TooManyRows.
void require_one_result(std::size_t rows);
/// Several SELECTs as one; throws UsageError for one that locks rows.
[[nodiscard]] SelectData put_together(SetOperation operation, const SelectData& left,
                                      const SelectData& right);

/// The expressions of a SELECT's columns.
template <typename Empty, typename... U>
SelectData selected(const QueryData& query, const U&... columns) {
    return {.query = query, .columns = {expression_of(columns)...}, .types = {&type_of(columns)...}};
}

}

/// Values one by one, in constant memory. Until its end, of the loop or of the scope, the session can read
/// but neither flush, commit nor roll back. For one loop.
template <typename Row, typename Columns>
class ValueStream {
public:
    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(ValueStream& stream) : stream_(&stream) {}
        [[nodiscard]] Row& operator*() const { return *stream_->row_; }
        Iterator& operator++() {
            stream_->step();
            return *this;
        }
        void operator++(int) { stream_->step(); }
        [[nodiscard]] friend bool operator==(const Iterator& left, std::default_sentinel_t) {
            return left.at_end();
        }

    private:
        [[nodiscard]] bool at_end() const { return !stream_->row_; }

        ValueStream* stream_;
    };

    explicit ValueStream(const detail::SelectData& select)
        : rows_(select, detail::layout_of<Columns>(select.types)) {}

    [[nodiscard]] Iterator begin() {
        step();
        return Iterator{*this};
    }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

private:
    void step() {
        Columns values{};
        if (rows_.next(&values))
            row_.emplace(detail::row_from<Row>(std::move(values)));
        else
            row_.reset();
    }

    detail::SelectStream rows_;
    std::optional<Row> row_{};
};

/// A query that gives values: rows are `Row`s made of `Columns`, a tuple. A value like Query.
template <typename Row, typename Columns, typename... Tables>
class Selection {
public:
    explicit Selection(detail::SelectData data) : data_(std::move(data)) {}

    template <typename C>
    [[nodiscard]] Selection where(const C& condition) const {
        require_condition<C>();
        Selection other = *this;
        if constexpr (detail::Logical<C>)
            other.data_.query = detail::narrowed(data_.query, detail::expression_of(condition));
        return other;
    }
    /// One row for all rows that have the same values here.
    template <typename... Terms>
    [[nodiscard]] Selection group_by(const Terms&... terms) const {
        static_assert((detail::within<detail::SourcesOf<Terms>, Known> && ...),
                      "rows are grouped by columns of the query's own tables");
        Selection other = *this;
        other.data_.groups = {detail::expression_of(terms)...};
        return other;
    }
    /// Groups that satisfy this too.
    template <typename C>
    [[nodiscard]] Selection having(const C& condition) const {
        require_condition<C>();
        Selection other = *this;
        other.data_.having = data_.having ? detail::operation(detail::Operator::both, data_.having,
                                                              detail::expression_of(condition))
                                          : detail::expression_of(condition);
        return other;
    }
    /// Columns, values, or `x.desc()`; the first counts most. Replaces an earlier order. Of a union, and the
    /// like, columns of the result: `result<0>().desc()`.
    template <typename... Terms>
    [[nodiscard]] Selection order_by(const Terms&... terms) const {
        static_assert((detail::within<detail::OrderedBy<Terms>, Known> && ...),
                      "rows are ordered by columns of the query's own tables");
        Selection other = *this;
        other.data_.query.order = {detail::order_term<detail::OuterAmong<Tables...>>(terms)...};
        return other;
    }
    /// Column number `at`, from 0, of the result: to order by.
    template <std::size_t at>
    [[nodiscard]] auto result() const {
        return Value<std::tuple_element_t<at, Columns>>{{detail::result_expression(at)}, *data_.types[at]};
    }
    [[nodiscard]] Selection limit(std::int64_t rows) const {
        Selection other = *this;
        other.data_.query.limit = detail::row_count(rows, "limit");
        return other;
    }
    [[nodiscard]] Selection offset(std::int64_t rows) const {
        Selection other = *this;
        other.data_.query.offset = detail::row_count(rows, "offset");
        return other;
    }
    /// Equal rows once.
    [[nodiscard]] Selection distinct() const {
        Selection other = *this;
        other.data_.query.distinct = true;
        return other;
    }

    /// The rows of both, equal ones once. The other one's columns must be of the same types.
    template <typename OtherRow, typename... Others>
    [[nodiscard]] auto union_with(const Selection<OtherRow, Columns, Others...>& other) const {
        return combined(detail::SetOperation::union_distinct, other);
    }
    /// The rows of both.
    template <typename OtherRow, typename... Others>
    [[nodiscard]] auto union_all(const Selection<OtherRow, Columns, Others...>& other) const {
        return combined(detail::SetOperation::union_all, other);
    }
    /// The rows that both have.
    template <typename OtherRow, typename... Others>
    [[nodiscard]] auto intersect(const Selection<OtherRow, Columns, Others...>& other) const {
        return combined(detail::SetOperation::intersection, other);
    }
    /// The rows that the other one does not have.
    template <typename OtherRow, typename... Others>
    [[nodiscard]] auto except(const Selection<OtherRow, Columns, Others...>& other) const {
        return combined(detail::SetOperation::difference, other);
    }

    /// All rows: one SELECT.
    [[nodiscard]] std::vector<Row> all() const {
        require_alone();
        std::vector<Row> rows;
        for (detail::SelectCursor cursor{data_, layout(), "all"}; cursor.next();)
            rows.push_back(read(cursor));
        return rows;
    }
    /// The first row, if there is one.
    [[nodiscard]] std::optional<Row> first() const {
        require_alone();
        detail::SelectCursor cursor{data_, layout(), "first", 1};
        std::optional<Row> row;
        if (cursor.next())
            row.emplace(read(cursor));
        cursor.end();
        return row;
    }
    /// The only row: one SELECT that asks for two. Throws NotFound, or TooManyRows.
    [[nodiscard]] Row one() const {
        require_alone();
        detail::SelectCursor cursor{data_, layout(), "one", 2};
        std::optional<Row> row;
        if (cursor.next())
            row.emplace(read(cursor));
        const bool more = row && cursor.next();
        cursor.end();
        detail::require_one_result(row ? (more ? 2U : 1U) : 0U);
        return std::move(*row);
    }
    /// The rows one by one, in constant memory: one SELECT, which begins now.
    [[nodiscard]] ValueStream<Row, Columns> stream() const {
        require_alone();
        return ValueStream<Row, Columns>{data_};
    }

    /// Whether the SELECT has this value among those of its one column: for `x.in(selection)`.
    template <typename U>
    [[nodiscard]] auto contains(const U& operand, bool negated) const {
        static_assert(std::tuple_size_v<Columns> == 1, "in() takes a SELECT of one column");
        static_assert(detail::same_type<detail::Plain<detail::ValueOf<U>>,
                                        detail::Plain<std::tuple_element_t<0, Columns>>>(),
                      "in() takes values of the column's type");
        return detail::ConditionOver<
            detail::UnitedSources<detail::SourcesOf<U>, detail::OutsideAmong<Tables...>>>{
            {detail::select_expression(shared(), detail::SelectUse::list, detail::expression_of(operand),
                                       negated)}};
    }
    /// The one value of a SELECT of one column and at most one row, as a value in another query; NULL without
    /// a row.
    [[nodiscard]] auto as_value() const {
        static_assert(std::tuple_size_v<Columns> == 1, "a value is a SELECT of one column");
        using V = detail::Plain<std::tuple_element_t<0, Columns>>;
        return detail::ValueOver<std::optional<V>, detail::OutsideAmong<Tables...>>{
            {detail::select_expression(shared(), detail::SelectUse::value, nullptr, false)}, *data_.types[0]};
    }

    /// The SQL that all() would send, with $1, $2, ... for values. Sends nothing.
    [[nodiscard]] std::string sql() const { return detail::sql_of(data_); }
    /// How the database would run it: its plan of what all() sends, as text in its own words, a line for each
    /// step. One statement, which reads no rows; like a query it flushes first.
    [[nodiscard]] std::string explain() const {
        require_alone();
        return detail::plan_of(data_);
    }
    [[nodiscard]] const detail::SelectData& data() const { return data_; }

private:
    using Known = detail::Sources<detail::SourceIn<Tables>...>;

    template <typename C>
    static constexpr void require_condition() {
        static_assert(detail::Logical<C>, "a condition is wanted, such as users.age > 30");
        if constexpr (detail::Logical<C>)
            static_assert(
                detail::within<detail::SourcesOf<C>, Known>,
                "the condition is about columns of a table that the query does not have: join it first");
    }
    static constexpr void require_alone() {
        static_assert((!detail::is_outside<Tables> && ...),
                      "a correlated query is not asked alone: it stands in a condition of another one");
    }
    template <typename Other>
    [[nodiscard]] auto combined(detail::SetOperation operation, const Other& other) const {
        return Selection<Row, Columns>{detail::put_together(operation, data_, other.data())};
    }
    [[nodiscard]] std::vector<Column> layout() const { return detail::layout_of<Columns>(data_.types); }
    [[nodiscard]] static Row read(detail::SelectCursor& cursor) {
        Columns values{};
        cursor.read(&values);
        return detail::row_from<Row>(std::move(values));
    }
    [[nodiscard]] std::shared_ptr<const detail::SelectData> shared() const {
        return std::make_shared<const detail::SelectData>(data_);
    }

    detail::SelectData data_;
};

namespace detail {

template <typename Row, typename Columns, typename... Tables>
inline constexpr bool is_selection<Selection<Row, Columns, Tables...>> = true;

}

template <typename T, typename... Tables>
template <typename Row, typename... Columns>
auto Query<T, Tables...>::select(const Columns&... columns) const {
    static_assert(sizeof...(Columns) > 0, "select() takes columns, or values made of columns");
    static_assert((detail::IsOperand<Columns> && ...), "select() takes columns, or values made of columns");
    static_assert((detail::within<detail::SourcesOf<Columns>, Known> && ...),
                  "a selected column is of a table that the query does not have: join it first");
    using Empty = detail::OuterAmong<Tables...>;
    using Values = std::tuple<detail::ResultOf<Columns, Empty>...>;
    using Made =
        std::conditional_t<std::is_void_v<Row>, detail::RowOf<detail::ResultOf<Columns, Empty>...>, Row>;
    static_assert(
        std::is_void_v<Row> || detail::makes_row<Made, Values>,
        "the struct cannot be made of these columns: its members are to be of their types, in this order");
    return Selection<Made, Values, T, Tables...>{detail::selected<Empty>(data_, columns...)};
}

/// Whether a query, or a SELECT, has a row:
/// `users.where(exists(purchases.query().correlated(users).where(...)))`.
template <typename T, typename... Tables>
[[nodiscard]] auto exists(const Query<T, Tables...>& query) {
    return detail::ConditionOver<detail::OutsideAmong<Tables...>>{{detail::select_expression(
        std::make_shared<const detail::SelectData>(detail::SelectData{.query = query.data()}),
        detail::SelectUse::exists, nullptr, false)}};
}
template <typename Row, typename Columns, typename... Tables>
[[nodiscard]] auto exists(const Selection<Row, Columns, Tables...>& selection) {
    return detail::ConditionOver<detail::OutsideAmong<Tables...>>{
        {detail::select_expression(std::make_shared<const detail::SelectData>(selection.data()),
                                   detail::SelectUse::exists, nullptr, false)}};
}

/// A SELECT as a source of other queries: its columns are `x.column<0>()`, `x.column<1>()`, ...
template <FixedText name, typename Columns>
struct Derived {};

namespace detail {

template <FixedText name, typename Columns>
inline constexpr Source source<Derived<name, Columns>>{nullptr, name.view()};

}

/// A SELECT with a name, which other queries are made of and joined with (`with x as (select ...)` in SQL).
template <FixedText name, typename Columns>
class NamedSelection {
public:
    using Source = Derived<name, Columns>;

    explicit NamedSelection(detail::DerivedData data)
        : data_(std::make_shared<const detail::DerivedData>(std::move(data))) {}

    template <std::size_t at>
    [[nodiscard]] auto column() const {
        return Value<std::tuple_element_t<at, Columns>, Source>{
            {detail::column_expression(static_cast<std::uint16_t>(at), &detail::source<Source>)},
            *data_->select->types[at]};
    }
    /// Its rows, for a query that begins with them.
    [[nodiscard]] auto query() const {
        return Query<Source>{detail::QueryData{.table = data_->select->query.table, .derived = data_}};
    }
    [[nodiscard]] const std::shared_ptr<const detail::DerivedData>& derived() const { return data_; }

private:
    std::shared_ptr<const detail::DerivedData> data_;
};

/// `const auto totals = named<"totals">(purchases.query().select(...).group_by(...));`
template <FixedText name, typename Row, typename Columns, typename... Tables>
[[nodiscard]] auto named(const Selection<Row, Columns, Tables...>& selection) {
    using Made = NamedSelection<name, Columns>;
    return Made{{.source = &detail::source<typename Made::Source>,
                 .select = std::make_shared<const detail::SelectData>(selection.data())}};
}

/// A SELECT that is repeated: to the rows of the first one `step`, which gets the named SELECT itself, adds
/// those that follow from them, until there are no new ones: the ways through a tree.
template <FixedText name, typename Row, typename Columns, typename... Tables, typename Step>
[[nodiscard]] auto recursive(const Selection<Row, Columns, Tables...>& first, Step step) {
    const auto start = named<name>(first);
    using Made = NamedSelection<name, Columns>;
    const auto next = step(start);
    return Made{{.source = &detail::source<typename Made::Source>,
                 .select = start.derived()->select,
                 .step = std::make_shared<const detail::SelectData>(next.data())}};
}

}
