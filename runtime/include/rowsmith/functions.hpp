#pragma once
// What the database computes of one row: functions of texts, numbers, moments, JSON and arrays, and choices.
// They are values, to be selected, compared and computed with.

#include "rowsmith/aggregates.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

template <typename... U>
using FromAll = UnitedSources<typename Computing<U>::From...>;

/// An argument that is an operand, or a value of type V.
template <typename V, typename U>
ExpressionPtr argument(const U& part, const Column& type = column_of_value<V>) {
    return computed_part<V>(part, type);
}

template <typename V, typename U>
[[nodiscard]] auto called(Function function, const U& operand, const Column& type = column_of_value<V>) {
    return ValueOver<Nullable<nullable_operand<U>, V>, SourcesOf<U>>{
        {call_expression(function, {expression_of(operand)})}, type};
}

template <typename U>
constexpr void require_text() {
    static_assert(IsOperand<U> && std::same_as<Plain<ValueOf<U>>, std::string>,
                  "a text is wanted, such as users.name");
}
template <typename U>
constexpr void require_moment() {
    static_assert(IsOperand<U> &&
                      (std::same_as<Plain<ValueOf<U>>, Date> || std::same_as<Plain<ValueOf<U>>, Timestamp>),
                  "a date or a timestamp is wanted");
}

template <typename V>
inline constexpr bool is_array = false;
template <typename E>
inline constexpr bool is_array<std::vector<E>> = !std::same_as<E, std::byte>;

/// One side of a division of floating-point numbers.
template <typename U>
ExpressionPtr real_part(const U& part) {
    if constexpr (!IsOperand<U>) {
        if constexpr (std::same_as<U, Decimal>)
            return comparand<double>(column_of_value<double>, part.to_double());
        else
            return comparand<double>(column_of_value<double>, part);
    } else if constexpr (std::floating_point<Plain<ValueOf<U>>>) {
        return expression_of(part);
    } else {
        return call_expression(Function::to_real, {expression_of(part)});
    }
}

/// The type that a value of the program has in the database.
template <typename U>
consteval auto literal_type() {
    if constexpr (WholeNumber<U>)
        return std::type_identity<std::int64_t>{};
    else if constexpr (std::floating_point<U>)
        return std::type_identity<double>{};
    else if constexpr (std::convertible_to<const U&, std::string_view>)
        return std::type_identity<std::string>{};
    else
        return std::type_identity<U>{};
}
template <typename U>
struct TermType {
    using type = typename decltype(literal_type<U>())::type;
};
template <IsOperand U>
struct TermType<U> {
    using type = Plain<ValueOf<U>>;
};

template <typename V, typename U>
const Column& term_column(const U& term) {
    if constexpr (IsOperand<U>) {
        return type_of(term);
    } else {
        static_assert(kind_of_value<V> != ColumnKind::converted,
                      "the first value of a choice says its type: of this one only a column knows it");
        return column_of_value<V>;
    }
}

}

// ---- texts

/// Letters of ASCII on SQLite, all letters on PostgreSQL.
template <typename U>
[[nodiscard]] auto lower(const U& text) {
    detail::require_text<U>();
    return detail::called<std::string>(detail::Function::lower, text);
}
template <typename U>
[[nodiscard]] auto upper(const U& text) {
    detail::require_text<U>();
    return detail::called<std::string>(detail::Function::upper, text);
}
/// In characters.
template <typename U>
[[nodiscard]] auto length(const U& text) {
    detail::require_text<U>();
    return detail::called<std::int64_t>(detail::Function::length, text);
}
/// Without spaces at both ends.
template <typename U>
[[nodiscard]] auto trim(const U& text) {
    detail::require_text<U>();
    return detail::called<std::string>(detail::Function::trim, text);
}
/// With each occurrence of one text replaced by another.
template <typename U, typename From, typename To>
[[nodiscard]] auto replace(const U& text, const From& from, const To& to) {
    detail::require_text<U>();
    return detail::ValueOver<detail::ValueOf<U>, detail::FromAll<U, From, To>>{
        {detail::call_expression(detail::Function::replace,
                                 {detail::expression_of(text), detail::argument<std::string>(from),
                                  detail::argument<std::string>(to)})},
        detail::column_of_value<std::string>};
}
/// `count` characters from number `first`, which counts from 1.
template <typename U>
[[nodiscard]] auto substr(const U& text, std::int64_t first, std::int64_t count) {
    detail::require_text<U>();
    return detail::ValueOver<detail::ValueOf<U>, detail::SourcesOf<U>>{
        {detail::call_expression(detail::Function::part,
                                 {detail::expression_of(text), detail::integer_expression(first),
                                  detail::integer_expression(count)})},
        detail::column_of_value<std::string>};
}
/// Where a text begins in another, from 1; 0 when it is not there.
template <typename U, typename Sought>
[[nodiscard]] auto position(const U& text, const Sought& sought) {
    detail::require_text<U>();
    return detail::ValueOver<detail::Nullable<detail::nullable_operand<U>, std::int64_t>,
                             detail::FromAll<U, Sought>>{
        {detail::call_expression(detail::Function::position,
                                 {detail::expression_of(text), detail::argument<std::string>(sought)})},
        detail::column_of_value<std::int64_t>};
}

// ---- numbers

template <typename U>
[[nodiscard]] auto abs(const U& number) {
    detail::require_number<U>();
    return detail::called<detail::Plain<detail::ValueOf<U>>>(detail::Function::absolute, number,
                                                             detail::type_of(number));
}
/// A floating-point number or a decimal with so many digits behind the point.
template <typename U>
[[nodiscard]] auto round(const U& number, int digits) {
    detail::require_number<U>();
    using V = detail::Plain<detail::ValueOf<U>>;
    static_assert(!detail::WholeNumber<V>, "a whole number is rounded already");
    const Column& type =
        std::same_as<V, Decimal> ? detail::decimal_column(digits) : detail::column_of_value<V>;
    return detail::ValueOver<detail::ValueOf<U>, detail::SourcesOf<U>>{
        {detail::call_expression(std::same_as<V, Decimal> ? detail::Function::rounded
                                                          : detail::Function::rounded_real,
                                 {detail::expression_of(number), detail::integer_expression(digits)})},
        type};
}

// ---- types

/// The number as a floating-point one.
template <detail::IsOperand U>
[[nodiscard]] auto to_double(const U& operand) {
    detail::require_number<U>();
    return detail::called<double>(detail::Function::to_real, operand);
}
/// The number without what is behind the point.
template <detail::IsOperand U>
[[nodiscard]] auto to_integer(const U& operand) {
    detail::require_number<U>();
    constexpr bool whole = detail::WholeNumber<detail::Plain<detail::ValueOf<U>>>;
    return detail::called<std::int64_t>(whole ? detail::Function::to_integer : detail::Function::truncated,
                                        operand);
}
/// A whole number, or the label of an enum, as a text.
template <detail::IsOperand U>
[[nodiscard]] auto to_text(const U& operand) {
    using V = detail::Plain<detail::ValueOf<U>>;
    static_assert(detail::WholeNumber<V> || std::is_enum_v<V> || std::same_as<V, std::string>,
                  "databases do not agree on the text of such values");
    return detail::called<std::string>(detail::Function::to_text, operand);
}

/// The quotient, as floating-point numbers have it; NULL when the divisor is 0.
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator/(const L& left, const R& right) {
    using V = detail::Plain<typename detail::Computing<L>::Value>;
    using W = detail::Plain<typename detail::Computing<R>::Value>;
    static_assert(detail::Number<V> && detail::Number<W>, "only numbers are computed with");
    using From = detail::FromAll<L, R>;
    if constexpr (detail::WholeNumber<V> && detail::WholeNumber<W>) {
        const Column& type = detail::column_of_value<std::int64_t>;
        return detail::ValueOver<std::optional<std::int64_t>, From>{
            {detail::operation(detail::Operator::divided, detail::argument<std::int64_t>(left),
                               detail::argument<std::int64_t>(right))},
            type};
    } else {
        return detail::ValueOver<std::optional<double>, From>{
            {detail::operation(detail::Operator::divided, detail::real_part(left), detail::real_part(right))},
            detail::column_of_value<double>};
    }
}

/// What division leaves, with the sign of the first number; NULL when the divisor is 0.
template <typename L, typename R>
requires detail::EitherOperand<L, R>
[[nodiscard]] auto operator%(const L& left, const R& right) {
    static_assert(detail::WholeNumber<detail::Plain<typename detail::Computing<L>::Value>> &&
                      detail::WholeNumber<detail::Plain<typename detail::Computing<R>::Value>>,
                  "only whole numbers leave a remainder");
    return detail::ValueOver<std::optional<std::int64_t>, detail::FromAll<L, R>>{
        {detail::operation(detail::Operator::remainder, detail::argument<std::int64_t>(left),
                           detail::argument<std::int64_t>(right))},
        detail::column_of_value<std::int64_t>};
}

// ---- NULL

template <detail::IsOperand U>
[[nodiscard]] auto is_null(const U& operand) {
    return detail::ConditionOver<detail::SourcesOf<U>>{
        {detail::operation(detail::Operator::is_null, detail::expression_of(operand))}};
}
template <detail::IsOperand U>
[[nodiscard]] auto is_not_null(const U& operand) {
    return detail::ConditionOver<detail::SourcesOf<U>>{
        {detail::operation(detail::Operator::is_not_null, detail::expression_of(operand))}};
}
/// The first of them that is not NULL. With a value at the end it never is.
template <detail::IsOperand U, typename... Others>
[[nodiscard]] auto coalesce(const U& operand, const Others&... others) {
    static_assert(sizeof...(Others) > 0, "coalesce() takes what stands for NULL: coalesce(users.age, 0)");
    using V = detail::Plain<detail::ValueOf<U>>;
    constexpr bool sure = (!detail::IsOperand<Others> || ...);
    constexpr bool nullable = !sure && detail::nullable_operand<U> &&
                              (detail::PlainType<typename detail::Computing<Others>::Value>::nullable && ...);
    using Result = std::conditional_t<sure, detail::Sure<V>, detail::Nullable<nullable, V>>;
    const Column& type = detail::type_of(operand);
    return detail::ValueOver<Result, detail::FromAll<U, Others...>>{
        {detail::call_expression(detail::Function::coalesce,
                                 {detail::expression_of(operand), detail::argument<V>(others, type)...})},
        type};
}
/// NULL where it has this value.
template <detail::IsOperand U, typename W>
[[nodiscard]] auto null_if(const U& operand, const W& value) {
    using V = detail::Plain<detail::ValueOf<U>>;
    const Column& type = detail::type_of(operand);
    return detail::ValueOver<std::optional<V>, detail::FromAll<U, W>>{
        {detail::call_expression(detail::Function::null_if,
                                 {detail::expression_of(operand), detail::argument<V>(value, type)})},
        type};
}

// ---- moments

namespace detail {

template <typename U>
auto part_of_moment(Function function, const U& moment) {
    require_moment<U>();
    return called<std::int64_t>(function, moment);
}

}

/// Parts of a date, or of a timestamp as UTC has it.
template <typename U>
[[nodiscard]] auto year(const U& moment) {
    return detail::part_of_moment(detail::Function::year, moment);
}
template <typename U>
[[nodiscard]] auto month(const U& moment) {
    return detail::part_of_moment(detail::Function::month, moment);
}
template <typename U>
[[nodiscard]] auto day(const U& moment) {
    return detail::part_of_moment(detail::Function::day, moment);
}
template <typename U>
[[nodiscard]] auto hour(const U& moment) {
    return detail::part_of_moment(detail::Function::hour, moment);
}
template <typename U>
[[nodiscard]] auto minute(const U& moment) {
    return detail::part_of_moment(detail::Function::minute, moment);
}
/// The day of a timestamp, as UTC has it.
template <typename U>
[[nodiscard]] auto day_of(const U& timestamp) {
    detail::require_moment<U>();
    return detail::called<Date>(detail::Function::day_of, timestamp);
}
/// So many days later; earlier with a negative number.
template <typename U>
[[nodiscard]] auto plus_days(const U& date, std::int64_t days) {
    static_assert(detail::IsOperand<U> && std::same_as<detail::Plain<detail::ValueOf<U>>, Date>,
                  "a date is wanted");
    return detail::ValueOver<detail::ValueOf<U>, detail::SourcesOf<U>>{
        {detail::call_expression(detail::Function::plus_days,
                                 {detail::expression_of(date), detail::integer_expression(days)})},
        detail::column_of_value<Date>};
}

// ---- choices

/// A value of the program as the database's, where no column stands beside it: `select(value(1))`.
template <typename U>
[[nodiscard]] auto value(const U& given) {
    using V = typename detail::TermType<U>::type;
    const Column& type = detail::term_column<V>(given);
    return Value<detail::Sure<V>>{
        {detail::call_expression(detail::Function::value, {detail::argument<V>(given, type)})}, type};
}

/// `when(condition, value).when(...).otherwise(value)`: the value of the first condition that holds.
template <typename V, typename List, bool nullable>
class Choice {
public:
    Choice(std::vector<detail::ExpressionPtr> arguments, const Column& type)
        : arguments_(std::move(arguments)), type_(&type) {}

    template <typename C, typename U>
    [[nodiscard]] auto when(const C& condition, const U& value) const {
        static_assert(detail::Logical<C>, "when() takes a condition, such as users.age > 30");
        auto arguments = arguments_;
        arguments.push_back(detail::expression_of(condition));
        arguments.push_back(detail::argument<V>(value, *type_));
        using From = detail::UnitedSources<List, detail::FromAll<C, U>>;
        return Choice < V, From,
               nullable || detail::PlainType<typename detail::Computing<U>::Value>::nullable >
                               {std::move(arguments), *type_};
    }
    template <typename U>
    [[nodiscard]] auto otherwise(const U& value) const {
        auto arguments = arguments_;
        arguments.push_back(detail::argument<V>(value, *type_));
        constexpr bool may_be_null =
            nullable || detail::PlainType<typename detail::Computing<U>::Value>::nullable;
        return detail::ValueOver<detail::Nullable<may_be_null, V>,
                                 detail::UnitedSources<List, detail::FromAll<U>>>{
            {detail::call_expression(detail::Function::choice, std::move(arguments))}, *type_};
    }
    /// NULL when no condition holds.
    [[nodiscard]] auto end() const {
        return detail::ValueOver<std::optional<V>, List>{
            {detail::call_expression(detail::Function::choice, arguments_)}, *type_};
    }

private:
    std::vector<detail::ExpressionPtr> arguments_;
    const Column* type_;
};

/// Begins a choice; the first value says of which type it is.
template <typename C, typename U>
[[nodiscard]] auto when(const C& condition, const U& value) {
    static_assert(detail::Logical<C>, "when() takes a condition, such as users.age > 30");
    using V = typename detail::TermType<U>::type;
    const Column& type = detail::term_column<V>(value);
    constexpr bool nullable = detail::PlainType<typename detail::Computing<U>::Value>::nullable;
    return Choice<V, detail::FromAll<C, U>, nullable>{
        {detail::expression_of(condition), detail::argument<V>(value, type)}, type};
}

// ---- JSON and arrays

namespace detail {

inline JsonStep path_step(std::string_view member) {
    return {.name = std::string(member)};
}
inline JsonStep path_step(WholeNumber auto element) {
    if (!std::in_range<std::uint64_t>(element))
        refuse_number();
    return {.number = static_cast<std::uint64_t>(element), .element = true};
}

}

/// A value in a JSON document as text: `json_text(users.settings, "theme", "colours", 0)`. NULL when it is
/// not there.
template <typename U, typename... Steps>
[[nodiscard]] auto json_text(const U& document, const Steps&... steps) {
    static_assert(detail::IsOperand<U> && std::same_as<detail::Plain<detail::ValueOf<U>>, Json>,
                  "a JSON document is wanted");
    static_assert(sizeof...(Steps) > 0,
                  "json_text() takes the way to a value: json_text(users.settings, \"theme\")");
    return detail::ValueOver<std::optional<std::string>, detail::SourcesOf<U>>{
        {detail::json_expression(detail::expression_of(document), {detail::path_step(steps)...})},
        detail::column_of_value<std::string>};
}

/// Whether an array has an element with this value.
template <typename U, typename W>
[[nodiscard]] auto has(const U& array, const W& element) {
    static_assert(detail::IsOperand<U> && detail::is_array<detail::Plain<detail::ValueOf<U>>>,
                  "an array is wanted");
    using V = typename detail::Plain<detail::ValueOf<U>>::value_type;
    return detail::ConditionOver<detail::FromAll<U, W>>{{detail::call_expression(
        detail::Function::element_of, {detail::argument<V>(element, detail::type_of(array).array->element),
                                       detail::expression_of(array)})}};
}

}
