#pragma once
// Reading rows by many keys, up to 500 in a statement.

#include "core/execution.hpp"
#include "core/session_state.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace rowsmith::detail {

/// As many keys as go into one statement.
inline constexpr std::size_t most_keys = 500;

/// Keys by which rows are asked for: pointers to their parts, one key after the other.
struct Keys {
    std::span<const std::uint16_t> columns; // of the table that is asked
    std::vector<const void*> parts{};

    [[nodiscard]] std::size_t size() const { return parts.size() / columns.size(); }
    [[nodiscard]] std::span<const void* const> at(std::size_t index) const {
        return std::span{parts}.subspan(index * columns.size(), columns.size());
    }
    void add(std::span<const void* const> key) { parts.insert(parts.end(), key.begin(), key.end()); }
};

/// Each key once, sorted: a database then visits its pages in order. Keys are told apart with the columns
/// that describe them.
void sort_and_unite(Keys& keys, const Mapping& mapping);

/// The SELECT for some of the keys, with them as its parameters.
class KeyedSelect {
public:
    KeyedSelect(TableRows& table, const Keys& keys, std::size_t from, std::size_t count);
    KeyedSelect(const KeyedSelect&) = delete;
    KeyedSelect& operator=(const KeyedSelect&) = delete;

    [[nodiscard]] driver::Statement& statement() const { return statement_; }

private:
    /// The values of one key column, as an array.
    struct Values {
        const Keys* keys = nullptr;
        std::size_t from = 0;
        std::size_t count = 0;
        std::size_t part = 0;
        ArrayType type{};
    };

    void bind_places(const Mapping& mapping, const Keys& keys, std::size_t from, std::size_t count);
    void bind_arrays(const Mapping& mapping, const Keys& keys, std::size_t from, std::size_t count);

    bool arrays_;
    driver::Statement& statement_;
    std::vector<Values> values_; // by key column
};

/// The SQL of the SELECT for one key.
[[nodiscard]] std::string_view sql_for_one_key(TableRows& table, std::span<const std::uint16_t> columns);

/// Calls `use(statement)` for each row of the table, all columns of it that are read with a row, that has one
/// of the keys. `name` is what listeners are told.
template <typename Use>
void read_by_keys(TableRows& table, const Keys& keys, StatementName name, Use use) {
    for (std::size_t from = 0; from < keys.size(); from += most_keys) {
        const KeyedSelect select{table, keys, from, std::min(most_keys, keys.size() - from)};
        StatementWatch watch{table.session->engine, select.statement().sql(), name};
        const Execution execution{select.statement()};
        while (select.statement().step()) {
            ++watch.rows;
            use(select.statement());
        }
        watch.done();
    }
}

}
