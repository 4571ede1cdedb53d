#pragma once
// PostgreSQL's numeric in binary: groups of four decimal digits, the first of them times 10000^weight.

#include "rowsmith/types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowsmith::postgres {

/// What the bytes of a numeric say.
struct Numeric {
    enum class Sign : std::uint16_t {
        positive = 0x0000,
        negative = 0x4000,
        nan = 0xC000,
        infinity = 0xD000,
        negative_infinity = 0xF000,
    };

    int groups = 0;
    int weight = 0;
    Sign sign = Sign::positive;
    int scale = 0;            // decimals to be shown
    const char* at = nullptr; // the groups

    [[nodiscard]] bool finite() const { return sign == Sign::positive || sign == Sign::negative; }
    [[nodiscard]] int group(int index) const;
};

/// Nothing when the bytes are not those of a numeric. What is returned shows into them.
[[nodiscard]] std::optional<Numeric> parse_numeric(std::string_view bytes) noexcept;

/// The number with exactly `scale` decimals; nothing when it has others, more than 38 digits, or is not
/// finite.
[[nodiscard]] std::optional<Decimal> to_decimal(const Numeric& number, int scale) noexcept;

/// As PostgreSQL writes it.
void append_numeric_text(std::string& out, const Numeric& number);
/// As Decimal::to_string, without an allocation of its own.
void append_decimal_text(std::string& out, const Decimal& number);
/// In binary.
void append_numeric(std::string& out, const Decimal& number);

}
