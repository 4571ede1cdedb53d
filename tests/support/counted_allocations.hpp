#pragma once
// Counts what a program allocates by new. It replaces the operators, so one source of a program includes it.

#include <cstddef>
#include <cstdlib>
#include <new>

namespace rowsmith::test {

inline std::size_t allocations = 0;

}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++rowsmith::test::allocations;
    return std::malloc(size);
}
void* operator new(std::size_t size) {
    if (void* const memory = operator new(size, std::nothrow))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
