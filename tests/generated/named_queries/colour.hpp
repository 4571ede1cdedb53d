#pragma once

#include <rowsmith/converter.hpp>

#include <cstdint>

namespace own {

/// A type of the program's own that stands for an int32.
struct Colour {
    std::int32_t code = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
};

}

template <>
struct rowsmith::Converter<own::Colour> {
    static std::int32_t to_database(const own::Colour& colour) { return colour.code; }
    static own::Colour from_database(std::int32_t code) { return {code}; }
};
