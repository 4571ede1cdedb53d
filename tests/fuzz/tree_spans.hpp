#pragma once
// Every span of a syntax tree. The fields of a node are found by their number alone, so that a node that is
// new is checked without a word here.

#include "syntax/ast.hpp"

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

namespace rowsmith::fuzz {

struct Anything {
    template <typename T>
    operator T() const; // never defined: it only says that a field is there
};

/// How many fields an aggregate has: as many as it can be made of.
template <typename Node, typename... Fields>
[[nodiscard]] consteval std::size_t field_count() {
    if constexpr (requires { Node{Fields{}..., Anything{}}; })
        return field_count<Node, Fields..., Anything>();
    else if constexpr (requires { Node{Fields{}..., std::optional<Anything>{}}; })
        return field_count<Node, Fields..., std::optional<Anything>>();
    else
        return sizeof...(Fields);
}

/// References to the fields of a node.
template <typename Node>
[[nodiscard]] auto fields_of(const Node& node) {
    constexpr std::size_t count = field_count<Node>();
    static_assert(count <= 9, "add a line for a node of more fields");
    if constexpr (count == 0) {
        return std::tie();
    } else if constexpr (count == 1) {
        const auto& [a] = node;
        return std::tie(a);
    } else if constexpr (count == 2) {
        const auto& [a, b] = node;
        return std::tie(a, b);
    } else if constexpr (count == 3) {
        const auto& [a, b, c] = node;
        return std::tie(a, b, c);
    } else if constexpr (count == 4) {
        const auto& [a, b, c, d] = node;
        return std::tie(a, b, c, d);
    } else if constexpr (count == 5) {
        const auto& [a, b, c, d, e] = node;
        return std::tie(a, b, c, d, e);
    } else if constexpr (count == 6) {
        const auto& [a, b, c, d, e, f] = node;
        return std::tie(a, b, c, d, e, f);
    } else if constexpr (count == 7) {
        const auto& [a, b, c, d, e, f, g] = node;
        return std::tie(a, b, c, d, e, f, g);
    } else if constexpr (count == 8) {
        const auto& [a, b, c, d, e, f, g, h] = node;
        return std::tie(a, b, c, d, e, f, g, h);
    } else {
        const auto& [a, b, c, d, e, f, g, h, i] = node;
        return std::tie(a, b, c, d, e, f, g, h, i);
    }
}

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsVariant : std::false_type {};
template <typename... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

/// Calls `see` with every Span, Name, Text and Number below the node, and with the spans inside those.
template <typename Node, typename See>
void for_each_place(const Node& node, const See& see) {
    if constexpr (std::is_same_v<Node, Span>) {
        see(node);
    } else if constexpr (IsVector<Node>::value) {
        for (const auto& item : node)
            for_each_place(item, see);
    } else if constexpr (IsOptional<Node>::value) {
        if (node)
            for_each_place(*node, see);
    } else if constexpr (IsVariant<Node>::value) {
        std::visit([&see](const auto& it) { for_each_place(it, see); }, node);
    } else if constexpr (std::is_aggregate_v<Node>) {
        if constexpr (std::is_same_v<Node, syntax::Name> || std::is_same_v<Node, syntax::Text> ||
                      std::is_same_v<Node, syntax::Number>)
            see(node);
        std::apply([&see](const auto&... field) { (for_each_place(field, see), ...); }, fields_of(node));
    }
}

}
