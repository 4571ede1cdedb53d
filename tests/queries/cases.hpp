#pragma once
// How typed queries are compared with hand-written SQL about the same data.

#include "../tpch/answers.hpp"
#include "../tpch/oracle.hpp"

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace rowsmith::test {

using tpch::Cell;
using tpch::Row;
using tpch::Rows;

// ---- what queries give, as rows of cells

[[nodiscard]] inline Cell cell_of(bool value) {
    return Decimal(value ? 1 : 0);
}
/// To the second.
[[nodiscard]] inline Cell cell_of(const Timestamp& value) {
    return value.to_string().substr(0, 19);
}
template <typename E>
requires std::is_enum_v<E>
[[nodiscard]] Cell cell_of(E value) {
    return std::string(to_string(value));
}
template <typename T>
requires requires(const T& value) {
    tpch::cell(value);
}
[[nodiscard]] Cell cell_of(const T& value) {
    return tpch::cell(value);
}
template <typename T>
[[nodiscard]] Cell cell_of(const std::optional<T>& value) {
    return value ? cell_of(*value) : Cell{};
}

template <typename... V>
[[nodiscard]] Row row_of(const std::tuple<V...>& values) {
    return std::apply([](const auto&... value) { return Row{cell_of(value)...}; }, values);
}
template <typename V>
[[nodiscard]] Row row_of(const V& value) {
    return {cell_of(value)};
}

template <typename V>
[[nodiscard]] Rows rows_of(const std::vector<V>& values) {
    Rows rows;
    for (const V& value : values)
        rows.push_back(row_of(value));
    return rows;
}
/// These members of each struct, in this order.
template <typename T, typename... Members>
[[nodiscard]] Rows rows_of(const std::vector<T>& structs, Members... members) {
    Rows rows;
    for (const T& one : structs)
        rows.push_back({cell_of(std::invoke(members, one))...});
    return rows;
}
/// The keys of refs.
template <typename T>
[[nodiscard]] Rows keys_of(const std::vector<Ref<T>>& refs) {
    Rows rows;
    for (const Ref<T>& ref : refs)
        rows.push_back({cell_of(ref->id)});
    return rows;
}
/// What a SELECT gives.
template <typename Selection>
[[nodiscard]] Rows values(const Selection& selection) {
    return rows_of(selection.all());
}

// ---- cases

enum class Sorted { no, yes };

/// A question to a `Place`: an open database with its URL and a session.
template <typename Place>
struct CaseOf {
    const char* name;
    /// What a person would write, for both databases.
    const char* sql;
    std::function<Rows(Place&)> ask;
    /// Whether the query says in which order rows come.
    Sorted sorted = Sorted::no;
};

/// Rows that have no order, in one of ours.
[[nodiscard]] Rows in_order(Rows rows, Sorted sorted);

template <typename Place>
void check_case(const CaseOf<Place>& one, Place& place, Place* beside) {
    const Rows expected = in_order(tpch::ask_directly(place.url, one.sql), one.sorted);
    const Rows found = in_order(one.ask(place), one.sorted);
    CHECK(tpch::difference(expected, found) == "");
    CHECK_FALSE(expected.empty());
    if (beside != nullptr)
        CHECK(tpch::difference(found, in_order(one.ask(*beside), one.sorted)) == "");
}

/// Asks by query and by SQL and compares; and with what another database answers, too.
template <typename Place>
void check_cases(const std::vector<CaseOf<Place>>& cases, Place& place, Place* beside) {
    for (const CaseOf<Place>& one : cases) {
        INFO(one.name);
        try {
            check_case(one, place, beside);
        } catch (const std::exception& error) {
            FAIL_CHECK(error.what());
        }
        place.session.rollback();
    }
}

}
