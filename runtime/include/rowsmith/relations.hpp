#pragma once
// Relations as a program meets them: methods of refs. A call such as `ada.purchases()` marks the place where
// the database may be asked; it is asked once for all rows that came with the same result, not once per row.

#include "rowsmith/condition_values.hpp"
#include "rowsmith/ref.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rowsmith {

template <typename T, typename... Others>
class Query;

/// What `remove` does to the row that leaves a relation.
enum class Removal : std::uint8_t {
    unlink,  // its foreign key becomes NULL, or the link is deleted
    erase,   // it cannot be without: it is erased at the next flush unless it has a new place by then
    refused, // it cannot be without, and is not the relation's to erase: does not compile
};

namespace detail {

struct RowList;

/// The rows of a relation at one moment: they stay as they are, whatever happens to the relation.
class RelatedRows {
public:
    /// Loads the relation for all rows of the owner's group that lack it. Throws UsageError for a detached
    /// row, LazyLoad in a strict session, and what a query throws.
    RelatedRows(ManagedRow& owner, const Relation& relation);
    RelatedRows(const RelatedRows& other) noexcept;
    RelatedRows(RelatedRows&& other) noexcept : list_(std::exchange(other.list_, nullptr)) {}
    RelatedRows& operator=(RelatedRows other) noexcept {
        std::swap(list_, other.list_);
        return *this;
    }
    ~RelatedRows();

    [[nodiscard]] std::size_t size() const noexcept;
    /// `index` is below size().
    [[nodiscard]] ManagedRow& operator[](std::size_t index) const noexcept;

private:
    RowList* list_;
};

/// The one row of a to-one or one-to-one relation; null when there is none. Asks the database as RelatedRows
/// does.
[[nodiscard]] ManagedRow* related_row(ManagedRow& row, const Relation& relation);
/// The same for a relation that always has a row. Throws NotFound when the database has it no longer.
[[nodiscard]] ManagedRow& required_row(ManagedRow& row, const Relation& relation);
/// `set_<relation>` of a to-one or one-to-one relation, or with null `clear_<relation>`. Sends nothing, but
/// asks for the row that a one-to-one relation has so far when that is not loaded. Both directions follow at
/// once.
void relate(ManagedRow& row, const Relation& relation, ManagedRow* target);
/// `fresh`, a row of no session yet, as by `add` of a repository, and related to `owner`.
[[nodiscard]] ManagedRow& add_related(ManagedRow& owner, const Relation& relation, ManagedRow& fresh);
/// `add` and `remove` of a to-many or many-to-many relation.
void relate_many(ManagedRow& owner, const Relation& relation, ManagedRow& row);
void unrelate(ManagedRow& owner, const Relation& relation, ManagedRow& row);
/// Whether the relation can be read without asking the database.
[[nodiscard]] bool is_loaded(const ManagedRow& owner, const Relation& relation);

/// The row behind the ref of which `part` is a base.
template <typename T>
[[nodiscard]] ManagedRow& row_behind(const Relations<T>& part) noexcept {
    return static_cast<const Ref<T>&>(part).row();
}

template <typename T>
[[nodiscard]] std::optional<Ref<T>> optional_ref(ManagedRow* row) {
    return row ? std::optional<Ref<T>>(std::in_place, *row) : std::nullopt;
}

/// A managed row, not yet in any session, that takes over a model.
template <typename T>
[[nodiscard]] ManagedRow& managed(T&& row) {
    auto* fresh = new Managed<T>{.header = {}, .model = std::move(row), .slots = {}};
    return fresh->header;
}

}

/// The rows of a to-many or many-to-many relation of one row: those in the database and those that a program
/// added and removed since. Loaded on first use, for all rows that came with the same result: one SELECT for
/// 500 of them.
template <typename T, Removal removal = Removal::unlink>
class Many {
public:
    /// Goes through the rows as they were at begin(): a loop may add and remove.
    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = Ref<T>;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(detail::RelatedRows rows) : rows_(std::move(rows)) {}
        [[nodiscard]] Ref<T> operator*() const { return Ref<T>{rows_[at_]}; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        void operator++(int) { ++at_; }
        [[nodiscard]] friend bool operator==(const Iterator& left, std::default_sentinel_t) {
            return left.at_ == left.rows_.size();
        }

    private:
        detail::RelatedRows rows_;
        std::size_t at_ = 0;
    };

    Many(detail::ManagedRow& owner, const Relation& relation) : owner_(&owner), relation_(&relation) {
        detail::acquire(*owner_);
    }
    Many(const Many& other) noexcept : Many(*other.owner_, *other.relation_) {}
    Many& operator=(const Many&) = delete;
    ~Many() { detail::release(*owner_); }

    [[nodiscard]] Iterator begin() const { return Iterator{rows()}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }
    [[nodiscard]] std::size_t size() const { return rows().size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] bool contains(const Ref<T>& ref) const {
        const detail::RelatedRows related = rows();
        for (std::size_t at = 0; at < related.size(); ++at) {
            if (&related[at] == &ref.row())
                return true;
        }
        return false;
    }
    /// The rows as refs.
    [[nodiscard]] std::vector<Ref<T>> all() const {
        const detail::RelatedRows related = rows();
        std::vector<Ref<T>> refs;
        refs.reserve(related.size());
        for (std::size_t at = 0; at < related.size(); ++at)
            refs.emplace_back(related[at]);
        return refs;
    }
    /// Whether reading it asks nothing of the database.
    [[nodiscard]] bool loaded() const { return detail::is_loaded(*owner_, *relation_); }

    /// Adds a new row to the session and to the relation. Nothing is sent, and the relation is not loaded for
    /// it.
    Ref<T> add(T&& row) const {
        static_assert(detail::writable<T>, "a view is only read: no row can be added to this relation");
        return Ref<T>{detail::add_related(*owner_, *relation_, detail::managed(std::move(row)))};
    }
    Ref<T> add(const T& row) const { return add(T(row)); }
    /// Adds a row of the session. One that belongs to another owner leaves that; adding a row twice is once.
    void add(const Ref<T>& ref) const {
        static_assert(detail::writable<T>, "a view is only read: no row can be added to this relation");
        detail::relate_many(*owner_, *relation_, ref.row());
    }
    /// Takes a row out (Removal says what becomes of it). Throws UsageError when it is not in the relation.
    void remove(const Ref<T>& ref) const {
        static_assert(detail::writable<T>, "a view is only read: no row can leave this relation");
        static_assert(
            removal != Removal::refused || !detail::writable<T>,
            "a row cannot leave this relation: its foreign key is not nullable and has no `on delete "
            "cascade`. Give it another place with set_..., or erase it");
        detail::unrelate(*owner_, *relation_, ref.row());
    }
    /// The rows of the relation that satisfy a condition: a query, which never counts as loading the
    /// relation.
    template <typename C>
    [[nodiscard]] Query<T> where(const C& condition) const;

private:
    [[nodiscard]] detail::RelatedRows rows() const { return detail::RelatedRows{*owner_, *relation_}; }

    detail::ManagedRow* owner_;
    const Relation* relation_;
};

/// A relation from Source, a model or an alias, to model Target: the constants of a generated repository,
/// such as `users.purchases`. In conditions: `users.where(users.purchases.any(purchases.amount > 10))`.
template <typename Source, typename Target, RelationKind kind>
struct RelationOf {
    std::uint16_t index; // in the mapping's relations

    [[nodiscard]] const Relation& relation() const { return Relations<Source>::mapping().relations[index]; }

    /// Whether the row has a related one, or one that satisfies a condition: EXISTS in the database.
    [[nodiscard]] auto any() const { return related({}, false); }
    template <typename C>
    [[nodiscard]] auto any(const C& condition) const {
        return related_to(condition, false);
    }
    /// Whether it has none.
    [[nodiscard]] auto none() const { return related({}, true); }
    template <typename C>
    [[nodiscard]] auto none(const C& condition) const {
        return related_to(condition, true);
    }
    /// Whether the row that a relation to one leads to satisfies a condition; without such a row it does not.
    template <typename C>
    [[nodiscard]] auto is(const C& condition) const {
        static_assert(
            kind == RelationKind::to_one || kind == RelationKind::one_to_one,
            "is() asks about the one row of a relation to one: of several rows ask any() or none()");
        return related_to(condition, false);
    }
    /// Does not compile.
    template <typename U>
    friend bool operator==(const RelationOf&, const U&) {
        static_assert(detail::never<U>,
                      "a relation is not compared: ask any(), none() or is() of its rows, or "
                      "compare the column of its foreign key");
        return false;
    }

private:
    [[nodiscard]] auto related(detail::ExpressionPtr condition, bool negated) const;
    template <typename C>
    [[nodiscard]] auto related_to(const C& condition, bool negated) const;
};

}
