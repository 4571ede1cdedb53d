#include "core/identity_map.hpp"

#include <algorithm>
#include <bit>

namespace rowsmith {
namespace {

// Odd, so that multiplication by it maps the integers one to one; the high bits are well mixed (Knuth,
// TAOCP 6.4).
constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;
constexpr std::size_t first_size = 16;

bool is_integer(ColumnKind kind) {
    return kind == ColumnKind::int16 || kind == ColumnKind::int32 || kind == ColumnKind::int64;
}

std::uint64_t integer(ColumnKind kind, const void* value) {
    if (kind == ColumnKind::int64)
        return static_cast<std::uint64_t>(*static_cast<const std::int64_t*>(value));
    if (kind == ColumnKind::int32)
        return static_cast<std::uint64_t>(*static_cast<const std::int32_t*>(value));
    return static_cast<std::uint64_t>(*static_cast<const std::int16_t*>(value));
}

bool same_key(const Mapping& mapping, const detail::ManagedRow& row, std::span<const void* const> key) {
    for (std::size_t part = 0; part < key.size(); ++part) {
        const Column& column = mapping.columns[mapping.key[part]];
        // A row is looked for under the key it was entered with: the original's while that is being edited
        // away.
        const void* model = row.original ? row.original : model_of(row);
        if (!equal_values(column, value_of(column, model), key[part]))
            return false;
    }
    return true;
}

}

IdentityMap::IdentityMap(const Mapping& mapping) : mapping_(&mapping) {
    if (mapping.key.empty()) // of a view whose rows have no identity: the map stays empty
        return;
    const Column& first = mapping.columns[mapping.key[0]];
    single_integer_ = mapping.key.size() == 1 && is_integer(first.kind) && !first.nullable;
    integer_kind_ = first.kind;
    integer_offset_ = first.offset;
}

std::uint64_t IdentityMap::code_of(std::span<const void* const> key) const {
    if (single_integer_)
        return integer(integer_kind_, key[0]);
    std::uint64_t combined = 0;
    for (std::size_t part = 0; part < key.size(); ++part)
        combined = (std::rotl(combined, 23) ^ hash_value(mapping_->columns[mapping_->key[part]], key[part])) *
                   golden;
    return combined;
}

std::uint64_t IdentityMap::code_of(const void* model) const {
    if (single_integer_)
        return integer(integer_kind_, static_cast<const std::byte*>(model) + integer_offset_);
    return code_of(KeyValues(*mapping_, model).values());
}

/// Keys that count up stay together by fours, in a cache line or two; the rest of the number is spread.
inline std::size_t IdentityMap::home(std::uint64_t code) const {
    return ((code >> 2) * golden >> shift_) << 2 | (code & 3);
}

template <typename Same>
std::size_t IdentityMap::locate(std::uint64_t code, Same same) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = home(code);; at = (at + 1) & mask) {
        const Slot& slot = slots_[at];
        if (!slot.row || (slot.code == code && (single_integer_ || same(*slot.row))))
            return at;
    }
}

detail::ManagedRow* IdentityMap::find(std::span<const void* const> key) const {
    if (size_ == 0)
        return nullptr;
    const auto same = [&](const detail::ManagedRow& row) { return same_key(*mapping_, row, key); };
    return slots_[locate(code_of(key), same)].row;
}

detail::ManagedRow* IdentityMap::find(const void* model) const {
    if (size_ == 0)
        return nullptr;
    const auto same = [&](const detail::ManagedRow& row) {
        return same_key(*mapping_, row, KeyValues(*mapping_, model).values());
    };
    return slots_[locate(code_of(model), same)].row;
}

detail::ManagedRow& IdentityMap::find_or_insert(detail::ManagedRow& row) {
    make_place();
    const void* const model = model_of(row);
    const std::uint64_t code = code_of(model);
    Slot& slot = slots_[locate(code, [&](const detail::ManagedRow& other) {
        return same_key(*mapping_, other, KeyValues(*mapping_, model).values());
    })];
    if (!slot.row) {
        slot = {.code = code, .row = &row};
        ++size_;
    }
    return *slot.row;
}

void IdentityMap::insert(detail::ManagedRow& row, const void* model) {
    make_place();
    place({.code = code_of(model), .row = &row});
    ++size_;
}

void IdentityMap::place(Slot slot) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = home(slot.code);
    while (slots_[at].row)
        at = (at + 1) & mask;
    slots_[at] = slot;
}

/// Keeps a quarter of the slots empty.
void IdentityMap::make_place() {
    if ((size_ + 1) * 4 > slots_.size() * 3)
        grow(slots_.empty() ? first_size : slots_.size() * 2);
}

void IdentityMap::reserve(std::size_t more) {
    std::size_t slots = std::max(slots_.size(), first_size);
    while ((size_ + more) * 4 > slots * 3)
        slots *= 2;
    if (slots != slots_.size())
        grow(slots);
}

void IdentityMap::grow(std::size_t slots) {
    std::vector<Slot> old(slots);
    old.swap(slots_);
    shift_ = 66U - static_cast<unsigned>(std::countr_zero(slots_.size())); // `home` adds two bits
    for (const Slot& slot : old) {
        if (slot.row)
            place(slot);
    }
}

void IdentityMap::erase(const detail::ManagedRow& row, const void* model) {
    if (size_ == 0)
        return;
    const std::size_t mask = slots_.size() - 1;
    std::size_t hole = home(code_of(model));
    while (slots_[hole].row != &row) {
        if (!slots_[hole].row)
            return;
        hole = (hole + 1) & mask;
    }
    for (std::size_t at = (hole + 1) & mask; slots_[at].row; at = (at + 1) & mask) {
        const std::size_t wish = home(slots_[at].code);
        if (((at - wish) & mask) >= ((at - hole) & mask)) {
            slots_[hole] = slots_[at];
            hole = at;
        }
    }
    slots_[hole] = {};
    --size_;
}

void IdentityMap::clear() {
    slots_.clear();
    size_ = 0;
}

}
