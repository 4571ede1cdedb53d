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

/// What the session knows of a row; the model follows it in memory (Managed<T>).
struct alignas(16) ManagedRow {
    const Mapping* mapping = nullptr;
    TableRows* table = nullptr;      // null once detached
    void* original = nullptr;        // while it is being edited: an image of the model in the database
    std::uint64_t transaction = 0;   // the session's transaction that read or wrote it last
    std::uint32_t references = 0;    // of refs, the session's maps and its journal; one thread at a time
    std::uint32_t pending_index = 0; // its place in the table's list of pending rows
    std::int16_t touched_level = -1; // the deepest savepoint level that has a journal entry for it
    RowState state = RowState::detached;
    bool original_is_image = false; // `original` belongs to the journal
    bool in_map = false;            // the session finds it by its key
    bool key_was_made = false;      // its key came from an identity or a sequence in this transaction
    bool listed = false;            // the session has it among its edited rows
    bool touched = false;           // the next flush raises its version even if nothing else has changed
};

/// A managed row in one allocation.
template <typename T>
struct Managed {
    ManagedRow header;
    T model{};
};

/// Starts change tracking. Throws UsageError for a row that is erased, deleted or detached; `call` is what the
/// program calls it.
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
class Ref : public Methods<T> {
public:
    explicit Ref(detail::ManagedRow& row) noexcept : row_(&row) {
        static_assert(std::is_empty_v<Methods<T>>, "what `methods` adds to a ref holds no data");
        detail::acquire(*row_);
    }
    Ref(const Ref& other) noexcept : row_(other.row_) {
        if (row_)
            detail::acquire(*row_);
    }
    Ref(Ref&& other) noexcept : row_(std::exchange(other.row_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(row_, other.row_);
        return *this;
    }
    ~Ref() {
        if (row_)
            detail::release(*row_);
    }

    /// The columns. Never asks the database.
    [[nodiscard]] const T& operator*() const noexcept { return model(); }
    [[nodiscard]] const T* operator->() const noexcept { return &model(); }

    /// The columns, to be changed. The first call keeps the values as they are, so that the next flush sends
    /// what differs and a rollback restores it. Use the reference at once: after a flush it needs a new
    /// edit(). Throws UsageError when the row is erased, deleted or detached.
    [[nodiscard]] T& edit() const {
        detail::begin_edit(*row_);
        return model();
    }

    [[nodiscard]] RowState state() const noexcept { return row_->state; }

    /// Equal when they are the same row of the same session.
    friend bool operator==(const Ref& left, const Ref& right) noexcept { return left.row_ == right.row_; }

    [[nodiscard]] detail::ManagedRow& row() const noexcept { return *row_; }

private:
    [[nodiscard]] T& model() const noexcept {
        return static_cast<detail::Managed<T>*>(static_cast<void*>(row_))->model;
    }

    detail::ManagedRow* row_;
};

}
