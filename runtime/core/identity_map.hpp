#pragma once
// The rows of one table by primary key: open addressing with linear probing, deletion by shifting back.

#include "core/values.hpp"
#include "rowsmith/ref.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith {

/// The model that follows a row's header.
[[nodiscard]] inline void* model_of(detail::ManagedRow& row) {
    return &row + 1;
}
[[nodiscard]] inline const void* model_of(const detail::ManagedRow& row) {
    return &row + 1;
}

/// Pointers to the values of a key, in key order. PostgreSQL allows 32 columns in a key.
class KeyValues {
public:
    static constexpr std::size_t limit = 32;

    KeyValues(const Mapping& mapping, const void* model) : KeyValues(mapping, mapping.key, model) {}
    KeyValues(const Mapping& mapping, std::span<const std::uint16_t> columns, const void* model) {
        for (const auto column : columns)
            values_[size_++] = value_of(mapping.columns[column], model);
    }

    [[nodiscard]] std::span<const void* const> values() const { return {values_.data(), size_}; }
    /// True when a part of it is NULL: the key refers to nothing.
    [[nodiscard]] bool has_null() const {
        for (const void* value : values()) {
            if (!value)
                return true;
        }
        return false;
    }

private:
    std::array<const void*, limit> values_;
    std::size_t size_ = 0;
};

class IdentityMap {
public:
    explicit IdentityMap(const Mapping& mapping);

    [[nodiscard]] detail::ManagedRow* find(std::span<const void* const> key) const;
    /// By the key that a model holds.
    [[nodiscard]] detail::ManagedRow* find(const void* model) const;
    /// The row that has the key of `row`; that is `row` itself, added now, when no other has.
    [[nodiscard]] detail::ManagedRow& find_or_insert(detail::ManagedRow& row);
    /// Adds a row under the key in `model`, which no row has, or none that will keep it: rows may be about to
    /// change keys.
    void insert(detail::ManagedRow& row, const void* model);
    /// Takes out this row, which must be in the map under the key that `model` holds.
    void erase(const detail::ManagedRow& row, const void* model);
    [[nodiscard]] std::size_t size() const { return size_; }
    /// So many more rows can then be inserted without memory being asked for.
    void reserve(std::size_t more);
    void clear();

    template <typename Visit>
    void for_each(Visit visit) const {
        for (const Slot& slot : slots_) {
            if (slot.row)
                visit(*slot.row);
        }
    }

private:
    struct Slot {
        std::uint64_t code = 0; // the key itself if that is one integer, else its hash
        detail::ManagedRow* row = nullptr;
    };

    [[nodiscard]] std::uint64_t code_of(std::span<const void* const> key) const;
    [[nodiscard]] std::uint64_t code_of(const void* model) const;
    [[nodiscard]] std::size_t home(std::uint64_t code) const;
    /// The slot of the row with this code for which `same` says yes, or the empty one where the search ended.
    template <typename Same>
    [[nodiscard]] std::size_t locate(std::uint64_t code, Same same) const;
    void make_place();
    void grow(std::size_t slots);
    void place(Slot slot);

    const Mapping* mapping_;
    bool single_integer_ = false; // the code tells keys apart, so that rows need not be looked at
    ColumnKind integer_kind_ = ColumnKind::int64;
    std::uint32_t integer_offset_ = 0;
    std::vector<Slot> slots_; // none, or a power of two
    unsigned shift_ = 0;
    std::size_t size_ = 0;
};

}
