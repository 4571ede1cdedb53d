#pragma once
// Literal values as a schema writes them, checked and brought into the one form that the model has for each.

#include "model/model.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowsmith::analysis {

/// A whole number without superfluous signs and zeros; nothing when it is none.
[[nodiscard]] std::optional<std::string> canonical_integer(std::string_view text);
/// The least and the greatest value of an integer type.
struct IntegerRange {
    std::int64_t least;
    std::int64_t greatest;
};
[[nodiscard]] IntegerRange range_of(model::Scalar integer);
[[nodiscard]] bool in_range(std::string_view canonical, IntegerRange range);

/// Whether the number has a finite value of that float type.
[[nodiscard]] std::optional<std::string> canonical_float(std::string_view text, model::Scalar type);

/// A decimal at a column's scale; nothing when it has an exponent. `fits` is false when digits would be lost.
struct DecimalLiteral {
    std::string text;
    bool fits = true;
};
[[nodiscard]] std::optional<DecimalLiteral> canonical_decimal(std::string_view text, int precision,
                                                              int scale);

[[nodiscard]] std::size_t count_characters(std::string_view utf8);

/// "2024-02-29".
[[nodiscard]] std::optional<std::string> canonical_date(std::string_view text);
/// "13:45:10.000250" for "13:45", "13:45:10" or with up to six decimals.
[[nodiscard]] std::optional<std::string> canonical_time(std::string_view text);
/// "2024-02-29 13:45:10.000250"; "T" may stand for the space, and "Z" at the end.
[[nodiscard]] std::optional<std::string> canonical_timestamp(std::string_view text);
/// In small letters with dashes.
[[nodiscard]] std::optional<std::string> canonical_uuid(std::string_view text);
/// Whether the text is one JSON value.
[[nodiscard]] bool is_json(std::string_view text);

}
