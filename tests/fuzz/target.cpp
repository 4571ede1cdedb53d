#include "target.hpp"

#include <cstdio>
#include <cstdlib>

namespace rowsmith::fuzz {

void fail(std::string_view promise, std::string_view found) {
    std::fprintf(stderr, "broken promise: %.*s\n%.*s\n", static_cast<int>(promise.size()), promise.data(),
                 static_cast<int>(found.size()), found.data());
    std::abort();
}

Tally::~Tally() {
    std::fprintf(stderr, "%zu inputs, %zu of them accepted\n", inputs_, accepted_);
}

void Tally::count(bool accepted) {
    ++inputs_;
    accepted_ += accepted ? 1U : 0U;
}

}
