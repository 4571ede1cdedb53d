#pragma once
// SELECTs with names, which other queries are made of and joined with.

#include "rowsmith/select.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rowsmith {

/// A SELECT as a source of other queries: its columns are `x.column<0>()`, `x.column<1>()`, ...
template <FixedText name, typename Columns>
struct Derived {};

namespace detail {

template <FixedText name, typename Columns>
inline constexpr Source source<Derived<name, Columns>>{nullptr, name.view()};

}

/// A SELECT with a name, which other queries are made of and joined with (`with x as (select ...)` in SQL).
/// `Labels`: the names of the columns.
template <FixedText name, typename Columns, typename Labels>
class NamedSelection {
public:
    using Source = Derived<name, Columns>;

    explicit NamedSelection(detail::DerivedData data)
        : data_(std::make_shared<const detail::DerivedData>(std::move(data))) {}

    template <std::size_t at>
    [[nodiscard]] auto column() const {
        static_assert(detail::has_column<at, Columns>());
        return Value<std::tuple_element_t<at, Columns>, Source>{
            {detail::column_expression(static_cast<std::uint16_t>(at), &detail::source<Source>)},
            detail::type_of(*data_->select, at)};
    }
    /// The column that `.as<"total">()` gave this name.
    template <FixedText label>
    [[nodiscard]] auto column() const {
        constexpr std::size_t at = Labels::find(label.view());
        static_assert(
            at < std::tuple_size_v<Columns>,
            "the SELECT has no column with this name: it is given by `.as<\"total\">()`, and columns "
            "without a name have numbers, from 0");
        return column<at>();
    }
    /// Its rows, for a query that begins with them.
    [[nodiscard]] auto query() const {
        detail::QueryData query{*data_->select->query.table};
        query.derived = data_;
        return Query<Source>{std::move(query)};
    }
    [[nodiscard]] const std::shared_ptr<const detail::DerivedData>& derived() const { return data_; }

private:
    std::shared_ptr<const detail::DerivedData> data_;
};

/// `const auto totals = named<"totals">(purchases.query().select(...).group_by(...));`
template <FixedText name, typename Row, typename Columns, typename... Tables>
[[nodiscard]] auto named(const Selection<Row, Columns, Tables...>& selection) {
    using Made = NamedSelection<name, Columns, typename detail::LabelsAmong<Tables...>::type>;
    return Made{
        {.source = &detail::source<typename Made::Source>, .select = detail::shared(selection.data())}};
}

/// Does not compile.
template <FixedText name, typename Other>
void named(const Other&) {
    static_assert(detail::never<Other>, "named<>() takes a SELECT: users.query().select(users.id)");
}

namespace detail {

/// Whether values of type W go into a column of type V.
template <typename V, typename W>
inline constexpr bool continues = std::same_as<Plain<V>, Plain<W>> &&
                                  (PlainType<V>::nullable || !PlainType<W>::nullable);

template <typename First, typename Next>
inline constexpr bool is_repeated = false;
template <typename... V, typename... W>
requires(sizeof...(V) == sizeof...(W)) inline constexpr bool is_repeated<std::tuple<V...>, std::tuple<W...>> =
    (continues<V, W> && ...);

}

/// A SELECT that is repeated: to the rows of the first one `step`, which gets the named SELECT itself, adds
/// those that follow from them, until there are no new ones: the ways through a tree.
template <FixedText name, typename Row, typename Columns, typename... Tables, typename Step>
[[nodiscard]] auto recursive(const Selection<Row, Columns, Tables...>& first, Step step) {
    const auto start = named<name>(first);
    using Made = NamedSelection<name, Columns, typename detail::LabelsAmong<Tables...>::type>;
    const auto next = step(start);
    static_assert(
        detail::is_repeated<Columns, detail::ColumnsOf<std::remove_cv_t<decltype(next)>>>,
        "the step gives columns of the types that the first SELECT has, and std::optional only where "
        "that has it");
    return Made{{.source = &detail::source<typename Made::Source>,
                 .select = start.derived()->select,
                 .step = detail::shared(next.data())}};
}

}
