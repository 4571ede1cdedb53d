#pragma once
// Queries that load relations together with their rows: `users.with(users.purchases, purchases.lines).all()`.

#include "rowsmith/query.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

/// A relation whose rows come with the main query, by a join.
template <typename Source, typename Target, RelationKind kind>
struct JoinedRelation {
    RelationOf<Source, Target, kind> relation;
};
/// A relation whose rows come by a query of its own, after the main query.
template <typename Source, typename Target, RelationKind kind>
struct SeparateRelation {
    RelationOf<Source, Target, kind> relation;
};

/// For with(): the rows of a relation to many are to come by a join as well. One of them at most: the rows of
/// two would multiply.
template <typename Source, typename Target, RelationKind kind>
[[nodiscard]] JoinedRelation<Source, Target, kind> joined(RelationOf<Source, Target, kind> relation) {
    return {relation};
}
/// For with(): the row of a relation to one is not to come by a join.
template <typename Source, typename Target, RelationKind kind>
[[nodiscard]] SeparateRelation<Source, Target, kind> separate(RelationOf<Source, Target, kind> relation) {
    return {relation};
}

namespace detail {

/// A relation to be loaded for the rows of the query, or of an earlier step.
struct LoadStep {
    const Relation* relation;
    const Mapping* source;
    std::size_t parent; // 0: the query's rows; n: those that step n - 1 brought
    bool joined;
};

struct LoadingData {
    QueryData query;
    std::vector<LoadStep> steps{};
    std::vector<std::uint16_t> deferred{}; // columns of the query's table
};

void add_step(LoadingData& data, const Mapping& source, const Relation& relation, bool joined);
/// The rows in the order of the query, each once, with their relations.
[[nodiscard]] std::vector<ManagedRow*> load_rows(const LoadingData& data, const char* call,
                                                 std::int64_t at_most);
/// The rows of a query with relations, a chunk of 1,000 at a time.
class RelatedStream {
public:
    explicit RelatedStream(const LoadingData& data);
    ~RelatedStream();
    RelatedStream(const RelatedStream&) = delete;
    RelatedStream& operator=(const RelatedStream&) = delete;

    /// Null at the end. After an error there is none.
    [[nodiscard]] ManagedRow* next();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] ManagedRow* load_first(const LoadingData& data);
[[nodiscard]] ManagedRow& load_one(const LoadingData& data);

/// What with() takes.
template <typename Term>
struct Loaded {
    static constexpr bool known = false;
    using Source = void;
    using Target = void;
    static constexpr bool multiplies = false;
};
template <typename S, typename T, RelationKind kind>
struct Loaded<RelationOf<S, T, kind>> {
    static constexpr bool known = true;
    using Source = S;
    using Target = T;
    static constexpr bool multiplies = false;
    static void add(LoadingData& data, RelationOf<S, T, kind> relation) {
        add_step(data, Relations<S>::mapping(), relation.relation(), kind == RelationKind::to_one);
    }
};
template <typename S, typename T, RelationKind kind>
struct Loaded<JoinedRelation<S, T, kind>> : Loaded<RelationOf<S, T, kind>> {
    static constexpr bool multiplies = kind == RelationKind::to_many || kind == RelationKind::many_to_many;
    static void add(LoadingData& data, JoinedRelation<S, T, kind> term) {
        add_step(data, Relations<S>::mapping(), term.relation.relation(), true);
    }
};
template <typename S, typename T, RelationKind kind>
struct Loaded<SeparateRelation<S, T, kind>> : Loaded<RelationOf<S, T, kind>> {
    static void add(LoadingData& data, SeparateRelation<S, T, kind> term) {
        add_step(data, Relations<S>::mapping(), term.relation.relation(), false);
    }
};
template <typename T, typename V>
struct Loaded<ColumnOf<T, Deferred<V>>> {
    static constexpr bool known = true;
    using Source = T;
    using Target = T;
    static constexpr bool multiplies = false;
    static void add(LoadingData& data, ColumnOf<T, Deferred<V>> column) {
        data.deferred.push_back(column.index);
    }
};

/// The models whose rows a query has brought so far.
template <typename... Models>
struct Reached {
    template <typename Term>
    static constexpr bool starts = (std::same_as<typename Loaded<Term>::Source, Models> || ...);
    template <typename Term>
    using And = Reached<Models..., typename Loaded<Term>::Target>;
};

template <typename Models>
consteval bool chained() {
    return true;
}
template <typename Models, typename Term, typename... Rest>
consteval bool chained() {
    return Models::template starts<Term> && chained<typename Models::template And<Term>, Rest...>();
}

/// Deferred columns of other tables than the query's.
template <typename T, typename Term>
inline constexpr bool foreign_column = false;
template <typename T, typename S, typename V>
inline constexpr bool foreign_column<T, ColumnOf<S, Deferred<V>>> = !std::same_as<S, T>;

}

/// The rows of a query one by one, with what was named in with(): however many there are, 1,000 of them and
/// what belongs to those is in memory. Refs are for reading, and those of former chunks are detached; another
/// relation than those named is a LazyLoad. Until its end, of the loop or of the scope, the session can read
/// but neither flush, commit nor roll back. For one loop.
template <typename T>
class RefStream {
public:
    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = Ref<T>;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(RefStream& stream) : stream_(&stream) {}
        [[nodiscard]] Ref<T> operator*() const { return Ref<T>{*stream_->row_}; }
        Iterator& operator++() {
            stream_->step();
            return *this;
        }
        void operator++(int) { stream_->step(); }
        [[nodiscard]] friend bool operator==(const Iterator& left, std::default_sentinel_t) {
            return left.at_end();
        }

    private:
        [[nodiscard]] bool at_end() const { return !stream_->row_; }

        RefStream* stream_;
    };

    explicit RefStream(const detail::LoadingData& data) : rows_(data) {}

    [[nodiscard]] Iterator begin() {
        step();
        return Iterator{*this};
    }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

private:
    void step() { row_ = rows_.next(); }

    detail::RelatedStream rows_;
    detail::ManagedRow* row_ = nullptr;
};

/// A query whose rows come with relations, and with deferred columns, loaded: nothing is asked when those are
/// read.
template <typename T>
class LoadingQuery {
public:
    explicit LoadingQuery(detail::LoadingData data) : data_(std::move(data)) {}

    template <typename C>
    [[nodiscard]] LoadingQuery where(const C& condition) const {
        return changed(Query<T>{data_.query}.where(condition));
    }
    template <typename... Terms>
    [[nodiscard]] LoadingQuery order_by(const Terms&... terms) const {
        return changed(Query<T>{data_.query}.order_by(terms...));
    }
    /// Counts rows of the query, whatever is joined.
    [[nodiscard]] LoadingQuery limit(std::int64_t rows) const {
        return changed(Query<T>{data_.query}.limit(rows));
    }
    [[nodiscard]] LoadingQuery offset(std::int64_t rows) const {
        return changed(Query<T>{data_.query}.offset(rows));
    }

    /// The rows as managed ones, each once: one SELECT, and one (for 500 rows) for each relation that is not
    /// joined.
    [[nodiscard]] std::vector<Ref<T>> all() const {
        std::vector<Ref<T>> refs;
        for (detail::ManagedRow* row : detail::load_rows(data_, "all", detail::no_limit))
            refs.emplace_back(*row);
        return refs;
    }
    [[nodiscard]] std::optional<Ref<T>> first() const {
        return detail::optional_ref<T>(detail::load_first(data_));
    }
    /// Throws NotFound, or TooManyRows.
    [[nodiscard]] Ref<T> one() const { return Ref<T>{detail::load_one(data_)}; }
    /// The rows one by one, in constant memory: one SELECT, and for each chunk of 1,000 rows what all() takes
    /// for the relations.
    [[nodiscard]] RefStream<T> stream() const { return RefStream<T>{data_}; }

private:
    [[nodiscard]] LoadingQuery changed(const Query<T>& query) const {
        LoadingQuery other = *this;
        other.data_.query = query.data();
        return other;
    }

    detail::LoadingData data_;
};

template <typename T, typename... Tables>
template <typename... Terms>
LoadingQuery<T> Query<T, Tables...>::with(const Terms&... terms) const {
    static_assert(sizeof...(Tables) == 0,
                  "with() loads for a query of one table: name others by any(), is() or in()");
    static_assert(std::same_as<T, Model>, "with() loads for a query of the table, not of an alias");
    static_assert(detail::has_identity<T>, "rows of a view without a primary key have no refs: use rows()");
    static_assert((detail::Loaded<Terms>::known && ...),
                  "with() takes relations and deferred columns of repositories: users.with(users.purchases)");
    static_assert(
        detail::chained<detail::Reached<T>, Terms...>(),
        "a relation of with() starts neither from the query's own table nor from one that a relation named "
        "before it leads to");
    static_assert(
        (0 + ... + (detail::Loaded<Terms>::multiplies ? 1 : 0)) <= 1,
        "two relations to many cannot be joined, since their rows would multiply: leave one to a query of "
        "its own");
    static_assert(!(detail::foreign_column<T, Terms> || ...),
                  "with() loads deferred columns of the query's own table only");
    detail::LoadingData data{.query = data_};
    (detail::Loaded<Terms>::add(data, terms), ...);
    return LoadingQuery<T>{std::move(data)};
}

}
