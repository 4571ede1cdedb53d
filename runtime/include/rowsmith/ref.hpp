#pragma once
// A Ref is the handle to a row that a session manages: 8 bytes, cheap to copy, never dangling. When the
// session is gone, or the row is, the ref is detached and its columns can still be read.

#include "rowsmith/mapping.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace rowsmith {

/// Where a managed row stands between the program and the database.
enum class RowState : std::uint8_t {
    pending,    // added, not in the database yet
    persistent, // in the database
    erased,     // to be deleted by the next flush
    deleted,    // deleted; a rollback brings it back
    detached,   // no session looks after it any more
};

namespace detail {

struct TableRows;
struct RowGroup;
struct MoreLists;

/// What the session knows of a row; the model follows it in memory (Managed<T>).
struct alignas(16) ManagedRow {
    const Mapping* mapping = nullptr;
    TableRows* table = nullptr; // null once detached
    void* original = nullptr;   // while it is being edited: an image of the model in the database
    RowGroup* group = nullptr;  // the rows that came with it: relations are loaded for all of them at once
    MoreLists* more_lists = nullptr; // of relations that have no slot; most rows have none
    std::uint64_t transaction = 0;   // when the session read or wrote it last: SessionState::era
    std::uint32_t references = 0;    // of refs, the session's maps and its journal; one thread at a time
    std::uint32_t pending_index = 0; // its place in the table's list of pending rows
    std::int16_t touched_level = -1; // the deepest savepoint level that has a journal entry for it
    RowState state = RowState::detached;
    bool original_is_image : 1 = false; // `original` belongs to the journal
    bool in_map : 1 = false;            // the session finds it by its key
    bool key_was_made : 1 = false;      // its key came from an identity or a sequence in this transaction
    bool listed : 1 = false;            // the session has it among its edited rows
    bool touched : 1 = false;           // the next flush raises its version even if nothing else has changed
    bool orphaned : 1 = false;          // taken out of a relation that it cannot be without
    bool expunged : 1 = false;          // it was new; rows that refer to it cannot be sent
    bool cascaded : 1 = false;          // to be deleted by the database, with the row that it refers to
};
static_assert(sizeof(ManagedRow) == 64, "the head of a row fills one line of the cache");

/// What a row knows of one relation (core/relation_slots.hpp).
using RelationSlot = std::uintptr_t;

template <std::size_t count>
struct RelationSlots {
    RelationSlot slots[count]{};
};
template <>
struct RelationSlots<0> {};

}

/// The relations of model T as methods of its refs; specialised by generated code, with `slots`, the number
/// of those that a managed row keeps, and `mapping()`, of its table. For a view it says `read_only`, and
/// `keyless` where the rows have no identity.
template <typename T>
struct Relations {
    static constexpr std::size_t slots = 0;
};

namespace detail {

/// Whether the rows of T are those of a table, which can be written.
template <typename T>
inline constexpr bool writable = !requires {
    requires Relations<T>::read_only;
};
/// Whether each row of T is known by its key, so that a session can manage it.
template <typename T>
inline constexpr bool has_identity = !requires {
    requires Relations<T>::keyless;
};

/// A managed row in one allocation.
template <typename T>
struct Managed {
    ManagedRow header;
    T model{};
    [[no_unique_address]] RelationSlots<Relations<T>::slots> slots{};
};

/// Starts change tracking. Throws UsageError for a row that is erased, deleted or detached; `call` is what
/// the program calls it.
void begin_edit(ManagedRow& row, const char* call = "edit");
/// Called when the last reference is gone.
void destroy(ManagedRow& row) noexcept;

inline void acquire(ManagedRow& row) noexcept {
    ++row.references;
}
inline void release(ManagedRow& row) noexcept {
    if (--row.references == 0)
        destroy(row);
}

/// The operations that the mapping of T carries; made where T is complete, in generated code.
template <typename T>
constexpr RowOperations row_operations() {
    static_assert(alignof(T) <= alignof(ManagedRow));
    return {sizeof(T),
            []() -> void* { return new Managed<T>; },
            [](void* managed) { delete static_cast<Managed<T>*>(managed); },
            [](const void* model) -> void* { return new T(*static_cast<const T*>(model)); },
            [](void* model) { delete static_cast<T*>(model); },
            [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); },
            [](void* to, void* from) { *static_cast<T*>(to) = std::move(*static_cast<T*>(from)); }};
}

}

/// What the schema's `methods` adds to the refs of T; specialised by generated code.
template <typename T>
struct Methods {};

/// A handle to a managed row of model T. Like the session, it is for one thread at a time. After being moved
/// from it may only be assigned to or destroyed.
template <typename T>
class Ref : public Relations<T>, public Methods<T> {
public:
    explicit Ref(detail::ManagedRow& row) noexcept : managed_(&row) {
        static_assert(std::is_empty_v<Relations<T>> && std::is_empty_v<Methods<T>>,
                      "what `methods` adds to a ref holds no data");
        detail::acquire(*managed_);
    }
    Ref(const Ref& other) noexcept : managed_(other.managed_) {
        if (managed_)
            detail::acquire(*managed_);
    }
    Ref(Ref&& other) noexcept : managed_(std::exchange(other.managed_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(managed_, other.managed_);
        return *this;
    }
    ~Ref() {
        if (managed_)
            detail::release(*managed_);
    }

    /// The columns. Never asks the database.
    [[nodiscard]] const T& operator*() const noexcept { return row_model(); }
    [[nodiscard]] const T* operator->() const noexcept { return &row_model(); }

    /// The columns, to be changed. The first call keeps the values as they are, so that the next flush sends
    /// what differs and a rollback restores it. Use the reference at once: after a flush it needs a new
    /// edit(). Throws UsageError when the row is erased, deleted or detached.
    [[nodiscard]] T& edit() const {
        static_assert(detail::writable<T>, "a view is only read: its rows cannot be edited");
        detail::begin_edit(*managed_);
        return row_model();
    }

    [[nodiscard]] RowState state() const noexcept { return managed_->state; }

    /// Equal when they are the same row of the same session.
    friend bool operator==(const Ref& left, const Ref& right) noexcept {
        return left.managed_ == right.managed_;
    }

    [[nodiscard]] detail::ManagedRow& row() const noexcept { return *managed_; }

private:
    [[nodiscard]] T& row_model() const noexcept {
        return static_cast<detail::Managed<T>*>(static_cast<void*>(managed_))->model;
    }

    detail::ManagedRow* managed_;
};

}
