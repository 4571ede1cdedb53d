#pragma once
// SQL and the values that it is sent with.

#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <forward_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rowsmith::detail {

/// What $1 stands for: a whole number, or a value that travels by the type of a column. Both type and value
/// are others'.
struct Parameter {
    const Column* type = nullptr; // null: a whole number
    const void* value = nullptr;  // null is NULL
    std::int64_t integer = 0;
    bool any_length = false; // what is only compared may be longer than the column's values are
};

/// A value, and a type, that a query does not have as they are bound.
struct TypedValue {
    Column column{};
    std::shared_ptr<const void> value{}; // null is NULL
};

/// SQL with its values, which are those of the query: it must stay for as long as the text is used.
struct QueryText {
    std::string sql{};
    std::vector<Parameter> parameters{};  // $1 first
    std::forward_list<TypedValue> made{}; // what parameters have that the query does not

    /// Empties it; the memory stays for the next text.
    void clear() noexcept {
        sql.clear();
        parameters.clear();
        if (!made.empty())
            made.clear();
    }
    [[nodiscard]] Parameter keep(TypedValue value) {
        const TypedValue& kept = made.emplace_front(std::move(value));
        return {.type = &kept.column, .value = kept.value.get()};
    }
};

}
