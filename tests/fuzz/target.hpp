#pragma once
// What the fuzz targets share. A target is one function, LLVMFuzzerTestOneInput, in a file of its own;
// libFuzzer calls it with inputs that it makes up, replay.cpp with those of the corpus. A broken promise ends
// the program.

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" {
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
/// Both are libFuzzer's names. The second is a target's own choice and need not be there.
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned int seed);
}

namespace rowsmith::fuzz {

[[noreturn]] void fail(std::string_view promise, std::string_view found = {});

inline void require(bool kept, std::string_view promise, std::string_view found = {}) {
    if (!kept)
        fail(promise, found);
}

[[nodiscard]] inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size}; // NOLINT: bytes are read as characters
}

/// How many inputs there were, and how many of them were accepted: a fuzzer whose inputs are all refused at
/// once shows little. Printed when the program ends.
class Tally {
public:
    Tally() = default;
    ~Tally();
    Tally(const Tally&) = delete;
    Tally& operator=(const Tally&) = delete;

    void count(bool accepted);

private:
    std::size_t inputs_ = 0;
    std::size_t accepted_ = 0;
};

}
