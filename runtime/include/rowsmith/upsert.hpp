#pragma once
// Insert or update, in one statement: which rows are the same is said by a key, `users.upsert(row,
// users.email)`, or with more words `users.upsert(row, on(users.email).only(users.name))`, or
// `on(users.email).update(users.visits = users.visits + 1, users.name = excluded(users.name))`.

#include "rowsmith/condition.hpp"
#include "rowsmith/ref.hpp"
#include "rowsmith/select_data.hpp"

#include <concepts>
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
    std::vector<AssignmentData> assignments{}; // instead of what rows give
    ExpressionPtr condition{};                 // of the update; null: whatever the row is like
    const Source* excluded = nullptr;          // as expressions name the row that was to be inserted
};

/// Sends rows that no session has, one statement for each; the session's rows that come of it. Null for one
/// that was left alone. Throws UsageError before anything is sent: the target is no key, two rows have the
/// same, or a managed row that has it is edited or erased.
[[nodiscard]] std::vector<ManagedRow*> upsert_rows(TableRows& table, std::vector<ManagedRow*> rows,
                                                   const UpsertData& data);

}

/// What upsert() leaves alone, always or on a condition, when there is such a row already.
template <typename T>
struct Ignoring {
    detail::UpsertData data;
};

/// What upsert() computes when there is such a row already.
template <typename T>
struct Updating {
    detail::UpsertData data;

    /// A row that exists and does not satisfy this stays as it is.
    template <typename C>
    [[nodiscard]] Ignoring<T> where(const C& condition) const {
        static_assert(detail::Logical<C>, "a condition is wanted, such as users.visits < 10");
        Ignoring<T> some{data};
        if constexpr (detail::Logical<C>) {
            static_assert(detail::within<detail::SourcesOf<C>, detail::Sources<T, detail::Excluded<T>>>,
                          "the condition of an upsert is about columns of its own table");
            some.data.condition = detail::expression_of(condition);
        }
        return some;
    }
};

/// In the assignments and the condition of an upsert: the value that the row was to be inserted with. The
/// column itself is that of the row which exists.
template <typename T, typename V>
[[nodiscard]] constexpr ColumnOf<detail::Excluded<T>, V> excluded(ColumnOf<T, V> column) {
    return ColumnOf<detail::Excluded<T>, V>{column.index};
}

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
    /// A row that exists is changed by these alone: `users.visits = users.visits + 1`.
    template <typename... Assignments>
    [[nodiscard]] Updating<T> update(const Assignments&... assignments) const {
        static_assert(sizeof...(Assignments) > 0, "update() takes what is to be stored: users.age = 5");
        static_assert(
            ((std::same_as<Assignments, Assignment<T>> ||
              std::same_as<Assignments, Assignment<detail::Upserted<T>>>)&&...),
            "update() takes assignments to columns of the table of the upsert: users.age = users.age + 1");
        Updating<T> updating{data};
        updating.data.excluded = &detail::source<detail::Excluded<T>>;
        updating.data.assignments = {{assignments.column(), assignments.value()}...};
        return updating;
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
