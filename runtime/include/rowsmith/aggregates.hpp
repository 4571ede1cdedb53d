#pragma once
// Functions of many rows: aggregates, and functions over windows. They are values, to be selected, compared
// and computed with.

#include "rowsmith/condition.hpp"
#include "rowsmith/joins.hpp"
#include "rowsmith/select_data.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

template <typename U>
concept Numeric = IsOperand<U> && Number<Plain<ValueOf<U>>>;
/// If not, it does not compile.
template <typename U>
consteval bool is_number() {
    static_assert(Numeric<U>, "a number is wanted, such as users.age");
    return true;
}

/// A window as it is written behind OVER.
template <typename List>
class WindowOver {
public:
    using From = List;

    explicit WindowOver(WindowData data) : data_(std::move(data)) {
        static_assert(is_before_windows<List>());
    }

    template <typename... Terms>
    [[nodiscard]] auto partition_by(const Terms&... terms) const {
        static_assert((is_operand<Terms>() && ...));
        WindowData data = data_;
        (data.partition.push_back(expression_of(terms)), ...);
        return WindowOver<UnitedSources<List, SourcesOf<Terms>...>>{std::move(data)};
    }
    template <typename... Terms>
    [[nodiscard]] auto order_by(const Terms&... terms) const;
    /// Sees the rows up to the current one, one by one, where equals in the order would else be taken
    /// together.
    [[nodiscard]] WindowOver up_to_row() const { return framed(Frame::rows); }
    /// Sees all rows of the partition, whatever the order.
    [[nodiscard]] WindowOver whole() const { return framed(Frame::all); }

    [[nodiscard]] const WindowData& data() const { return data_; }

private:
    [[nodiscard]] WindowOver framed(Frame frame) const {
        WindowData data = data_;
        data.frame = frame;
        return WindowOver{std::move(data)};
    }

    WindowData data_;
};

template <typename List>
template <typename... Terms>
auto WindowOver<List>::order_by(const Terms&... terms) const {
    WindowData data = data_;
    (data.order.push_back(order_term<Sources<>>(terms)), ...);
    return WindowOver<UnitedSources<List, OrderedBy<Terms>...>>{std::move(data)};
}

template <typename U>
inline constexpr bool is_window = false;
template <typename List>
inline constexpr bool is_window<WindowOver<List>> = true;

/// The call inside of a function that gives it its type; none: as it is.
[[nodiscard]] inline ExpressionPtr call_around(Function outside, ExpressionPtr call) {
    return outside == Function::none ? std::move(call) : call_expression(outside, {std::move(call)});
}

}

/// The rows around each row that a function sees: `sum(x).over(window().partition_by(y).order_by(z))`.
[[nodiscard]] inline auto window() {
    return detail::WindowOver<detail::Sources<>>{{}};
}

namespace detail {

/// A call over a window, as a value; `outside` is around it.
template <typename V, typename List, typename Window>
[[nodiscard]] auto over_window(const ExpressionPtr& call, Function outside, const Column& type,
                               const Window& window) {
    static_assert(is_window<Window>, "over() takes a window: over(window().order_by(users.age))");
    return ValueOver<V, UnitedSources<List, typename Window::From, Sources<Windowed>>>{
        {call_around(outside, window_expression(call, window.data()))}, type};
}

}

/// A function of many rows. What it sees can be narrowed, and it can be made a function over a window.
template <typename V, typename... S>
class Aggregate : public detail::Operations<Aggregate<V, S...>> {
public:
    Aggregate(detail::Made call, detail::Function outside, const Column& type)
        : call_(std::move(call.expression)), outside_(outside), type_(&type) {}

    /// Each value once.
    [[nodiscard]] Aggregate distinct() const {
        return {{detail::aggregate_expression(call_, true, nullptr)}, outside_, *type_};
    }
    /// Of the rows that satisfy the condition.
    template <typename C>
    [[nodiscard]] auto filter(const C& condition) const {
        static_assert(detail::Logical<C>, "filter() takes a condition, such as users.age > 30");
        static_assert(detail::is_of_one_row<detail::SourcesOf<C>>());
        return made_over<detail::UnitedSources<detail::Sources<S...>, detail::SourcesOf<C>>>(
            detail::aggregate_expression(call_, false, detail::expression_of(condition)));
    }
    template <typename Window>
    [[nodiscard]] auto over(const Window& window) const {
        return detail::over_window<V, detail::Sources<S...>>(call_, outside_, *type_, window);
    }

    [[nodiscard]] detail::ExpressionPtr expression() const { return detail::call_around(outside_, call_); }
    [[nodiscard]] const Column& type() const { return *type_; }

private:
    template <typename List>
    struct Made;
    template <typename... T>
    struct Made<detail::Sources<T...>> {
        using type = Aggregate<V, T...>;
    };
    template <typename List>
    [[nodiscard]] auto made_over(detail::ExpressionPtr call) const {
        return typename Made<List>::type{{std::move(call)}, outside_, *type_};
    }

    detail::ExpressionPtr call_;
    detail::Function outside_; // around the call, so that its type is the same on every database
    const Column* type_;
};

/// A function that there is over windows alone: `row_number().over(window().order_by(users.age))`.
template <typename V, typename... S>
class WindowFunction : public detail::Operations<WindowFunction<V, S...>> {
public:
    WindowFunction(detail::Made call, const Column& type) : call_(std::move(call.expression)), type_(&type) {}

    template <typename Window>
    [[nodiscard]] auto over(const Window& window) const {
        return detail::over_window<V, detail::Sources<S...>>(call_, detail::Function::none, *type_, window);
    }

    [[nodiscard]] const detail::ExpressionPtr& expression() const { return call_; }
    [[nodiscard]] const Column& type() const { return *type_; }

private:
    detail::ExpressionPtr call_;
    const Column* type_;
};

namespace detail {

template <typename V, typename... S>
struct Operand<WindowFunction<V, S...>> {
    static constexpr bool known = true;
    using Value = V;
    using From = Sources<S..., WindowWanted>;
    static ExpressionPtr expression(const WindowFunction<V, S...>& value) { return value.expression(); }
    static const Column& type(const WindowFunction<V, S...>& value) { return value.type(); }
};

template <typename V, typename... S>
struct Operand<Aggregate<V, S...>> {
    static constexpr bool known = true;
    using Value = V;
    /// One of aggregates is computed over a window alone.
    using From =
        Sources<S..., std::conditional_t<Sources<S...>::template has<ManyRows>, WindowWanted, ManyRows>>;
    static ExpressionPtr expression(const Aggregate<V, S...>& value) { return value.expression(); }
    static const Column& type(const Aggregate<V, S...>& value) { return value.type(); }
};

template <typename V, typename List>
struct AggregateType;
template <typename V, typename... S>
struct AggregateType<V, Sources<S...>> {
    using type = Aggregate<V, S...>;
};
template <typename V, typename List>
using AggregateOver = typename AggregateType<V, List>::type;
template <typename V, typename List>
struct WindowFunctionType;
template <typename V, typename... S>
struct WindowFunctionType<V, Sources<S...>> {
    using type = WindowFunction<V, S...>;
};
template <typename V, typename List>
using WindowFunctionOver = typename WindowFunctionType<V, List>::type;

/// What an aggregate is computed of: values of rows, or of groups.
template <typename U>
consteval bool is_aggregated() {
    if constexpr (is_operand<U>())
        return is_before_windows<SourcesOf<U>>();
    else
        return false;
}

template <typename V>
consteval auto sum_type() {
    if constexpr (WholeNumber<V>)
        return std::type_identity<std::int64_t>{};
    else if constexpr (std::floating_point<V>)
        return std::type_identity<double>{};
    else
        return std::type_identity<V>{};
}

/// A sum of decimals has more digits in front of the point, and as many behind it.
template <typename V, typename U>
const Column& sum_column(const U& operand) {
    if constexpr (std::same_as<V, Decimal>)
        return decimal_column(type_of(operand).scale);
    else
        return column_of_value<V>;
}

}

// ---- aggregates

/// How many rows there are.
[[nodiscard]] inline auto count() {
    return Aggregate<detail::Sure<std::int64_t>>{{detail::call_expression(detail::Function::count_rows, {})},
                                                 detail::Function::none,
                                                 detail::column_of_value<std::int64_t>};
}
/// How many of them have a value here.
template <typename U>
[[nodiscard]] auto count(const U& operand) {
    static_assert(detail::is_aggregated<U>());
    return detail::AggregateOver<detail::Sure<std::int64_t>, detail::SourcesOf<U>>{
        {detail::call_expression(detail::Function::count, {detail::expression_of(operand)})},
        detail::Function::none,
        detail::column_of_value<std::int64_t>};
}
/// NULL when there is no value; of whole numbers a 64-bit one, and of decimals with their digits.
template <typename U>
[[nodiscard]] auto sum(const U& operand) {
    static_assert(detail::is_number<U>() && detail::is_aggregated<U>());
    using V = typename decltype(detail::sum_type<detail::Plain<detail::ValueOf<U>>>())::type;
    return detail::AggregateOver<std::optional<V>, detail::SourcesOf<U>>{
        {detail::call_expression(detail::Function::sum, {detail::expression_of(operand)})},
        detail::WholeNumber<V> ? detail::Function::to_integer : detail::Function::none,
        detail::sum_column<V>(operand)};
}
/// NULL when there is no value; always a floating-point number.
template <typename U>
[[nodiscard]] auto avg(const U& operand) {
    static_assert(detail::is_number<U>() && detail::is_aggregated<U>());
    return detail::AggregateOver<std::optional<double>, detail::SourcesOf<U>>{
        {detail::call_expression(detail::Function::average, {detail::expression_of(operand)})},
        detail::Function::to_real,
        detail::column_of_value<double>};
}

namespace detail {

template <typename U>
auto extreme(Function function, const U& operand) {
    static_assert(is_aggregated<U>());
    static_assert(ordered<Plain<ValueOf<U>>>, "databases do not agree on the order of such values");
    return AggregateOver<std::optional<Plain<ValueOf<U>>>, SourcesOf<U>>{
        {call_expression(function, {expression_of(operand)})}, Function::none, type_of(operand)};
}

}

/// The least value; NULL when there is none.
template <typename U>
[[nodiscard]] auto min(const U& operand) {
    return detail::extreme(detail::Function::least, operand);
}
template <typename U>
[[nodiscard]] auto max(const U& operand) {
    return detail::extreme(detail::Function::greatest, operand);
}

// ---- functions of windows

namespace detail {

inline auto numbering(Function function) {
    return WindowFunction<Sure<std::int64_t>>{{call_expression(function, {})}, column_of_value<std::int64_t>};
}
template <typename U>
auto neighbour(Function function, const U& operand) {
    static_assert(is_aggregated<U>());
    return WindowFunctionOver<std::optional<Plain<ValueOf<U>>>, SourcesOf<U>>{
        {call_expression(function, {expression_of(operand)})}, type_of(operand)};
}

}

/// The number of the row in its window, from 1; to be used with over(), as those that follow.
[[nodiscard]] inline auto row_number() {
    return detail::numbering(detail::Function::row_number);
}
/// The same, but equal rows have the number of the first of them.
[[nodiscard]] inline auto rank() {
    return detail::numbering(detail::Function::rank);
}
/// The same without leaving numbers out.
[[nodiscard]] inline auto dense_rank() {
    return detail::numbering(detail::Function::dense_rank);
}
/// The value in the row before this one.
template <typename U>
[[nodiscard]] auto lag(const U& operand) {
    return detail::neighbour(detail::Function::lag, operand);
}
/// The value in the row behind this one.
template <typename U>
[[nodiscard]] auto lead(const U& operand) {
    return detail::neighbour(detail::Function::lead, operand);
}
template <typename U>
[[nodiscard]] auto first_value(const U& operand) {
    return detail::neighbour(detail::Function::first_value, operand);
}
template <typename U>
[[nodiscard]] auto last_value(const U& operand) {
    return detail::neighbour(detail::Function::last_value, operand);
}

}
