#pragma once
// What every generated repository offers, whatever its table.

#include "rowsmith/deferred.hpp"
#include "rowsmith/session.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rowsmith {

/// A column of model T with C++ type V: the constants of a generated repository, such as `users.age`.
template <typename T, typename V>
struct ColumnOf {
    std::uint16_t index; // in the mapping's columns
};

/// Columns of T that `add` sends as they are, where `{}` would else mean "not given": `given(users.code)`.
template <typename T>
struct Given {
    std::vector<std::uint16_t> columns;
};

template <typename T, typename... V>
[[nodiscard]] Given<T> given(ColumnOf<T, V>... columns) {
    return {{columns.index...}};
}

template <typename T>
class Repository {
public:
    /// Hands the row to the session; it is inserted by the next flush. Columns at `{}` whose value is made
    /// elsewhere are filled in then (now() and uuid() at once). Throws IdentityConflict when a managed row
    /// has the key already.
    Ref<T> add(T&& row) { return take(std::move(row), {}); }
    Ref<T> add(T&& row, const Given<T>& given) { return take(std::move(row), given.columns); }
    Ref<T> add(const T& row) { return take(T(row), {}); }
    Ref<T> add(const T& row, const Given<T>& given) { return take(T(row), given.columns); }

    /// Marks a row to be deleted by the next flush. Throws UsageError for a ref of another session.
    void erase(const Ref<T>& ref) { detail::erase(ref.row(), rows_); }

    /// The value of a deferred column: what the session has, else one SELECT. For a row that is not in the
    /// database yet it is the value that was assigned. Throws NotFound when the row is gone, LazyLoad for a new
    /// row without a value.
    template <typename V>
    const V& load(const Ref<T>& ref, ColumnOf<T, Deferred<V>> column) {
        return static_cast<const Deferred<V>*>(detail::load_column(rows_, ref.row(), column.index))->value();
    }

    /// Every row of the table as managed rows: one SELECT. A row that the session has already is the same
    /// ref.
    [[nodiscard]] std::vector<Ref<T>> all() {
        std::vector<Ref<T>> refs;
        for (detail::Cursor cursor{rows_, "all"}; cursor.next();) {
            detail::ManagedRow& row = cursor.managed();
            if (row.state != RowState::erased)
                refs.emplace_back(row);
        }
        return refs;
    }

    /// Every row of the table as plain structs, outside the session's care: one SELECT, the fastest way to
    /// read.
    [[nodiscard]] std::vector<T> rows() {
        std::vector<T> models;
        for (detail::Cursor cursor{rows_, "rows"}; cursor.next();)
            cursor.read(&models.emplace_back());
        return models;
    }

protected:
    Repository(Session& session, const Mapping& mapping) : rows_(detail::rows_of(session, mapping)) {}

    using Key = std::initializer_list<const void*>;

    [[nodiscard]] Ref<T> get_row(Key key) { return Ref<T>{detail::get(rows_, {key.begin(), key.size()})}; }
    [[nodiscard]] std::optional<Ref<T>> find_row(Key key) {
        return optional(detail::find(rows_, {key.begin(), key.size()}, "find"));
    }
    [[nodiscard]] std::optional<Ref<T>> find_row_by(std::size_t unique_key, Key values) {
        return optional(detail::find_by(rows_, unique_key, {values.begin(), values.size()}));
    }

private:
    Ref<T> take(T&& row, std::span<const std::uint16_t> given) {
        auto* fresh = new detail::Managed<T>{.header = {}, .model = std::move(row)};
        return Ref<T>{detail::add(rows_, fresh->header, given)};
    }
    [[nodiscard]] static std::optional<Ref<T>> optional(detail::ManagedRow* row) {
        return row ? std::optional<Ref<T>>(std::in_place, *row) : std::nullopt;
    }

    detail::TableRows& rows_;
};

}
