#pragma once
// What the database is to evaluate, as values: conditions, orders and assignments made of a repository's
// columns. Nothing is ever evaluated here; NULL and comparisons mean what they mean in SQL.

#include "rowsmith/condition_values.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

template <typename T>
class Condition;
template <typename T>
class Order;
template <typename T>
class Assignment;
template <typename T, typename V>
struct Computed;

namespace detail {

/// For constructors that only the library calls.
struct Made {
    ExpressionPtr expression;
};

}

/// What a query asks of rows of model T. Conditions are values: they can be kept, combined with &&, || and !,
/// and used again.
template <typename T>
class Condition {
public:
    explicit Condition(detail::Made made) : expression_(std::move(made.expression)) {}

    [[nodiscard]] friend Condition operator&&(const Condition& left, const Condition& right) {
        return Condition{{detail::operation(detail::Operator::both, left.expression_, right.expression_)}};
    }
    [[nodiscard]] friend Condition operator||(const Condition& left, const Condition& right) {
        return Condition{{detail::operation(detail::Operator::either, left.expression_, right.expression_)}};
    }
    [[nodiscard]] friend Condition operator!(const Condition& condition) {
        return Condition{{detail::operation(detail::Operator::negation, condition.expression_)}};
    }

    [[nodiscard]] const detail::ExpressionPtr& expression() const { return expression_; }

private:
    detail::ExpressionPtr expression_;
};

/// A column of model T with C++ type V: the constants of a generated repository, such as `users.age`.
template <typename T, typename V>
struct ColumnOf {
    using Value = detail::Plain<V>;

    std::uint16_t index; // in the mapping's columns

    /// One of the values, however many there are; with none it is false.
    template <typename Range>
    [[nodiscard]] Condition<T> in(const Range& values) const {
        return Condition<T>{{detail::list_expression(index, detail::value_list<Value>(values), false)}};
    }
    [[nodiscard]] Condition<T> in(std::initializer_list<Value> values) const {
        return in<std::initializer_list<Value>>(values);
    }
    /// None of the values; with none to compare with it is true.
    template <typename Range>
    [[nodiscard]] Condition<T> not_in(const Range& values) const {
        return Condition<T>{{detail::list_expression(index, detail::value_list<Value>(values), true)}};
    }
    [[nodiscard]] Condition<T> not_in(std::initializer_list<Value> values) const {
        return not_in<std::initializer_list<Value>>(values);
    }
    /// A pattern in which % stands for any text, _ for one character, and a backslash takes the meaning of
    /// the next. Upper and lower case are different on every database.
    [[nodiscard]] Condition<T> like(std::string_view pattern) const {
        return matches(detail::Match::pattern, pattern);
    }
    /// The text begins with this one, whatever characters it has.
    [[nodiscard]] Condition<T> starts_with(std::string_view text) const {
        return matches(detail::Match::start, text);
    }
    [[nodiscard]] Condition<T> contains(std::string_view text) const {
        return matches(detail::Match::part, text);
    }

    [[nodiscard]] Order<T> asc() const;
    [[nodiscard]] Order<T> desc() const;

    /// For update(): `users.age = 5`, `users.age = users.age + 1`, `users.email = std::nullopt`. Throws
    /// OutOfRange for a number that the column's type does not hold.
    template <typename U>
    Assignment<T> operator=(const U& value) const; // NOLINT(misc-unconventional-assign-operator)

private:
    [[nodiscard]] Condition<T> matches(detail::Match match, std::string_view text) const {
        static_assert(std::same_as<Value, std::string>, "only columns of strings are matched with texts");
        return Condition<T>{{detail::match_expression(index, match, text)}};
    }
};

/// A column in the order of a result; NULLs come first in ascending order, on every database.
template <typename T>
class Order {
public:
    template <typename V>
    Order(const ColumnOf<T, V>& column, bool descending = false) // NOLINT(google-explicit-constructor)
        : expression_(detail::column_expression(column.index)), descending_(descending),
          nullable_(detail::PlainType<V>::nullable) {}

    [[nodiscard]] const detail::ExpressionPtr& expression() const { return expression_; }
    [[nodiscard]] bool descending() const { return descending_; }
    [[nodiscard]] bool nullable() const { return nullable_; }

private:
    detail::ExpressionPtr expression_;
    bool descending_;
    bool nullable_;
};

/// A value that the database computes from a number column of T.
template <typename T, typename V>
struct Computed {
    detail::ExpressionPtr expression;
    std::uint16_t column; // by whose type values travel
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

template <typename T, typename V>
Order<T> ColumnOf<T, V>::asc() const {
    return Order<T>{*this};
}
template <typename T, typename V>
Order<T> ColumnOf<T, V>::desc() const {
    return Order<T>{*this, true};
}

namespace detail {

template <typename U>
struct Assigned {
    static constexpr bool refers = false;
};
template <typename S, typename W>
struct Assigned<ColumnOf<S, W>> {
    static constexpr bool refers = true;
    using Model = S;
    using Value = Plain<W>;
    static ExpressionPtr expression(const ColumnOf<S, W>& column) { return column_expression(column.index); }
};
template <typename S, typename W>
struct Assigned<Computed<S, W>> {
    static constexpr bool refers = true;
    using Model = S;
    using Value = W;
    static ExpressionPtr expression(const Computed<S, W>& computed) { return computed.expression; }
};

template <typename T, typename V, typename U>
ExpressionPtr assigned(std::uint16_t column, const U& value) {
    using P = Plain<V>;
    if constexpr (Assigned<U>::refers) {
        static_assert(std::same_as<typename Assigned<U>::Model, T>,
                      "a column is computed from columns of its own table");
        static_assert(std::same_as<typename Assigned<U>::Value, P>, "the two columns are of different types");
        return Assigned<U>::expression(value);
    } else if constexpr (std::same_as<U, std::nullopt_t>) {
        static_assert(PlainType<V>::nullable, "the column is not nullable: std::nullopt cannot be stored");
        return value_expression(column, nullptr);
    } else if constexpr (PlainType<U>::nullable) {
        static_assert(PlainType<V>::nullable, "the column is not nullable: an optional cannot be stored");
        return value ? assigned<T, V>(column, *value) : value_expression(column, nullptr);
    } else {
        static_assert(suits<U, P>(), "the value is not of the column's type");
        if constexpr (suits<U, P>())
            return storable<P>(column, value);
        else
            return {};
    }
}

template <typename T, typename V>
Condition<T> compared_to_null(Operator kind, const ColumnOf<T, V>& column) {
    static_assert(PlainType<V>::nullable, "the column is not nullable: it is never std::nullopt");
    return Condition<T>{{operation(kind == Operator::equal ? Operator::is_null : Operator::is_not_null,
                                   column_expression(column.index))}};
}

template <typename T, typename V, typename U>
Condition<T> compared(Operator kind, const ColumnOf<T, V>& column, const U& value) {
    using P = Plain<V>;
    if constexpr (PlainType<U>::nullable) {
        static_assert(PlainType<V>::nullable, "the column is not nullable: compare it with a value");
        if (!value)
            return compared_to_null(kind, column);
        return compared(kind, column, *value);
    } else {
        static_assert(suits<U, P>(), "the value is not of the column's type");
        if constexpr (suits<U, P>())
            return Condition<T>{
                {operation(kind, column_expression(column.index), comparand<P>(column.index, value))}};
        else
            return Condition<T>{{nullptr}};
    }
}

template <typename T, typename V, typename S, typename W>
Condition<T> compared(Operator kind, const ColumnOf<T, V>& left, const ColumnOf<S, W>& right) {
    static_assert(std::same_as<T, S>, "columns of different tables are not compared in the same condition");
    static_assert(std::same_as<Plain<V>, Plain<W>>, "the two columns are of different types");
    return Condition<T>{{operation(kind, column_expression(left.index), column_expression(right.index))}};
}

template <typename T, typename V, typename U>
Condition<T> ranked(Operator kind, const ColumnOf<T, V>& column, const U& value) {
    static_assert(ordered<Plain<V>>,
                  "databases do not agree on the order of such values: compare with ==, != or in()");
    static_assert(!PlainType<U>::nullable && !std::same_as<U, std::nullopt_t>,
                  "NULL is neither less nor greater");
    return compared(kind, column, value);
}

template <typename T, typename V, typename U>
Computed<T, Plain<V>> computed(Operator kind, ExpressionPtr left, std::uint16_t column, const U& value) {
    using P = Plain<V>;
    static_assert(Number<P>, "only numbers are computed with");
    if constexpr (Assigned<U>::refers)
        return {operation(kind, std::move(left), assigned<T, V>(column, value)), column};
    else if constexpr (suits<U, P>())
        return {operation(kind, std::move(left), comparand<P>(column, value)), column};
    else
        static_assert(suits<U, P>(), "the value is not of the column's type");
}

}

/// The database compares: a row whose column is NULL satisfies neither `==` nor `!=` with a value. With an
/// empty optional, or std::nullopt, they ask for NULL itself.
template <typename T, typename V, typename U>
[[nodiscard]] Condition<T> operator==(const ColumnOf<T, V>& column, const U& value) {
    return detail::compared(detail::Operator::equal, column, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] Condition<T> operator!=(const ColumnOf<T, V>& column, const U& value) {
    return detail::compared(detail::Operator::not_equal, column, value);
}
template <typename T, typename V>
[[nodiscard]] Condition<T> operator==(const ColumnOf<T, V>& column, std::nullopt_t) {
    return detail::compared_to_null(detail::Operator::equal, column);
}
template <typename T, typename V>
[[nodiscard]] Condition<T> operator!=(const ColumnOf<T, V>& column, std::nullopt_t) {
    return detail::compared_to_null(detail::Operator::not_equal, column);
}
template <typename T, typename V, typename U>
[[nodiscard]] Condition<T> operator<(const ColumnOf<T, V>& column, const U& value) {
    return detail::ranked(detail::Operator::less, column, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] Condition<T> operator<=(const ColumnOf<T, V>& column, const U& value) {
    return detail::ranked(detail::Operator::less_equal, column, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] Condition<T> operator>(const ColumnOf<T, V>& column, const U& value) {
    return detail::ranked(detail::Operator::greater, column, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] Condition<T> operator>=(const ColumnOf<T, V>& column, const U& value) {
    return detail::ranked(detail::Operator::greater_equal, column, value);
}

template <typename T, typename V, typename U>
[[nodiscard]] auto operator+(const ColumnOf<T, V>& column, const U& value) {
    return detail::computed<T, V>(detail::Operator::plus, detail::column_expression(column.index),
                                  column.index, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] auto operator-(const ColumnOf<T, V>& column, const U& value) {
    return detail::computed<T, V>(detail::Operator::minus, detail::column_expression(column.index),
                                  column.index, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] auto operator*(const ColumnOf<T, V>& column, const U& value) {
    return detail::computed<T, V>(detail::Operator::times, detail::column_expression(column.index),
                                  column.index, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] auto operator+(const Computed<T, V>& left, const U& value) {
    return detail::computed<T, V>(detail::Operator::plus, left.expression, left.column, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] auto operator-(const Computed<T, V>& left, const U& value) {
    return detail::computed<T, V>(detail::Operator::minus, left.expression, left.column, value);
}
template <typename T, typename V, typename U>
[[nodiscard]] auto operator*(const Computed<T, V>& left, const U& value) {
    return detail::computed<T, V>(detail::Operator::times, left.expression, left.column, value);
}

template <typename T, typename V>
template <typename U>
Assignment<T> ColumnOf<T, V>::operator=(const U& value) const { // NOLINT(misc-unconventional-assign-operator)
    return {index, detail::assigned<T, V>(index, value)};
}

}
