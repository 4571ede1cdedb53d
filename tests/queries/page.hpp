#pragma once
// The pieces of the page about queries, with the SQL that it says they become.

#include "library.hpp"

#include <string>
#include <vector>

namespace rowsmith::test {

struct Piece {
    int line = 0; // of the page
    void (*run)(Library&) = nullptr;
    std::vector<std::string> sql{}; // `...` stands for what is left out
};

[[nodiscard]] const std::vector<Piece>& pieces();

}
