#pragma once
// A library of books that were made up by rule, and how typed queries are compared with hand-written SQL
// about it.

#include "../tpch/answers.hpp"
#include "../tpch/oracle.hpp"
#include "support/test_database.hpp"

#include <library.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <functional>
#include <string>
#include <tuple>
#include <vector>

namespace rowsmith::test {

using tpch::Cell;
using tpch::Row;
using tpch::Rows;

/// A database with all of it, and what queries are made of.
struct Library {
    /// `url`: of an empty database.
    explicit Library(const std::string& url);

    std::string url;
    Engine engine;
    Session session{engine};
    ::library::AuthorRepository authors{session};
    ::library::BookRepository books{session};
    ::library::TopicRepository topics{session};
    ::library::MemberRepository members{session};
    ::library::LoanRepository loans{session};
};

// ---- what queries give, as rows of cells

[[nodiscard]] inline Cell cell_of(bool value) {
    return Decimal(value ? 1 : 0);
}
[[nodiscard]] inline Cell cell_of(::library::Genre value) {
    return std::string(::library::to_string(value));
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
/// The keys of refs.
template <typename T>
[[nodiscard]] Rows keys_of(const std::vector<Ref<T>>& refs) {
    Rows rows;
    for (const Ref<T>& ref : refs)
        rows.push_back({cell_of(ref->id)});
    return rows;
}

// ---- cases

enum class Sorted { no, yes };

struct Case {
    const char* name;
    /// What a person would write, for both databases.
    const char* sql;
    std::function<Rows(Library&)> ask;
    /// Whether the query says in which order rows come.
    Sorted sorted = Sorted::no;
};

/// Asks by query and by SQL and compares; and on another database than SQLite with SQLite's answer, too.
void check(const std::vector<Case>& cases);

}
