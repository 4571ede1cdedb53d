#pragma once
// Queries that give values in place of rows: columns of several tables, what the database computes, groups;
// and SELECTs that stand in other queries.

#include "rowsmith/query.hpp"
#include "rowsmith/results.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

[[nodiscard]] std::string sql_of(const SelectData& select);
[[nodiscard]] std::string plan_of(const SelectData& select);
/// Several SELECTs as one; throws UsageError for one that locks rows.
[[nodiscard]] SelectData put_together(SetOperation operation, const SelectData& left,
                                      const SelectData& right);

}

namespace detail {

template <typename Selection>
struct ColumnsOfSelection {
    using type = void;
};
template <typename Row, typename Columns, typename... Tables>
struct ColumnsOfSelection<Selection<Row, Columns, Tables...>> {
    using type = Columns;
};
/// The columns of a SELECT, as a tuple; void of anything else.
template <typename Other>
using ColumnsOf = typename ColumnsOfSelection<Other>::type;

/// Whether the SELECT can be put together with one of these columns; if not, it does not compile.
template <typename Columns, typename Other>
consteval bool is_combined() {
    static_assert(!std::is_void_v<ColumnsOf<Other>>,
                  "a SELECT is put together with another one: users.query().select(users.name)");
    if constexpr (!std::is_void_v<ColumnsOf<Other>>)
        static_assert(std::tuple_size_v<Columns> == std::tuple_size_v<ColumnsOf<Other>>,
                      "the SELECTs that are put together have as many columns as each other");
    static_assert(std::is_void_v<ColumnsOf<Other>> || std::same_as<Columns, ColumnsOf<Other>>,
                  "the SELECTs that are put together have columns of the same types, in the same order; one "
                  "that may be NULL is a std::optional");
    return std::same_as<Columns, ColumnsOf<Other>>;
}

/// Whether there is a column with this number; if not, it does not compile.
template <std::size_t at, typename Columns>
consteval bool has_column() {
    static_assert(at < std::tuple_size_v<Columns>,
                  "the SELECT has fewer columns: the first one has the number 0");
    return at < std::tuple_size_v<Columns>;
}

}

/// A query that gives values: rows are `Row`s made of `Columns`, a tuple. A value like Query.
template <typename Row, typename Columns, typename... Tables>
class Selection {
public:
    explicit Selection(detail::SelectData data) : data_(std::move(data)) {}

    template <typename C>
    [[nodiscard]] Selection where(const C& condition) const {
        require_condition<C, Known>();
        Selection other = *this;
        if constexpr (detail::Logical<C>)
            detail::narrow(other.data_.query, detail::expression_of(condition));
        return other;
    }
    /// One row for all rows that have the same values here.
    template <typename... Terms>
    [[nodiscard]] Selection group_by(const Terms&... terms) const {
        static_assert((detail::is_operand<Terms>() && ...));
        static_assert((detail::is_of_one_row<detail::SourcesOf<Terms>>() && ...));
        static_assert((detail::within<detail::SourcesOf<Terms>, Known> && ...),
                      "rows are grouped by columns of the query's own tables");
        Selection other = *this;
        detail::set_groups(other.data_, {detail::expression_of(terms)...});
        return other;
    }
    /// Groups that satisfy this too.
    template <typename C>
    [[nodiscard]] Selection having(const C& condition) const {
        require_condition<C, detail::With<Known, detail::ManyRows>>();
        Selection other = *this;
        if constexpr (detail::Logical<C>)
            detail::narrow_groups(other.data_, detail::expression_of(condition));
        return other;
    }
    /// Columns, values, or `x.desc()`; the first counts most. Replaces an earlier order. Of a union, and the
    /// like, columns of the result: `result<0>().desc()`.
    template <typename... Terms>
    [[nodiscard]] Selection order_by(const Terms&... terms) const {
        static_assert((detail::has_its_window<detail::OrderedBy<Terms>>() && ...));
        static_assert(sizeof...(Tables) > 0 || (detail::within<detail::OrderedBy<Terms>, Known> && ...),
                      "what is put together from several SELECTs is ordered by columns of the result: "
                      "both.order_by(both.result<0>())");
        static_assert((detail::within<detail::OrderedBy<Terms>, Computed> && ...),
                      "rows are ordered by columns of the query's own tables");
        Selection other = *this;
        detail::set_order(other.data_.query, {detail::order_term<detail::OuterAmong<Tables...>>(terms)...});
        return other;
    }
    /// Column number `at`, from 0, of the result: to order by.
    template <std::size_t at>
    [[nodiscard]] auto result() const {
        static_assert(detail::has_column<at, Columns>());
        return Value<std::tuple_element_t<at, Columns>>{{detail::result_expression(at)},
                                                        detail::type_of(data_, at)};
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

    /// Does not compile.
    template <typename Dependent = Row>
    [[nodiscard]] Selection for_update() const {
        static_assert(detail::never<Dependent>, "rows are locked by the query of their table: "
                                                "users.query().for_update().select(users.name)");
        return *this;
    }

    /// The rows of both, equal ones once. The other one's columns must be of the same types.
    template <typename Other>
    [[nodiscard]] auto union_with(const Other& other) const {
        return combined(detail::SetOperation::union_distinct, other);
    }
    /// The rows of both.
    template <typename Other>
    [[nodiscard]] auto union_all(const Other& other) const {
        return combined(detail::SetOperation::union_all, other);
    }
    /// The rows that both have.
    template <typename Other>
    [[nodiscard]] auto intersect(const Other& other) const {
        return combined(detail::SetOperation::intersection, other);
    }
    /// The rows that the other one does not have.
    template <typename Other>
    [[nodiscard]] auto except(const Other& other) const {
        return combined(detail::SetOperation::difference, other);
    }

    /// All rows: one SELECT.
    [[nodiscard]] std::vector<Row> all() const {
        require_alone();
        std::vector<Row> rows;
        for (detail::SelectCursor cursor{data_, detail::places_of<Columns>(), "all"}; cursor.next();)
            rows.push_back(read(cursor));
        return rows;
    }
    /// The first row, if there is one.
    [[nodiscard]] std::optional<Row> first() const {
        require_alone();
        detail::SelectCursor cursor{data_, detail::places_of<Columns>(), "first", 1};
        std::optional<Row> row;
        if (cursor.next())
            row.emplace(read(cursor));
        cursor.end();
        return row;
    }
    /// The only row: one SELECT that asks for two. Throws NotFound, or TooManyRows.
    [[nodiscard]] Row one() const {
        require_alone();
        detail::SelectCursor cursor{data_, detail::places_of<Columns>(), "one", 2};
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
            {detail::select_expression(detail::shared(data_), detail::SelectUse::list,
                                       detail::expression_of(operand), negated)}};
    }
    /// The one value of a SELECT of one column and at most one row, as a value in another query; NULL without
    /// a row. Throws UsageError for a SELECT that may have several rows: it has one row by limit(1), by an
    /// aggregate without groups, or by a condition that gives the values of a key.
    [[nodiscard]] auto as_value() const {
        static_assert(std::tuple_size_v<Columns> == 1, "a value is a SELECT of one column");
        using V = detail::Plain<std::tuple_element_t<0, Columns>>;
        return detail::ValueOver<std::optional<V>, detail::OutsideAmong<Tables...>>{
            {detail::select_expression(detail::shared(data_), detail::SelectUse::value, nullptr, false)},
            detail::type_of(data_, 0)};
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
    /// With what is computed of them.
    using Computed = detail::With<Known, detail::ManyRows, detail::Windowed>;

    template <typename C, typename Sight>
    static constexpr void require_condition() {
        static_assert(detail::Logical<C>, "a condition is wanted, such as users.age > 30");
        if constexpr (detail::Logical<C>) {
            if constexpr (!Sight::template has<detail::ManyRows>)
                static_assert(detail::is_before_groups<detail::SourcesOf<C>>());
            static_assert(detail::is_before_windows<detail::SourcesOf<C>>());
            static_assert(
                detail::within<detail::SourcesOf<C>, Sight>,
                "the condition is about columns of a table that the query does not have: join it first");
        }
    }
    static constexpr void require_alone() {
        static_assert((!detail::is_outside<Tables> && ...),
                      "a correlated query is not asked alone: it stands in a condition of another one");
    }
    template <typename Other>
    [[nodiscard]] auto combined(detail::SetOperation operation, const Other& other) const {
        if constexpr (detail::is_combined<Columns, Other>())
            return Selection<Row, Columns>{detail::put_together(operation, data_, other.data())};
        else
            return *this;
    }
    [[nodiscard]] static Row read(detail::SelectCursor& cursor) {
        Columns values{};
        cursor.read(&values);
        return detail::row_from<Row>(std::move(values));
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
    static_assert((detail::has_its_window<detail::SourcesOf<Columns>>() && ...));
    using Computed = detail::With<Known, detail::ManyRows, detail::Windowed>;
    static_assert((detail::within<detail::SourcesOf<Columns>, Computed> && ...),
                  "a selected column is of a table that the query does not have: join it first");
    using Empty = detail::OuterAmong<Tables...>;
    using Values = std::tuple<detail::ResultOf<Columns, Empty>...>;
    using Made =
        std::conditional_t<std::is_void_v<Row>, detail::RowOf<detail::ResultOf<Columns, Empty>...>, Row>;
    static_assert(
        std::is_void_v<Row> || detail::makes_row<Made, Values>,
        "the struct cannot be made of these columns: its members are to be of their types, in this order");
    using Plain = Selection<Made, Values, T, Tables...>;
    using Named = Selection<Made, Values, T, Tables..., detail::Labels<detail::label_of<Columns>...>>;
    return std::conditional_t<(detail::label_of<Columns>.view().empty() && ...), Plain, Named>{
        detail::SelectData{data_, {detail::expression_of(columns)...}, {&detail::type_of(columns)...}}};
}

/// Whether a query, or a SELECT, has a row:
/// `users.where(exists(purchases.query().correlated(users).where(...)))`.
template <typename T, typename... Tables>
[[nodiscard]] auto exists(const Query<T, Tables...>& query) {
    return detail::ConditionOver<detail::OutsideAmong<Tables...>>{{detail::select_expression(
        detail::shared(detail::SelectData{query.data()}), detail::SelectUse::exists, nullptr, false)}};
}
template <typename Row, typename Columns, typename... Tables>
[[nodiscard]] auto exists(const Selection<Row, Columns, Tables...>& selection) {
    return detail::ConditionOver<detail::OutsideAmong<Tables...>>{{detail::select_expression(
        detail::shared(selection.data()), detail::SelectUse::exists, nullptr, false)}};
}

}
