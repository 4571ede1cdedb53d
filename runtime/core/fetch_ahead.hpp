#pragma once
// Rows lie anywhere in memory, and what happens to one drives the others out of the caches. A loop over many
// rows asks for a later one before it works on the next: the wait for memory is most of what a short step
// costs.

#include "rowsmith/ref.hpp"

#include <cstddef>
#include <span>

namespace rowsmith::detail {

inline void fetch(const void* memory, std::size_t size) {
    constexpr std::size_t cache_line = 64;
    for (std::size_t offset = 0; offset < size; offset += cache_line)
        __builtin_prefetch(static_cast<const char*>(memory) + offset);
}

/// For a loop that is at rows[at] and looks at models.
inline void fetch_models_ahead(std::span<ManagedRow* const> rows, std::size_t at) {
    constexpr std::size_t distance = 3;
    if (at + distance < rows.size())
        fetch(rows[at + distance], sizeof(ManagedRow) + rows[at]->mapping->rows.size);
}

/// For a loop that looks only at what stands before the model.
inline void fetch_rows_ahead(std::span<ManagedRow* const> rows, std::size_t at) {
    constexpr std::size_t distance = 8;
    if (at + distance < rows.size())
        fetch(rows[at + distance], sizeof(ManagedRow));
}

}
