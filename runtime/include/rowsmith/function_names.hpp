#pragma once
// The functions that databases compute, by names of our own.

#include <cstdint>
#include <string>

namespace rowsmith::detail {

/// What databases compute; the SQL of each is in core/function_texts.cpp, and where a database differs in its
/// folder.
enum class Function : std::uint8_t {
    none,
    // aggregates
    count_rows,
    count,
    sum,
    average,
    least,
    greatest,
    // windows
    row_number,
    rank,
    dense_rank,
    lag,
    lead,
    first_value,
    last_value,
    // texts
    lower,
    upper,
    length,
    trim,
    replace,
    part,
    rest,
    position,
    // numbers
    absolute,
    rounded,
    rounded_real,
    // types
    to_integer,
    truncated,
    to_real,
    to_text,
    // NULL
    coalesce,
    null_if,
    // moments
    year,
    month,
    day,
    hour,
    minute,
    day_of,
    plus_days,
    // choices: condition, value, ..., the last value for all others
    choice,
    // arrays: the value, the array
    element_of,
    // the value as it is
    value,
};

/// A member of an object, by name, or an element of an array, by number.
struct JsonStep {
    std::string name{};
    std::uint64_t number = 0;
    bool element = false;
};

}
