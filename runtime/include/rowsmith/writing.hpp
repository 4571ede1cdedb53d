#pragma once
// Writing by query: what statements give back of the rows that they write, and rows from a SELECT.

#include "rowsmith/repository.hpp"
#include "rowsmith/select.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

/// What a statement gives back of each row that it writes.
struct ReturnedColumns {
    std::vector<ExpressionPtr> expressions{};
    std::vector<const Column*> types{};
};

/// The same, with the place where the values go, as tuples.
struct ReturnedRows {
    std::span<const ExpressionPtr> expressions{};
    std::span<const Column* const> types{};
    std::span<const MemberPlace> places{}; // in a tuple
    RowPlace place{};
};

/// Inserts the rows of a SELECT; how many. Throws UsageError before anything is sent for columns that cannot
/// be set, and for those left out that nobody would make.
[[nodiscard]] std::int64_t insert_selected(TableRows& table, std::span<const std::uint16_t> columns,
                                           const SelectData& select, const ReturnedRows* returned = nullptr);

/// Runs a statement that gives `Columns`, as tuples; they become rows.
template <typename Row, typename Columns, typename Run>
std::vector<Row> returned_rows(const ReturnedColumns& columns, Run run) {
    std::vector<Columns> tuples;
    const ReturnedRows returned{columns.expressions, columns.types, places_of<Columns>(), place_in(tuples)};
    static_cast<void>(run(returned));
    if constexpr (std::same_as<Row, Columns>) {
        return tuples;
    } else {
        std::vector<Row> rows;
        rows.reserve(tuples.size());
        for (Columns& tuple : tuples)
            rows.push_back(row_from<Row>(std::move(tuple)));
        return rows;
    }
}

template <typename T, typename... Columns>
constexpr bool can_be_returned() {
    static_assert(sizeof...(Columns) > 0, "returning() takes columns, or values made of columns");
    static_assert((IsOperand<Columns> && ...), "returning() takes columns, or values made of columns");
    static_assert(
        (!SourcesOf<Columns>::template has<ManyRows> && ...),
        "returning() gives what each row has: an aggregate such as count() is asked for by select()");
    static_assert((is_before_windows<SourcesOf<Columns>>() && ...));
    static_assert((within<SourcesOf<Columns>, Sources<T>> && ...),
                  "returning() takes columns of the table that is written");
    return true;
}

template <typename... Columns>
using ReturnedTuple = std::tuple<ResultOf<Columns, Sources<>>...>;

/// The row that `Row` asks for; void is what RowOf says.
template <typename Row, typename... Columns>
struct ReturnedRow {
    static_assert(
        makes_row<Row, ReturnedTuple<Columns...>>,
        "the struct cannot be made of these columns: its members are to be of their types, in this order");
    using type = Row;
};
template <typename... Columns>
struct ReturnedRow<void, Columns...> {
    using type = RowOf<ResultOf<Columns, Sources<>>...>;
};

/// Whether a value of type W that the database has can be stored in a column of type V.
template <typename V, typename W>
consteval bool stores() {
    if constexpr (std::same_as<V, Decimal>)
        return std::same_as<W, Decimal> || WholeNumber<W>;
    else if constexpr (Number<V> && Number<W>)
        return WholeNumber<V> == WholeNumber<W> && same_type<V, W>();
    else
        return std::same_as<V, W>;
}

/// Whether the columns of a SELECT can be stored in columns of types V; if not, it does not compile.
template <typename Select, typename... V>
struct Insertable {
    static_assert(is_selection<Select>,
                  "from() takes a SELECT of values: books.query().select(books.id, books.title)");
    static constexpr bool right = false;
};
template <typename Row, typename... W, typename... Tables, typename... V>
struct Insertable<Selection<Row, std::tuple<W...>, Tables...>, V...> {
    static constexpr bool as_many = sizeof...(V) == sizeof...(W);
    static constexpr bool suitable() {
        if constexpr (as_many)
            return (stores<Plain<V>, Plain<W>>() && ...);
        else
            return true;
    }
    static_assert((!is_outside<Tables> && ...),
                  "a correlated query is not asked alone: it stands in a condition of another one");
    static_assert(as_many, "the SELECT is to have as many columns as are inserted into");
    static_assert(suitable(), "a selected column is not of the type of the column that it is stored in");
    static constexpr bool right = as_many && suitable();
};

}

/// Rows of T that are going to be written, and give `Columns` back, as `Row`s. They come in no order.
template <typename T, typename Row, typename Columns>
class Returning {
public:
    Returning(detail::QueryData query, detail::ReturnedColumns columns)
        : query_(std::move(query)), columns_(std::move(columns)) {}

    /// As Query::erase(); what the rows were.
    std::vector<Row> erase() const {
        static_assert(detail::writable<T>, "a view is only read: erase() is for tables");
        return detail::returned_rows<Row, Columns>(
            columns_, [&](const auto& returned) { return detail::erase_rows(query_, &returned); });
    }
    /// As Query::update(); what the rows are now.
    template <typename... Assignments>
    std::vector<Row> update(const Assignments&... assignments) const {
        static_assert(detail::writable<T>, "a view is only read: update() is for tables");
        static_assert(sizeof...(Assignments) > 0, "update() takes what is to be stored: users.age = 5");
        static_assert((std::is_same_v<Assignments, Assignment<T>> && ...),
                      "update() takes assignments to columns of the query's own table: users.age = 5");
        const detail::AssignmentData list[] = {{assignments.column(), assignments.value()}...};
        return detail::returned_rows<Row, Columns>(
            columns_, [&](const auto& returned) { return detail::update_rows(query_, list, &returned); });
    }

private:
    detail::QueryData query_;
    detail::ReturnedColumns columns_;
};

template <typename T, typename... Tables>
template <typename Row, typename... Columns>
auto Query<T, Tables...>::returning(const Columns&... columns) const {
    require_single();
    if constexpr (detail::can_be_returned<T, Columns...>()) {
        using Made = typename detail::ReturnedRow<Row, Columns...>::type;
        return Returning<T, Made, detail::ReturnedTuple<Columns...>>{
            data_, {{detail::expression_of(columns)...}, {&detail::type_of(columns)...}}};
    }
}

/// An INSERT that gives `Columns` back, as `Row`s. They come in no order.
template <typename Row, typename Columns, typename... V>
class ReturningInsertion {
public:
    ReturningInsertion(detail::TableRows& table, std::vector<std::uint16_t> inserted,
                       detail::ReturnedColumns columns)
        : table_(&table), inserted_(std::move(inserted)), columns_(std::move(columns)) {}

    /// As Insertion::from(); what the rows are.
    template <typename Select>
    std::vector<Row> from(const Select& select) const {
        if constexpr (detail::Insertable<Select, V...>::right)
            return detail::returned_rows<Row, Columns>(columns_, [&](const auto& returned) {
                return detail::insert_selected(*table_, inserted_, select.data(), &returned);
            });
        else
            return {};
    }

private:
    detail::TableRows* table_;
    std::vector<std::uint16_t> inserted_;
    detail::ReturnedColumns columns_;
};

/// An INSERT into columns of T, of types V, that waits for its SELECT.
template <typename T, typename... V>
class Insertion {
public:
    Insertion(detail::TableRows& table, std::vector<std::uint16_t> columns)
        : table_(&table), columns_(std::move(columns)) {}

    /// What from() gives instead of a number, as select() has it.
    template <typename Row = void, typename... Columns>
    [[nodiscard]] auto returning(const Columns&... columns) const {
        if constexpr (detail::can_be_returned<T, Columns...>()) {
            using Made = typename detail::ReturnedRow<Row, Columns...>::type;
            return ReturningInsertion<Made, detail::ReturnedTuple<Columns...>, V...>{
                *table_, columns_, {{detail::expression_of(columns)...}, {&detail::type_of(columns)...}}};
        }
    }

    /// Inserts what the SELECT gives, its first column into the first: one INSERT, after what the session has
    /// changed; the number of rows. Columns left out get what the database gives them: their default, now(),
    /// a key that it counts; versions are 1. The session does not take the rows in; lists that they belong to
    /// are loaded again when they are needed. Throws UsageError before anything is sent: a column that cannot
    /// be set, or one left out that is neither nullable nor made by the database, as one from a sequence is
    /// where it does not draw by itself.
    template <typename Select>
    std::int64_t from(const Select& select) const {
        if constexpr (detail::Insertable<Select, V...>::right)
            return detail::insert_selected(*table_, columns_, select.data());
        else
            return 0;
    }

private:
    detail::TableRows* table_;
    std::vector<std::uint16_t> columns_;
};

}
