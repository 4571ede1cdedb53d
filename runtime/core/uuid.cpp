#include "core/uuid.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <sys/random.h>

namespace rowsmith {

namespace {

/// Where the two digits of each byte stand in the text.
constexpr std::array<std::uint8_t, 16> places{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<std::uint8_t, 4> dashes{8, 13, 18, 23};

constexpr std::uint8_t no_digit = 0xff;

constexpr auto digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::uint8_t digit = 0; digit < 10; ++digit)
        values['0' + std::size_t{digit}] = digit;
    for (std::uint8_t digit = 10; digit < 16; ++digit) {
        values['a' + std::size_t{digit} - 10] = digit;
        values['A' + std::size_t{digit} - 10] = digit;
    }
    return values;
}();

std::uint8_t digit_value(char digit) {
    return digit_values[static_cast<std::uint8_t>(digit)];
}

}

void format_uuid(const Uuid& uuid, char* out) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const auto dash : dashes)
        out[dash] = '-';
    for (std::size_t at = 0; at < places.size(); ++at) {
        out[places[at]] = digits[uuid.bytes[at] >> 4];
        out[places[at] + 1] = digits[uuid.bytes[at] & 0xf];
    }
}

std::optional<Uuid> parse_uuid(std::string_view text) noexcept {
    if (text.size() != uuid_length)
        return std::nullopt;
    for (const auto dash : dashes)
        if (text[dash] != '-')
            return std::nullopt;
    Uuid uuid;
    unsigned seen = 0; // a value past 15 is no digit
    for (std::size_t at = 0; at < places.size(); ++at) {
        const unsigned high = digit_value(text[places[at]]);
        const unsigned low = digit_value(text[places[at] + std::size_t{1}]);
        seen |= high | low;
        uuid.bytes[at] = static_cast<std::uint8_t>((high << 4 | low) & 0xff);
    }
    if (seen > 0xf)
        return std::nullopt;
    return uuid;
}

/// One system call each: numbers kept in the process would be handed out twice after a fork.
Uuid Uuid::random() {
    Uuid uuid;
    if (getentropy(uuid.bytes.data(), uuid.bytes.size()) != 0)
        throw InternalError("the operating system gives no random numbers");
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x40); // version 4
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80); // variant of RFC 4122
    return uuid;
}

Uuid Uuid::parse(std::string_view text) {
    if (const auto uuid = parse_uuid(text))
        return *uuid;
    throw InvalidFormat("the text is not a UUID such as 123e4567-e89b-12d3-a456-426614174000");
}

std::string Uuid::to_string() const {
    std::string text(uuid_length, '\0');
    format_uuid(*this, text.data());
    return text;
}

}
