#pragma once
// Insert or update, in one statement: which rows are the same is said by a key, `users.upsert(row,
// users.email)`, or with more words `users.upsert(row, on(users.email).only(users.name))`.

#include "rowsmith/condition.hpp"
#include "rowsmith/ref.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

struct TableRows;

struct UpsertData {
    std::vector<std::uint16_t> target; // a key
    std::vector<std::uint16_t> only{}; // what is updated; empty: whatever the row gives
    bool ignore = false;
};

/// Sends rows that no session has, one statement for each; the session's rows that come of it. Null for one
/// that was ignored. Throws UsageError before anything is sent: the target is no key, two rows have the same,
/// or a managed row that has it is edited or erased.
[[nodiscard]] std::vector<ManagedRow*> upsert_rows(TableRows& table, std::vector<ManagedRow*> rows,
                                                   const UpsertData& data);

}

/// What upsert() leaves alone when there is such a row already.
template <typename T>
struct Ignoring {
    detail::UpsertData data;
};

/// The key by which upsert() recognises rows.
template <typename T>
struct On {
    detail::UpsertData data;

    /// Of a row that exists only these columns are updated.
    template <typename... V>
    [[nodiscard]] On only(ColumnOf<T, V>... columns) const {
        On narrowed = *this;
        narrowed.data.only = {columns.index...};
        return narrowed;
    }
    /// A row that exists stays as it is.
    [[nodiscard]] Ignoring<T> ignore() const {
        Ignoring<T> ignoring{data};
        ignoring.data.ignore = true;
        return ignoring;
    }
};

template <typename T, typename... V>
[[nodiscard]] On<T> on(ColumnOf<T, V>... columns) {
    return {{.target = {columns.index...}}};
}

}
