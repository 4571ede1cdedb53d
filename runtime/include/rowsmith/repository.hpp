#pragma once
// What every generated repository offers, whatever its table.

#include "rowsmith/bulk_insert.hpp"
#include "rowsmith/deferred.hpp"
#include "rowsmith/query.hpp"
#include "rowsmith/relations.hpp"
#include "rowsmith/session.hpp"
#include "rowsmith/upsert.hpp"
#include "rowsmith/with.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rowsmith {

/// Columns of T that `add` sends as they are, where `{}` would else mean "not given": `given(users.code)`.
template <typename T>
struct Given {
    std::vector<std::uint16_t> columns;
};

template <typename T, typename... V>
[[nodiscard]] Given<T> given(ColumnOf<T, V>... columns) {
    return {{columns.index...}};
}

template <typename T, typename... V>
class Insertion; // rowsmith/writing.hpp

template <typename T>
class Repository {
public:
    using Source = T;

    /// Hands the row to the session; it is inserted by the next flush. Columns at `{}` whose value is made
    /// elsewhere are filled in then (now() and uuid() at once). Throws IdentityConflict when a managed row
    /// has the key already.
    Ref<T> add(T&& row) { return take(std::move(row), {}); }
    Ref<T> add(T&& row, const Given<T>& given) { return take(std::move(row), given.columns); }
    Ref<T> add(const T& row) { return take(T(row), {}); }
    Ref<T> add(const T& row, const Given<T>& given) { return take(T(row), given.columns); }

    /// Brings a struct back that was away, in a form or a message: its values become an edit of the row of
    /// its key, which is the session's, else read with one SELECT. The struct's version is the expected one:
    /// a Conflict at the flush says that the row has another by now. Computed columns, and deferred ones
    /// without a value, stay as they are. A struct without a key, or of no row, is added.
    Ref<T> merge(T&& row) {
        require_writable();
        return Ref<T>{detail::merge(rows_, detail::managed(std::move(row)))};
    }
    Ref<T> merge(const T& row) { return merge(T(row)); }

    /// Marks a row to be deleted by the next flush. Throws UsageError for a ref of another session.
    void erase(const Ref<T>& ref) {
        require_writable();
        detail::erase(ref.row(), rows_);
    }

    /// The value of a deferred column: what the session has, else one SELECT. For a row that is not in the
    /// database yet it is the value that was assigned. Throws NotFound when the row is gone, LazyLoad for a
    /// new row without a value.
    template <typename V>
    const V& load(const Ref<T>& ref, ColumnOf<T, Deferred<V>> column) {
        return static_cast<const Deferred<V>*>(detail::load_column(rows_, ref.row(), column.index))->value();
    }

    /// Every row of the table as managed rows: one SELECT. A row that the session has already is the same
    /// ref.
    [[nodiscard]] std::vector<Ref<T>> all() {
        static_assert(detail::has_identity<T>,
                      "rows of a view without a primary key have no refs: use rows()");
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

    /// All rows, for what a query can do with them.
    [[nodiscard]] Query<T> query() const { return Query<T>{detail::QueryData{rows_}}; }
    /// The rows that satisfy a condition: `users.where(users.age > 30).all()`. Nothing is sent yet.
    template <typename C>
    [[nodiscard]] Query<T> where(const C& condition) {
        return query().where(condition);
    }
    template <typename... Terms>
    [[nodiscard]] Query<T> order_by(const Terms&... terms) {
        return query().order_by(terms...);
    }

    template <typename... Terms>
    [[nodiscard]] LoadingQuery<T> with(const Terms&... terms) {
        return query().with(terms...);
    }

    /// Inserts structs, of any number, as fast as the database can, without taking them into the session:
    /// sent at once (what the session has changed goes first), as a part of its transaction. What sequences,
    /// now() and uuid() make is made; what the database makes is not read back. The number of rows. On an
    /// error nothing of it is stored, and the session throws SessionFailed until a rollback.
    template <typename Rows>
    std::int64_t bulk_insert(const Rows& rows) {
        require_writable();
        detail::BulkInsert insert{rows_};
        for (const T& row : rows)
            insert.add(&row);
        return insert.finish();
    }

    /// Inserts what a SELECT gives into these columns: `archive.insert(archive.id, archive.title).from(...)`.
    template <typename... V>
    [[nodiscard]] Insertion<T, V...> insert(ColumnOf<T, V>... columns) {
        require_writable();
        return Insertion<T, V...>{rows_, {columns.index...}};
    }

    /// Inserts the row, or updates the one that has its values in these columns, which must be a key: what
    /// the row gives is stored, its primary key and what others make but for. Sent at once; all columns come
    /// back. A managed row takes them. Throws UsageError before anything is sent when the columns are no key,
    /// or when a managed row that has the key is edited or erased.
    template <typename... V>
    Ref<T> upsert(T row, ColumnOf<T, V>... key) {
        return upsert(std::move(row), on(key...));
    }
    Ref<T> upsert(T row, const On<T>& on) { return Ref<T>{*upsert_one(std::move(row), on.data)}; }
    Ref<T> upsert(T row, const Updating<T>& on) { return Ref<T>{*upsert_one(std::move(row), on.data)}; }
    /// The row that was inserted, or updated; none when there was one that was left alone.
    std::optional<Ref<T>> upsert(T row, const Ignoring<T>& on) {
        return detail::optional_ref<T>(upsert_one(std::move(row), on.data));
    }
    /// The same for several rows, a statement each; those left alone are left out of the result. Throws
    /// UsageError when two of them have the same key.
    template <typename... V>
    std::vector<Ref<T>> upsert_all(std::vector<T> rows, ColumnOf<T, V>... key) {
        return upsert_all(std::move(rows), on(key...));
    }
    std::vector<Ref<T>> upsert_all(std::vector<T> rows, const On<T>& on) {
        return send_all(std::move(rows), on.data);
    }
    std::vector<Ref<T>> upsert_all(std::vector<T> rows, const Updating<T>& on) {
        return send_all(std::move(rows), on.data);
    }
    std::vector<Ref<T>> upsert_all(std::vector<T> rows, const Ignoring<T>& on) {
        return send_all(std::move(rows), on.data);
    }

protected:
    Repository(Session& session, const Mapping& mapping) : rows_(detail::rows_of(session, mapping)) {}

    using Key = std::initializer_list<const void*>;

    [[nodiscard]] Ref<T> get_row(Key key) { return Ref<T>{detail::get(rows_, {key.begin(), key.size()})}; }
    [[nodiscard]] std::optional<Ref<T>> find_row(Key key) {
        return detail::optional_ref<T>(detail::find(rows_, {key.begin(), key.size()}, "find"));
    }
    [[nodiscard]] std::optional<Ref<T>> find_row_by(std::size_t unique_key, const char* call, Key values) {
        return detail::optional_ref<T>(
            detail::find_by(rows_, unique_key, call, {values.begin(), values.size()}));
    }

private:
    static constexpr void require_writable() {
        static_assert(detail::writable<T>, "a view is only read: its rows can neither be added nor erased");
    }
    /// A row for upsert(), which can be dropped if it comes to that.
    [[nodiscard]] static Ref<T> fresh_row(T&& row) {
        require_writable();
        detail::ManagedRow& fresh = detail::managed(std::move(row));
        fresh.mapping = &Relations<T>::mapping();
        return Ref<T>{fresh};
    }
    detail::ManagedRow* upsert_one(T&& row, const detail::UpsertData& data) {
        const Ref<T> fresh = fresh_row(std::move(row));
        return detail::upsert_rows(rows_, {&fresh.row()}, data).front();
    }
    std::vector<Ref<T>> send_all(std::vector<T> rows, const detail::UpsertData& data) {
        std::vector<Ref<T>> fresh;
        std::vector<detail::ManagedRow*> managed;
        for (T& row : rows)
            managed.push_back(&fresh.emplace_back(fresh_row(std::move(row))).row());
        std::vector<Ref<T>> refs;
        for (detail::ManagedRow* row : detail::upsert_rows(rows_, std::move(managed), data)) {
            if (row)
                refs.emplace_back(*row);
        }
        return refs;
    }
    Ref<T> take(T&& row, std::span<const std::uint16_t> given) {
        require_writable();
        return Ref<T>{detail::add(rows_, detail::managed(std::move(row)), given)};
    }
    detail::TableRows& rows_;
};

}
