#pragma once
// The use of a statement that gives rows.

#include "core/driver.hpp"

namespace rowsmith {

/// Resets a statement at the end of the scope, however that ends.
class Execution {
public:
    explicit Execution(driver::Statement& statement) : statement_(statement) {}
    ~Execution() { statement_.reset(); }
    Execution(const Execution&) = delete;
    Execution& operator=(const Execution&) = delete;

private:
    driver::Statement& statement_;
};

}
