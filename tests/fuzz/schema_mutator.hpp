#pragma once
// Changes to a schema's text that keep most of it a schema: by lines, words and declarations rather than by
// bytes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace rowsmith::fuzz {

[[nodiscard]] std::string mutate_schema(std::string_view text, unsigned int seed);

/// A target's LLVMFuzzerCustomMutator: changes the first `size` bytes of `room` and returns how many there
/// are then. Most results are accepted, some are not, and one mutation in eight is of bytes.
[[nodiscard]] std::size_t mutate_schema(std::span<std::uint8_t> room, std::size_t size, unsigned int seed,
                                        const std::function<bool(std::string_view)>& accepted);

}
