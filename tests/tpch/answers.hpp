#pragma once
// What a query answers, in a form that hand-written SQL, named queries and typed queries have in common.

#include <rowsmith/types.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace tpch {

/// NULL, an exact number, one that may be a little off, or anything else as text.
using Cell = std::variant<std::monostate, rowsmith::Decimal, double, std::string>;
using Row = std::vector<Cell>;
using Rows = std::vector<Row>;

/// What is wrong with `actual`; empty when it is as expected. Two exact numbers must be equal; where one of
/// them is not exact, they may differ by a billionth.
[[nodiscard]] std::string difference(const Rows& expected, const Rows& actual);

[[nodiscard]] inline Cell cell(std::integral auto value) {
    return rowsmith::Decimal(value);
}
[[nodiscard]] inline Cell cell(double value) {
    return value;
}
[[nodiscard]] inline Cell cell(const rowsmith::Decimal& value) {
    return value;
}
[[nodiscard]] inline Cell cell(const std::string& value) {
    return value;
}
[[nodiscard]] inline Cell cell(const rowsmith::Date& value) {
    return value.to_string();
}
template <typename T>
[[nodiscard]] Cell cell(const std::optional<T>& value) {
    return value ? cell(*value) : Cell{};
}

/// These members of each struct, in this order.
template <typename T, typename... Members>
[[nodiscard]] Rows table(const std::vector<T>& structs, Members... members) {
    Rows rows;
    for (const T& one : structs)
        rows.push_back({cell(std::invoke(members, one))...});
    return rows;
}

/// The values of each tuple.
template <typename... V>
[[nodiscard]] Rows table(const std::vector<std::tuple<V...>>& tuples) {
    Rows rows;
    for (const auto& tuple : tuples)
        rows.push_back(std::apply([](const V&... value) { return Row{cell(value)...}; }, tuple));
    return rows;
}

}
