#pragma once
// Numbers in the byte order of the wire.

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

namespace rowsmith::postgres {

namespace detail {

template <std::integral T>
[[nodiscard]] constexpr T swapped(T value) {
    if constexpr (std::endian::native == std::endian::big || sizeof(T) == 1)
        return value;
    else if constexpr (sizeof(T) == 2)
        return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
    else if constexpr (sizeof(T) == 4)
        return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
    else
        return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
}

}

template <std::integral T>
[[nodiscard]] inline T load_big(const char* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return detail::swapped(value);
}

template <std::floating_point T>
[[nodiscard]] inline T load_big(const char* bytes) {
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    return std::bit_cast<T>(load_big<Bits>(bytes));
}

template <std::integral T>
inline void store_big(char* bytes, T value) {
    const T swapped = detail::swapped(value);
    std::memcpy(bytes, &swapped, sizeof swapped);
}

template <std::integral T>
inline void append_big(std::string& out, T value) {
    const T bytes = detail::swapped(value);
    out.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
}

template <std::floating_point T>
inline void append_big(std::string& out, T value) {
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    append_big(out, std::bit_cast<Bits>(value));
}

}
