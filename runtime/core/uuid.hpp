#pragma once
// UUIDs as text, without an allocation.

#include "rowsmith/types.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace rowsmith {

inline constexpr std::size_t uuid_length = 36;

/// Writes `uuid_length` characters, lower case, without a NUL.
void format_uuid(const Uuid& uuid, char* out) noexcept;

/// Reads the form with dashes, either case; nothing for every other text.
[[nodiscard]] std::optional<Uuid> parse_uuid(std::string_view text) noexcept;

}
