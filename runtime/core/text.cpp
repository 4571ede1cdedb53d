#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace rowsmith {

namespace {

/// What follows a lead byte: how many bytes, and what the first of them must be between so that the character
/// is neither written too long, nor a surrogate, nor past U+10FFFF. The others are always 80 to BF.
struct Sequence {
    std::uint8_t following = 0; // 0: no lead byte
    std::uint8_t lowest = 0x80;
    std::uint8_t highest = 0xbf;
};

constexpr Sequence sequence_of(std::size_t lead) {
    if (lead >= 0xc2 && lead <= 0xdf)
        return {.following = 1};
    if (lead >= 0xe0 && lead <= 0xef)
        return {.following = 2,
                .lowest = static_cast<std::uint8_t>(lead == 0xe0 ? 0xa0 : 0x80),
                .highest = static_cast<std::uint8_t>(lead == 0xed ? 0x9f : 0xbf)};
    if (lead >= 0xf0 && lead <= 0xf4)
        return {.following = 3,
                .lowest = static_cast<std::uint8_t>(lead == 0xf0 ? 0x90 : 0x80),
                .highest = static_cast<std::uint8_t>(lead == 0xf4 ? 0x8f : 0xbf)};
    return {};
}

constexpr auto sequences = [] {
    std::array<Sequence, 256> table{};
    for (std::size_t lead = 0; lead < table.size(); ++lead)
        table[lead] = sequence_of(lead);
    return table;
}();

/// Bytes of the character that begins with the non-ASCII byte `text[at]`; 0 when it is not well formed.
std::size_t character_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(text[at + index]); };
    const auto follows = [&](std::size_t index) { return (byte(index) & 0xc0) == 0x80; };
    const Sequence& sequence = sequences[byte(0)];
    if (sequence.following == 0 || text.size() - at <= sequence.following)
        return 0;
    bool well_formed = byte(1) >= sequence.lowest && byte(1) <= sequence.highest;
    if (sequence.following >= 2)
        well_formed &= follows(2);
    if (sequence.following == 3)
        well_formed &= follows(3);
    return well_formed ? std::size_t{sequence.following} + 1 : 0;
}

/// How many of the eight bytes stand before the first odd one. (On big-endian machines that is not known:
/// none.)
std::size_t plain_prefix(std::uint64_t odd) {
    if constexpr (std::endian::native == std::endian::little)
        return static_cast<std::size_t>(std::countr_zero(odd)) / 8;
    else
        return 0;
}

/// Where the plain ASCII from `at` on ends; fewer than eight bytes at the end of the text are not looked at.
std::size_t skip_plain(std::string_view text, std::size_t at) {
    using detail::load_word;
    using detail::odd_bytes;
    const char* const bytes = text.data();
    for (; text.size() - at >= 32; at += 32)
        if ((odd_bytes(load_word(bytes + at)) | odd_bytes(load_word(bytes + at + 8)) |
             odd_bytes(load_word(bytes + at + 16)) | odd_bytes(load_word(bytes + at + 24))) != 0)
            break;
    for (; text.size() - at >= 8; at += 8)
        if (const auto odd = odd_bytes(load_word(bytes + at)); odd != 0)
            return at + plain_prefix(odd);
    return at;
}

}

TextCheck detail::check_any_text(std::string_view text) noexcept {
    std::size_t at = 0;
    std::size_t characters = 0;
    while (at < text.size()) {
        if (static_cast<signed char>(text[at]) > 0) {
            const std::size_t end = std::max(skip_plain(text, at), at + 1);
            characters += end - at;
            at = end;
            continue;
        }
        if (text[at] == '\0')
            return {.fault = TextFault::nul, .offset = at, .characters = characters};
        const std::size_t length = character_length(text, at);
        if (length == 0)
            return {.fault = TextFault::encoding, .offset = at, .characters = characters};
        at += length;
        ++characters;
    }
    return {.fault = TextFault::none, .offset = 0, .characters = characters};
}

}
