#pragma once
// What a text must be before a database sees it: UTF-8, and without NUL, at which C libraries stop reading.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rowsmith {

enum class TextFault : std::uint8_t { none, nul, encoding };

struct TextCheck {
    TextFault fault = TextFault::none;
    std::size_t offset = 0;     // of the first byte that is at fault; 0 without a fault
    std::size_t characters = 0; // code points, of the text before the fault if there is one
};

namespace detail {

inline std::uint64_t load_word(const char* bytes) {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// Not zero when one of the eight bytes is NUL or not ASCII: only those have or get the high bit when 1 is
/// taken off.
constexpr std::uint64_t odd_bytes(std::uint64_t word) {
    return (word | (word - 0x0101010101010101U)) & 0x8080808080808080U;
}

inline bool short_text_is_plain(std::string_view text) {
    const char* const begin = text.data();
    const std::size_t size = text.size();
    if (size >= sizeof(std::uint64_t)) {
        std::uint64_t odd = odd_bytes(load_word(begin + size - 8));
        for (std::size_t at = 0; at + 8 < size; at += 8)
            odd |= odd_bytes(load_word(begin + at));
        return odd == 0;
    }
    bool plain = true;
    for (const char byte : text)
        plain &= static_cast<signed char>(byte) > 0;
    return plain;
}

TextCheck check_any_text(std::string_view text) noexcept;

}

/// Checks all of `text` and counts its characters, in one pass.
[[nodiscard]] inline TextCheck check_text(std::string_view text) noexcept {
    if (text.size() <= 48 && detail::short_text_is_plain(text)) [[likely]]
        return {.fault = TextFault::none, .offset = 0, .characters = text.size()};
    return detail::check_any_text(text);
}

}
