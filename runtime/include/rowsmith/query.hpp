#pragma once
// Queries: conditions, an order and limits on the rows of one table, as a value that asks the database when
// one of its last words (all, first, one, count, exists, rows, stream, update, erase) is called.

#include "rowsmith/condition.hpp"
#include "rowsmith/joins.hpp"
#include "rowsmith/relations.hpp"
#include "rowsmith/select_data.hpp"
#include "rowsmith/session.hpp"
#include "rowsmith/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

template <typename T>
class LoadingQuery; // rowsmith/with.hpp
template <typename Row, typename Columns, typename... Tables>
class Selection; // rowsmith/select.hpp

namespace detail {

/// Flushes, sends the query and reads its rows as models.
void read_rows(const QueryData& query, RowPlace place);
/// The same as managed rows, each of which is handed to `take`.
void managed_rows(const QueryData& query, void* refs, void (*take)(void* refs, ManagedRow& row));

/// Throws UsageError for a negative number.
[[nodiscard]] std::int64_t row_count(std::int64_t count, const char* call);
[[nodiscard]] ManagedRow* first_row(const QueryData& query);
/// Throws NotFound, TooManyRows.
[[nodiscard]] ManagedRow& one_row(const QueryData& query);
[[nodiscard]] std::int64_t count_rows(const QueryData& query);
[[nodiscard]] bool any_rows(const QueryData& query);
struct ReturnedRows; // rowsmith/writing.hpp
/// The number of rows; `returned`, which may be null, is filled with what they give back.
[[nodiscard]] std::int64_t erase_rows(const QueryData& query, const ReturnedRows* returned = nullptr);
[[nodiscard]] std::int64_t update_rows(const QueryData& query, std::span<const AssignmentData> assignments,
                                       const ReturnedRows* returned = nullptr);
/// Rows that satisfy this too.
void narrow(QueryData& query, ExpressionPtr condition);
/// With the key at the end of the order, so that no two rows have the same place.
[[nodiscard]] QueryData first_page(QueryData query);
/// The rows behind this one in the query's order. Throws UsageError for an order by more than columns.
[[nodiscard]] QueryData after_row(QueryData query, const Mapping* mapping, const void* model);
/// Throws UsageError where the database locks no rows.
[[nodiscard]] QueryData locking(QueryData query, RowLock lock);
/// Throws UsageError without a lock.
[[nodiscard]] QueryData waiting(QueryData query, LockWait wait);
[[nodiscard]] std::string sql_of(const QueryData& query);
[[nodiscard]] std::string plan_of(const QueryData& query);
/// The rows of a relation of `owner`.
[[nodiscard]] QueryData related_query(ManagedRow& owner, const Relation& relation);

}

/// Rows of model T that a session can be asked for. A value: each step makes another query, and one may be
/// asked any number of times for as long as its session lives. Asking flushes first what the session has
/// changed. `Tables...` are what was joined, and what the query stands in.
template <typename T, typename... Tables>
class Query {
public:
    /// What its rows are; T may be an alias of it.
    using Model = detail::ModelOf<T>;

    explicit Query(detail::QueryData data) : data_(std::move(data)) {}

    /// Rows that satisfy this too.
    template <typename C>
    [[nodiscard]] Query where(const C& condition) const& {
        return Query{*this}.where(condition);
    }
    template <typename C>
    [[nodiscard]] Query where(const C& condition) && {
        require_condition<C>();
        if constexpr (detail::Logical<C>) // else it was said already
            detail::narrow(data_, detail::expression_of(condition));
        return std::move(*this);
    }
    /// Columns, or `column.desc()`; the first counts most. Replaces an earlier order.
    template <typename... Terms>
    [[nodiscard]] Query order_by(const Terms&... terms) const {
        static_assert((detail::is_before_groups<detail::OrderedBy<Terms>>() && ...));
        static_assert(
            (detail::within<detail::OrderedBy<Terms>, detail::With<Known, detail::Windowed>> && ...),
            "rows are ordered by columns of the query's own tables");
        Query query = *this;
        detail::set_order(query.data_, {detail::order_term<detail::OuterAmong<Tables...>>(terms)...});
        return query;
    }
    /// At most so many rows. Throws UsageError for a negative number.
    [[nodiscard]] Query limit(std::int64_t rows) const& { return Query{*this}.limit(rows); }
    [[nodiscard]] Query limit(std::int64_t rows) && {
        data_.limit = detail::row_count(rows, "limit");
        return std::move(*this);
    }
    /// Without the first so many rows. Throws UsageError for a negative number.
    [[nodiscard]] Query offset(std::int64_t rows) const {
        Query query = *this;
        query.data_.offset = detail::row_count(rows, "offset");
        return query;
    }
    /// At most so many rows, in an order that is sure, since the key comes last in it: the first page.
    [[nodiscard]] Query page(std::int64_t rows) const { return Query{detail::first_page(limit(rows).data_)}; }
    /// The rows that follow this one in the order of the query, to which the key is added where it does not
    /// order by it: `users.order_by(users.name).page(20).after(last)` is the next page, however far down, at
    /// the cost of the first. Throws UsageError where the order has more than columns of the table.
    [[nodiscard]] Query after(const Ref<Model>& last) const {
        return Query{detail::after_row(data_, last.row().mapping, &*last)};
    }
    [[nodiscard]] Query after(const Model& last) const {
        return Query{detail::after_row(data_, &Relations<Model>::mapping(), &last)};
    }
    /// Does not compile.
    template <typename Other>
    [[nodiscard]] Query after(const Other&) const {
        static_assert(detail::never<Other>, "after() takes the last row of the page before: a row of the "
                                            "query's own table, as a ref or as a struct");
        return *this;
    }
    /// Each row once, whatever was joined.
    [[nodiscard]] Query distinct() const {
        Query query = *this;
        query.data_.distinct = true;
        return query;
    }

    /// With the rows of a relation: `users.query().join(users.purchases)`. A row comes once for each row that
    /// it is joined with, and not at all without one.
    template <typename S, typename Target, RelationKind kind>
    [[nodiscard]] auto join(RelationOf<S, Target, kind> relation) const {
        return joined<Target>(relation, detail::JoinKind::inner);
    }
    /// The same, with the relation's table under the name of an alias.
    template <typename S, typename Target, RelationKind kind, FixedText name>
    [[nodiscard]] auto join(RelationOf<S, Target, kind> relation, const AliasOf<Target, name>&) const {
        return joined<Alias<Target, name>>(relation, detail::JoinKind::inner);
    }
    /// With the rows of a table, an alias or a named SELECT that satisfy a condition.
    template <typename Table, typename C>
    requires detail::IsTable<Table>
    [[nodiscard]] auto join(const Table& table, const C& on) const {
        return joined_on<detail::SourceOf<Table>>(table, on, detail::JoinKind::inner);
    }
    /// Does not compile.
    template <typename... Others>
    [[nodiscard]] Query join(const Others&...) const {
        require_joinable<Others...>();
        return *this;
    }
    /// As join(), but rows without a partner come once, and the columns of the partner are NULL then.
    template <typename S, typename Target, RelationKind kind>
    [[nodiscard]] auto left_join(RelationOf<S, Target, kind> relation) const {
        return joined<detail::Outer<Target>>(relation, detail::JoinKind::left);
    }
    template <typename S, typename Target, RelationKind kind, FixedText name>
    [[nodiscard]] auto left_join(RelationOf<S, Target, kind> relation, const AliasOf<Target, name>&) const {
        return joined<detail::Outer<Alias<Target, name>>>(relation, detail::JoinKind::left);
    }
    template <typename Table, typename C>
    requires detail::IsTable<Table>
    [[nodiscard]] auto left_join(const Table& table, const C& on) const {
        return joined_on<detail::Outer<detail::SourceOf<Table>>>(table, on, detail::JoinKind::left);
    }
    /// Does not compile.
    template <typename... Others>
    [[nodiscard]] Query left_join(const Others&...) const {
        require_joinable<Others...>();
        return *this;
    }
    /// Each row with each row of the other table.
    template <typename Table>
    [[nodiscard]] auto cross_join(const Table& table) const {
        static_assert(
            detail::IsTable<Table>,
            "cross_join() takes a table, an alias or a named SELECT; along a relation there is join()");
        using S = detail::SourceOf<Table>;
        return with_join<S>({.kind = detail::JoinKind::cross,
                             .source = &detail::source<S>,
                             .derived = detail::derived_of(table)});
    }
    /// Conditions may speak of columns of these tables, which are those of the query that this one is put
    /// into.
    template <typename... Outside>
    [[nodiscard]] auto correlated(const Outside&...) const {
        static_assert((detail::IsTable<Outside> && ...),
                      "correlated() takes the tables, or aliases, of the query that this one is put into");
        return Query<T, Tables..., detail::Outside<detail::SourceOf<Outside>>...>{data_};
    }

    /// The rows are locked until the end of the transaction, as if they had been changed. Throws UsageError
    /// where the database locks no rows.
    [[nodiscard]] Query for_update() const { return Query{detail::locking(data_, detail::RowLock::update)}; }
    /// The same, but others may read them and lock them in the same way.
    [[nodiscard]] Query for_share() const { return Query{detail::locking(data_, detail::RowLock::share)}; }
    /// After for_update() or for_share(): rows that another has locked are left out.
    [[nodiscard]] Query skip_locked() const { return Query{detail::waiting(data_, detail::LockWait::skip)}; }
    /// After for_update() or for_share(): rows that another has locked are an error, at once.
    [[nodiscard]] Query no_wait() const { return Query{detail::waiting(data_, detail::LockWait::refuse)}; }

    /// update() and erase() leave managed rows as they are: they show what they did before until they are
    /// read again.
    [[nodiscard]] Query unsynced() const {
        Query query = *this;
        query.data_.synced = false;
        return query;
    }

    /// With relations, and deferred columns, loaded: `users.query().with(users.purchases, purchases.lines)`.
    /// Each relation is that of the query's rows or, of another table, of the rows that one named before it
    /// leads to. To-one relations are joined, lists come by a query of their own; joined(...) and
    /// separate(...) choose otherwise.
    template <typename... Terms>
    [[nodiscard]] LoadingQuery<T> with(const Terms&... terms) const;

    /// Values in place of rows: `users.query().select(users.name, users.age)` gives tuples, with one column
    /// plain values, and `select<NameAndAge>(users.name, users.age)` structs that are made of them.
    template <typename Row = void, typename... Columns>
    [[nodiscard]] auto select(const Columns&... columns) const;

    /// The rows as managed ones: one SELECT. A row that the session has already is the same ref.
    [[nodiscard]] std::vector<Ref<Model>> all() const {
        require_alone();
        static_assert(detail::has_identity<T>,
                      "rows of a view without a primary key have no refs: use rows()");
        std::vector<Ref<Model>> refs;
        detail::managed_rows(data_, &refs, [](void* to, detail::ManagedRow& row) {
            static_cast<std::vector<Ref<Model>>*>(to)->emplace_back(row);
        });
        return refs;
    }
    /// The first row, if there is one: one SELECT that asks for no more.
    [[nodiscard]] std::optional<Ref<Model>> first() const {
        require_alone();
        static_assert(detail::has_identity<T>,
                      "rows of a view without a primary key have no refs: use rows()");
        return detail::optional_ref<Model>(detail::first_row(data_));
    }
    /// The only row: one SELECT that asks for two. Throws NotFound, or TooManyRows.
    [[nodiscard]] Ref<Model> one() const {
        require_alone();
        static_assert(detail::has_identity<T>,
                      "rows of a view without a primary key have no refs: use rows()");
        return Ref<Model>{detail::one_row(data_)};
    }
    /// How many rows the database has: one SELECT. Throws UsageError for a query that locks rows.
    [[nodiscard]] std::int64_t count() const {
        require_alone();
        return detail::count_rows(data_);
    }
    /// Whether there is a row: one SELECT. Throws UsageError for a query that locks rows.
    [[nodiscard]] bool exists() const {
        require_alone();
        return detail::any_rows(data_);
    }
    /// The rows as plain structs, outside the session's care: one SELECT, the fastest way to read.
    [[nodiscard]] std::vector<Model> rows() const {
        require_alone();
        std::vector<Model> models;
        detail::read_rows(data_, detail::place_in(models));
        return models;
    }

    /// The rows one by one as plain structs, in constant memory: one SELECT, which begins now. Throws in the
    /// loop what the database throws there.
    [[nodiscard]] Stream<Model> stream() const {
        require_alone();
        return Stream<Model>{data_};
    }

    /// Deletes the rows: one DELETE, whatever their versions; the number of rows. Managed ones, and those
    /// that the database deletes with them, follow.
    std::int64_t erase() const {
        require_single();
        static_assert(detail::writable<T>, "a view is only read: erase() is for tables");
        return detail::erase_rows(data_);
    }
    /// Stores values that the database computes: one UPDATE, which raises versions without asking for them;
    /// the number of rows. Managed ones follow; one that is edited keeps what the program put into it. Throws
    /// UsageError for columns that cannot be set, keys among them.
    template <typename... Assignments>
    std::int64_t update(const Assignments&... assignments) const {
        require_single();
        static_assert(detail::writable<T>, "a view is only read: update() is for tables");
        static_assert(sizeof...(Assignments) > 0, "update() takes what is to be stored: users.age = 5");
        static_assert((std::is_same_v<Assignments, Assignment<T>> && ...),
                      "update() takes assignments to columns of the query's own table: users.age = 5");
        const detail::AssignmentData list[] = {{assignments.column(), assignments.value()}...};
        return detail::update_rows(data_, list);
    }

    /// What update() and erase() give instead of a number, as select() has it: after an update as the rows
    /// are then, of erased ones as they were. `users.where(...).returning(users.id).update(users.age = 5)`.
    template <typename Row = void, typename... Columns>
    [[nodiscard]] auto returning(const Columns&... columns) const;

    /// The SQL that all() would send, with $1, $2, ... for values. Sends nothing.
    [[nodiscard]] std::string sql() const { return detail::sql_of(data_); }
    /// How the database would run it: its plan of what all() sends, as text in its own words, a line for each
    /// step. One statement, which reads no rows; like a query it flushes first.
    [[nodiscard]] std::string explain() const {
        require_alone();
        return detail::plan_of(data_);
    }

    [[nodiscard]] const detail::QueryData& data() const { return data_; }

private:
    template <typename, typename...>
    friend class Query;

    using Known = detail::Sources<T, detail::SourceIn<Tables>...>;

    template <typename C>
    static constexpr void require_condition() {
        static_assert(detail::Logical<C>, "a condition is wanted, such as users.age > 30");
        if constexpr (detail::Logical<C>) {
            static_assert(detail::is_of_one_row<detail::SourcesOf<C>>());
            static_assert(
                detail::within<detail::SourcesOf<C>, Known>,
                "the condition is about columns of a table that the query does not have: join it first");
        }
    }
    template <typename... Others>
    static constexpr void require_joinable() {
        static_assert(
            detail::never<Others...>,
            "join() takes a relation, and for its table an alias if need be, or a table and the "
            "condition on which its rows are joined: join(purchases, purchases.user_id == users.id)");
    }
    static constexpr void require_alone() {
        static_assert((!detail::is_outside<Tables> && ...),
                      "a correlated query is not asked alone: it stands in a condition of another one");
    }
    static constexpr void require_single() {
        static_assert(
            sizeof...(Tables) == 0,
            "rows are changed by a query of their own table alone: name others by any(), is() or in()");
        static_assert(std::same_as<T, Model>, "rows are changed by a query of their table, not of an alias");
    }

    template <typename Joined, typename S, typename Target, RelationKind kind>
    [[nodiscard]] auto joined(RelationOf<S, Target, kind> relation, detail::JoinKind how) const {
        static_assert(Known::template has<S>,
                      "the relation starts from a table that the query does not have");
        return with_join<Joined>({.kind = how,
                                  .source = &detail::source<detail::SourceIn<Joined>>,
                                  .from = &detail::source<S>,
                                  .relation = &relation.relation()});
    }
    template <typename Joined, typename Table, typename C>
    [[nodiscard]] auto joined_on(const Table& table, const C& on, detail::JoinKind how) const {
        static_assert(detail::Logical<C>, "a condition is wanted, such as users.id == purchases.user_id");
        static_assert(detail::is_of_one_row<detail::SourcesOf<C>>());
        using S = detail::SourceIn<Joined>;
        static_assert(
            detail::within<detail::SourcesOf<C>, detail::UnitedSources<Known, detail::Sources<S>>>,
            "the condition is about columns of a table that the query does not have: join it first");
        return with_join<Joined>({.kind = how,
                                  .source = &detail::source<S>,
                                  .condition = detail::expression_of(on),
                                  .derived = detail::derived_of(table)});
    }
    template <typename Joined>
    [[nodiscard]] auto with_join(detail::JoinData join) const {
        static_assert(
            !Known::template has<detail::SourceIn<Joined>>,
            "the query has this table already: join it under another name, by alias<\"name\">(table)");
        detail::QueryData data = data_;
        detail::add_join(data, std::move(join));
        return Query<T, Tables..., Joined>{std::move(data)};
    }

    detail::QueryData data_;
};

template <typename T, FixedText name>
Query<Alias<T, name>> AliasOf<T, name>::query() const {
    return Query<Source>{detail::QueryData{*rows_, &detail::source<Source>}};
}

template <typename T, FixedText name>
template <typename C>
Query<Alias<T, name>> AliasOf<T, name>::where(const C& condition) const {
    return query().where(condition);
}

template <typename T, Removal removal>
template <typename C>
Query<T> Many<T, removal>::where(const C& condition) const {
    return Query<T>{detail::related_query(*owner_, *relation_)}.where(condition);
}

}
