#pragma once
// What expressions are made of: columns of repositories, values that the database computes from them,
// conditions, and the orders and assignments that take these. The operators between them are in
// condition.hpp.

#include "rowsmith/condition_values.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rowsmith {

template <typename... S>
class Condition;
template <typename V, typename... S>
class Value;
template <typename S, typename V>
struct ColumnOf;
template <typename... S>
class Order;
template <typename T>
class Assignment;

/// A column, or a value made of columns, with the name that it has in the result of a SELECT.
template <typename U, FixedText name>
struct Labelled : U {};

namespace detail {

/// The row that an upsert was to insert.
template <typename T>
using Excluded = Alias<T, "excluded">;
/// In place of T: says that an assignment speaks of that row.
template <typename T>
struct Upserted;
/// Where an assignment of a U to a column of S may stand.
template <typename S, typename U>
struct AssignmentTo {
    using type = Assignment<S>;
};

/// For constructors that only the library calls.
struct Made {
    ExpressionPtr expression;
};

/// What can stand in an expression; specialised with the type of its values, its sources, and how to get at
/// both.
template <typename U>
struct Operand {
    static constexpr bool known = false;
};
template <typename U>
concept IsOperand = Operand<U>::known;

template <typename U>
using ValueOf = typename Operand<U>::Value;
template <typename U>
using SourcesOf = typename Operand<U>::From;
template <typename U>
inline constexpr bool nullable_operand = PlainType<ValueOf<U>>::nullable;

template <IsOperand U>
[[nodiscard]] ExpressionPtr expression_of(const U& operand) {
    return Operand<U>::expression(operand);
}
/// How values of the operand travel.
template <IsOperand U>
[[nodiscard]] const Column& type_of(const U& operand) {
    return Operand<U>::type(operand);
}

template <typename List>
struct Over;
template <typename... S>
struct Over<Sources<S...>> {
    using ConditionType = Condition<S...>;
    using OrderType = Order<S...>;
    template <typename V>
    using ValueType = Value<V, S...>;
};
template <typename List>
using ConditionOver = typename Over<List>::ConditionType;
template <typename List>
using OrderOver = typename Over<List>::OrderType;
template <typename V, typename List>
using ValueOver = typename Over<List>::template ValueType<V>;

/// Whether it is a column, or made of columns; if not, it does not compile.
template <typename U>
consteval bool is_operand() {
    static_assert(IsOperand<U>, "a column, or a value made of columns, is wanted");
    return IsOperand<U>;
}

/// A SELECT in brackets; specialised in select.hpp.
template <typename U>
inline constexpr bool is_selection = false;

/// What all operands have as methods.
template <typename Self>
class Operations {
public:
    /// One of the values, however many there are (with none it is false), or of what a SELECT of one column
    /// gives.
    template <typename Values>
    [[nodiscard]] auto in(const Values& values) const {
        return chosen(values, false);
    }
    template <typename W = Self>
    [[nodiscard]] auto in(std::initializer_list<Plain<ValueOf<W>>> values) const {
        return chosen(values, false);
    }
    /// Does not compile.
    template <typename U, typename W = Self>
    requires(!suits<U, Plain<ValueOf<W>>>()) [[nodiscard]] auto in(std::initializer_list<U> values) const {
        return chosen(values, false);
    }
    /// None of the values; with none to compare with it is true.
    template <typename Values>
    [[nodiscard]] auto not_in(const Values& values) const {
        return chosen(values, true);
    }
    template <typename W = Self>
    [[nodiscard]] auto not_in(std::initializer_list<Plain<ValueOf<W>>> values) const {
        return chosen(values, true);
    }
    /// Does not compile.
    template <typename U, typename W = Self>
    requires(!suits<U, Plain<ValueOf<W>>>())
        [[nodiscard]] auto not_in(std::initializer_list<U> values) const {
        return chosen(values, true);
    }
    /// From the first to the second, both included.
    template <typename Low, typename High>
    [[nodiscard]] auto between(const Low& low, const High& high) const {
        return self() >= low && self() <= high;
    }
    /// A pattern in which % stands for any text, _ for one character, and a backslash takes the meaning of
    /// the next. Upper and lower case are different on every database.
    [[nodiscard]] auto like(std::string_view pattern) const {
        return matches(Match::pattern, pattern, false);
    }
    [[nodiscard]] auto not_like(std::string_view pattern) const {
        return matches(Match::pattern, pattern, true);
    }
    /// The text begins with this one, whatever characters it has.
    [[nodiscard]] auto starts_with(std::string_view text) const { return matches(Match::start, text, false); }
    [[nodiscard]] auto ends_with(std::string_view text) const { return matches(Match::end, text, false); }
    [[nodiscard]] auto contains(std::string_view text) const { return matches(Match::part, text, false); }

    /// The same with a name, by which it is found again in a SELECT that has one:
    /// `named<"totals">(... .select(users.id, count().as<"orders">())).column<"orders">()`.
    template <FixedText name>
    [[nodiscard]] auto as() const {
        return Labelled<Self, name>{self()};
    }

    [[nodiscard]] auto asc() const { return OrderOver<SourcesOf<Self>>{self(), false}; }
    [[nodiscard]] auto desc() const { return OrderOver<SourcesOf<Self>>{self(), true}; }

private:
    [[nodiscard]] const Self& self() const { return static_cast<const Self&>(*this); }

    template <typename Values>
    [[nodiscard]] auto chosen(const Values& values, bool negated) const {
        using V = Plain<ValueOf<Self>>;
        if constexpr (is_selection<Values>) {
            return values.contains(self(), negated);
        } else if constexpr (IsRange<Values>) {
            return ConditionOver<SourcesOf<Self>>{
                {list_expression(expression_of(self()), type_of(self()), value_list<V>(values), negated)}};
        } else {
            static_assert(IsRange<Values>, "in() takes values of the column's type, in braces or in a "
                                           "container, or a SELECT of one column");
            return ConditionOver<SourcesOf<Self>>{{nullptr}};
        }
    }
    [[nodiscard]] auto matches(Match match, std::string_view text, bool negated) const {
        static_assert(std::same_as<Plain<ValueOf<Self>>, std::string>,
                      "only columns of strings are matched with texts");
        return ConditionOver<SourcesOf<Self>>{
            {match_expression(expression_of(self()), match, text, negated)}};
    }
};

}

/// What a query asks of its rows. Conditions are values: they can be kept, combined with &&, || and !, and
/// used again. `S...` are the models (or aliases) whose columns it speaks of.
template <typename... S>
class Condition : public detail::Operations<Condition<S...>> {
public:
    explicit Condition(detail::Made made) : expression_(std::move(made.expression)) {}
    /// From a condition on some of the sources.
    template <typename... Others>
    requires(!std::same_as<Condition, Condition<Others...>> &&
             detail::within<detail::Sources<Others...>, detail::Sources<S...>>)
        Condition(const Condition<Others...>& other) // NOLINT(google-explicit-constructor)
        : expression_(other.expression()) {}

    [[nodiscard]] const detail::ExpressionPtr& expression() const& { return expression_; }
    [[nodiscard]] detail::ExpressionPtr expression() && { return std::move(expression_); }

private:
    detail::ExpressionPtr expression_;
};

/// A value that the database computes from columns of the sources `S...`: of type V, a std::optional where it
/// may be NULL.
template <typename V, typename... S>
class Value : public detail::Operations<Value<V, S...>> {
public:
    Value(detail::Made made, const Column& type) : expression_(std::move(made.expression)), type_(&type) {}

    [[nodiscard]] const detail::ExpressionPtr& expression() const { return expression_; }
    [[nodiscard]] const Column& type() const { return *type_; }

private:
    detail::ExpressionPtr expression_;
    const Column* type_;
};

/// A column of type V of a model, or of an alias: the constants of a generated repository, such as
/// `users.age`.
template <typename S, typename V>
struct ColumnOf : detail::Operations<ColumnOf<S, V>> {
    std::uint16_t index; // in the mapping's columns

    constexpr explicit ColumnOf(std::uint16_t column) : index(column) {}

    /// For update(): `users.age = 5`, `users.age = users.age + 1`, `users.email = std::nullopt`. Throws
    /// OutOfRange for a number that the column's type does not hold.
    template <typename U>
    typename detail::AssignmentTo<S, U>::type
    operator=(const U& value) const; // NOLINT(misc-unconventional-assign-operator)
};

namespace detail {

template <typename V>
struct WithoutDeferred {
    using type = V;
};
template <typename V>
struct WithoutDeferred<Deferred<V>> {
    using type = V;
};

template <typename S, typename V>
struct Operand<ColumnOf<S, V>> {
    static constexpr bool known = true;
    using Value = typename WithoutDeferred<V>::type;
    using From = Sources<S>;
    static ExpressionPtr expression(const ColumnOf<S, V>& column) {
        return column_expression(column.index, &source<S>);
    }
    static const Column& type(const ColumnOf<S, V>& column) {
        return Relations<S>::mapping().columns[column.index];
    }
};
template <typename V, typename... S>
struct Operand<rowsmith::Value<V, S...>> {
    static constexpr bool known = true;
    using Value = V;
    using From = Sources<S...>;
    static ExpressionPtr expression(const rowsmith::Value<V, S...>& value) { return value.expression(); }
    static const Column& type(const rowsmith::Value<V, S...>& value) { return value.type(); }
};
template <typename... S>
struct Operand<Condition<S...>> {
    static constexpr bool known = true;
    using Value = std::optional<bool>; // a comparison with NULL is NULL
    using From = Sources<S...>;
    static ExpressionPtr expression(const Condition<S...>& condition) { return condition.expression(); }
    static const Column& type(const Condition<S...>&) { return column_of_value<bool>; }
};

template <typename U, FixedText name>
struct Operand<Labelled<U, name>> : Operand<U> {};

template <typename S, IsOperand U>
requires(SourcesOf<U>::template has<Excluded<S>>) struct AssignmentTo<S, U> {
    using type = Assignment<Upserted<S>>;
};

enum class Nulls : std::uint8_t { none, first, last };

}

/// A place in the order of a result. NULLs come first in ascending order and last in descending order, on
/// every database, unless it says otherwise.
template <typename... S>
class Order {
public:
    template <detail::IsOperand U>
    Order(const U& operand, bool descending = false) // NOLINT(google-explicit-constructor)
        : expression_(detail::expression_of(operand)), descending_(descending) {
        static_assert(detail::within<detail::SourcesOf<U>, detail::Sources<S...>>,
                      "rows are ordered by columns of the query's own tables");
        if (detail::nullable_operand<U>)
            nulls_ = descending ? detail::Nulls::last : detail::Nulls::first;
    }

    [[nodiscard]] Order nulls_first() const { return with(detail::Nulls::first); }
    [[nodiscard]] Order nulls_last() const { return with(detail::Nulls::last); }

    [[nodiscard]] const detail::ExpressionPtr& expression() const { return expression_; }
    [[nodiscard]] bool descending() const { return descending_; }
    [[nodiscard]] detail::Nulls nulls() const { return nulls_; }

private:
    [[nodiscard]] Order with(detail::Nulls nulls) const {
        Order order = *this;
        order.nulls_ = nulls;
        return order;
    }

    detail::ExpressionPtr expression_;
    bool descending_;
    detail::Nulls nulls_ = detail::Nulls::none;
};

/// What update() stores in a column of T.
template <typename T>
class Assignment {
public:
    Assignment(std::uint16_t column, detail::ExpressionPtr value)
        : column_(column), value_(std::move(value)) {}

    [[nodiscard]] std::uint16_t column() const { return column_; }
    [[nodiscard]] const detail::ExpressionPtr& value() const { return value_; }

private:
    std::uint16_t column_;
    detail::ExpressionPtr value_;
};

}
