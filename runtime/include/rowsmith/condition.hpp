#pragma once
// The operators of expressions. The database compares and computes: a row whose column is NULL satisfies
// neither `==` nor `!=` with a value; with an empty optional, or std::nullopt, they ask for NULL itself.

#include "rowsmith/operands.hpp"
#include "rowsmith/relations.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace rowsmith {

namespace detail {

template <typename V, typename W>
consteval bool same_type() {
    if constexpr (Number<V> && Number<W>)
        return std::floating_point<V> == std::floating_point<W>;
    else
        return std::same_as<V, W>;
}

template <typename L>
ConditionOver<SourcesOf<L>> compared_to_null(Operator kind, const L& operand) {
    static_assert(nullable_operand<L>, "the column is not nullable: it is never std::nullopt");
    return ConditionOver<SourcesOf<L>>{{operation(
        kind == Operator::equal ? Operator::is_null : Operator::is_not_null, expression_of(operand))}};
}

template <typename L>
inline constexpr bool is_column = false;
template <typename S, typename V>
inline constexpr bool is_column<ColumnOf<S, V>> = true;

template <typename V, typename S, typename W, typename U>
ExpressionPtr column_comparison(Operator kind, const ColumnOf<S, W>& column, const U& value) {
    if constexpr (WholeNumber<V>)
        return comparison(kind, column.index, source<S>, whole_number(value));
    else
        return comparison(kind, column.index, source<S>, type_of(column),
                          HeldValue::of(converted_to<V>(value)));
}

template <typename L, typename U>
ConditionOver<SourcesOf<L>> compared_to_value(Operator kind, const L& operand, const U& value) {
    using V = Plain<ValueOf<L>>;
    if constexpr (std::same_as<U, std::nullopt_t>) {
        return compared_to_null(kind, operand);
    } else if constexpr (PlainType<U>::nullable) {
        static_assert(nullable_operand<L>, "the column is not nullable: compare it with a value");
        return value ? compared_to_value(kind, operand, *value) : compared_to_null(kind, operand);
    } else {
        static_assert(suits<U, V>(), "the value is not of the column's type");
        if constexpr (suits<U, V>() && is_column<L>)
            return ConditionOver<SourcesOf<L>>{{column_comparison<V>(kind, operand, value)}};
        else if constexpr (suits<U, V>())
            return ConditionOver<SourcesOf<L>>{
                {operation(kind, expression_of(operand), comparand<V>(type_of(operand), value))}};
        else
            return ConditionOver<SourcesOf<L>>{{nullptr}};
    }
}

[[nodiscard]] constexpr Operator mirrored(Operator kind) {
    switch (kind) {
    case Operator::less:
        return Operator::greater;
    case Operator::less_equal:
        return Operator::greater_equal;
    case Operator::greater:
        return Operator::less;
    case Operator::greater_equal:
        return Operator::less_equal;
    default:
        return kind;
    }
}

template <typename L, typename R>
auto compared(Operator kind, const L& left, const R& right) {
    if constexpr (IsOperand<L> && IsOperand<R>) {
        static_assert(same_type<Plain<ValueOf<L>>, Plain<ValueOf<R>>>(),
                      "the two columns are of different types");
        return ConditionOver<UnitedSources<SourcesOf<L>, SourcesOf<R>>>{
            {operation(kind, expression_of(left), expression_of(right))}};
    } else if constexpr (IsOperand<L>) {
        return compared_to_value(kind, left, right);
    } else {
        return compared_to_value(mirrored(kind), right, left);
    }
}

template <typename U>
consteval bool has_rank() {
    if constexpr (IsOperand<U>)
        return ordered<Plain<ValueOf<U>>>;
    else
        return true;
}

template <typename L, typename R>
auto ranked(Operator kind, const L& left, const R& right) {
    static_assert(has_rank<L>() && has_rank<R>(),
                  "databases do not agree on the order of such values: compare with ==, != or in()");
    static_assert((IsOperand<L> || !PlainType<L>::nullable) && (IsOperand<R> || !PlainType<R>::nullable) &&
                      !std::same_as<L, std::nullopt_t> && !std::same_as<R, std::nullopt_t>,
                  "NULL is neither less nor greater");
    return compared(kind, left, right);
}

// ---- arithmetic

template <typename U>
struct Computing {
    using Value = U;
    using From = Sources<>;
};
template <IsOperand U>
struct Computing<U> {
    using Value = ValueOf<U>;
    using From = SourcesOf<U>;
};

template <bool nullable, typename V>
using Nullable = std::conditional_t<nullable, std::optional<V>, V>;

/// The type of what comes of two numbers; one that the program gives adapts to the column's.
template <typename L, typename R>
consteval auto number_of() {
    using V = Plain<typename Computing<L>::Value>;
    using W = Plain<typename Computing<R>::Value>;
    if constexpr (!IsOperand<R>)
        return std::type_identity<V>{};
    else if constexpr (!IsOperand<L>)
        return std::type_identity<W>{};
    else if constexpr (std::same_as<V, Decimal> || std::same_as<W, Decimal>)
        return std::type_identity<Decimal>{};
    else if constexpr (sizeof(V) >= sizeof(W))
        return std::type_identity<V>{};
    else
        return std::type_identity<W>{};
}

/// One side of a computation with values of type V.
template <typename V, typename U>
ExpressionPtr computed_part(const U& part, const Column& other) {
    if constexpr (IsOperand<U>) {
        return expression_of(part);
    } else {
        static_assert(suits<U, V>(), "the value is not of the column's type");
        if constexpr (suits<U, V>())
            return comparand<V>(other, part);
        else
            return {};
    }
}

template <typename U>
int scale_of(const U& part) {
    if constexpr (IsOperand<U>)
        return type_of(part).kind == ColumnKind::decimal ? type_of(part).scale : 0;
    else if constexpr (std::same_as<U, Decimal>)
        return part.scale();
    else
        return 0;
}

template <typename V, typename L, typename R>
const Column& computed_type(Operator kind, const L& left, const R& right) {
    if constexpr (!std::same_as<V, Decimal>)
        return column_of_value<V>;
    else if (kind == Operator::times)
        return decimal_column(scale_of(left) + scale_of(right));
    else
        return decimal_column(scale_of(left) > scale_of(right) ? scale_of(left) : scale_of(right));
}

template <typename L, typename R>
auto computed(Operator kind, const L& left, const R& right) {
    using V = Plain<typename Computing<L>::Value>;
    using W = Plain<typename Computing<R>::Value>;
    static_assert((!IsOperand<L> || Number<V>)&&(!IsOperand<R> || Number<W>),
                  "only numbers are computed with");
    static_assert(!(IsOperand<L> && IsOperand<R>) || same_type<V, W>(),
                  "decimals and floating-point numbers are not computed with together: one of them is to be "
                  "cast first");
    using Result = typename decltype(number_of<L, R>())::type;
    constexpr bool nullable = PlainType<typename Computing<L>::Value>::nullable ||
                              PlainType<typename Computing<R>::Value>::nullable;
    using From = UnitedSources<typename Computing<L>::From, typename Computing<R>::From>;
    const Column& type = computed_type<Result>(kind, left, right);
    return ValueOver<Nullable<nullable, Result>, From>{
        {operation(kind, computed_part<Result>(left, type), computed_part<Result>(right, type))}, type};
}

template <typename L, typename R>
inline constexpr bool texts = false;
template <IsOperand L, typename R>
requires std::same_as<Plain<ValueOf<L>>, std::string>
inline constexpr bool texts<L, R> = true;
template <typename L, IsOperand R>
requires(!IsOperand<L> &&
         std::same_as<Plain<ValueOf<R>>, std::string>) inline constexpr bool texts<L, R> = true;

template <typename L, typename R>
auto joined_texts(const L& left, const R& right) {
    constexpr bool nullable = PlainType<typename Computing<L>::Value>::nullable ||
                              PlainType<typename Computing<R>::Value>::nullable;
    using From = UnitedSources<typename Computing<L>::From, typename Computing<R>::From>;
    const Column& type = column_of_value<std::string>;
    return ValueOver<Nullable<nullable, std::string>, From>{
        {operation(Operator::concatenation, computed_part<std::string>(left, type),
                   computed_part<std::string>(right, type))},
        type};
}

template <typename L, typename R>
concept EitherOperand = IsOperand<L> || IsOperand<R>;
template <typename U>
concept Logical = IsOperand<U> && std::same_as < Plain<ValueOf<U>>,
bool > ;

/// What a condition, or a column of bools, says; of one that nobody keeps without a copy.
template <typename... S>
[[nodiscard]] ExpressionPtr said_by(Condition<S...>&& condition) {
    return std::move(condition).expression();
}
template <typename U>
[[nodiscard]] ExpressionPtr said_by(const U& condition) {
    return expression_of(condition);
}

template <typename L, typename R>
auto combined(Operator kind, L&& left, R&& right) {
    using One = std::remove_cvref_t<L>;
    using Other = std::remove_cvref_t<R>;
    static_assert(Logical<One> && Logical<Other>,
                  "&& and || take conditions on both sides, such as users.age > 30; what the program knows "
                  "by itself is asked with if");
    if constexpr (Logical<One> && Logical<Other>)
        return ConditionOver<UnitedSources<SourcesOf<One>, SourcesOf<Other>>>{
            {operation(kind, said_by(std::forward<L>(left)), said_by(std::forward<R>(right)))}};
    else
        return Condition<>{{nullptr}};
}

}

template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator==(const L& left, const R& right) {
    return detail::compared(detail::Operator::equal, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator!=(const L& left, const R& right) {
    return detail::compared(detail::Operator::not_equal, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator<(const L& left, const R& right) {
    return detail::ranked(detail::Operator::less, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator<=(const L& left, const R& right) {
    return detail::ranked(detail::Operator::less_equal, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator>(const L& left, const R& right) {
    return detail::ranked(detail::Operator::greater, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator>=(const L& left, const R& right) {
    return detail::ranked(detail::Operator::greater_equal, left, right);
}

template <typename L, typename R>
requires detail::EitherOperand<std::remove_cvref_t<L>, std::remove_cvref_t<R>>
[[nodiscard]] auto operator&&(L&& left, R&& right) {
    return detail::combined(detail::Operator::both, std::forward<L>(left), std::forward<R>(right));
}
template <typename L, typename R>
requires detail::EitherOperand<std::remove_cvref_t<L>, std::remove_cvref_t<R>>
[[nodiscard]] auto operator||(L&& left, R&& right) {
    return detail::combined(detail::Operator::either, std::forward<L>(left), std::forward<R>(right));
}
template <detail::IsOperand U>
[[nodiscard]] auto operator!(const U& condition) {
    static_assert(detail::Logical<U>, "! takes a condition, such as users.age > 30");
    return detail::ConditionOver<detail::SourcesOf<U>>{
        {detail::operation(detail::Operator::negation, detail::expression_of(condition))}};
}

/// Of numbers the sum, of texts one behind the other.
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator+(const L& left, const R& right) {
    if constexpr (detail::texts<L, R>)
        return detail::joined_texts(left, right);
    else
        return detail::computed(detail::Operator::plus, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator-(const L& left, const R& right) {
    return detail::computed(detail::Operator::minus, left, right);
}
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator*(const L& left, const R& right) {
    return detail::computed(detail::Operator::times, left, right);
}

namespace detail {

template <typename T, typename V, typename U>
ExpressionPtr assigned(const Column& column, const U& value) {
    using P = Plain<V>;
    if constexpr (IsOperand<U>) {
        static_assert(is_of_one_row<SourcesOf<U>>());
        static_assert(within<SourcesOf<U>, Sources<T, Excluded<T>>>,
                      "a column is computed from columns of its own table");
        static_assert(same_type<Plain<ValueOf<U>>, P>() &&
                          !(WholeNumber<P> && std::same_as<Plain<ValueOf<U>>, Decimal>),
                      "the two columns are of different types");
        return expression_of(value);
    } else if constexpr (std::same_as<U, std::nullopt_t>) {
        static_assert(PlainType<V>::nullable, "the column is not nullable: std::nullopt cannot be stored");
        return value_expression(column, {});
    } else if constexpr (PlainType<U>::nullable) {
        static_assert(PlainType<V>::nullable, "the column is not nullable: an optional cannot be stored");
        return value ? assigned<T, V>(column, *value) : value_expression(column, {});
    } else {
        static_assert(suits<U, P>(), "the value is not of the column's type");
        if constexpr (suits<U, P>())
            return storable<P>(column, value);
        else
            return {};
    }
}

}

template <typename S, typename V>
template <typename U>
typename detail::AssignmentTo<S, U>::type
ColumnOf<S, V>::operator=(const U& value) const { // NOLINT(misc-unconventional-assign-operator)
    return {index, detail::assigned<S, V>(Relations<S>::mapping().columns[index], value)};
}

template <typename S, typename T, RelationKind kind>
auto RelationOf<S, T, kind>::related(detail::ExpressionPtr condition, bool negated) const {
    return Condition<S>{{detail::related_expression(detail::source<S>, relation(), detail::source<T>,
                                                    std::move(condition), negated)}};
}

template <typename S, typename T, RelationKind kind>
template <typename C>
auto RelationOf<S, T, kind>::related_to(const C& condition, bool negated) const {
    static_assert(detail::Logical<C>,
                  "a condition on the rows of the relation is wanted, such as purchases.amount > 5");
    static_assert(detail::is_of_one_row<detail::SourcesOf<C>>());
    using Outside = detail::Without<detail::SourcesOf<C>, T>;
    return detail::ConditionOver<detail::UnitedSources<detail::Sources<S>, Outside>>{
        {detail::related_expression(detail::source<S>, relation(), detail::source<T>,
                                    detail::expression_of(condition), negated)}};
}

}
