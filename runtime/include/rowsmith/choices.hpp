#pragma once
// Choices between values (`case` in SQL), and values of the program as the database's.

#include "rowsmith/functions.hpp"

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

}
