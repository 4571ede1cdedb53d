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

template <typename U, typename... V>
concept OperandOf = IsOperand<U> &&(std::same_as<Plain<ValueOf<U>>, V> || ...);
/// If not, it does not compile.
template <typename U>
consteval bool is_text() {
    static_assert(OperandOf<U, std::string>, "a text is wanted, such as users.name");
    return true;
}
template <typename U>
consteval bool is_place() {
    static_assert(WholeNumber<Plain<typename Computing<U>::Value>>,
                  "the place in a text is a whole number, such as 5 or position(users.name, \" \")");
    return true;
}
template <typename U, typename... Places>
[[nodiscard]] auto part_of_text(Function function, const U& text, const Places&... places) {
    static_assert(is_text<U>());
    static_assert((is_place<Places>() && ...));
    constexpr bool nullable =
        nullable_operand<U> || (PlainType<typename Computing<Places>::Value>::nullable || ...);
    return ValueOver<Nullable<nullable, std::string>, FromAll<U, Places...>>{
        {call_expression(function, {expression_of(text), argument<std::int64_t>(places)...})},
        column_of_value<std::string>};
}
template <typename U>
consteval bool is_moment() {
    static_assert(OperandOf<U, Date, Timestamp>, "a date or a timestamp is wanted");
    return true;
}

template <typename V>
inline constexpr bool is_array = false;
template <typename E>
inline constexpr bool is_array<std::vector<E>> = !std::same_as<E, std::byte>;
template <typename U>
concept ArrayOperand = IsOperand<U> && is_array<Plain<ValueOf<U>>>;

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

}

// ---- texts

/// Letters of ASCII on SQLite, all letters on PostgreSQL.
template <typename U>
[[nodiscard]] auto lower(const U& text) {
    static_assert(detail::is_text<U>());
    return detail::called<std::string>(detail::Function::lower, text);
}
template <typename U>
[[nodiscard]] auto upper(const U& text) {
    static_assert(detail::is_text<U>());
    return detail::called<std::string>(detail::Function::upper, text);
}
/// In characters.
template <typename U>
[[nodiscard]] auto length(const U& text) {
    static_assert(detail::is_text<U>());
    return detail::called<std::int64_t>(detail::Function::length, text);
}
/// Without spaces at both ends.
template <typename U>
[[nodiscard]] auto trim(const U& text) {
    static_assert(detail::is_text<U>());
    return detail::called<std::string>(detail::Function::trim, text);
}
/// With each occurrence of one text replaced by another.
template <typename U, typename From, typename To>
[[nodiscard]] auto replace(const U& text, const From& from, const To& to) {
    static_assert(detail::is_text<U>());
    return detail::ValueOver<detail::ValueOf<U>, detail::FromAll<U, From, To>>{
        {detail::call_expression(detail::Function::replace,
                                 {detail::expression_of(text), detail::argument<std::string>(from),
                                  detail::argument<std::string>(to)})},
        detail::column_of_value<std::string>};
}
/// `count` characters from number `first`, which counts from 1; both may be computed.
template <typename U, typename First, typename Count>
[[nodiscard]] auto substr(const U& text, const First& first, const Count& count) {
    return detail::part_of_text(detail::Function::part, text, first, count);
}
/// All characters from number `first` on.
template <typename U, typename First>
[[nodiscard]] auto substr(const U& text, const First& first) {
    return detail::part_of_text(detail::Function::rest, text, first);
}
/// Where a text begins in another, from 1; 0 when it is not there.
template <typename U, typename Sought>
[[nodiscard]] auto position(const U& text, const Sought& sought) {
    static_assert(detail::is_text<U>());
    return detail::ValueOver<detail::Nullable<detail::nullable_operand<U>, std::int64_t>,
                             detail::FromAll<U, Sought>>{
        {detail::call_expression(detail::Function::position,
                                 {detail::expression_of(text), detail::argument<std::string>(sought)})},
        detail::column_of_value<std::int64_t>};
}

// ---- numbers

template <typename U>
[[nodiscard]] auto abs(const U& number) {
    static_assert(detail::is_number<U>());
    return detail::called<detail::Plain<detail::ValueOf<U>>>(detail::Function::absolute, number,
                                                             detail::type_of(number));
}
/// A floating-point number or a decimal with so many digits behind the point.
template <typename U>
[[nodiscard]] auto round(const U& number, int digits) {
    static_assert(detail::is_number<U>());
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
template <typename U>
[[nodiscard]] auto to_double(const U& operand) {
    static_assert(detail::is_number<U>());
    return detail::called<double>(detail::Function::to_real, operand);
}
/// The number without what is behind the point.
template <typename U>
[[nodiscard]] auto to_integer(const U& operand) {
    static_assert(detail::is_number<U>());
    constexpr bool whole = detail::WholeNumber<detail::Plain<detail::ValueOf<U>>>;
    return detail::called<std::int64_t>(whole ? detail::Function::to_integer : detail::Function::truncated,
                                        operand);
}
/// A whole number, or the label of an enum, as a text.
template <typename U>
[[nodiscard]] auto to_text(const U& operand) {
    static_assert(detail::is_operand<U>());
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

template <typename U>
[[nodiscard]] auto is_null(const U& operand) {
    static_assert(detail::is_operand<U>());
    return detail::ConditionOver<detail::SourcesOf<U>>{
        {detail::operation(detail::Operator::is_null, detail::expression_of(operand))}};
}
template <typename U>
[[nodiscard]] auto is_not_null(const U& operand) {
    static_assert(detail::is_operand<U>());
    return detail::ConditionOver<detail::SourcesOf<U>>{
        {detail::operation(detail::Operator::is_not_null, detail::expression_of(operand))}};
}
/// The first of them that is not NULL. With a value at the end it never is.
template <typename U, typename... Others>
[[nodiscard]] auto coalesce(const U& operand, const Others&... others) {
    static_assert(detail::is_operand<U>());
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
template <typename U, typename W>
[[nodiscard]] auto null_if(const U& operand, const W& value) {
    static_assert(detail::is_operand<U>());
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
    static_assert(is_moment<U>());
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
    static_assert(detail::is_moment<U>());
    return detail::called<Date>(detail::Function::day_of, timestamp);
}
/// So many days later; earlier with a negative number.
template <typename U>
[[nodiscard]] auto plus_days(const U& date, std::int64_t days) {
    static_assert(detail::OperandOf<U, Date>, "a date is wanted");
    return detail::ValueOver<detail::ValueOf<U>, detail::SourcesOf<U>>{
        {detail::call_expression(detail::Function::plus_days,
                                 {detail::expression_of(date), detail::integer_expression(days)})},
        detail::column_of_value<Date>};
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
    static_assert(detail::OperandOf<U, Json>, "a JSON document is wanted");
    static_assert(sizeof...(Steps) > 0,
                  "json_text() takes the way to a value: json_text(users.settings, \"theme\")");
    return detail::ValueOver<std::optional<std::string>, detail::SourcesOf<U>>{
        {detail::json_expression(detail::expression_of(document), {detail::path_step(steps)...})},
        detail::column_of_value<std::string>};
}

/// Whether an array has an element with this value.
template <typename U, typename W>
[[nodiscard]] auto has(const U& array, const W& element) {
    static_assert(detail::ArrayOperand<U>, "an array is wanted");
    using V = typename detail::Plain<detail::ValueOf<U>>::value_type;
    return detail::ConditionOver<detail::FromAll<U, W>>{{detail::call_expression(
        detail::Function::element_of, {detail::argument<V>(element, detail::type_of(array).array->element),
                                       detail::expression_of(array)})}};
}

}
