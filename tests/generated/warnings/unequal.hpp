#pragma once
// A type that has no ==, as many have.

#include <rowsmith/converter.hpp>

#include <string>

namespace unequal {

struct Label {
    std::string text;
};

}

template <>
struct rowsmith::Converter<unequal::Label> {
    static std::string to_database(const unequal::Label& label) { return label.text; }
    static unequal::Label from_database(const std::string& stored) { return {stored}; }
};
