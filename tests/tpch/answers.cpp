#include "answers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace tpch {
namespace {

using rowsmith::Decimal;

bool is_number(const Cell& cell) {
    return std::holds_alternative<Decimal>(cell) || std::holds_alternative<double>(cell);
}

double number(const Cell& cell) {
    const auto* const exact = std::get_if<Decimal>(&cell);
    return exact == nullptr ? std::get<double>(cell) : exact->to_double();
}

bool is_near(double left, double right) {
    return std::abs(left - right) <= 1e-9 * std::max(std::abs(left), std::abs(right));
}

bool is_same(const Cell& left, const Cell& right) {
    if (left.index() == right.index() && !std::holds_alternative<double>(left))
        return left == right;
    return is_number(left) && is_number(right) && is_near(number(left), number(right));
}

std::string shown(const Cell& cell) {
    if (const auto* const exact = std::get_if<Decimal>(&cell))
        return exact->to_string();
    if (const auto* const text = std::get_if<std::string>(&cell))
        return '\'' + *text + '\'';
    if (std::holds_alternative<std::monostate>(cell))
        return "null";
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%.17g", std::get<double>(cell));
    return digits.data();
}

std::string shown(const Row& row) {
    std::string text;
    for (const Cell& cell : row)
        text += (text.empty() ? "" : " | ") + shown(cell);
    return text;
}

}

std::string difference(const Rows& expected, const Rows& actual) {
    const auto [wanted, found] =
        std::ranges::mismatch(expected, actual, [](const Row& left, const Row& right) {
            return std::ranges::equal(left, right, is_same);
        });
    if (wanted == expected.end() && found == actual.end())
        return "";
    return "row " + std::to_string(wanted - expected.begin() + 1) + " of " + std::to_string(expected.size()) +
           "\nexpected: " + (wanted == expected.end() ? "none" : shown(*wanted)) +
           "\nactual:   " + (found == actual.end() ? "none" : shown(*found));
}

}
