#pragma once
// The SQL of functions.

#include "core/driver.hpp"
#include "rowsmith/function_names.hpp"

#include <string_view>

namespace rowsmith::detail {

/// `?` stands for one argument, `@` for those that are left, with commas.
struct FunctionText {
    std::string_view pattern{};
    /// Nothing says of which type arguments are that are values.
    bool typed = false;
};

/// A database's own text of a function, or the usual one.
[[nodiscard]] FunctionText text_of(Function function, const driver::Words& words);

}
