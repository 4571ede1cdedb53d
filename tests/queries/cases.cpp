#include "cases.hpp"

#include <algorithm>

namespace rowsmith::test {
namespace {

/// Numbers by their size, however they came: exact or not.
std::tuple<int, double, std::string> place_of(const Cell& cell) {
    if (const auto* const exact = std::get_if<Decimal>(&cell))
        return {1, exact->to_double(), {}};
    if (const auto* const real = std::get_if<double>(&cell))
        return {1, *real, {}};
    const auto* const text = std::get_if<std::string>(&cell);
    return {text ? 2 : 0, 0, text ? *text : std::string()};
}

}

Rows in_order(Rows rows, Sorted sorted) {
    if (sorted == Sorted::no)
        std::ranges::sort(rows, [](const Row& left, const Row& right) {
            return std::ranges::lexicographical_compare(left, right, {}, place_of, place_of);
        });
    return rows;
}

}
