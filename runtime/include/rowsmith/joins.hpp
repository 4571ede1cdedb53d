#pragma once
// What a query can be joined with: tables, and tables under another name.

#include "rowsmith/condition.hpp"
#include "rowsmith/select_data.hpp"

#include <concepts>
#include <memory>
#include <type_traits>

namespace rowsmith {

/// A table under a name of its own; its columns and relations are those of the repository, in brackets:
/// `boss[employees.name]`.
template <typename T, FixedText name>
class AliasOf {
public:
    using Source = Alias<T, name>;

    explicit AliasOf(detail::TableRows& rows) : rows_(&rows) {}

    /// All rows of the table, under this name: `boss.where(boss[employees.age] > 60)`.
    [[nodiscard]] Query<Source> query() const;
    template <typename C>
    [[nodiscard]] Query<Source> where(const C& condition) const;

    template <typename V>
    [[nodiscard]] constexpr ColumnOf<Source, V> operator[](ColumnOf<T, V> column) const {
        return ColumnOf<Source, V>{column.index};
    }
    template <typename Target, RelationKind kind>
    [[nodiscard]] constexpr RelationOf<Source, Target, kind>
    operator[](RelationOf<T, Target, kind> relation) const {
        return {relation.index};
    }
    /// Does not compile.
    template <typename Other>
    [[nodiscard]] constexpr auto operator[](const Other& other) const {
        static_assert(detail::never<Other>, "an alias has the columns and the relations of its own table: "
                                            "boss[employees.name] for alias<\"boss\">(employees)");
        return other;
    }

private:
    detail::TableRows* rows_;
};

/// `const auto boss = alias<"boss">(employees);`
template <FixedText name, typename Repository>
[[nodiscard]] auto alias(const Repository& repository) {
    return AliasOf<typename Repository::Source, name>{*repository.query().data().table};
}

namespace detail {

template <typename Table>
concept IsTable = requires {
    typename Table::Source;
};
template <IsTable Table>
using SourceOf = typename Table::Source;

/// A joined source whose columns are NULL where a row has no partner.
template <typename S>
struct Outer {};
/// A source of the query that this one stands in.
template <typename S>
struct Outside {};

template <typename Table>
struct SourceInside {
    using type = Table;
    static constexpr bool outer = false;
    static constexpr bool outside = false;
};
template <typename S>
struct SourceInside<Outer<S>> {
    using type = S;
    static constexpr bool outer = true;
    static constexpr bool outside = false;
};
template <typename S>
struct SourceInside<Outside<S>> {
    using type = S;
    static constexpr bool outer = false;
    static constexpr bool outside = true;
};
template <typename Table>
using SourceIn = typename SourceInside<Table>::type;
template <typename Table>
inline constexpr bool is_outside = SourceInside<Table>::outside;

/// The sources that a left join may leave empty.
template <typename... Tables>
using OuterAmong =
    UnitedSources<std::conditional_t<SourceInside<Tables>::outer, Sources<SourceIn<Tables>>, Sources<>>...>;
/// The sources of the queries around this one.
template <typename... Tables>
using OutsideAmong =
    UnitedSources<std::conditional_t<SourceInside<Tables>::outside, Sources<SourceIn<Tables>>, Sources<>>...>;

template <typename List, typename Others>
inline constexpr bool meet = false;
template <typename... S, typename Others>
inline constexpr bool meet<Sources<S...>, Others> = (Others::template has<S> || ...);

/// The SELECT behind a table that is one; null for others.
template <typename Table>
[[nodiscard]] std::shared_ptr<const DerivedData> derived_of(const Table& table) {
    if constexpr (requires { table.derived(); })
        return table.derived();
    else
        return nullptr;
}

template <typename U>
inline constexpr bool is_order = false;
template <typename... S>
inline constexpr bool is_order<Order<S...>> = true;

template <typename U>
struct OrderSources {
    static_assert(IsOperand<U>, "an order takes columns, or column.desc()");
    using type = SourcesOf<U>;
};
template <typename... S>
struct OrderSources<Order<S...>> {
    using type = Sources<S...>;
};
template <typename U>
using OrderedBy = typename OrderSources<U>::type;

/// `Empty`: the sources whose columns may be NULL by a join.
template <typename Empty, typename U>
[[nodiscard]] OrderTerm order_term(const U& term) {
    if constexpr (is_order<U>) {
        const bool nullable = term.nulls() != Nulls::none || meet<OrderedBy<U>, Empty>;
        const Nulls usual = term.descending() ? Nulls::last : Nulls::first;
        return {term.expression(), term.descending(),
                term.nulls() == Nulls::none && nullable ? usual : term.nulls()};
    } else {
        return order_term<Empty>(OrderOver<SourcesOf<U>>{term});
    }
}

}

}
