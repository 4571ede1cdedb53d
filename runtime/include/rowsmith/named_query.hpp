#pragma once
// What generated code tells the runtime about named SQL, and the calls behind its functions. Programs call
// the functions that a schema's `query` declarations become.

#include "rowsmith/mapping.hpp"
#include "rowsmith/query.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith {

/// The SQL of a query for one database.
struct NamedStatement {
    std::string_view dialect{};                  // empty: for all that have no other
    std::string_view sql{};                      // parameters are $1, $2, ... in order of appearance
    std::span<const std::uint16_t> parameters{}; // of $1, $2, ...: numbers of the query's parameters
};

/// A query that a schema names.
struct NamedQuery {
    std::string_view name{}; // "shop::top_spenders"
    std::span<const NamedStatement> statements{};
    std::span<const Column> parameters{}; // only what they are called and how they travel
    std::span<const Column> columns{};    // of the result, where they sit in its struct
    bool writes = false;
};

namespace detail {

/// The value of a parameter. It is not copied: it stays where it is while the query runs.
struct Argument {
    const void* value = nullptr; // null is NULL; of a text only that counts
    std::string_view text{};     // of a parameter that is a text
    std::shared_ptr<const void> (*copy)(const void* value) = nullptr;
};

[[nodiscard]] inline Argument argument(std::string_view text) {
    return {.value = "", .text = text};
}
[[nodiscard]] inline Argument argument(const std::string& text) {
    return argument(std::string_view{text});
}
template <typename T>
[[nodiscard]] Argument argument(const T& value) {
    return {.value = &value, .copy = [](const void* from) -> std::shared_ptr<const void> {
                return std::make_shared<T>(*static_cast<const T*>(from));
            }};
}
template <typename T>
[[nodiscard]] Argument argument(const std::optional<T>& value) {
    return value ? argument(*value) : Argument{};
}

using Arguments = std::initializer_list<Argument>;

/// Flushes, then runs the query and reads all its rows. Throws UsageError where it has no SQL for the
/// session's database.
void read_rows(Session& session, const NamedQuery& query, Arguments arguments, RowPlace place);
/// Reads the only row; false when there is none. Throws TooManyRows.
[[nodiscard]] bool read_row(Session& session, const NamedQuery& query, Arguments arguments, void* row);
/// The number of rows that were changed.
[[nodiscard]] std::int64_t execute(Session& session, const NamedQuery& query, Arguments arguments);
[[noreturn]] void refuse_no_row(const NamedQuery& query);

template <typename Row>
[[nodiscard]] std::vector<Row> many(Session& session, const NamedQuery& query, Arguments arguments) {
    std::vector<Row> rows;
    read_rows(session, query, arguments, place_in(rows));
    return rows;
}

template <typename Row>
[[nodiscard]] std::optional<Row> optional(Session& session, const NamedQuery& query, Arguments arguments) {
    std::optional<Row> row{std::in_place};
    if (!read_row(session, query, arguments, &*row))
        row.reset();
    return row;
}

template <typename Row>
[[nodiscard]] Row one(Session& session, const NamedQuery& query, Arguments arguments) {
    Row row{};
    if (!read_row(session, query, arguments, &row))
        refuse_no_row(query);
    return row;
}

template <typename Row>
[[nodiscard]] Stream<Row> stream(Session& session, const NamedQuery& query, Arguments arguments) {
    return Stream<Row>{session, query, std::span<const Argument>{arguments.begin(), arguments.size()}};
}

}

}
