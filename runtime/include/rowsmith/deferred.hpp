#pragma once
// Columns that are not read with their row: large texts, pictures.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace rowsmith {

namespace detail {

/// Throws LazyLoad.
[[noreturn]] void refuse_unloaded();

}

/// The value of a deferred column. Rows are read without it; `repository.load(ref, repository.photo)` fetches it
/// with one SELECT. A value that is assigned needs no loading, and is sent like any other.
template <typename V>
class Deferred {
public:
    Deferred() = default;
    /// From whatever a V can be made of, so that `.photo = bytes` and `.text = "..."` are written as ever.
    template <typename U>
    requires(std::convertible_to<U, V> && !std::same_as<std::remove_cvref_t<U>, Deferred>)
    Deferred(U&& value) : value_(std::forward<U>(value)), loaded_(true) {} // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool loaded() const noexcept { return loaded_; }
    /// Throws LazyLoad when the column was neither loaded nor assigned.
    [[nodiscard]] const V& value() const {
        if (!loaded_)
            detail::refuse_unloaded();
        return value_;
    }
    [[nodiscard]] const V& operator*() const { return value(); }
    [[nodiscard]] const V* operator->() const { return &value(); }

    friend bool operator==(const Deferred&, const Deferred&) = default;

    /// How far behind the value stands whether it is loaded: for the mapping.
    [[nodiscard]] static constexpr std::uint32_t loaded_offset() { return offsetof(Deferred, loaded_); }

private:
    V value_{};
    bool loaded_ = false;
};

}
